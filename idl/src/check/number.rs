//! Numbers on the wire: unique, in range, and not among those that are kept free.

use std::collections::HashMap;

use super::family::Reports;
use crate::ast::{Ident, Number, Reserved, ReservedBound, ReservedItem};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::MEMBERS_MAX;
use crate::resolve::{FIELD_NUMBER_MAX, bounds};
use crate::source::Span;

/// Something that has a number.
pub(super) struct Slot<'a> {
    pub(super) name: &'a Ident,
    pub(super) number: Option<Number>,
    /// The declaration without its attributes.
    pub(super) span: Span,
    /// Whether it says itself that another one has the same number.
    pub(super) is_alias: bool,
}

/// What differs between the numbers of fields and those of enum values.
pub(super) struct Rules {
    what: &'static str,
    used_twice: Code,
    out_of_range: Code,
    number_reserved: Code,
    name_reserved: Code,
    min: i64,
    max: i64,
    /// Numbers that protobuf keeps to itself.
    hole: Option<(i64, i64)>,
}

pub(super) const FIELDS: Rules = Rules {
    what: "field",
    used_twice: Code::E0401,
    out_of_range: Code::E0402,
    number_reserved: Code::E0404,
    name_reserved: Code::E0405,
    min: 1,
    max: FIELD_NUMBER_MAX,
    hole: Some((19_000, 19_999)),
};

pub(super) const VALUES: Rules = Rules {
    what: "enum value",
    used_twice: Code::E0502,
    out_of_range: Code::E0503,
    number_reserved: Code::E0505,
    name_reserved: Code::E0505,
    min: i32::MIN as i64,
    max: i32::MAX as i64,
    hole: None,
};

/// Holds the numbers of `slots` against each other and against `reserved`.
pub(super) fn check(slots: &[Slot<'_>], reserved: &[&Reserved], rules: &Rules, reports: &mut Reports) {
    if slots.len() > MEMBERS_MAX {
        reports.push(too_many(slots[MEMBERS_MAX].name, rules.what));
        return;
    }
    let kept = Kept::of(reserved, rules, reports);
    let mut used: HashMap<i64, &Slot<'_>> = HashMap::new();
    let mut free = NextFree { slots, kept: &kept, rules, next: None };
    for slot in slots {
        if let Some(span) = kept.names.get(slot.name.text.as_str()) {
            reports.push(
                Diagnostic::new(
                    rules.name_reserved,
                    slot.name.span,
                    format!("`{}` is reserved", slot.name.text),
                )
                .also(*span, "reserved here")
                .help("choose another name: somebody may still have data that means the old one"),
            );
        }
        let Some(number) = slot.number else {
            reports.push(missing(slot, rules, free.next()));
            continue;
        };
        let Some(value) = number.value.map(|value| i64::try_from(value).unwrap_or(i64::MAX)) else {
            continue;
        };
        if let Some(report) = unfit(value, number.span, rules) {
            reports.push(report);
        } else if let Some(first) = used.get(&value) {
            if !slot.is_alias {
                reports.push(used_twice(slot, first, number, rules, free.next()));
            }
        } else if let Some(span) = kept.at(value) {
            let title = format!("{} number {value} is reserved", rules.what);
            let report =
                Diagnostic::new(rules.number_reserved, number.span, title).also(span, "reserved here");
            reports.push(with_free(report, number.span, free.next()));
        }
        used.entry(value).or_insert(slot);
    }
}

/// More members than any generated code should have.
pub(super) fn too_many(name: &Ident, what: &str) -> Diagnostic {
    Diagnostic::new(Code::E0413, name.span, format!("more than {MEMBERS_MAX} {what}s"))
        .label("the first one too many")
        .help("split it: what belongs together can be a message of its own")
}

fn unfit(value: i64, span: Span, rules: &Rules) -> Option<Diagnostic> {
    if !(rules.min..=rules.max).contains(&value) {
        let title = format!("{} number {value} is out of range", rules.what);
        let range = format!("numbers go from {} to {}", rules.min, rules.max);
        return Some(Diagnostic::new(rules.out_of_range, span, title).label(range));
    }
    let (first, last) = rules.hole?;
    (first..=last).contains(&value).then(|| {
        Diagnostic::new(Code::E0403, span, format!("field number {value} is reserved by protobuf"))
            .note(format!("protobuf keeps {first} to {last} to itself"))
    })
}

fn used_twice(
    slot: &Slot<'_>,
    first: &Slot<'_>,
    number: Number,
    rules: &Rules,
    free: Option<i64>,
) -> Diagnostic {
    let value = number.value.unwrap_or_default();
    let report = Diagnostic::new(
        rules.used_twice,
        number.span,
        format!("{} number {value} is used twice", rules.what),
    )
    .label(format!("again for `{}`", slot.name.text))
    .also(first.number.map_or(first.span, |number| number.span), format!("first for `{}`", first.name.text));
    let report = with_free(report, number.span, free);
    if rules.used_twice == Code::E0502 {
        report.suggest("if it is another name for the same value, say so", slot.name.span.before(), "@alias ")
    } else {
        report
    }
}

fn missing(slot: &Slot<'_>, rules: &Rules, free: Option<i64>) -> Diagnostic {
    let title = format!("{} `{}` has no number", rules.what, slot.name.text);
    // Before the semicolon.
    let place =
        Span { start: slot.span.end.saturating_sub(1), end: slot.span.end.saturating_sub(1), ..slot.span };
    let report = Diagnostic::new(Code::E0407, slot.name.span, title)
        .note("the number is what travels; the name is for people");
    match free {
        Some(free) => report.suggest(format!("{free} is free"), place, format!(" = {free}")),
        None => report,
    }
}

fn with_free(report: Diagnostic, span: Span, free: Option<i64>) -> Diagnostic {
    match free {
        Some(free) => report.suggest(format!("{free} is free"), span, free.to_string()),
        None => report,
    }
}

/// Gives out numbers that nobody uses, each once.
struct NextFree<'s> {
    slots: &'s [Slot<'s>],
    kept: &'s Kept<'s>,
    rules: &'s Rules,
    next: Option<i64>,
}

impl NextFree<'_> {
    fn next(&mut self) -> Option<i64> {
        let in_use = || self.slots.iter().filter_map(|slot| i64::try_from(slot.number?.value?).ok());
        let sensible = in_use().filter(|number| (self.rules.min..self.rules.max).contains(number));
        let mut candidate =
            self.next.unwrap_or_else(|| sensible.max().map_or_else(|| self.rules.min.max(0), |max| max + 1));
        if let Some((first, last)) =
            self.rules.hole.filter(|(first, last)| (*first..=*last).contains(&candidate))
        {
            debug_assert!(first <= last);
            candidate = last + 1;
        }
        while let Some(end) = self.kept.end_at(candidate) {
            candidate = end.checked_add(1)?;
        }
        self.next = Some(candidate + 1);
        (candidate <= self.rules.max).then_some(candidate)
    }
}

/// What is kept free.
struct Kept<'a> {
    /// First, last, where; by first, none overlapping another.
    ranges: Vec<(i64, i64, Span)>,
    names: HashMap<&'a str, Span>,
}

impl<'a> Kept<'a> {
    fn of(reserved: &[&'a Reserved], rules: &Rules, reports: &mut Reports) -> Self {
        let mut kept = Self { ranges: Vec::new(), names: HashMap::new() };
        for item in reserved.iter().flat_map(|line| &line.items) {
            match item {
                ReservedItem::Name(name) => {
                    if let Some(first) = kept.names.insert(&name.value, name.span) {
                        reports.push(
                            Diagnostic::new(
                                Code::E0406,
                                name.span,
                                format!("`{}` is reserved twice", name.value),
                            )
                            .also(first, "first here"),
                        );
                    }
                }
                ReservedItem::Number(number) => kept.add(item, number.span, rules, reports),
                ReservedItem::Range(range) => {
                    if let Some(ReservedBound::Max(span)) = range.start {
                        reports.push(
                            Diagnostic::new(Code::E0408, span, "`max` stands at the end of a range")
                                .help("write `1000..max`"),
                        );
                    } else {
                        kept.add(item, range.span, rules, reports);
                    }
                }
            }
        }
        kept.ranges.sort_unstable_by_key(|&(first, last, span)| (first, last, span));
        kept.report_overlaps(reports);
        kept
    }

    fn add(&mut self, item: &ReservedItem, span: Span, rules: &Rules, reports: &mut Reports) {
        let Some((first, last)) = bounds(item, rules.max) else { return };
        let outside = [first, last].into_iter().find(|number| !(rules.min..=rules.max).contains(number));
        if first > last {
            reports.push(
                Diagnostic::new(Code::E0406, span, "this range is empty")
                    .help("the smaller number comes first, and `..=` includes the end: `3..=5`"),
            );
        } else if let Some(number) = outside {
            let range = format!("numbers go from {} to {}", rules.min, rules.max);
            let title = format!("{} number {number} is out of range", rules.what);
            reports.push(Diagnostic::new(rules.out_of_range, span, title).label(range));
        } else {
            self.ranges.push((first, last, span));
        }
    }

    fn report_overlaps(&self, reports: &mut Reports) {
        // Sorted by their start, a range overlaps an earlier one if it begins before the farthest end so far.
        let mut farthest: Option<(i64, i64, Span)> = None;
        for &(first, last, span) in &self.ranges {
            if let Some((_, end, before)) = farthest.filter(|(_, end, _)| first <= *end) {
                let shared = if first == last.min(end) {
                    first.to_string()
                } else {
                    format!("{first} to {}", last.min(end))
                };
                let (later, earlier) =
                    if span.start > before.start { (span, before) } else { (before, span) };
                reports.push(
                    Diagnostic::new(Code::E0406, later, format!("{shared} is reserved twice"))
                        .label("again here")
                        .also(earlier, "first here"),
                );
            }
            if farthest.is_none_or(|(_, end, _)| last > end) {
                farthest = Some((first, last, span));
            }
        }
    }

    /// The range that holds `number`.
    fn find(&self, number: i64) -> Option<(i64, i64, Span)> {
        let behind = self.ranges.partition_point(|&(first, ..)| first <= number);
        // Ranges that overlap are reported; the last that begins before is enough for what is left.
        self.ranges[..behind].iter().rev().take(2).copied().find(|&(_, last, _)| number <= last)
    }

    fn at(&self, number: i64) -> Option<Span> {
        self.find(number).map(|(.., span)| span)
    }

    fn end_at(&self, number: i64) -> Option<i64> {
        self.find(number).map(|(_, last, _)| last)
    }
}
