//! The lines of one segment: an annotation, the rest of a declaration, or one element of a list.
//!
//! A segment is one line if it fits. If it does not, each list in it is opened, with one element per line, and
//! each element is a segment again. Segments wait on a stack of our own, not on the thread's.

use std::ops::Range;

use super::page::Page;

/// What is to be put in lines.
#[derive(Debug)]
pub(super) struct Segment {
    /// Its pieces.
    pub(super) range: Range<usize>,
    /// How deep its first line stands.
    pub(super) level: usize,
    pub(super) shape: Shape,
}

/// Where a segment may break that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// In its lists.
    Lists,
    /// `rpc`: before `->` and before `throws`.
    Method,
    /// `reserved`: before each element.
    Reserved,
}

/// How much deeper the second line of a segment stands than its first: more than the content of a body, so
/// that the two do not look alike.
const CONTINUATION: usize = 2;

impl Page<'_> {
    /// Chooses the line breaks within `segment`. The one before it is the caller's.
    pub(super) fn place_segment(&mut self, segment: Segment) {
        let mut waiting = vec![segment];
        while let Some(Segment { range, level, shape }) = waiting.pop() {
            let start = self.place_lead(range.clone(), level, false);
            let end = self.place_tail(start..range.end, level);
            if start == end || self.fits(start..end, level) {
                continue;
            }
            match shape {
                Shape::Lists => self.open_lists(start..end, level, &mut waiting),
                Shape::Method => self.break_method(start..end, level),
                Shape::Reserved => {
                    let keyword = (start..end).find(|&at| !self.pieces[at].is_comment()).unwrap_or(start);
                    self.break_elements(keyword + 1..end, level + 1, &mut waiting);
                }
            }
        }
    }

    /// Breaks the lines among the comments that end `range`; gives their start.
    fn place_tail(&mut self, range: Range<usize>, level: usize) -> usize {
        let tail = self.pieces[range.clone()].iter().rev().take_while(|piece| piece.is_comment()).count();
        let end = range.end - tail;
        for at in end..range.end {
            if at > range.start && self.must_break(at) {
                self.break_before(at, level, false);
            }
        }
        end
    }

    fn open_lists(&mut self, range: Range<usize>, level: usize, waiting: &mut Vec<Segment>) {
        let mut at = range.start;
        while at < range.end {
            if at > range.start && self.must_break(at) {
                self.break_before(at, level + CONTINUATION, false);
            }
            match self.pieces[at].list_close() {
                Some(close) if close > at + 1 => {
                    self.break_elements(at + 1..close, level + 1, waiting);
                    self.break_before(close, level, false);
                    at = close + 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Each element is on a line of its own, together with its comma and the comments that end its line.
    fn break_elements(&mut self, range: Range<usize>, level: usize, waiting: &mut Vec<Segment>) {
        let mut start = self.trailing_end(range.start).min(range.end);
        let mut at = start;
        while at < range.end {
            let last = self.pieces[at].list_close().unwrap_or(at);
            at = last + 1;
            if self.pieces[last].is(",") || at == range.end {
                self.break_before(start, level, false);
                waiting.push(Segment { range: start..at, level, shape: Shape::Lists });
                start = self.trailing_end(at).min(range.end);
                at = start;
            }
        }
    }

    fn break_method(&mut self, range: Range<usize>, level: usize) {
        for at in range.start + 1..range.end {
            let piece = &self.pieces[at];
            let is_part = piece.is("->") || piece.is("throws") && !self.pieces[at - 1].is("->");
            if is_part || self.must_break(at) {
                self.break_before(at, level + CONTINUATION, false);
            }
        }
    }
}
