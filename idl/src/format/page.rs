//! The gaps between the pieces, and the questions that decide them.

use std::ops::Range;

use super::piece::{Piece, Role};
use super::space;
use crate::lex::Kind;
use crate::limit::NESTING_MAX;

/// Longest line that we make, where there is a choice. Characters are counted, not how wide they look.
pub(super) const WIDTH: usize = 100;

/// Spaces per level.
pub(super) const INDENT: usize = 2;

/// What is before a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// What [`space::between`] says.
    Space,
    /// A line break.
    Line {
        /// How deep the new line stands.
        level: usize,
        /// Whether an empty line is before it.
        is_blank: bool,
    },
}

/// The pieces and the gap before each.
#[derive(Debug)]
pub(super) struct Page<'p> {
    pub(super) pieces: &'p [Piece<'p>],
    gaps: Vec<Gap>,
    extents: Vec<Extent>,
}

/// Where a piece would be if the whole file were one line.
#[derive(Debug)]
struct Extent {
    start: usize,
    end: usize,
    /// The line breaks up to this piece that a comment makes, and no layout can avoid.
    breaks: usize,
}

impl<'p> Page<'p> {
    /// No line break is chosen yet.
    pub(super) fn new(pieces: &'p [Piece<'p>]) -> Self {
        let mut page = Self {
            pieces,
            gaps: Vec::with_capacity(pieces.len()),
            extents: Vec::with_capacity(pieces.len()),
        };
        let (mut column, mut breaks) = (0, 0);
        for (at, piece) in pieces.iter().enumerate() {
            let must_break = page.must_break(at);
            let gap = if must_break { Gap::Line { level: 0, is_blank: false } } else { Gap::Space };
            page.gaps.push(gap);
            if let Some(left) = at.checked_sub(1).map(|left| &pieces[left]) {
                column += space::between(left, piece).len();
                breaks += usize::from(must_break || left.text.contains('\n'));
            }
            let start = column;
            column += piece.text.chars().count();
            page.extents.push(Extent { start, end: column, breaks });
        }
        page
    }

    /// The gap before each piece.
    pub(super) fn into_gaps(self) -> Vec<Gap> {
        self.gaps
    }

    /// Puts a line break before the piece at `at`.
    pub(super) fn break_before(&mut self, at: usize, level: usize, is_blank: bool) {
        // Nothing is before the first piece, and the one behind the last has no gap.
        if let (1.., Some(gap)) = (at, self.gaps.get_mut(at)) {
            *gap = Gap::Line { level, is_blank };
        }
    }

    /// Whether a comment or a doc asks for a line break before the piece at `at`: because it would swallow the
    /// piece, because a doc stands alone, or because the author broke the line beside a comment.
    pub(super) fn must_break(&self, at: usize) -> bool {
        let Some([left, right]) = at.checked_sub(1).and_then(|left| self.pieces.get(left..=at)) else {
            return false;
        };
        left.ends_line() || right.is_doc() || right.lines > 0 && (left.is_comment() || right.is_comment())
    }

    /// Whether `range`, which is not empty, can stand on one line at this level.
    pub(super) fn fits(&self, range: Range<usize>, level: usize) -> bool {
        let (first, last) = (&self.extents[range.start], &self.extents[range.end - 1]);
        first.breaks == last.breaks && columns(level) + last.end - first.start <= WIDTH
    }

    /// Where the comments end that stand behind the piece before `at`, on its line: at `at` if there are none,
    /// or if the line goes on behind them, for then they belong to what follows.
    pub(super) fn trailing_end(&self, at: usize) -> usize {
        let behind = &self.pieces[at..];
        let run = behind.iter().take_while(|piece| piece.is_comment() && piece.lines == 0).count();
        let is_last = behind.get(run).is_none_or(|next| {
            let is_all_there_is = self.pieces[..at].last().is_some_and(|left| left.role == Role::BodyOpen);
            next.lines > 0 || next.role == Role::BodyClose && !is_all_there_is
        });
        if is_last { at + run } else { at }
    }

    /// Breaks the lines among the comments and docs that `range` begins with, and behind those that have several
    /// lines. Gives the first piece of the line on which the rest begins.
    pub(super) fn place_lead(&mut self, range: Range<usize>, level: usize, mut may_be_blank: bool) -> usize {
        let mut start = range.start;
        for at in range.clone() {
            let piece = &self.pieces[at];
            if !piece.is_comment() && !piece.is_doc() {
                break;
            }
            // A doc is part of the declaration, and no declaration has a blank line in it.
            may_be_blank &= piece.kind != Kind::Doc;
            let next = at + 1;
            if next == range.end {
                return next;
            }
            if self.must_break(next) || piece.text.contains('\n') {
                self.break_before(next, level, may_be_blank && self.pieces[next].lines > 1);
                start = next;
            }
        }
        start
    }
}

/// The column at which a line of this level starts. A file that is nested deeper does not parse; the bound
/// keeps what we write proportional to what we read.
pub(super) fn columns(level: usize) -> usize {
    level.min(NESTING_MAX) * INDENT
}
