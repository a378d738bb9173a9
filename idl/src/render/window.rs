//! The lines of a source that a report is about, ready to be drawn.
//!
//! Only these lines go to the renderer, so that a report costs what it shows and not what its file holds.

use std::ops::Range;

use super::sanitize::sanitize_source;
use crate::source::{Source, Span};

/// Labels further apart than this many lines are drawn as two snippets.
const GAP_LINES_MAX: usize = 200;

/// A source with a longer line is not drawn there: nobody reads such a line, and drawing it takes long.
const LINE_BYTES_MAX: usize = 16 << 10;

/// Some whole lines of a source.
#[derive(Debug)]
pub(super) struct Window<'a> {
    /// Number of the first line, from 1.
    pub(super) line: usize,
    /// The lines as they may be shown.
    pub(super) text: String,
    original: &'a str,
    start: usize,
}

impl<'a> Window<'a> {
    /// The lines that hold `spans`; none if there is nothing to see in them.
    pub(super) fn around(source: &'a Source, spans: &[Span]) -> Option<Self> {
        let text = source.text();
        let first = spans.iter().map(|span| inside(text, *span).start).min()?;
        let last = spans.iter().map(|span| inside(text, *span).end).max()?;
        let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline + 1);
        let original = &text[start..end];
        if text.is_empty() || original.lines().any(|line| line.len() > LINE_BYTES_MAX) {
            return None;
        }
        let line = source.position(u32::try_from(start).unwrap_or(u32::MAX)).line;
        let mut shown: String = sanitize_source(original).map(|(_, c)| c).collect();
        // What points past the last line break points at the empty line after it.
        if last == text.len() && (shown.is_empty() || shown.ends_with('\n')) {
            shown.push('\n');
        }
        Some(Self { line, text: shown, original, start })
    }

    /// Where `span` stands in the shown text.
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        let at = |offset: usize| {
            let offset = floor(self.original, offset.saturating_sub(self.start));
            let before = sanitize_source(self.original).take_while(|(at, _)| *at < offset);
            before.map(|(_, c)| c.len_utf8()).sum::<usize>()
        };
        let Range { start, end } = span.range();
        at(start)..at(end.max(start))
    }
}

/// `items` of one source in groups that are drawn together, in the order of the first of each.
pub(super) fn near<T>(source: &Source, items: Vec<T>, span: impl Fn(&T) -> Span) -> Vec<Vec<T>> {
    let mut groups: Vec<(Range<usize>, Vec<T>)> = Vec::new();
    for item in items {
        let first = source.position(span(&item).start).line;
        let last = source.position(span(&item).end).line;
        let is_near =
            |lines: &Range<usize>| first <= lines.end + GAP_LINES_MAX && lines.start <= last + GAP_LINES_MAX;
        match groups.iter_mut().find(|(lines, _)| is_near(lines)) {
            Some((lines, group)) => {
                *lines = lines.start.min(first)..lines.end.max(last);
                group.push(item);
            }
            None => groups.push((first..last, vec![item])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The bytes of `span` that exist, never half a character.
pub(super) fn inside(text: &str, span: Span) -> Range<usize> {
    let start = floor(text, span.range().start);
    start..floor(text, span.range().end).max(start)
}

/// The largest boundary between characters up to `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
