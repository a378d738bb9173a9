//! What is looked at before the parser: a linear scan over the tokens that no text can make fail.
//!
//! It refuses what the parser could not bear (nesting), and mends what would throw the grammar off for the rest
//! of the file: strings and comments that never end, characters that nobody sees, braces without a partner.
//! Each is reported here, so the parser can rely on a text in which all of that is well.

use std::ops::Range;

use super::balance;
use super::mend::{Change, Mended};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::lex::{self, Kind, Token};
use crate::limit::{self, REPORTS_KEPT_MAX};
use crate::source::{SourceId, Span};

/// What the scan found.
pub(super) struct Guarded<'t> {
    /// The text to parse; `None` where it is nested too deep for that, or too long.
    pub(super) mended: Option<Mended<'t>>,
    /// Where in the text as written a string begins that never ends, ascending.
    pub(super) unclosed_strings: Vec<usize>,
    /// What is wrong so far.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Scans `text`.
pub(super) fn scan(source: SourceId, text: &str) -> Guarded<'_> {
    let mut guard =
        Guard { source, text, changes: Vec::new(), unclosed: Vec::new(), diagnostics: Vec::new() };
    let (tokens, end) = guard.tokens();
    let mended = if let Some(first_too_many) = tokens.get(limit::TOKENS_MAX) {
        guard.diagnostics.push(too_many_tokens(Span::new(source, first_too_many.range.clone())));
        None
    } else if let Some(opener) = too_deep(text, &tokens) {
        guard.diagnostics.push(nested_too_deep(Span::new(source, opener)));
        None
    } else {
        guard.hidden(&tokens);
        let text = text.get(..end).unwrap_or(text);
        let balance = balance::check(source, text, &tokens);
        // An unclosed comment has swallowed the braces that are missing, and it is reported.
        if end == guard.text.len() {
            guard.diagnostics.extend(balance.diagnostics);
        }
        guard.changes.extend(balance.changes);
        Some(Mended::new(text, guard.changes))
    };
    Guarded { mended, unclosed_strings: guard.unclosed, diagnostics: guard.diagnostics }
}

struct Guard<'t> {
    source: SourceId,
    text: &'t str,
    changes: Vec<Change>,
    unclosed: Vec<usize>,
    diagnostics: Vec<Diagnostic>,
}

impl Guard<'_> {
    /// The tokens, with every string closed, and where the text to parse ends.
    fn tokens(&mut self) -> (Vec<Token>, usize) {
        let mut tokens = Vec::new();
        for token in lex::tokens(self.text) {
            if tokens.len() > limit::TOKENS_MAX {
                break;
            }
            match token.kind {
                Kind::UnclosedComment => {
                    let opener =
                        Span::new(self.source, token.range.start..token.range.start.saturating_add(2));
                    let report = Diagnostic::new(Code::E0002, opener, "block comment is never closed")
                        .label("the comment begins here and takes in the rest of the file")
                        .help("end it with `*/`; block comments do not nest");
                    self.diagnostics.push(report);
                    return (tokens, token.range.start);
                }
                Kind::UnclosedString => self.close_string(token.range, &mut tokens),
                _ => tokens.push(token),
            }
        }
        (tokens, self.text.len())
    }

    /// Ends a string where it likely was to end: before the marks at the end of its line.
    fn close_string(&mut self, range: Range<usize>, tokens: &mut Vec<Token>) {
        let line = self.text.get(range.clone()).unwrap_or_default();
        let kept = line.trim_end_matches([')', ']', '}', ';', ',', ' ', '\t']);
        let end = range.start.saturating_add(kept.len().max(1));
        let span = Span::new(self.source, range.start..end);
        let report = Diagnostic::new(Code::E0002, span, "string is never closed")
            .label("a string ends on the line it begins on")
            .suggest("close it", span.after(), "\"");
        if self.diagnostics.len() < REPORTS_KEPT_MAX {
            self.diagnostics.push(report);
        }
        self.unclosed.push(range.start);
        self.changes.push(Change::Cover(range.start..range.start.saturating_add(1), '"'));
        self.changes.push(Change::Cover(range.start.saturating_add(1)..end, '_'));
        self.changes.push(Change::Insert(end, '"'));
        tokens.push(Token { kind: Kind::String, range: range.start..end });
        let tail = self.text.get(end..range.end).unwrap_or_default();
        for (at, _) in tail.match_indices(|c: char| !c.is_whitespace()) {
            let at = at.saturating_add(end);
            tokens.push(Token { kind: Kind::Punctuation, range: at..at.saturating_add(1) });
        }
    }

    /// Characters that a reader does not see, or that change the order of those around them.
    fn hidden(&mut self, tokens: &[Token]) {
        let mut rest = tokens;
        for (at, c) in self.text.char_indices().filter(|&(at, c)| lex::is_hidden(at, c)) {
            let past = rest.partition_point(|token| token.range.end <= at);
            rest = rest.get(past..).unwrap_or_default();
            let within = rest.first().filter(|token| token.range.start <= at).map(|token| token.kind);
            let range = at..at.saturating_add(c.len_utf8());
            if self.diagnostics.len() < REPORTS_KEPT_MAX {
                self.diagnostics.push(hidden_character(Span::new(self.source, range.clone()), c, within));
            }
            let in_string = self.unclosed.binary_search_by(|start| start.cmp(&at)).is_err()
                && within == Some(Kind::String);
            let is_text = in_string
                || within.is_some_and(|kind| kind.is_comment() || matches!(kind, Kind::Doc | Kind::FileDoc));
            if !is_text {
                self.changes.push(Change::Cover(range.clone(), self.filler(&range)));
            }
        }
    }

    /// A hidden character inside a word is written over with a part of a word, so that the word stays one.
    fn filler(&self, range: &Range<usize>) -> char {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let before = self.text.get(..range.start).is_some_and(|text| text.ends_with(is_word));
        let after = self.text.get(range.end..).is_some_and(|text| text.starts_with(is_word));
        if before && after { '_' } else { ' ' }
    }
}

fn hidden_character(span: Span, c: char, within: Option<Kind>) -> Diagnostic {
    let number = u32::from(c);
    let what = if c.is_control() { "control character" } else { "invisible character" };
    let report = Diagnostic::new(Code::E0013, span, format!("{what} U+{number:04X}"))
        .label("it is not shown, and may make the text read differently from what it is");
    match within {
        Some(Kind::String) => {
            let escape = format!("\\u{{{number:x}}}");
            report.fix(format!("write `{escape}` where the string needs it"), span, escape)
        }
        _ => report.fix("remove it", span, ""),
    }
}

/// The first opening bracket that stands deeper than [`limit::NESTING_MAX`].
fn too_deep(text: &str, tokens: &[Token]) -> Option<Range<usize>> {
    let mut braces = 0_usize;
    // What the other brackets hold ends at a semicolon or a brace, even where they are not closed. Each kind is
    // counted by itself, because `(>(>(>` is deep.
    let mut others = [0_usize; 3];
    for token in tokens.iter().filter(|token| token.kind == Kind::Punctuation) {
        let [parentheses, squares, angles] = &mut others;
        let (count, opens) = match text.as_bytes().get(token.range.start) {
            Some(b'{') => (&mut braces, true),
            Some(b'}') => (&mut braces, false),
            Some(b'(') => (parentheses, true),
            Some(b')') => (parentheses, false),
            Some(b'[') => (squares, true),
            Some(b']') => (squares, false),
            Some(b'<') => (angles, true),
            Some(b'>') => (angles, false),
            Some(b';') => {
                others = [0; 3];
                continue;
            }
            _ => continue,
        };
        *count = if opens { count.saturating_add(1) } else { count.saturating_sub(1) };
        if matches!(text.as_bytes().get(token.range.start), Some(b'{' | b'}')) {
            others = [0; 3];
        }
        if others.iter().sum::<usize>().saturating_add(braces) > limit::NESTING_MAX {
            return Some(token.range.clone());
        }
    }
    None
}

fn too_many_tokens(first: Span) -> Diagnostic {
    let title = format!("more than {} words and marks in one file", limit::TOKENS_MAX);
    Diagnostic::new(Code::E0012, first, title)
        .label("the first one too many; nothing in this file was read")
        .help("split it: the files of one package see each other's names without an import")
}

fn nested_too_deep(opener: Span) -> Diagnostic {
    let max = limit::NESTING_MAX;
    Diagnostic::new(Code::E0007, opener, format!("brackets are nested deeper than {max}"))
        .label("this one goes too deep")
        .note("the rest of the file was not read")
}
