//! `@allow(W0101)`: what it silences, and W0220 for those that silence nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::context::Context;
use super::edit::{self, listed};
use super::level::Levels;
use super::sink::{Finding, Sink};
use crate::ast::Annotation;
use crate::code::{Code, Level};
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::model::Allow;
use crate::source::{SourceId, Span};

/// What is left of the findings, and a report for each `@allow` that took none away.
pub(super) fn apply(cx: &Context<'_>, sink: Sink, levels: &Levels) -> Vec<Diagnostic> {
    let mut allows = Allows::new(cx.model.files.iter().flat_map(|file| &file.allow));
    let mut left = allows.silence(sink.findings);
    if levels.get(Code::W0220) != Level::Allow {
        let unused = report_unused(cx, &allows, levels);
        left.extend(allows.silence(unused));
    }
    left.into_iter().map(|finding| finding.diagnostic).collect()
}

/// All `@allow`, for each code and file in order of their start, those that hold others before them.
struct Allows<'a> {
    of: HashMap<(Code, SourceId), Vec<Slot<'a>>>,
}

struct Slot<'a> {
    allow: &'a Allow,
    /// The place of the nearest one around it.
    parent: Option<usize>,
    is_used: bool,
}

impl<'a> Allows<'a> {
    fn new(all: impl Iterator<Item = &'a Allow>) -> Self {
        let mut of: HashMap<(Code, SourceId), Vec<Slot<'a>>> = HashMap::new();
        for allow in all {
            let slots = of.entry((allow.code, allow.scope.source)).or_default();
            slots.push(Slot { allow, parent: None, is_used: false });
        }
        for slots in of.values_mut() {
            slots.sort_by_key(|slot| (slot.allow.scope.start, Reverse(slot.allow.scope.end)));
            for at in 1..slots.len() {
                slots[at].parent = parent(slots, at);
            }
        }
        Self { of }
    }

    /// Drops what some `@allow` covers. The innermost one counts as used, so that of two the needless one
    /// shows.
    fn silence(&mut self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.retain(|finding| {
            let code = finding.diagnostic.code;
            !(self.take(code, finding.anchor) || self.take(code, finding.diagnostic.primary.span))
        });
        findings
    }

    /// Marks the innermost one around `place` as used; false if there is none.
    fn take(&mut self, code: Code, place: Span) -> bool {
        let Some(slots) = self.of.get_mut(&(code, place.source)) else { return false };
        let mut at = slots.partition_point(|slot| slot.allow.scope.start <= place.start).checked_sub(1);
        while let Some(slot) = at.and_then(|at| slots.get_mut(at)) {
            if contains(slot.allow.scope, place) {
                slot.is_used = true;
                return true;
            }
            at = slot.parent;
        }
        false
    }
}

/// The slot around the one at `at`. Of those with the same scope the last is asked alone, so that a thousand
/// of them are not asked in vain for every place outside.
fn parent(slots: &[Slot<'_>], at: usize) -> Option<usize> {
    let scope = slots[at].allow.scope;
    let mut parent = Some(at - 1);
    while let Some(above) = parent.map(|above| &slots[above]) {
        if above.allow.scope != scope && contains(above.allow.scope, scope) {
            return parent;
        }
        parent = above.parent;
    }
    None
}

/// One report for each annotation, so that its patch can mend all of it.
fn report_unused(cx: &Context<'_>, allows: &Allows<'_>, levels: &Levels) -> Vec<Finding> {
    // A lint that is off finds nothing anywhere, and says nothing about who allows it.
    let is_on = |code| code != Code::W0220 && levels.get(code) != Level::Allow;
    let slots = allows.of.values().flatten();
    let unused = slots.filter(|slot| !slot.is_used && is_on(slot.allow.code)).map(|slot| slot.allow);
    let annotations: BTreeMap<Span, &Annotation> = cx
        .all_attrs()
        .flat_map(|(attrs, _)| &attrs.annotations)
        .filter(|annotation| annotation.is("allow"))
        .map(|annotation| (annotation.span, annotation))
        .collect();
    let mut together: BTreeMap<Span, Vec<&Allow>> = BTreeMap::new();
    for allow in unused {
        // The last one that begins before the code is the one that holds it.
        if let Some((&span, _)) = annotations.range(..=allow.span).next_back() {
            together.entry(span).or_default().push(allow);
        }
    }
    let report = |(span, mut unused): (Span, Vec<&Allow>)| {
        unused.sort_by_key(|allow| allow.span);
        let diagnostic = report(cx, annotations.get(&span)?, &unused)?;
        Some(Finding { anchor: diagnostic.primary.span, diagnostic })
    };
    together.into_iter().filter_map(report).collect()
}

fn report(cx: &Context<'_>, annotation: &Annotation, unused: &[&Allow]) -> Option<Diagnostic> {
    let (first, others) = unused.split_first()?;
    let codes = listed(unused.iter().map(|allow| allow.code.as_str()));
    let title = format!("unused `@allow` of {codes}");
    let mut diagnostic = Diagnostic::new(Code::W0220, first.span, title)
        .label(format!("nothing here breaks `{}`", first.code))
        .note("an `@allow` that silences nothing today hides the mistake that somebody makes tomorrow");
    for other in others {
        diagnostic = diagnostic.also(other.span, format!("nor `{}`", other.code));
    }
    let unused: HashSet<Span> = unused.iter().map(|allow| allow.span).collect();
    let kept = annotation.args.iter().map(|arg| arg.value.span).filter(|span| !unused.contains(span));
    let kept: Vec<&str> = kept.map(|span| cx.sources.text(span)).collect();
    let (text, edit) = if kept.is_empty() {
        ("remove it", edit::remove(cx.sources, annotation.span))
    } else {
        let text = format!("@allow({})", kept.join(", "));
        ("name only what is broken", Edit { span: annotation.span, text })
    };
    Some(diagnostic.patch(text, vec![edit], Applicability::MachineApplicable))
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
}
