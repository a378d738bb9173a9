//! Numbers on the wire: unique, in range, and not among those that are kept free.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::family::Reports;
use super::kept::{Free, Kept};
use crate::ast::{Ident, Number, Reserved};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::MEMBERS_MAX;
use crate::resolve::{FIELD_NUMBERS, VALUE_NUMBERS};
use crate::source::Span;

/// Something that has a number.
pub(super) struct Slot<'a> {
    pub(super) name: &'a Ident,
    pub(super) number: Option<Number>,
    /// Behind what the number follows.
    pub(super) place: Span,
    /// Where it says itself that another one has the same number.
    pub(super) alias: Option<Span>,
}

/// What differs between the numbers of fields and those of enum values.
pub(super) struct Rules {
    what: &'static str,
    used_twice: Code,
    out_of_range: Code,
    number_reserved: Code,
    name_reserved: Code,
    pub(super) numbers: RangeInclusive<i64>,
    /// Numbers that protobuf keeps to itself.
    hole: Option<(i64, i64)>,
}

pub(super) const FIELDS: Rules = Rules {
    what: "field",
    used_twice: Code::E0401,
    out_of_range: Code::E0402,
    number_reserved: Code::E0404,
    name_reserved: Code::E0405,
    numbers: FIELD_NUMBERS,
    hole: Some((19_000, 19_999)),
};

pub(super) const VALUES: Rules = Rules {
    what: "enum value",
    used_twice: Code::E0502,
    out_of_range: Code::E0503,
    number_reserved: Code::E0505,
    name_reserved: Code::E0505,
    numbers: VALUE_NUMBERS,
    hole: None,
};

impl Rules {
    /// Whether a number may be this, if nobody keeps it.
    pub(super) fn holds(&self, number: i128) -> bool {
        i64::try_from(number).is_ok_and(|number| self.numbers.contains(&number))
    }

    /// The least number that we would give out: negative ones cost ten bytes.
    pub(super) fn lowest_sensible(&self) -> i128 {
        i128::from((*self.numbers.start()).max(0))
    }

    /// The end of what protobuf keeps to itself around `number`.
    pub(super) fn hole_end(&self, number: i128) -> Option<i128> {
        let (first, last) = self.hole.map(|(first, last)| (i128::from(first), i128::from(last)))?;
        (first..=last).contains(&number).then_some(last)
    }

    pub(super) fn out_of_range(&self, number: i128, span: Span) -> Diagnostic {
        let title = format!("{} number {number} is out of range", self.what);
        let range = format!("numbers go from {} to {}", self.numbers.start(), self.numbers.end());
        Diagnostic::new(self.out_of_range, span, title).label(range)
    }
}

/// Holds the numbers of `slots` against each other and against `reserved`.
pub(super) fn check(slots: &[Slot<'_>], reserved: &[&Reserved], rules: &Rules, reports: &mut Reports) {
    if let Some(slot) = slots.get(MEMBERS_MAX) {
        reports.push(too_many(slot.name, rules.what));
        return;
    }
    let kept = Kept::of(reserved, rules, reports);
    let value_of = |slot: &Slot<'_>| slot.number.and_then(|number| number.value);
    let mut free = Free::new(slots.iter().filter_map(value_of).collect(), &kept, rules);
    let mut used: HashMap<i128, &Slot<'_>> = HashMap::new();
    for slot in slots {
        if let Some(span) = kept.name(&slot.name.text) {
            reports.push(name_reserved(slot, span, rules));
        }
        let Some(number) = slot.number else {
            reports.push(missing(slot, rules, free.take()));
            continue;
        };
        // A number beyond 64 bits has its report.
        let Some(value) = number.value else { continue };
        if let Some(first) = used.get(&value) {
            // Below an alias that has had its report stands what it is an alias of.
            if slot.alias.is_none() && first.alias.is_none() {
                reports.push(used_twice(slot, first, number, rules, free.take()));
            }
            continue;
        }
        used.insert(value, slot);
        if let Some(report) = unfit(value, number.span, rules, &kept) {
            reports.push(with_free(report, number.span, free.take()));
        } else if let Some(alias) = slot.alias {
            reports.push(
                Diagnostic::new(Code::E0802, alias, format!("no value above has the number {value}"))
                    .label(format!("`{}` would be another name for it", slot.name.text))
                    .help("put the name that JSON uses first, and `@alias` on those below it"),
            );
        }
    }
}

/// More members than any generated code should have.
pub(super) fn too_many(name: &Ident, what: &str) -> Diagnostic {
    Diagnostic::new(Code::E0413, name.span, format!("more than {MEMBERS_MAX} {what}s"))
        .label("the first one too many")
        .help("split it: what belongs together can be a message of its own")
}

fn name_reserved(slot: &Slot<'_>, span: Span, rules: &Rules) -> Diagnostic {
    let title = format!("{} name `{}` is reserved", rules.what, slot.name.text);
    Diagnostic::new(rules.name_reserved, slot.name.span, title)
        .label("used again here")
        .also(span, "reserved here")
        .help("choose another name: somebody may still have data that means the old one")
}

/// What is wrong with a number by itself.
fn unfit(value: i128, span: Span, rules: &Rules, kept: &Kept<'_>) -> Option<Diagnostic> {
    if !rules.holds(value) {
        return Some(rules.out_of_range(value, span));
    }
    if let (Some(_), Some((first, last))) = (rules.hole_end(value), rules.hole) {
        let title = format!("{} number {value} is reserved by protobuf", rules.what);
        return Some(
            Diagnostic::new(Code::E0403, span, title)
                .label(format!("protobuf keeps {first} to {last} to itself")),
        );
    }
    let reserved = kept.at(value)?;
    Some(
        Diagnostic::new(rules.number_reserved, span, format!("{} number {value} is reserved", rules.what))
            .label("used again here")
            .also(reserved, "reserved here"),
    )
}

fn used_twice(
    slot: &Slot<'_>,
    first: &Slot<'_>,
    number: Number,
    rules: &Rules,
    free: Option<i128>,
) -> Diagnostic {
    let value = number.value.unwrap_or_default();
    let report = Diagnostic::new(
        rules.used_twice,
        number.span,
        format!("{} number {value} is used twice", rules.what),
    )
    .label(format!("again for `{}`", slot.name.text))
    .also(
        first.number.map_or(first.name.span, |number| number.span),
        format!("first for `{}`", first.name.text),
    );
    let report = with_free(report, number.span, free);
    if rules.used_twice == Code::E0502 {
        report.suggest("if it is another name for the same value, say so", slot.name.span.before(), "@alias ")
    } else {
        report
    }
}

fn missing(slot: &Slot<'_>, rules: &Rules, free: Option<i128>) -> Diagnostic {
    let title = format!("{} `{}` has no number", rules.what, slot.name.text);
    let report = Diagnostic::new(Code::E0407, slot.name.span, title)
        .note("the number is what travels; the name is for people");
    match free {
        Some(free) => report.suggest(format!("{free} is free"), slot.place, format!(" = {free}")),
        None => report,
    }
}

fn with_free(report: Diagnostic, span: Span, free: Option<i128>) -> Diagnostic {
    match free {
        Some(free) => report.suggest(format!("{free} is free"), span, free.to_string()),
        None => report,
    }
}
