//! Words, comments and punctuation, with no idea of what they mean.
//!
//! A linear scan that never fails and loses no byte: the tokens and the white space between them are the
//! text. Three things need so little that parsing would be too much: the guard that runs before the parser,
//! the search for a file's `package` line, and the formatter.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `//! …`
    FileDoc,
    /// `/// …`, with three slashes exactly.
    Doc,
    /// `// …`
    LineComment,
    /// `/* … */`
    BlockComment,
    /// `/* …` to the end of the file.
    UnclosedComment,
    /// `"…"`
    String,
    /// `"…` to the end of the line.
    UnclosedString,
    /// A letter or `_`, then letters, digits and `_`.
    Word,
    /// A digit, then letters, digits, `_`, and a `.` between digits.
    Number,
    /// `->`, `..=`, `..`, or one character.
    Punctuation,
}

/// One token: its kind and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub range: Range<usize>,
}

impl Kind {
    /// Whether the parser passes over it.
    #[must_use]
    pub fn is_comment(self) -> bool {
        matches!(self, Self::LineComment | Self::BlockComment | Self::UnclosedComment)
    }
}

/// Control characters, marks of direction, and a byte order mark that is not the first character.
pub(crate) fn is_hidden(at: usize, c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => false,
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{feff}' => at > 0,
        other => other.is_control(),
    }
}

/// The tokens of `text`, in order.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].len() - text[at..].trim_start_matches([' ', '\t', '\r', '\n']).len();
        let (kind, length) = first(&text[at..])?;
        let range = at..at + length;
        at = range.end;
        Some(Token { kind, range })
    })
}

/// The kind and the length of the token that `rest` begins with.
fn first(rest: &str) -> Option<(Kind, usize)> {
    let next = rest.chars().next()?;
    let line =
        |kind| (kind, rest.find('\n').map_or(rest.len(), |end| rest[..end].trim_end_matches('\r').len()));
    let run = |is_part: fn(char) -> bool| rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    Some(match next {
        '/' if rest.starts_with("//!") => line(Kind::FileDoc),
        '/' if rest.starts_with("///") && !rest.starts_with("////") => line(Kind::Doc),
        '/' if rest.starts_with("//") => line(Kind::LineComment),
        '/' if rest.starts_with("/*") => match rest[2..].find("*/") {
            Some(end) => (Kind::BlockComment, end + 4),
            None => (Kind::UnclosedComment, rest.len()),
        },
        '"' => string(rest),
        '0'..='9' => (Kind::Number, number(rest)),
        c if is_word(c) => (Kind::Word, run(is_word)),
        '-' if rest.starts_with("->") => (Kind::Punctuation, 2),
        '.' if rest.starts_with("..=") => (Kind::Punctuation, 3),
        '.' if rest.starts_with("..") => (Kind::Punctuation, 2),
        other => (Kind::Punctuation, other.len_utf8()),
    })
}

/// Letters of any script, so that a foreign name is one token and gets one report.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn string(rest: &str) -> (Kind, usize) {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return (Kind::UnclosedString, rest[..at].trim_end_matches('\r').len()),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (Kind::String, at + 1),
            _ => {}
        }
    }
    (Kind::UnclosedString, rest.len())
}

fn number(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    let mut has_point = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'.' if !has_point && is_digit(at + 1) => has_point = true,
            b'+' | b'-' if has_point && matches!(bytes[at - 1], b'e' | b'E') && is_digit(at + 1) => {}
            b'%' => return at + 1,
            b if b.is_ascii_alphanumeric() || b == b'_' => {}
            _ => break,
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};
    use proptest::prelude::*;

    fn check(text: &str, expected: &[(Kind, &str)]) {
        let found: Vec<_> = tokens(text).map(|token| (token.kind, &text[token.range])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn splits_a_declaration() {
        use Kind::{Number, Punctuation as P, Word};
        check(
            "@len(1..=MAX) a: b? = 0x1F;",
            &[
                (P, "@"),
                (Word, "len"),
                (P, "("),
                (Number, "1"),
                (P, "..="),
                (Word, "MAX"),
                (P, ")"),
                (Word, "a"),
                (P, ":"),
                (Word, "b"),
                (P, "?"),
                (P, "="),
                (Number, "0x1F"),
                (P, ";"),
            ],
        );
    }

    #[test]
    fn numbers_keep_their_unit_and_their_exponent() {
        use Kind::{Number, Punctuation as P};
        check("50ms..1s", &[(Number, "50ms"), (P, ".."), (Number, "1s")]);
        check("-1.5e-3", &[(P, "-"), (Number, "1.5e-3")]);
        check("20%", &[(Number, "20%")]);
    }

    #[test]
    fn comments_and_strings_end_where_they_should() {
        check("/// a\r\n// b", &[(Kind::Doc, "/// a"), (Kind::LineComment, "// b")]);
        check("//// a", &[(Kind::LineComment, "//// a")]);
        check(r#""a\"b" "c"#, &[(Kind::String, r#""a\"b""#), (Kind::UnclosedString, r#""c"#)]);
        check("/* a */ /* b", &[(Kind::BlockComment, "/* a */"), (Kind::UnclosedComment, "/* b")]);
    }

    proptest! {
        #[test]
        fn only_white_space_is_between_tokens(text in any::<String>()) {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(text[end..token.range.start].trim().is_empty());
                prop_assert!(!token.range.is_empty());
                end = token.range.end;
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
