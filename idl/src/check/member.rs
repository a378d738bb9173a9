//! The members of messages, oneofs, unions and errors.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::family::Reports;
use super::generated::{chosen, in_rust, text_of};
use super::names;
use super::names::{check_equal, check_ours, check_twice, equal_in_rust};
use super::number::{self, Slot};
use crate::ast::{Field, Ident, Member, Message, Oneof, Union};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::name;
use crate::source::Span;

pub(super) fn check_message(node: &Message, reports: &mut Reports) {
    names::check_declared(&node.name, reports);
    let mut fields = Vec::new();
    let mut named = Vec::new();
    let mut in_struct = Vec::new();
    // Fields with the oneof that they are in: two that become equal in Rust are reported as that.
    let mut in_json: Vec<(&Field, Option<Span>)> = Vec::new();
    let mut reserved = Vec::new();
    for member in &node.members {
        match member {
            Member::Field(field) => {
                fields.push(field);
                named.push((&field.name, "a field"));
                in_struct.extend(in_rust(&field.attrs, &field.name, name::snake));
                in_json.push((field, None));
            }
            Member::Oneof(oneof) => {
                check_oneof(oneof, reports);
                fields.extend(&oneof.fields);
                named.push((&oneof.name, "a oneof"));
                named.extend(oneof.fields.iter().map(|field| (&field.name, "a oneof member")));
                // The chosen name is the type's; the field is made of it.
                in_struct.extend(
                    in_rust(&oneof.attrs, &oneof.name, str::to_owned)
                        .map(|(ident, becomes)| (ident, name::snake(&becomes))),
                );
                in_json.extend(oneof.fields.iter().map(|field| (field, Some(oneof.span))));
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
    check_ours(&in_struct, name::UNKNOWN_FIELDS, Code::E0202, reports);
    check_equal(in_struct, equal_in_rust, reports);
    check_json(&in_json, reports);
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
    names::check_declared(&node.name, reports);
    let fields: Vec<&Field> = node.fields.iter().collect();
    let word = if node.is_error { "error" } else { "union" };
    if fields.is_empty() && !node.broken {
        reports.push(empty(word, &node.name));
    }
    for field in &fields {
        names::check(&field.name, reports);
    }
    check_twice(fields.iter().map(|field| (&field.name, "a member")), Code::E0201, reports);
    check_ours(&variants(&node.fields).collect::<Vec<_>>(), name::UNRECOGNIZED, Code::E0202, reports);
    check_equal(variants(&node.fields), equal_in_rust, reports);
    check_json(&fields.iter().map(|&field| (field, None)).collect::<Vec<_>>(), reports);
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

/// A name in JSON, and where it comes from.
struct Json<'a> {
    field: &'a Field,
    oneof: Option<Span>,
    span: Span,
    is_chosen: bool,
}

/// The names of fields in JSON, chosen or derived. Each field comes with the oneof that it is in.
fn check_json(fields: &[(&Field, Option<Span>)], reports: &mut Reports) {
    let mut seen: HashMap<String, Json<'_>> = HashMap::new();
    for &(field, oneof) in fields {
        let chosen = text_of(&field.attrs, "json", "name");
        let json = chosen.map_or_else(|| name::json(&field.name.text), |text| text.value.clone());
        let span = chosen.map_or(field.name.span, |text| text.span);
        let this = Json { field, oneof, span, is_chosen: chosen.is_some() };
        match seen.entry(json) {
            Entry::Vacant(free) => {
                free.insert(this);
            }
            Entry::Occupied(first) if !is_reported(first.get(), &this) => {
                reports.push(equal_in_json(first.get(), &this, first.key()));
            }
            Entry::Occupied(_) => {}
        }
    }
}

/// Whether two names are equal as they are, or become equal in Rust where that matters.
fn is_reported(first: &Json<'_>, second: &Json<'_>) -> bool {
    let in_rust =
        |json: &Json<'_>| chosen(&json.field.attrs).unwrap_or_else(|| name::snake(&json.field.name.text));
    first.field.name.text == second.field.name.text
        || first.oneof == second.oneof && in_rust(first) == in_rust(second)
}

fn equal_in_json(first: &Json<'_>, second: &Json<'_>, json: &str) -> Diagnostic {
    let how = |json: &Json<'_>| match json.is_chosen {
        true => "chosen here".to_owned(),
        false => format!("derived from `{}`", json.field.name.text),
    };
    let (one, other) = (&first.field.name.text, &second.field.name.text);
    Diagnostic::new(Code::E0203, second.span, format!("`{one}` and `{other}` are both `{json}` in JSON"))
        .label(how(second))
        .also(first.span, how(first))
        .help("rename one, or choose its name in JSON: `@json(\"…\")`")
}
