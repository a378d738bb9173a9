//! The members of messages, oneofs, unions and errors.

use super::family::Reports;
use super::generated::in_rust;
use super::names::{check_equal, check_twice, equal_in_rust};
use super::number::{self, Slot};
use super::{generated, names};
use crate::ast::{Field, Ident, Member, Message, Oneof, Union};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::name;
use crate::source::Span;

pub(super) fn check_message(node: &Message, reports: &mut Reports) {
    names::check(&node.name, reports);
    let mut fields = Vec::new();
    let mut named = Vec::new();
    let mut in_struct = Vec::new();
    let mut reserved = Vec::new();
    for member in &node.members {
        match member {
            Member::Field(field) => {
                fields.push(field);
                named.push((&field.name, "a field"));
                in_struct.extend(in_rust(&field.attrs, &field.name, name::snake));
            }
            Member::Oneof(oneof) => {
                check_oneof(oneof, reports);
                fields.extend(&oneof.fields);
                named.push((&oneof.name, "a oneof"));
                named.extend(oneof.fields.iter().map(|field| (&field.name, "a oneof member")));
                in_struct.extend(in_rust(&oneof.attrs, &oneof.name, name::snake));
            }
            Member::Reserved(line) => reserved.push(line),
            // Types are held against each other where they get their ids.
            Member::Message(_) | Member::Enum(_) => {}
        }
    }
    for field in &fields {
        names::check(&field.name, reports);
    }
    check_twice(named, Code::E0201, reports);
    check_equal(in_struct, equal_in_rust, reports);
    check_json(&fields, reports);
    number::check(&slots(&fields), &reserved, &number::FIELDS, reports);
}

fn check_oneof(node: &Oneof, reports: &mut Reports) {
    names::check(&node.name, reports);
    if node.fields.is_empty() && !node.broken {
        reports.push(empty("oneof", &node.name));
    }
    check_equal(variants(&node.fields), equal_in_rust, reports);
}

pub(super) fn check_union(node: &Union, reports: &mut Reports) {
    names::check(&node.name, reports);
    let fields: Vec<&Field> = node.fields.iter().collect();
    let word = if node.is_error { "error" } else { "union" };
    if fields.is_empty() && !node.broken {
        reports.push(empty(word, &node.name));
    }
    for field in &fields {
        names::check(&field.name, reports);
    }
    check_twice(fields.iter().map(|field| (&field.name, "a member")), Code::E0201, reports);
    check_equal(variants(&node.fields), equal_in_rust, reports);
    check_json(&fields, reports);
    let reserved: Vec<_> = node.reserved.iter().collect();
    number::check(&slots(&fields), &reserved, &number::FIELDS, reports);
}

/// The members of a Rust enum.
fn variants(fields: &[Field]) -> impl Iterator<Item = (&Ident, String)> {
    fields.iter().filter_map(|field| in_rust(&field.attrs, &field.name, name::pascal))
}

fn empty(word: &str, name: &Ident) -> Diagnostic {
    Diagnostic::new(Code::E0601, name.span, format!("{word} `{}` has no members", name.text))
        .label("one of what?")
        .help(format!("give it a member, or remove the {word}"))
}

fn slots<'a>(fields: &[&'a Field]) -> Vec<Slot<'a>> {
    let slot = |field: &&'a Field| Slot {
        name: &field.name,
        number: field.number,
        place: field.ty.span.after(),
        alias: None,
    };
    fields.iter().map(slot).collect()
}

/// The names of fields in JSON, chosen or derived. Derived ones count even where another is chosen: readers
/// accept both, and field masks use them.
fn check_json(fields: &[&Field], reports: &mut Reports) {
    let mut seen: std::collections::HashMap<String, (&Ident, Span, bool)> = std::collections::HashMap::new();
    for field in fields {
        let chosen = generated::text_of(&field.attrs, "json", "name");
        let json = chosen.map_or_else(|| name::json(&field.name.text), |text| text.value.clone());
        let span = chosen.map_or(field.name.span, |text| text.span);
        let Some((first, first_span, first_chosen)) = seen.get(&json) else {
            seen.insert(json, (&field.name, span, chosen.is_some()));
            continue;
        };
        if first.text == field.name.text {
            continue;
        }
        let how = |is_chosen: bool, name: &Ident| {
            if is_chosen { "chosen here".to_owned() } else { format!("derived from `{}`", name.text) }
        };
        reports.push(
            Diagnostic::new(
                Code::E0203,
                span,
                format!("`{}` and `{}` are both `{json}` in JSON", first.text, field.name.text),
            )
            .label(how(chosen.is_some(), &field.name))
            .also(*first_span, how(*first_chosen, first))
            .help("rename one, or choose its name in JSON: `@json(\"…\")`"),
        );
    }
}
