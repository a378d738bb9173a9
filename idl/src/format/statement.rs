//! The lines of a file: where statements begin, how deep they stand, and what is between them.
//!
//! A statement is what ends in `;`, or the head of a body up to its `{`. The content of the body is statements
//! again, and its `}` stands alone, unless the body stays on one line.

use std::ops::Range;

use super::page::{Gap, Page, WIDTH};
use super::piece::{Piece, Role};
use super::segment::{Segment, Shape};
use crate::lex::Kind;

/// The gap before each of `pieces`.
pub(super) fn gaps(pieces: &[Piece<'_>]) -> Vec<Gap> {
    let mut file = File { page: Page::new(pieces), level: 0, above: Above::Opening };
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at = if piece.role == Role::BodyClose { file.close_body(at) } else { file.place_statement(at) };
    }
    file.page.into_gaps()
}

/// The file up to the statement that comes next.
#[derive(Debug)]
struct File<'p> {
    page: Page<'p>,
    /// How deep the next statement stands.
    level: usize,
    above: Above,
}

/// What is above a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Above {
    /// Nothing, or the `{` of the body that it is in.
    Opening,
    /// A statement without a body, or with one on the same line.
    Line(Group),
    /// A body with lines of its own.
    Body,
}

/// The parts of a file, with a blank line between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Edition,
    Package,
    Import,
    Item,
}

impl File<'_> {
    fn close_body(&mut self, at: usize) -> usize {
        self.level = self.level.saturating_sub(1);
        self.page.break_before(at, self.level, false);
        self.above = Above::Body;
        self.page.trailing_end(at + 1)
    }

    /// Chooses the line breaks of the statement that begins at `start`, and gives the start of the next.
    fn place_statement(&mut self, start: usize) -> usize {
        let mut end = self.statement_end(start);
        let body = self.page.place_lead(start..end, self.level, true);
        let mut segments = self.segments(body..end);
        let mut opens_body = self.page.pieces[end - 1].role == Role::BodyOpen;
        let mut group = Group::Item;
        let mut shape = Shape::Lists;
        if let Some(declaration) = segments.last_mut() {
            let line = self.page.place_lead(declaration.clone(), self.level, false);
            if opens_body && let Some(close) = self.body_on_one_line(line, end - 1) {
                end = close + 1;
                declaration.end = end;
                opens_body = false;
            }
            (group, shape) = self.classify(declaration.clone());
        }

        let is_blank = self.is_blank_before(start, group, opens_body);
        self.page.break_before(start, self.level, is_blank);
        // Fields and values share the line with their annotations, if there is room.
        let is_member =
            self.level > 0 && shape != Shape::Method && self.page.pieces[end - 1].role == Role::Plain;
        if !(is_member && body < end && self.page.fits(body..end, self.level)) {
            let declaration = segments.pop().map(|range| (range, shape));
            let annotations = segments.into_iter().map(|range| (range, Shape::Lists));
            for (range, shape) in annotations.chain(declaration) {
                if range.start > body {
                    self.page.break_before(range.start, self.level, false);
                }
                self.page.place_segment(Segment { range, level: self.level, shape });
            }
        }
        self.above = if opens_body { Above::Opening } else { Above::Line(group) };
        self.level += usize::from(opens_body);
        self.page.trailing_end(end)
    }

    /// Behind the `;` or the `{`, or where a body or the file ends without it.
    fn statement_end(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(piece) = self.page.pieces.get(at) {
            match piece.role {
                Role::BodyClose => return at,
                Role::BodyOpen => return at + 1,
                Role::ListOpen(close) => at = close,
                _ if piece.is(";") => return at + 1,
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// Each annotation with the comments and docs before it, then the declaration.
    fn segments(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut segments = Vec::new();
        let mut start = range.start;
        while let Some(head) = self.head(start..range.end)
            && self.page.pieces[head].is("@")
        {
            let end = self.annotation_end(head, range.end);
            segments.push(start..end);
            start = self.page.trailing_end(end).min(range.end);
        }
        if start < range.end {
            segments.push(start..range.end);
        }
        segments
    }

    /// The first piece that is no comment and no doc.
    fn head(&self, mut range: Range<usize>) -> Option<usize> {
        range.find(|&at| !self.page.pieces[at].is_comment() && !self.page.pieces[at].is_doc())
    }

    /// Behind the path and the arguments that follow the `@` at `at`.
    fn annotation_end(&self, at: usize, limit: usize) -> usize {
        let mut last = at;
        for next in at + 1..limit {
            let piece = &self.page.pieces[next];
            if piece.is_comment() {
                continue;
            }
            if piece.is("(") && !self.page.pieces[last].is("@") {
                return piece.list_close().unwrap_or(last) + 1;
            }
            let is_name = piece.kind == Kind::Word && !self.is_word(last);
            if !is_name && !piece.is(".") {
                break;
            }
            last = next;
        }
        last + 1
    }

    fn is_word(&self, at: usize) -> bool {
        self.page.pieces[at].kind == Kind::Word
    }

    fn classify(&self, declaration: Range<usize>) -> (Group, Shape) {
        let Some(head) = self.head(declaration) else {
            return (Group::Item, Shape::Lists);
        };
        // The keywords are names too: `rpc: string = 1;` is a field.
        let is_name = self.page.pieces.get(head + 1).is_some_and(|next| next.is(":") || next.is("="));
        match &*self.page.pieces[head].text {
            _ if is_name => (Group::Item, Shape::Lists),
            "edition" => (Group::Edition, Shape::Lists),
            "package" => (Group::Package, Shape::Lists),
            "import" => (Group::Import, Shape::Lists),
            "rpc" => (Group::Item, Shape::Method),
            "reserved" => (Group::Item, Shape::Reserved),
            _ => (Group::Item, Shape::Lists),
        }
    }

    /// Where the body ends that `open` opens, if it stays on the line that begins at `line`: it is empty, or the
    /// author wrote it on one line, it is simple, and there is room.
    fn body_on_one_line(&self, line: usize, open: usize) -> Option<usize> {
        let pieces = self.page.pieces;
        if pieces.get(open + 1)?.role == Role::BodyClose {
            return Some(open + 1);
        }
        // Each piece has a character at least, so no more than this many can fit.
        for (at, piece) in pieces.iter().enumerate().skip(open + 1).take(WIDTH) {
            if piece.lines > 0 || piece.is_comment() || piece.is_doc() || piece.role == Role::BodyOpen {
                return None;
            }
            if piece.role == Role::BodyClose {
                return self.page.fits(line..at + 1, self.level).then_some(at);
            }
        }
        None
    }

    /// The author decides, except where a file begins, a body begins, or its parts meet.
    fn is_blank_before(&self, start: usize, group: Group, opens_body: bool) -> bool {
        let is_parted = match self.above {
            Above::Opening => return false,
            Above::Line(above) => above != group || opens_body,
            Above::Body => true,
        };
        self.level == 0 && is_parted || self.page.pieces[start].lines > 1
    }
}
