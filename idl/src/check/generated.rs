//! The items that generated code declares: nested types lie flat beside the others, and some come with more.
//!
//! ```text
//! message User { oneof contact { … } }   User, UserContact
//! message User { message Name { … } }    User, UserName
//! service Shop                           Shop, ShopClient, ShopMock, ShopServer, SHOP_METHODS
//! ```

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::family::Reports;
use crate::ast::{Attrs, Enum, Ident, Item, Member, Message, Text, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::load::LoadedFile;
use crate::name;
use crate::source::{SourceId, Span};

pub(super) fn check(files: &[LoadedFile], reports: &mut Reports) {
    let mut packages: HashMap<(&str, Option<SourceId>), Package<'_>> = HashMap::new();
    for file in files {
        // Files that do not say their package have nothing in common.
        let alone = file.package.is_empty().then_some(file.ast.source);
        let package = packages.entry((&file.package, alone)).or_default();
        for item in &file.ast.items {
            package.item(item, reports);
        }
    }
    for package in packages.values() {
        package.check_values(reports);
    }
}

/// What one package declares so far.
#[derive(Default)]
struct Package<'a> {
    types: HashMap<String, Made<'a>>,
    consts: HashMap<String, Made<'a>>,
    /// Names in the schema, by the scope that protobuf puts them in.
    names: HashMap<(String, &'a str), Span>,
    /// Values of enums, by the same.
    values: HashMap<(String, &'a str), Value<'a>>,
}

/// A value of an enum.
struct Value<'a> {
    name: &'a Ident,
    in_enum: &'a Ident,
}

/// A type or a constant in Rust.
#[derive(Clone)]
struct Made<'a> {
    name: &'a Ident,
    /// Its full name in the schema.
    path: String,
    /// What it is made from, as in "the nested message `User.Name`".
    from: String,
    /// Whether it is what its name says, and not one that lies flat or comes with another.
    is_plain: bool,
}

impl Made<'_> {
    fn becomes(&self, name: &str) -> String {
        if self.is_plain && self.name.text == name {
            self.from.clone()
        } else {
            format!("{} becomes `{name}`", self.from)
        }
    }
}

impl<'a> Package<'a> {
    fn item(&mut self, item: &'a Item, reports: &mut Reports) {
        match item {
            Item::Const(node) => self.constant(&node.attrs, &node.name, reports),
            Item::Message(node) => self.message(node, "", "", reports),
            Item::Enum(node) => self.enum_decl(node, "", "", reports),
            Item::Union(node) => {
                self.add(
                    "",
                    "",
                    &node.attrs,
                    &node.name,
                    if node.is_error { "error" } else { "union" },
                    reports,
                );
            }
            Item::Service(node) => {
                let made = self.add("", "", &node.attrs, &node.name, "service", reports);
                let with_it = |what: &str| {
                    let from = format!("the {what} of service `{}`", node.name.text);
                    Made { name: &node.name, path: node.name.text.clone(), from, is_plain: false }
                };
                for suffix in name::SERVICE_SUFFIXES {
                    let made_here = with_it(&suffix.to_lowercase());
                    insert(&mut self.types, "types", name::beside(&made, suffix), made_here, reports);
                }
                let table = name::method_table(&node.name.text, chosen(&node.attrs).as_deref());
                insert(&mut self.consts, "constants", table, with_it("table"), reports);
            }
        }
    }

    fn constant(&mut self, attrs: &Attrs, name: &'a Ident, reports: &mut Reports) {
        let becomes = chosen(attrs).unwrap_or_else(|| name::screaming(&name.text));
        super::names::check_ours(&[(name, becomes.clone())], name::FILE_DESCRIPTOR_SET, Code::E0202, reports);
        let (path, from) = (name.text.clone(), format!("the constant `{}`", name.text));
        insert(&mut self.consts, "constants", becomes, Made { name, path, from, is_plain: true }, reports);
    }

    /// `scope` is the name in the schema of what is around, `flat` what its name in Rust begins with.
    fn message(&mut self, node: &'a Message, scope: &str, flat: &str, reports: &mut Reports) {
        let made = self.add(scope, flat, &node.attrs, &node.name, "message", reports);
        let scope = join(scope, &node.name.text);
        for member in &node.members {
            match member {
                Member::Message(nested) => self.message(nested, &scope, &made, reports),
                Member::Enum(nested) => self.enum_decl(nested, &scope, &made, reports),
                Member::Oneof(oneof) => {
                    self.add(&scope, &made, &oneof.attrs, &oneof.name, "oneof", reports);
                    for field in &oneof.fields {
                        self.names.entry((scope.clone(), &field.name.text)).or_insert(field.name.span);
                    }
                }
                Member::Field(field) => {
                    self.names.entry((scope.clone(), &field.name.text)).or_insert(field.name.span);
                }
                Member::Reserved(_) => {}
            }
        }
        check_nested(node, reports);
    }

    fn enum_decl(&mut self, node: &'a Enum, scope: &str, flat: &str, reports: &mut Reports) {
        self.add(scope, flat, &node.attrs, &node.name, "enum", reports);
        for value in &node.values {
            let this = Value { name: &value.name, in_enum: &node.name };
            match self.values.entry((scope.to_owned(), &value.name.text)) {
                Entry::Vacant(free) => {
                    free.insert(this);
                }
                // The values of one enum are held against each other elsewhere.
                Entry::Occupied(first) if first.get().in_enum.span == node.name.span => {}
                Entry::Occupied(first) => {
                    let title = format!("another enum beside this one has a value `{}`", value.name.text);
                    reports.push(taken(&this, first.get().name.span, &title));
                }
            }
        }
    }

    /// Values that are called like something else in their scope.
    fn check_values(&self, reports: &mut Reports) {
        for (place, value) in &self.values {
            if let Some(&first) = self.names.get(place) {
                let title = format!("something beside this enum is called `{}`", value.name.text);
                reports.push(taken(value, first, &title));
            }
        }
    }

    fn add(
        &mut self,
        scope: &str,
        flat: &str,
        attrs: &Attrs,
        name: &'a Ident,
        word: &str,
        reports: &mut Reports,
    ) -> String {
        let becomes = chosen(attrs).unwrap_or_else(|| format!("{flat}{}", name::pascal(&name.text)));
        let path = join(scope, &name.text);
        let from = format!("the {word} `{path}`");
        self.names.entry((scope.to_owned(), &name.text)).or_insert(name.span);
        let made = Made { name, path, from, is_plain: flat.is_empty() };
        insert(&mut self.types, "types", becomes.clone(), made, reports);
        becomes
    }
}

/// Adds an item to those of its kind, unless there is one of that name.
fn insert<'a>(
    items: &mut HashMap<String, Made<'a>>,
    kind: &str,
    becomes: String,
    made: Made<'a>,
    reports: &mut Reports,
) {
    let Some(first) = items.get(&becomes) else {
        items.insert(becomes, made);
        return;
    };
    if first.path == made.path {
        // Defined twice: another rule's.
        return;
    }
    if first.is_plain && made.is_plain {
        reports.push(super::names::equal_in_rust(first.name, made.name, &becomes));
        return;
    }
    reports.push(
        Diagnostic::new(
            Code::E0204,
            made.name.span,
            format!("two {kind} would be called `{becomes}` in Rust"),
        )
        .label(made.becomes(&becomes))
        .also(first.name.span, first.becomes(&becomes))
        .help("rename one, or give it a name for Rust alone: `@rust(name = \"…\")`"),
    );
}

/// A value whose name is taken in the scope that protobuf puts it in.
fn taken(value: &Value<'_>, first: Span, title: &str) -> Diagnostic {
    let prefix = name::value_prefix(&value.in_enum.text);
    let report = Diagnostic::new(Code::E0207, value.name.span, title)
        .label("again here")
        .also(first, "first here")
        .note("protobuf puts the values of an enum beside the enum, not into it");
    if value.name.text.starts_with(&prefix) {
        return report.help("rename one of them");
    }
    let text = "begin it with the name of its enum";
    report.suggest(text, value.name.span, format!("{prefix}{}", name::screaming(&value.name.text)))
}

fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

/// A field and a nested type of one name: protobuf has one set of names in a message.
fn check_nested(node: &Message, reports: &mut Reports) {
    let types = node.members.iter().filter_map(|member| match member {
        Member::Message(nested) => Some(&nested.name),
        Member::Enum(nested) => Some(&nested.name),
        _ => None,
    });
    let types: HashMap<&str, &Ident> = types.map(|name| (name.text.as_str(), name)).collect();
    if types.is_empty() {
        return;
    }
    let fields = node.members.iter().flat_map(|member| match member {
        Member::Field(field) => vec![&field.name],
        Member::Oneof(oneof) => oneof.fields.iter().map(|field| &field.name).chain([&oneof.name]).collect(),
        _ => Vec::new(),
    });
    for field in fields {
        if let Some(nested) = types.get(field.text.as_str()) {
            reports.push(
                Diagnostic::new(Code::E0201, field.span, format!("`{}` is defined twice", field.text))
                    .label("here as a member")
                    .also(nested.span, "here as a type")
                    .note("members and nested types of a message share one set of names"),
            );
        }
    }
}

/// `@rust(name = "…")`
pub(super) fn chosen(attrs: &Attrs) -> Option<String> {
    text_of(attrs, "rust", "name").map(|text| text.value.clone())
}

/// What a name becomes in Rust: what is chosen for it, or what is `made` of it. `None` for what is removed, which
/// generated code leaves out.
pub(super) fn in_rust<'a>(
    attrs: &Attrs,
    name: &'a Ident,
    made: impl Fn(&str) -> String,
) -> Option<(&'a Ident, String)> {
    (!attrs.has("removed")).then(|| (name, chosen(attrs).unwrap_or_else(|| made(&name.text))))
}

/// The text in one argument of one annotation, named or alone.
pub(super) fn text_of<'a>(attrs: &'a Attrs, annotation: &str, argument: &str) -> Option<&'a Text> {
    attrs.find(annotation)?.args.iter().find_map(|arg| match (&arg.name, &arg.value.kind) {
        (Some(name), ValueKind::String(text)) if name.text == argument => Some(text),
        (None, ValueKind::String(text)) if annotation != "rust" => Some(text),
        _ => None,
    })
}
