//! Which changes to apply, and what comes of it.

use std::collections::BTreeMap;

use mrpc_idl::diagnostic::{Applicability, Diagnostic, Edit, Patch};
use mrpc_idl::source::{SourceId, Sources, Span};

/// The changes that go together.
#[derive(Debug, Default)]
pub(crate) struct Fixes {
    /// How many reports they put right.
    pub(crate) count: usize,
    edits: BTreeMap<SourceId, Vec<Edit>>,
}

impl Fixes {
    /// The first sure change of each report, in order, as long as it is far from those before it. What
    /// stands too close waits for the next round, when its place may have moved.
    pub(crate) fn choose(diagnostics: &[Diagnostic], is_ours: impl Fn(SourceId) -> bool) -> Self {
        let mut fixes = Self::default();
        for patch in diagnostics.iter().filter_map(sure) {
            let is_free = |edit: &Edit| {
                let there = fixes.edits.get(&edit.span.source).map_or(&[][..], Vec::as_slice);
                is_ours(edit.span.source) && !there.iter().any(|other| touch(edit.span, other.span))
            };
            if patch.edits.iter().all(is_free) && is_sound(patch) {
                fixes.take(patch);
            }
        }
        fixes
    }

    fn take(&mut self, patch: &Patch) {
        self.count += 1;
        for edit in &patch.edits {
            self.edits.entry(edit.span.source).or_default().push(edit.clone());
        }
    }

    /// The sources that change, with their new text.
    pub(crate) fn apply(&self, sources: &Sources) -> Vec<(SourceId, String)> {
        self.edits.iter().map(|(&id, edits)| (id, changed(sources.get(id).text(), edits))).collect()
    }
}

/// The first change that is certain to be meant.
pub(crate) fn sure(diagnostic: &Diagnostic) -> Option<&Patch> {
    let patches = diagnostic.helps.iter().filter_map(|help| help.patch.as_ref());
    patches.into_iter().find(|patch| patch.applicability == Applicability::MachineApplicable)
}

/// Two changes at one place have no order, so touching counts.
fn touch(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// Whether its own edits keep out of each other's way.
fn is_sound(patch: &Patch) -> bool {
    let mut spans: Vec<Span> = patch.edits.iter().map(|edit| edit.span).collect();
    spans.sort();
    spans.windows(2).all(|pair| pair[0].source != pair[1].source || pair[0].end <= pair[1].start)
}

fn changed(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut new = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        new += text.get(done..range.start).unwrap_or_default();
        new += &edit.text;
        done = range.end;
    }
    new + text.get(done..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Fixes;
    use mrpc_idl::code::Code;
    use mrpc_idl::diagnostic::{Applicability, Diagnostic, Edit};
    use mrpc_idl::source::{SourceId, Sources, Span};
    use std::ops::Range;

    /// Applies changes `(range, text)`, each of its own report, to `abcdef`.
    fn check(fixes: &[(Range<usize>, &str)], count: usize, expected: &str) {
        let (sources, id) = source();
        let reports: Vec<Diagnostic> = fixes
            .iter()
            .map(|(range, text)| {
                let span = Span::new(id, range.clone());
                Diagnostic::new(Code::W0201, span, "").fix("", span, *text)
            })
            .collect();
        let fixes = Fixes::choose(&reports, |_| true);
        assert_eq!(fixes.count, count);
        let text = fixes.apply(&sources).pop().map_or_else(|| "abcdef".to_owned(), |(_, text)| text);
        assert_eq!(text, expected);
    }

    fn source() -> (Sources, SourceId) {
        let mut sources = Sources::default();
        let id = sources.add("a.mrpc", "abcdef");
        (sources, id)
    }

    #[test]
    fn changes_apart_go_together_in_any_order() {
        check(&[(4..5, "E"), (0..1, "")], 2, "bcdEf");
        check(&[(0..0, "<"), (6..6, ">")], 2, "<abcdef>");
        check(&[], 0, "abcdef");
    }

    #[test]
    fn of_changes_that_touch_the_first_wins() {
        check(&[(1..3, "X"), (2..4, "Y")], 1, "aXdef");
        check(&[(1..3, "X"), (3..4, "Y")], 1, "aXdef");
        check(&[(2..2, "X"), (2..2, "X")], 1, "abXcdef");
    }

    #[test]
    fn a_change_in_several_places_is_all_or_nothing() {
        let (sources, id) = source();
        let edit = |range, text: &str| Edit { span: Span::new(id, range), text: text.to_owned() };
        let span = Span::new(id, 0..0);
        let first = Diagnostic::new(Code::W0201, span, "").fix("", Span::new(id, 0..1), "A");
        let both = vec![edit(0..1, "x"), edit(4..5, "E")];
        let second = Diagnostic::new(Code::W0201, span, "").patch("", both, Applicability::MachineApplicable);
        let text = |reports: &[Diagnostic]| Fixes::choose(reports, |_| true).apply(&sources).remove(0).1;
        assert_eq!(text(&[first.clone(), second.clone()]), "Abcdef");
        assert_eq!(text(&[second, first]), "xbcdEf");
        let overlapping = vec![edit(0..2, ""), edit(1..3, "")];
        let unsound =
            Diagnostic::new(Code::W0201, span, "").patch("", overlapping, Applicability::MachineApplicable);
        assert_eq!(Fixes::choose(&[unsound], |_| true).count, 0);
    }

    #[test]
    fn guesses_and_files_of_others_are_left_alone() {
        let (_, id) = source();
        let span = Span::new(id, 0..1);
        let guess = Diagnostic::new(Code::W0201, span, "").suggest("", span, "x");
        assert_eq!(Fixes::choose(&[guess], |_| true).count, 0);
        let sure = Diagnostic::new(Code::W0201, span, "").fix("", span, "x");
        assert_eq!(Fixes::choose(&[sure], |_| false).count, 0);
    }
}
