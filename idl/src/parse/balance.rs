//! Gives every brace its partner.
//!
//! Counting tells that a brace is missing, not where: in
//!
//! ```text
//! message A {
//!   a: string = 1;
//! message B { }        <- A should end before this line
//! ```
//!
//! it is the end of the file that has too few. So where the count does not come out, and only there, indentation
//! decides: a line no deeper than the one that opened the block is not in the block any more.

use super::mend::Change;
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::lex::{Kind, Token};
use crate::limit::REPORTS_KEPT_MAX;
use crate::source::{SourceId, Span};

/// The words that begin a block, with a name between them and the brace.
const BLOCKS: [&str; 6] = ["message", "enum", "union", "error", "service", "oneof"];

/// How to balance a text.
#[derive(Default)]
pub(super) struct Balance {
    pub(super) changes: Vec<Change>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Finds the braces of `text` that are missing, and those too many.
pub(super) fn check(source: SourceId, text: &str, tokens: &[Token]) -> Balance {
    let (missing, surplus) = count(text, tokens);
    let mut walk = Walk {
        source,
        text,
        tokens,
        missing,
        surplus,
        open: Vec::new(),
        indent: 0,
        balance: Balance::default(),
    };
    if missing > 0 || surplus > 0 {
        walk.run();
    }
    walk.balance
}

/// How many braces are never closed, and how many close nothing.
fn count(text: &str, tokens: &[Token]) -> (usize, usize) {
    tokens.iter().fold((0_usize, 0_usize), |(open, surplus), token| match brace(text, token) {
        Some(Brace::Open) => (open.saturating_add(1), surplus),
        Some(Brace::Close) if open == 0 => (0, surplus.saturating_add(1)),
        Some(Brace::Close) => (open.saturating_sub(1), surplus),
        None => (open, surplus),
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Brace {
    Open,
    Close,
}

fn brace(text: &str, token: &Token) -> Option<Brace> {
    match text.as_bytes().get(token.range.start) {
        Some(b'{') => Some(Brace::Open),
        Some(b'}') => Some(Brace::Close),
        _ => None,
    }
}

/// A block that is open.
struct Block {
    /// The index of its brace among the tokens.
    opener: usize,
    /// How far its line is indented.
    indent: usize,
    /// Whether a line in it is indented further. Where none is, indentation tells nothing.
    is_indented: bool,
}

struct Walk<'t> {
    source: SourceId,
    text: &'t str,
    tokens: &'t [Token],
    missing: usize,
    surplus: usize,
    open: Vec<Block>,
    /// How far the current line is indented.
    indent: usize,
    balance: Balance,
}

impl Walk<'_> {
    fn run(&mut self) {
        for (index, token) in self.tokens.iter().enumerate() {
            let kind = brace(self.text, token);
            let starts_line = self.starts_line(index);
            if let Some(indent) = starts_line {
                self.indent = indent;
                if !token.kind.is_comment() {
                    self.close_left(index, indent, kind);
                }
            }
            if kind.is_none() && self.surplus > 0 && self.lacks_brace(index) {
                self.open_here(index);
            }
            match kind {
                Some(Brace::Open) => {
                    self.open.push(Block { opener: index, indent: self.indent, is_indented: false });
                }
                Some(Brace::Close) if self.is_stray(index, starts_line) => self.stray(token),
                Some(Brace::Close) => {
                    self.open.pop();
                }
                None => {}
            }
        }
        while let Some(block) = self.open.pop() {
            let end = self.text.len();
            // The last line may be a comment, which would take in the brace.
            self.balance.changes.push(Change::Insert(end, '\n'));
            self.close(&block, self.tokens.len(), end);
        }
    }

    /// The indentation of the line that a token begins, if it begins one.
    fn starts_line(&self, index: usize) -> Option<usize> {
        let start = self.tokens.get(index)?.range.start;
        let gap = self.end_before(index);
        let line = self.text.get(gap..start)?.rfind('\n').map(|at| gap.saturating_add(at).saturating_add(1));
        match line {
            Some(line) => Some(start.saturating_sub(line)),
            None if index == 0 => Some(start),
            None => None,
        }
    }

    fn end_before(&self, index: usize) -> usize {
        index.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |token| token.range.end)
    }

    /// Closes the blocks that a line with this indentation has left behind.
    fn close_left(&mut self, index: usize, indent: usize, kind: Option<Brace>) {
        while let Some(block) = self.open.last_mut() {
            block.is_indented |= indent > block.indent;
            let is_left = match kind {
                Some(Brace::Close) => indent < block.indent,
                _ => indent <= block.indent,
            };
            if self.missing == 0 || !block.is_indented || !is_left {
                return;
            }
            let Some(block) = self.open.pop() else { return };
            self.missing = self.missing.saturating_sub(1);
            let before = self.tokens.get(index).map_or(self.text.len(), |token| token.range.start);
            self.close(&block, index, before);
        }
    }

    /// Whether a closing brace closes nothing: no block is open, or what follows still belongs to the block.
    fn is_stray(&self, index: usize, starts_line: Option<usize>) -> bool {
        let Some(block) = self.open.last() else { return true };
        let next = index.saturating_add(1);
        let is_closer =
            self.tokens.get(next).is_some_and(|token| brace(self.text, token) == Some(Brace::Close));
        self.surplus > 0
            && starts_line.is_some_and(|indent| indent > block.indent)
            && self.starts_line(next).is_some_and(|indent| indent > block.indent)
            && !is_closer
    }

    /// Whether a token is the name in `message User`, with a line behind it that is indented further and no brace.
    fn lacks_brace(&self, index: usize) -> bool {
        let before = index.checked_sub(1);
        let is_word = |token: Option<&Token>| token.is_some_and(|token| token.kind == Kind::Word);
        let keyword = before.and_then(|before| self.tokens.get(before));
        let word = keyword.and_then(|token| self.text.get(token.range.clone())).unwrap_or_default();
        let next = index.saturating_add(1);
        BLOCKS.contains(&word)
            && is_word(self.tokens.get(index))
            && before.is_some_and(|before| self.starts_line(before).is_some())
            && self.tokens.get(next).is_some_and(|token| brace(self.text, token).is_none())
            && self.starts_line(next).is_some_and(|indent| indent > self.indent)
    }

    fn open_here(&mut self, index: usize) {
        let end = self.end_before(index.saturating_add(1));
        self.surplus = self.surplus.saturating_sub(1);
        self.balance.changes.push(Change::Insert(end, '{'));
        self.open.push(Block { opener: index, indent: self.indent, is_indented: false });
        let place = Span::new(self.source, end..end);
        let report = Diagnostic::new(Code::E0001, place, "expected `{` behind the name")
            .label("the block begins here")
            .suggest("open the block", place, " {");
        self.balance.diagnostics.push(report);
    }

    fn stray(&mut self, token: &Token) {
        self.surplus = self.surplus.saturating_sub(1);
        self.balance.changes.push(Change::Cover(token.range.clone(), ' '));
        let span = Span::new(self.source, token.range.clone());
        let report = Diagnostic::new(Code::E0005, span, "unexpected closing brace")
            .label("no block is open that it could close")
            .suggest("remove it", span, "");
        if self.balance.diagnostics.len() < REPORTS_KEPT_MAX {
            self.balance.diagnostics.push(report);
        }
    }

    /// Closes `block` at the offset `at`, before the token `next`.
    fn close(&mut self, block: &Block, next: usize, at: usize) {
        self.balance.changes.push(Change::Insert(at, '}'));
        let Some(opener) = self.tokens.get(block.opener) else { return };
        let opener_span = Span::new(self.source, opener.range.clone());
        let end = self.end_of_code(next);
        let place = Span::new(self.source, end..end);
        let report =
            Diagnostic::new(Code::E0004, place, format!("{} is never closed", self.name(block.opener)))
                .label("it seems to end here")
                .also(opener_span, "the block opens here")
                .patch(
                    "close the block",
                    vec![self.closing_edit(block, opener, next)],
                    Applicability::MaybeIncorrect,
                );
        self.balance.diagnostics.push(report);
    }

    fn closing_edit(&self, block: &Block, opener: &Token, next: usize) -> Edit {
        let end = self.end_before(next);
        let within = self.text.get(opener.range.start..end).unwrap_or_default();
        let ends_in_comment = within.rsplit('\n').next().is_some_and(|line| line.contains("//"));
        let text = if within.contains('\n') || ends_in_comment {
            let line = self.text.get(..opener.range.start).and_then(|text| text.rsplit('\n').next());
            let indent: String =
                line.unwrap_or_default().chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
            format!("\n{indent}}}")
        } else {
            " }".to_owned()
        };
        debug_assert!(block.opener < next);
        Edit { span: Span::new(self.source, end..end), text }
    }

    /// Where the last token before `next` ends that is no comment.
    fn end_of_code(&self, next: usize) -> usize {
        let before = self.tokens.get(..next).unwrap_or_default();
        let last = before.iter().rev().find(|token| !token.kind.is_comment());
        last.map_or(0, |token| token.range.end)
    }

    /// What opened the block: `` `message User` `` where two words stand before the brace.
    fn name(&self, opener: usize) -> String {
        let words =
            opener.checked_sub(2).and_then(|first| self.tokens.get(first..opener)).unwrap_or_default();
        match words {
            [keyword, name] if keyword.kind == Kind::Word && name.kind == Kind::Word => {
                let text = |token: &Token| self.text.get(token.range.clone()).unwrap_or_default().to_owned();
                format!("`{} {}`", text(keyword), text(name))
            }
            _ => "this block".to_owned(),
        }
    }
}
