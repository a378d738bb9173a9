//! What every part of the lowering needs: the way from pairs to spans and text, and where reports go.

use pest::iterators::{Pair, Pairs};

use super::grammar::Rule;
use super::mend::Mended;
use crate::ast::{Doc, Ident, Path};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::{REPORTS_KEPT_MAX, REPORTS_MAX};
use crate::source::{SourceId, Span};

/// The state of one lowering.
pub(super) struct Context<'t> {
    source: SourceId,
    mended: &'t Mended<'t>,
    unclosed_strings: &'t [usize],
    diagnostics: Vec<Diagnostic>,
    /// How many slices may still be parsed a second time.
    pub(super) strict_parses_left: usize,
    /// The last thing that was reported as a whole, and the offset in the mended text where it ends.
    pub(super) last_misfit: Option<(Rule, usize)>,
}

impl<'t> Context<'t> {
    pub(super) fn new(
        source: SourceId,
        mended: &'t Mended<'t>,
        unclosed_strings: &'t [usize],
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        let strict_parses_left = REPORTS_MAX;
        Self { source, mended, unclosed_strings, diagnostics, strict_parses_left, last_misfit: None }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    pub(super) fn report(&mut self, report: Diagnostic) {
        if self.diagnostics.len() < REPORTS_KEPT_MAX {
            self.diagnostics.push(report);
        }
    }

    pub(super) fn mended(&self) -> &'t Mended<'t> {
        self.mended
    }

    /// From one offset of the mended text to another, as a place in the text as written.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.mended.original(start)..self.mended.original(end))
    }

    /// Where a pair stands, without the white space that pest includes at its end.
    pub(super) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        self.place(pair.as_span().start(), end(pair))
    }

    /// The text between two places, as it was written.
    pub(super) fn written(&self, span: Span) -> &'t str {
        self.mended.written().get(span.range()).unwrap_or_default()
    }

    /// Whether a string was never closed. It is reported, and what it says means nothing.
    pub(super) fn is_unclosed(&self, string: Span) -> bool {
        self.unclosed_strings.binary_search(&string.range().start).is_ok()
    }

    pub(super) fn ident(&self, pair: &Pair<'_, Rule>) -> Ident {
        Ident { text: pair.as_str().to_owned(), span: self.span(pair) }
    }

    /// A path holds no white space, so its names are found by its dots.
    pub(super) fn path(&self, pair: &Pair<'_, Rule>) -> Path {
        let start = pair.as_span().start();
        let absolute = pair.as_str().starts_with('.');
        let mut at = start.saturating_add(usize::from(absolute));
        let names = pair.as_str().trim_start_matches('.');
        let segments = names
            .split('.')
            .map(|name| {
                let end = at.saturating_add(name.len());
                let span = self.place(at, end);
                at = end.saturating_add(1);
                Ident { text: name.to_owned(), span }
            })
            .collect();
        Path { absolute, segments, span: self.span(pair) }
    }

    /// A line of documentation.
    pub(super) fn doc(&self, pair: &Pair<'_, Rule>) -> Doc {
        let line = pair.as_str().trim_end_matches('\r');
        let start = pair.as_span().start();
        let text = line.get(3..).unwrap_or_default();
        let text = text.strip_prefix(' ').unwrap_or(text);
        Doc { text: text.to_owned(), span: self.place(start, start.saturating_add(line.len())) }
    }

    /// Reports how a statement ends, if not with a semicolon.
    pub(super) fn finish(&mut self, statement: &Pair<'_, Rule>) {
        let Some(last) = statement.clone().into_inner().next_back() else { return };
        match last.as_rule() {
            Rule::missing_semi | Rule::missing_enum_semi | Rule::missing_item_semi | Rule::missing_end => {
                let end = end(statement);
                // A string that was never closed has taken in the semicolon, and is reported.
                if end.checked_sub(1).is_some_and(|last| self.mended.is_inserted(last)) {
                    return;
                }
                let place = self.place(end, end);
                let report =
                    Diagnostic::new(Code::E0003, place, "missing `;` at the end of this declaration")
                        .label("after this")
                        .fix("add the semicolon", place, ";");
                self.report(report);
            }
            Rule::wrong_comma => {
                let place = self.span(&last);
                let report = Diagnostic::new(Code::E0003, place, "expected `;`, found `,`")
                    .label("a declaration ends with a semicolon")
                    .fix("write a semicolon", place, ";");
                self.report(report);
            }
            _ => {}
        }
    }
}

/// Where the last token of a pair ends.
pub(super) fn end(pair: &Pair<'_, Rule>) -> usize {
    let last = pair.clone().into_inner().rev().find(|inner| !inner.as_str().is_empty());
    last.map_or_else(
        || pair.as_span().start().saturating_add(pair.as_str().trim_end().len()),
        |last| end(&last),
    )
}

/// The next of `pairs` if it is a `rule`.
pub(super) fn take<'i>(pairs: &mut Pairs<'i, Rule>, rule: Rule) -> Option<Pair<'i, Rule>> {
    if pairs.peek()?.as_rule() == rule { pairs.next() } else { None }
}

/// The first of `pairs` that is a `rule`, which the grammar puts there. What is before it is passed over.
pub(super) fn find<'i>(pairs: &mut Pairs<'i, Rule>, rule: Rule) -> Pair<'i, Rule> {
    pairs.find(|pair| pair.as_rule() == rule).expect("the grammar has this part in every match")
}
