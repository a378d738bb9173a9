//! Texts, and places in them.
//!
//! A [`Span`] is three numbers, so every node of every tree carries one; a [`Sources`] turns it back into a
//! path, a line and a column when somebody wants to read it.

use std::ops::Range;
use std::sync::OnceLock;

/// Names one text of a [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text it lies in.
    pub source: SourceId,
    /// Offset of its first byte.
    pub start: u32,
    /// Offset just after its last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` to `end` of `source`. Offsets fit: no source is larger than
    /// [`FILE_BYTES_MAX`](crate::limit::FILE_BYTES_MAX).
    #[must_use]
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { source, start: offset(range.start), end: offset(range.end) }
    }

    /// From the start of this span to the end of `last`, which lies in the same source.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        debug_assert_eq!(self.source, last.source);
        Self { end: last.end.max(self.end), ..self }
    }

    /// The empty span just before this one.
    #[must_use]
    pub fn before(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// The empty span just after this one.
    #[must_use]
    pub fn after(self) -> Self {
        Self { start: self.end, ..self }
    }

    /// As a range of bytes, for slicing the text.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and a column, both counted from 1. The column counts characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// One text and the path to show for it.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: String,
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// The path, as people know it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text; empty for a file that could not be read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the byte `offset` stands. An offset past the end stands at the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let starts = self.line_starts.get_or_init(|| line_starts(&self.text));
        let line = starts.partition_point(|&start| start <= offset);
        let start = starts[line - 1] as usize;
        let before = self.text.get(start..offset as usize).unwrap_or_else(|| &self.text[start..]);
        Position { line, column: before.chars().count() + 1 }
    }
}

/// Always begins with 0, so every offset has a line.
fn line_starts(text: &str) -> Vec<u32> {
    let after_newline = text.bytes().zip(1..).filter(|&(byte, _)| byte == b'\n').map(|(_, next)| next);
    std::iter::once(0).chain(after_newline).collect()
}

/// Every text that one run has read.
#[derive(Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
}

impl Sources {
    /// Keeps `text` under the path that people know it by.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = u32::try_from(self.sources.len()).expect("the number of files is limited far below 2^32");
        self.sources.push(Source { path: path.into(), text: text.into(), line_starts: OnceLock::new() });
        SourceId(id)
    }

    /// The text that `id` names.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// The characters of `span`.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.range()).unwrap_or_default()
    }

    /// All of them, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.sources)
    }
}
