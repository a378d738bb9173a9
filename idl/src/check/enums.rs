//! Enums and their values.

use super::family::Reports;
use super::generated::in_rust;
use super::names::{self, check_equal, check_ours, check_twice};
use super::number::{self, Slot};
use crate::ast::{Enum, EnumValue};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::name;

pub(super) fn check(node: &Enum, reports: &mut Reports) {
    names::check_declared(&node.name, reports);
    for value in &node.values {
        names::check(&value.name, reports);
    }
    if node.values.is_empty() && !node.broken {
        reports.push(
            Diagnostic::new(Code::E0504, node.name.span, format!("enum `{}` has no values", node.name.text))
                .help(format!("give it one: `{}UNSPECIFIED = 0;`", name::value_prefix(&node.name.text))),
        );
    }
    let is_removed = |value: &EnumValue| value.attrs.has("removed");
    if node.closed.is_some() && !node.values.is_empty() && !node.broken && node.values.iter().all(is_removed)
    {
        let title = format!("every value of closed enum `{}` is removed", node.name.text);
        reports.push(
            Diagnostic::new(Code::E0504, node.name.span, title)
                .note("generated code leaves them out, and no field could hold anything")
                .help("remove the enum, or keep a value and deprecate it"),
        );
    }
    check_first(node, reports);
    check_twice(node.values.iter().map(|value| (&value.name, "an enum value")), Code::E0201, reports);
    let variant = |value: &str| name::variant(&node.name.text, value);
    let aliases = node.values.iter().filter(|value| value.attrs.has("alias"));
    let constants = aliases.filter_map(|value| in_rust(&value.attrs, &value.name, variant));
    let constants: Vec<_> = constants.map(|(ident, becomes)| (ident, name::screaming(&becomes))).collect();
    check_ours(&constants, name::KNOWN, Code::E0506, reports);
    if node.closed.is_none() {
        let named = node.values.iter().filter_map(|value| in_rust(&value.attrs, &value.name, variant));
        check_ours(&named.collect::<Vec<_>>(), name::UNRECOGNIZED, Code::E0506, reports);
    }
    check_equal(
        node.values.iter().filter_map(|value| in_rust(&value.attrs, &value.name, variant)),
        |first, name, becomes| {
            let title = format!("`{}` and `{}` are both `{becomes}` in Rust", first.text, name.text);
            Diagnostic::new(Code::E0506, name.span, title)
                .label("the second")
                .also(first.span, "the first")
                .note(format!("the prefix `{}` is left out in Rust", name::value_prefix(&node.name.text)))
                .help("rename one, or give it a name for Rust alone: `@rust(name = \"…\")`")
        },
        reports,
    );
    let slots: Vec<Slot<'_>> = node.values.iter().map(slot).collect();
    let reserved: Vec<_> = node.reserved.iter().collect();
    number::check(&slots, &reserved, &number::VALUES, reports);
}

fn slot(value: &EnumValue) -> Slot<'_> {
    Slot {
        name: &value.name,
        number: value.number,
        place: value.name.span.after(),
        alias: value.attrs.find("alias").map(|alias| alias.span),
    }
}

/// An open enum begins with 0: that is what a message holds where the field was never set.
fn check_first(node: &Enum, reports: &mut Reports) {
    let Some(first) = node.values.first() else { return };
    let Some((number, Some(value))) = first.number.map(|number| (number, number.value)) else { return };
    if node.closed.is_some() {
        return;
    }
    if value == 0 {
        reports.extend(removed_zero(node, first));
        return;
    }
    let title = format!("the first value of enum `{}` is not 0", node.name.text);
    let report = Diagnostic::new(Code::E0501, number.span, title)
        .label("0 comes first")
        .note("0 is what a reader sees where the field was never set, so it needs a name");
    let has_zero = node.values.iter().any(|value| value.number.is_some_and(|number| number.value == Some(0)));
    let zero = format!("{}UNSPECIFIED", name::value_prefix(&node.name.text));
    let is_taken = node.values.iter().any(|value| value.name.text == zero);
    reports.push(if has_zero {
        report.help("move the value with 0 to the front")
    } else if is_taken {
        report.help(format!("let `{zero}` be 0"))
    } else {
        let place = first.attrs.and(first.span).before();
        report.suggest("begin with a value that means nothing was said", place, format!("{zero} = 0;\n  "))
    });
}

/// What is removed is left out of generated code, but somebody's unset field still means it.
fn removed_zero(node: &Enum, first: &EnumValue) -> Option<Diagnostic> {
    let removed = first.attrs.find("removed")?;
    let title = format!("the first value of enum `{}` is removed", node.name.text);
    Some(
        Diagnostic::new(Code::E0501, removed.span, title)
            .note("0 is what a reader sees where the field was never set, so it needs a name")
            .help("keep it, and deprecate it if nobody should set it"),
    )
}
