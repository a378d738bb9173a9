//! Writes the tree of proto3 as text.

use mrpc_idl::model::Reserved;
use mrpc_idl::name;

use super::name::Names;
use super::option::{self, Printed};
use super::page::Page;
use crate::descriptor::{Enum, Field, File, Head, Item, Message, Service, Shape, Side, Type};

/// The largest numbers of fields and of values, which are written as `max`.
const FIELD_MAX: i64 = 536_870_911;
const VALUE_MAX: i64 = i32::MAX as i64;

/// The text of one file.
pub(super) fn print(file: &File, names: &Names) -> String {
    let mut printer = Printer { page: Page::default(), names, package: &file.package };
    let mut scope = file.package.clone();
    printer.page.line("syntax = \"proto3\";");
    printer.page.gap();
    printer.page.comment(&file.docs);
    printer.page.line(&format!("package {};", file.package));
    if !file.imports.is_empty() {
        printer.page.gap();
        for import in &file.imports {
            printer.page.line(&format!("import {};", option::quoted(import)));
        }
    }
    for item in &file.items {
        printer.page.gap();
        printer.item(item, &mut scope);
    }
    printer.page.into_text()
}

struct Printer<'a> {
    page: Page,
    names: &'a Names,
    package: &'a str,
}

impl Printer<'_> {
    /// `scope` is the full name of what is around.
    fn item(&mut self, item: &Item, scope: &mut String) {
        match item {
            Item::Message(item) => {
                let outside = scope.len();
                scope.push('.');
                scope.push_str(&item.head.name);
                self.message(item, scope);
                scope.truncate(outside);
            }
            Item::Enum(item) => self.enum_type(item, scope),
            Item::Service(item) => self.service(item, scope),
        }
    }

    /// Opens a block; whoever has nothing to put in it closes it on the same line.
    fn open(&mut self, word: &str, head: &Head, is_empty: bool) -> bool {
        self.page.comment(&head.docs);
        let is_empty = is_empty && head.options.is_empty();
        let braces = if is_empty { "{}" } else { "{" };
        self.page.line(&format!("{word} {} {braces}", head.name));
        if !is_empty {
            self.page.indent();
        }
        !is_empty
    }

    fn close(&mut self) {
        self.page.dedent();
        self.page.line("}");
    }

    /// The options of a declaration, a line or a block each.
    fn options(&mut self, head: &Head, scope: &str) {
        for printed in self.printed(head, scope) {
            self.page.broken(&format!("option {} = ", printed.name), &printed.value, ";");
        }
    }

    fn printed(&self, head: &Head, scope: &str) -> Vec<Printed> {
        option::printed(&head.options, |full| self.names.shortest(full, scope, self.package))
    }

    fn message(&mut self, item: &Message, scope: &mut String) {
        let is_empty = item.items.is_empty() && item.fields.is_empty() && is_none(&item.reserved);
        if !self.open("message", &item.head, is_empty) {
            return;
        }
        self.options(&item.head, scope);
        self.reserved(&item.reserved, FIELD_MAX);
        for nested in &item.items {
            self.page.gap();
            self.item(nested, scope);
            self.page.gap();
        }
        let mut fields = item.fields.iter().peekable();
        while let Some(field) = fields.next() {
            let Some(oneof) = field.oneof else {
                self.field(field, scope);
                continue;
            };
            self.open("oneof", &item.oneofs[oneof], false);
            self.options(&item.oneofs[oneof], scope);
            self.field(field, scope);
            while let Some(field) = fields.next_if(|next| next.oneof == Some(oneof)) {
                self.field(field, scope);
            }
            self.close();
        }
        self.close();
    }

    fn field(&mut self, item: &Field, scope: &str) {
        let ty = match &item.ty {
            Type::Scalar(scalar) => scalar.as_str().to_owned(),
            Type::Message(full) | Type::Enum(full) => self.names.shortest(full, scope, self.package),
        };
        let ty = match item.shape {
            Shape::One => ty,
            Shape::Optional => format!("optional {ty}"),
            Shape::Repeated => format!("repeated {ty}"),
            Shape::Map(key) => format!("map<{}, {ty}>", key.as_str()),
        };
        let mut printed = self.printed(&item.head, scope);
        if item.json_name != name::json(&item.head.name) {
            printed.insert(0, Printed::text("json_name", &item.json_name));
        }
        self.page.comment(&item.head.docs);
        self.bracketed(&format!("{ty} {} = {}", item.head.name, item.number), &printed);
    }

    /// A field or a value with its options in brackets.
    fn bracketed(&mut self, start: &str, printed: &[Printed]) {
        let mut options =
            printed.iter().map(|option| format!("{} = {}", option.name, option.value.in_line()));
        let line = match options.next() {
            None => format!("{start};"),
            Some(first) => format!("{start} [{}];", options.fold(first, |all, next| all + ", " + &next)),
        };
        if printed.is_empty() || self.page.fits(&line) {
            return self.page.line(&line);
        }
        self.page.line(&format!("{start} ["));
        self.page.indent();
        for (at, option) in printed.iter().enumerate() {
            let end = if at + 1 < printed.len() { "," } else { "" };
            self.page.broken(&format!("{} = ", option.name), &option.value, end);
        }
        self.page.dedent();
        self.page.line("];");
    }

    fn enum_type(&mut self, item: &Enum, scope: &str) {
        self.open("enum", &item.head, false);
        self.options(&item.head, scope);
        self.reserved(&item.reserved, VALUE_MAX);
        for value in &item.values {
            let printed = self.printed(&value.head, scope);
            self.page.comment(&value.head.docs);
            self.bracketed(&format!("{} = {}", value.head.name, value.number), &printed);
        }
        self.close();
    }

    fn reserved(&mut self, reserved: &Reserved, max: i64) {
        let range = |(first, last): &(i64, i64)| match (first, last) {
            (first, last) if first == last => first.to_string(),
            (first, last) if *last == max => format!("{first} to max"),
            (first, last) => format!("{first} to {last}"),
        };
        let numbers: Vec<String> = reserved.numbers.iter().map(range).collect();
        let names: Vec<String> = reserved.names.iter().map(|name| option::quoted(name)).collect();
        for list in [numbers, names].into_iter().filter(|list| !list.is_empty()) {
            self.page.list("reserved ", &list, ";");
        }
    }

    fn service(&mut self, item: &Service, scope: &str) {
        if !self.open("service", &item.head, item.methods.is_empty()) {
            return;
        }
        self.options(&item.head, scope);
        let scope_inside = format!("{scope}.{}", item.head.name);
        for method in &item.methods {
            if !method.head.docs.is_empty() {
                self.page.gap();
            }
            self.page.comment(&method.head.docs);
            let request = self.side(&method.request, &scope_inside);
            let response = self.side(&method.response, &scope_inside);
            let start = format!("rpc {}({request}) returns ({response})", method.head.name);
            if method.head.options.is_empty() {
                self.page.line(&format!("{start};"));
                continue;
            }
            self.page.line(&format!("{start} {{"));
            self.page.indent();
            self.options(&method.head, &scope_inside);
            self.close();
        }
        self.close();
    }

    fn side(&self, side: &Side, scope: &str) -> String {
        let ty = self.names.shortest(&side.ty, scope, self.package);
        if side.is_stream { format!("stream {ty}") } else { ty }
    }
}

fn is_none(reserved: &Reserved) -> bool {
    reserved.numbers.is_empty() && reserved.names.is_empty()
}
