//! Declarations as our language writes them. The formatter has the last word about spaces and lines.

use std::fmt::Write as _;

use mrpc_idl::model::{
    Decl, Enum, Field, FieldType, Idempotency, Message, MessageId, Method, Model, PackageId, Reserved,
    Service, Side, Type,
};
use mrpc_idl::name;

use super::name::quoted;
use super::scope::Scopes;

/// Declarations of one package, written one after the other.
pub(super) struct Text<'a> {
    model: &'a Model,
    scopes: &'a Scopes<'a>,
    package: PackageId,
    text: String,
}

impl<'a> Text<'a> {
    pub(super) fn new(model: &'a Model, scopes: &'a Scopes<'a>, package: PackageId) -> Self {
        Self { model, scopes, package, text: String::new() }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Messages nest no deeper than protobuf lets them.
    pub(super) fn message(&mut self, id: MessageId) {
        let Message { decl, home, fields, oneofs, reserved } = &self.model[id];
        self.decl(decl, &[]);
        self.line(&format!("message {} {{", decl.name.text));
        let mut open = None;
        for field in fields {
            if field.oneof != open {
                if open.is_some() {
                    self.line("}");
                }
                if let Some(oneof) = field.oneof.and_then(|at| oneofs.get(at)) {
                    self.decl(&oneof.decl, &[]);
                    self.line(&format!("oneof {} {{", oneof.decl.name.text));
                }
                open = field.oneof;
            }
            self.field(field, id);
        }
        if open.is_some() {
            self.line("}");
        }
        let inside = (home.file, Some(id));
        for &nested in self.scopes.enums.get(&inside).into_iter().flatten() {
            self.enumeration(&self.model[nested]);
        }
        for &nested in self.scopes.messages.get(&inside).into_iter().flatten() {
            self.message(nested);
        }
        self.reserved(reserved, 536_870_911);
        self.line("}");
    }

    fn field(&mut self, field: &Field, around: MessageId) {
        let mut annotations = Vec::new();
        if field.json_name != name::json(&field.decl.name.text) {
            annotations.push(format!("@json({})", quoted(&field.json_name)));
        }
        self.decl(&field.decl, &annotations);
        let path = |ty: Type| self.scopes.path(ty, self.package, Some(around));
        let ty = match field.ty {
            FieldType::One(ty) => path(ty),
            FieldType::Optional(ty) => format!("{}?", path(ty)),
            FieldType::List(ty) => format!("list<{}>", path(ty)),
            FieldType::Map(key, ty) => format!("map<{}, {}>", key.as_str(), path(ty)),
        };
        self.line(&format!("{}: {ty} = {};", field.decl.name.text, field.number));
    }

    pub(super) fn enumeration(&mut self, item: &Enum) {
        self.decl(&item.decl, &[]);
        self.line(&format!("enum {} {{", item.decl.name.text));
        for value in &item.values {
            let alias = value.is_alias.then(|| "@alias".to_owned());
            self.decl(&value.decl, alias.as_slice());
            self.line(&format!("{} = {};", value.decl.name.text, value.number));
        }
        self.reserved(&item.reserved, i32::MAX.into());
        self.line("}");
    }

    pub(super) fn service(&mut self, service: &Service) {
        self.decl(&service.decl, &[]);
        self.line(&format!("service {} {{", service.decl.name.text));
        for method in &service.methods {
            self.method(method);
        }
        self.line("}");
    }

    fn method(&mut self, method: &Method) {
        let idempotent = match method.idempotency {
            Idempotency::No => None,
            Idempotency::Yes => Some("@idempotent".to_owned()),
            Idempotency::Read => Some("@idempotent(read)".to_owned()),
        };
        self.decl(&method.decl, idempotent.as_slice());
        let side = |side: Side| {
            let path = self.scopes.path(side.ty, self.package, None);
            if side.is_stream { format!("stream {path}") } else { path }
        };
        let (request, response) = (side(method.request), side(method.response));
        self.line(&format!("rpc {}({request}) -> {response};", method.decl.name.text));
    }

    fn reserved(&mut self, reserved: &Reserved, max: i64) {
        let numbers = reserved.numbers.iter().map(|&(first, last)| match last {
            _ if first == last => first.to_string(),
            last if last == max => format!("{first}..max"),
            last => format!("{first}..={last}"),
        });
        let names = reserved.names.iter().map(|name| quoted(name));
        let items: Vec<String> = numbers.chain(names).collect();
        if !items.is_empty() {
            self.line(&format!("reserved {};", items.join(", ")));
        }
    }

    /// What stands before every declaration.
    fn decl(&mut self, decl: &Decl, more: &[String]) {
        for line in &decl.docs {
            self.line(format!("/// {line}").trim_end());
        }
        if decl.deprecated.is_some() {
            self.line("@deprecated");
        }
        if let Some(name) = &decl.rust_name {
            self.line(&format!("@rust(name = {})", quoted(name)));
        }
        for annotation in more {
            self.line(annotation);
        }
    }

    fn line(&mut self, line: &str) {
        let _infallible = writeln!(self.text, "{line}");
    }
}
