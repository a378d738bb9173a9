//! A token, and what the choice of the space before it depends on.

use std::borrow::Cow;

use crate::lex::{self, Kind};

/// What the lexer passes over.
const WHITE_SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// One token of the file.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) kind: Kind,
    /// Its characters, without white space at the end of a line.
    pub(super) text: Cow<'a, str>,
    /// Whether white space is before it.
    pub(super) is_apart: bool,
    /// Line breaks before it; two stand for any more.
    pub(super) lines: usize,
    pub(super) role: Role,
}

/// What a brace or a bracket is for. The space between tokens plays no part in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Not a bracket, or one without its partner.
    Plain,
    /// `(`, `[`, or the `{` of an import; its partner is at this index. No statement ends between the two.
    ListOpen(usize),
    /// The partner of `ListOpen`.
    ListClose,
    /// `{` of a body.
    BodyOpen,
    /// `}` of a body.
    BodyClose,
}

impl Piece<'_> {
    pub(super) fn is_comment(&self) -> bool {
        self.kind.is_comment()
    }

    /// Whether it needs its line for itself.
    pub(super) fn is_doc(&self) -> bool {
        matches!(self.kind, Kind::Doc | Kind::FileDoc)
    }

    /// Whether it would swallow what follows on its line.
    pub(super) fn ends_line(&self) -> bool {
        self.is_doc() || matches!(self.kind, Kind::LineComment | Kind::UnclosedComment | Kind::UnclosedString)
    }

    /// Whether it is this word or mark. A string or a comment never is.
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text
    }

    /// Where the list ends that it opens.
    pub(super) fn list_close(&self) -> Option<usize> {
        match self.role {
            Role::ListOpen(close) => Some(close),
            _ => None,
        }
    }
}

/// The pieces of `text`, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let text = text.trim_start_matches(|c| c == '\u{feff}' || WHITE_SPACE.contains(&c));
    let mut end = 0;
    let mut pieces: Vec<_> = lex::tokens(text)
        .map(|token| {
            let space = &text[end..token.range.start];
            end = token.range.end;
            Piece {
                kind: token.kind,
                text: trimmed(token.kind, &text[token.range]),
                is_apart: !space.is_empty(),
                lines: lines(space).min(2),
                role: Role::Plain,
            }
        })
        .collect();
    assign_roles(&mut pieces);
    pieces
}

fn trimmed(kind: Kind, text: &str) -> Cow<'_, str> {
    match kind {
        Kind::Doc | Kind::FileDoc | Kind::LineComment => text.trim_end_matches(WHITE_SPACE).into(),
        Kind::UnclosedString => text.trim_end_matches('\r').into(),
        Kind::BlockComment | Kind::UnclosedComment => {
            let text = text.trim_end_matches(WHITE_SPACE);
            if text.contains([' ', '\t', '\r']) && text.contains('\n') {
                let lines = text.split('\n').map(|line| line.trim_end_matches(WHITE_SPACE));
                lines.collect::<Vec<_>>().join("\n").into()
            } else {
                text.into()
            }
        }
        _ => text.into(),
    }
}

/// The line breaks in `space`. A carriage return is one only where no line feed is.
fn lines(space: &str) -> usize {
    let count = |byte| space.bytes().filter(|&b| b == byte).count();
    match count(b'\n') {
        0 => count(b'\r'),
        feeds => feeds,
    }
}

/// A list ends before its statement does, so a bracket that is still open there has no partner: it does not
/// pull the rest of the file into itself.
fn assign_roles(pieces: &mut [Piece<'_>]) {
    let mut open = Vec::new();
    let mut is_after_dot = false;
    for at in 0..pieces.len() {
        if pieces[at].is_comment() {
            continue;
        }
        let text = &*pieces[at].text;
        let partner = match text {
            ")" => "(",
            "]" => "[",
            "}" => "{",
            _ => "",
        };
        if matches!(text, "(" | "[") || is_after_dot && text == "{" {
            open.push(at);
        } else if let Some(top) = open.pop_if(|top| pieces[*top].is(partner)) {
            pieces[top].role = Role::ListOpen(at);
            pieces[at].role = Role::ListClose;
        } else if matches!(text, "{" | "}" | ";") {
            pieces[at].role = match text {
                "{" => Role::BodyOpen,
                "}" => Role::BodyClose,
                _ => Role::Plain,
            };
            open.clear();
        }
        is_after_dot = pieces[at].is(".");
    }
}
