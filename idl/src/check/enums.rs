//! Enums and their values.

use super::family::Reports;
use super::names::{self, check_equal, check_twice};
use super::number::{self, Slot};
use crate::ast::{Attrs, Enum, EnumValue};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::name;

pub(super) fn check(node: &Enum, reports: &mut Reports) {
    names::check(&node.name, reports);
    for value in &node.values {
        names::check(&value.name, reports);
    }
    if node.values.is_empty() && !node.broken {
        reports.push(
            Diagnostic::new(Code::E0504, node.name.span, format!("enum `{}` has no values", node.name.text))
                .help(format!("give it one: `{}UNSPECIFIED = 0;`", name::value_prefix(&node.name.text))),
        );
    }
    check_first(node, reports);
    check_twice(node.values.iter().map(|value| (&value.name, "an enum value")), Code::E0201, reports);
    let kept = node
        .values
        .iter()
        .filter(|value| !has(&value.attrs, "removed"))
        .map(|value| (&value.name, &value.attrs));
    let variant = |value: &str| name::variant(&node.name.text, value);
    check_equal(
        kept,
        variant,
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
    Slot { name: &value.name, number: value.number, span: value.span, is_alias: has(&value.attrs, "alias") }
}

fn has(attrs: &Attrs, name: &str) -> bool {
    attrs.annotations.iter().any(|annotation| annotation.path.text() == name)
}

/// An open enum begins with 0: that is what a message holds where the field was never set.
fn check_first(node: &Enum, reports: &mut Reports) {
    let Some(first) = node.values.first() else { return };
    let Some(number) = first.number else { return };
    if node.closed.is_some() || number.value.is_none_or(|value| value == 0) {
        return;
    }
    let report = Diagnostic::new(
        Code::E0501,
        number.span,
        format!("the first value of enum `{}` is not 0", node.name.text),
    )
    .note("0 is what a reader sees where the field was never set, so it needs a name");
    let has_zero = node.values.iter().any(|value| value.number.is_some_and(|number| number.value == Some(0)));
    reports.push(if has_zero {
        report.help("move the value with 0 to the front")
    } else {
        let zero = format!("{}UNSPECIFIED = 0;\n  ", name::value_prefix(&node.name.text));
        let place = first.attrs.annotations.first().map_or(first.span, |annotation| annotation.span);
        let place =
            first.attrs.docs.first().map_or(place, |doc| if doc.span < place { doc.span } else { place });
        report.suggest("begin with a value that means nothing was said", place.before(), zero)
    });
}
