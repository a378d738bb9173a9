//! Where each part of a `.proto` file stands, and what is written above it.
//!
//! The parser names places by paths: `[4, 2, 2, 0]` is the first field of the third message. See
//! `google.protobuf.SourceCodeInfo`.

use std::collections::HashMap;

use prost_types::SourceCodeInfo;
use prost_types::source_code_info::Location;

use crate::lex;
use crate::source::{SourceId, Span};

/// The places of one file.
#[derive(Debug)]
pub(super) struct Places {
    source: SourceId,
    places: HashMap<Box<[i32]>, Place>,
}

#[derive(Debug)]
struct Place {
    span: Span,
    docs: Vec<String>,
}

impl Places {
    /// Of a file that has no text, all places are its beginning.
    pub(super) fn none(source: SourceId) -> Self {
        Self { source, places: HashMap::new() }
    }

    pub(super) fn new(source: SourceId, text: &str, info: SourceCodeInfo) -> Self {
        let starts: Vec<usize> =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let offset = |line: i32, column: i32| {
            let start = starts.get(usize::try_from(line).ok()?)?;
            let at = start + usize::try_from(column).ok()?;
            text.is_char_boundary(at).then_some(at)
        };
        let mut places = HashMap::new();
        for location in info.location {
            let range = match *location.span.as_slice() {
                [line, start, end] => offset(line, start).zip(offset(line, end)),
                [first, start, last, end] => offset(first, start).zip(offset(last, end)),
                _ => None,
            };
            let Some((start, end)) = range.filter(|_| !location.path.is_empty()) else { continue };
            let docs = docs(&location);
            let place = Place { span: Span::new(source, start..end), docs };
            // Of several places with one path, as those of `extend` blocks are, the first counts.
            places.entry(location.path.into_boxed_slice()).or_insert(place);
        }
        Self { source, places }
    }

    pub(super) fn source(&self) -> SourceId {
        self.source
    }

    /// The place of `path`, or else of the nearest thing around it.
    pub(super) fn span(&self, path: &[i32]) -> Span {
        let around = (1..=path.len()).rev().map(|length| &path[..length]);
        let place = around.into_iter().find_map(|path| self.places.get(path));
        place.map_or_else(|| Span::new(self.source, 0..0), |place| place.span)
    }

    /// The documentation of what stands at `path`, a line each.
    pub(super) fn docs(&self, path: &[i32]) -> Vec<String> {
        self.places.get(path).map(|place| place.docs.clone()).unwrap_or_default()
    }
}

/// What stands above a declaration, or else behind it in its line.
fn docs(location: &Location) -> Vec<String> {
    let comments = [&location.leading_comments, &location.trailing_comments];
    let Some(text) = comments.into_iter().flatten().find(|text| !text.trim().is_empty()) else {
        return Vec::new();
    };
    let mut lines: Vec<String> = text.lines().map(plain).collect();
    let is_empty = |line: Option<&String>| line.is_some_and(String::is_empty);
    while is_empty(lines.last()) {
        lines.pop();
    }
    let first = lines.iter().take_while(|line| line.is_empty()).count();
    lines.split_off(first)
}

/// A line without the space behind `//` and without what our files refuse in comments.
fn plain(line: &str) -> String {
    let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
    line.char_indices().filter(|&(at, c)| !lex::is_hidden(at + 1, c)).map(|(_, c)| c).collect()
}
