//! The types that generated code declares: nested ones lie flat beside the others, and some come with more.
//!
//! ```text
//! message User { oneof contact { … } }   User, UserContact
//! message User { message Name { … } }    User, UserName
//! service Shop                           Shop, ShopClient, ShopMock
//! ```

use std::collections::{HashMap, HashSet};

use super::family::Reports;
use crate::ast::{Annotation, Attrs, Enum, Ident, Item, Member, Message, Text, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::load::LoadedFile;
use crate::name;
use crate::source::Span;

pub(super) fn check(files: &[LoadedFile], reports: &mut Reports) {
    let mut packages: HashMap<&str, Package<'_>> = HashMap::new();
    for file in files {
        let package = packages.entry(&file.package).or_default();
        for item in &file.ast.items {
            package.item(item, reports);
        }
    }
}

/// What one package declares so far.
#[derive(Default)]
struct Package<'a> {
    types: HashMap<String, Made<'a>>,
    consts: HashMap<String, &'a Ident>,
    /// Names of enum values, by the scope that protobuf puts them in.
    values: HashMap<(String, &'a str), Span>,
}

/// A type in Rust.
#[derive(Clone)]
struct Made<'a> {
    name: &'a Ident,
    /// What it is made from, as in "the nested message `User.Name`".
    from: String,
    /// Whether it is what its name says, and not one that lies flat or comes with another.
    is_plain: bool,
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
                for suffix in ["Client", "Mock"] {
                    let from = format!("the {} of service `{}`", suffix.to_lowercase(), node.name.text);
                    let made_here = Made { name: &node.name, from, is_plain: false };
                    self.insert(format!("{made}{suffix}"), made_here, reports);
                }
            }
        }
    }

    fn constant(&mut self, attrs: &Attrs, name: &'a Ident, reports: &mut Reports) {
        let becomes = chosen(attrs).unwrap_or_else(|| name::screaming(&name.text));
        match self.consts.get(&becomes) {
            Some(first) if first.text != name.text => {
                reports.push(super::names::equal_in_rust(first, name, &becomes));
            }
            Some(_) => {}
            None => {
                self.consts.insert(becomes, name);
            }
        }
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
                }
                Member::Field(_) | Member::Reserved(_) => {}
            }
        }
        check_nested(node, reports);
    }

    fn enum_decl(&mut self, node: &'a Enum, scope: &str, flat: &str, reports: &mut Reports) {
        self.add(scope, flat, &node.attrs, &node.name, "enum", reports);
        let mut own: HashSet<&str> = HashSet::new();
        for value in &node.values {
            let is_again = !own.insert(&value.name.text);
            let place = (scope.to_owned(), value.name.text.as_str());
            let Some(&first) = self.values.get(&place) else {
                self.values.insert(place, value.name.span);
                continue;
            };
            if !is_again {
                let prefix = name::value_prefix(&node.name.text);
                reports.push(
                    Diagnostic::new(
                        Code::E0207,
                        value.name.span,
                        format!("another enum beside this one has a value `{}`", value.name.text),
                    )
                    .label("again here")
                    .also(first, "first here")
                    .note("protobuf puts the values of an enum beside the enum, not into it")
                    .help(format!("begin it with the name of its enum: `{prefix}…`")),
                );
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
        let from = format!("the {word} `{}`", join(scope, &name.text));
        self.insert(becomes.clone(), Made { name, from, is_plain: flat.is_empty() }, reports);
        becomes
    }

    fn insert(&mut self, becomes: String, made: Made<'a>, reports: &mut Reports) {
        let Some(first) = self.types.get(&becomes) else {
            self.types.insert(becomes, made);
            return;
        };
        let is_same_name = first.name.text == made.name.text && first.is_plain && made.is_plain;
        if is_same_name || first.name.span == made.name.span {
            // Defined twice: another rule's.
            return;
        }
        if first.is_plain && made.is_plain {
            reports.push(super::names::equal_in_rust(first.name, made.name, &becomes));
            return;
        }
        if first.from == made.from {
            return;
        }
        reports.push(
            Diagnostic::new(
                Code::E0204,
                made.name.span,
                format!("two types would be called `{becomes}` in Rust"),
            )
            .label(format!("{} becomes `{becomes}`", made.from))
            .also(first.name.span, format!("{} is `{becomes}`", first.from))
            .help("rename one, or give it a name for Rust alone: `@rust(name = \"…\")`"),
        );
    }
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
fn chosen(attrs: &Attrs) -> Option<String> {
    text_of(attrs, "rust", "name").map(|text| text.value.clone())
}

/// What a name becomes in Rust: what is chosen for it, or what is `made` of it. `None` for what is removed, which
/// generated code leaves out.
pub(super) fn in_rust<'a>(
    attrs: &Attrs,
    name: &'a Ident,
    made: impl Fn(&str) -> String,
) -> Option<(&'a Ident, String)> {
    (!is_on(attrs, "removed")).then(|| (name, chosen(attrs).unwrap_or_else(|| made(&name.text))))
}

/// Whether an annotation is there, right or wrong.
pub(super) fn is_on(attrs: &Attrs, annotation: &str) -> bool {
    find(attrs, annotation).is_some()
}

/// The first annotation of this name.
pub(super) fn find<'a>(attrs: &'a Attrs, name: &str) -> Option<&'a Annotation> {
    attrs.annotations.iter().find(|found| found.path.as_ident().is_some_and(|word| word.text == name))
}

/// The text in one argument of one annotation, named or alone.
pub(super) fn text_of<'a>(attrs: &'a Attrs, annotation: &str, argument: &str) -> Option<&'a Text> {
    find(attrs, annotation)?.args.iter().find_map(|arg| match (&arg.name, &arg.value.kind) {
        (Some(name), ValueKind::String(text)) if name.text == argument => Some(text),
        (None, ValueKind::String(text)) if annotation != "rust" => Some(text),
        _ => None,
    })
}
