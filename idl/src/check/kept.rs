//! The numbers and names that `reserved` keeps free, and those that nobody uses yet.

use std::collections::{HashMap, HashSet};

use super::family::Reports;
use super::number::Rules;
use crate::ast::{Number, Reserved, ReservedBound, ReservedItem, ReservedRange, Text};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::resolve::bounds;
use crate::source::Span;

/// What is kept free.
pub(super) struct Kept<'a> {
    /// By first number.
    ranges: Vec<KeptRange>,
    names: HashMap<&'a str, Span>,
}

#[derive(Clone, Copy)]
struct KeptRange {
    first: i128,
    last: i128,
    span: Span,
    /// Where the farthest of this range and those before it ends, and that range: ranges may overlap.
    reach: (i128, Span),
}

impl<'a> Kept<'a> {
    /// Collects what `reserved` says; what makes no sense is reported and left out.
    pub(super) fn of(reserved: &[&'a Reserved], rules: &Rules, reports: &mut Reports) -> Self {
        let mut kept = Self { ranges: Vec::new(), names: HashMap::new() };
        for item in reserved.iter().flat_map(|line| &line.items) {
            match item {
                ReservedItem::Name(name) => kept.add_name(name, reports),
                ReservedItem::Number(number) => kept.add(item, number.span, rules, reports),
                ReservedItem::Range(range) => {
                    if let Some(ReservedBound::Max(span)) = range.start {
                        reports.push(misplaced_max(span, range));
                    } else {
                        kept.add(item, range.span, rules, reports);
                    }
                }
            }
        }
        kept.ranges.sort_unstable_by_key(|range| (range.first, range.last, range.span));
        kept.join(reports);
        kept
    }

    fn add_name(&mut self, name: &'a Text, reports: &mut Reports) {
        let is_name = !name.value.starts_with(|c: char| c.is_ascii_digit())
            && !name.value.is_empty()
            && name.value.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !is_name {
            reports.push(
                Diagnostic::new(Code::E0406, name.span, "this reserves nothing")
                    .label("nothing can have this name")
                    .help(
                        "reserve one name in each string, and numbers without quotes: `\"old_name\", 3..=5`",
                    ),
            );
        } else if let Some(&first) = self.names.get(name.value.as_str()) {
            let title = format!("`{}` is reserved twice", name.value);
            reports.push(
                Diagnostic::new(Code::E0406, name.span, title).label("again here").also(first, "first here"),
            );
        } else {
            self.names.insert(&name.value, name.span);
        }
    }

    fn add(&mut self, item: &ReservedItem, span: Span, rules: &Rules, reports: &mut Reports) {
        let Some((first, last)) = bounds(item, &rules.numbers) else { return };
        if first > last {
            let advice = match item {
                // `5..5` and `5..=4` hold nothing; `9..=5` is the wrong way round.
                ReservedItem::Range(_) if first > last + 1 => "put the smaller number first: `3..=5`",
                _ => "`..` leaves its end out, `..=` includes it: `3..=5`",
            };
            reports.push(Diagnostic::new(Code::E0406, span, "this range is empty").help(advice));
        } else if let Some(number) = [first, last].into_iter().find(|&number| !rules.holds(number)) {
            reports.push(rules.out_of_range(number, span));
        } else {
            self.ranges.push(KeptRange { first, last, span, reach: (last, span) });
        }
    }

    /// Notes how far the ranges reach together, and reports those that overlap.
    fn join(&mut self, reports: &mut Reports) {
        let mut farthest: Option<(i128, Span)> = None;
        for range in &mut self.ranges {
            if let Some((end, before)) = farthest.filter(|(end, _)| range.first <= *end) {
                reports.push(overlap(range.first, range.last.min(end), range.span, before));
            }
            range.reach = farthest.filter(|(end, _)| *end >= range.last).unwrap_or(range.reach);
            farthest = Some(range.reach);
        }
    }

    /// Where `number` is reserved.
    pub(super) fn at(&self, number: i128) -> Option<Span> {
        self.reach(number).map(|(_, span)| span)
    }

    /// Where `name` is reserved.
    pub(super) fn name(&self, name: &str) -> Option<Span> {
        self.names.get(name).copied()
    }

    /// The end of what is reserved around `number`, and the range that goes so far.
    fn reach(&self, number: i128) -> Option<(i128, Span)> {
        let behind = self.ranges.partition_point(|range| range.first <= number);
        let last = self.ranges[..behind].last()?;
        Some(last.reach).filter(|(end, _)| number <= *end)
    }
}

fn overlap(first: i128, last: i128, one: Span, other: Span) -> Diagnostic {
    let title = if first == last {
        format!("{first} is reserved twice")
    } else {
        format!("{first} to {last} are reserved twice")
    };
    let (earlier, later) = (one.min(other), one.max(other));
    Diagnostic::new(Code::E0406, later, title).label("again here").also(earlier, "first here")
}

fn misplaced_max(span: Span, range: &ReservedRange) -> Diagnostic {
    let report = Diagnostic::new(Code::E0408, span, "`max` stands at the end of a range");
    match range.end {
        Some(ReservedBound::Number(Number { value: Some(number), .. })) => {
            report.suggest("swap the ends", range.span, format!("{number}..max"))
        }
        _ => report.help("write the first number before it: `1000..max`"),
    }
}

/// Gives out numbers that nobody uses and nobody keeps, each once: first those behind the largest in use, then
/// those in the gaps.
pub(super) struct Free<'k> {
    used: HashSet<i128>,
    kept: &'k Kept<'k>,
    rules: &'k Rules,
    next: i128,
    is_in_gaps: bool,
}

impl<'k> Free<'k> {
    pub(super) fn new(used: HashSet<i128>, kept: &'k Kept<'k>, rules: &'k Rules) -> Self {
        let is_fine = |&number: &i128| {
            rules.holds(number) && rules.hole_end(number).is_none() && kept.at(number).is_none()
        };
        let largest = used.iter().copied().filter(is_fine).max();
        let next = largest.map_or_else(|| rules.lowest_sensible(), |largest| largest + 1);
        Self { used, kept, rules, next, is_in_gaps: false }
    }

    pub(super) fn take(&mut self) -> Option<i128> {
        loop {
            let at = self.next;
            if !self.rules.holds(at) {
                if self.is_in_gaps {
                    return None;
                }
                (self.next, self.is_in_gaps) = (self.rules.lowest_sensible(), true);
            } else if let Some((end, _)) = self.kept.reach(at) {
                self.next = end + 1;
            } else if let Some(end) = self.rules.hole_end(at) {
                self.next = end + 1;
            } else {
                self.next = at + 1;
                // A number that was given out is in use, too.
                if self.used.insert(at) {
                    return Some(at);
                }
            }
        }
    }
}
