//! What is looked at before a `.proto` file is parsed: a linear scan that no text can make fail.
//!
//! Values of options nest, and those who read them recurse; and each word costs memory. Strings and comments are
//! passed over as protobuf reads them. Where a text is malformed the two may differ, but then it is refused before
//! anybody recurses.

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit;
use crate::source::{SourceId, Span};

/// What keeps `text` from being parsed.
pub(super) fn check(source: SourceId, text: &str) -> Option<Diagnostic> {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut tokens) = (0, 0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at = match byte {
            b'"' | b'\'' => string_end(bytes, at),
            b'#' => line_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'/') => line_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => comment_end(bytes, at),
            _ if is_word(byte) => word_end(bytes, at),
            _ => at + 1,
        };
        match byte {
            b'{' | b'[' | b'(' | b'<' => depth += 1,
            b'}' | b']' | b')' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let place = || Span::new(source, start..start + 1);
        if depth > limit::NESTING_MAX {
            return Some(too_deep(place()));
        }
        tokens += usize::from(!byte.is_ascii_whitespace());
        if tokens > limit::TOKENS_MAX {
            return Some(too_long(place()));
        }
        if tokens == 1 && text.get(start..at) == Some("edition") {
            return Some(super::refuse::edition(Span::new(source, start..at)));
        }
        // A comment may stand before the first word.
        if tokens == 1 && matches!(byte, b'/' | b'#') {
            tokens = 0;
        }
    }
    None
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.' || !byte.is_ascii()
}

fn word_end(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|&&byte| is_word(byte)).count()
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |length| at + length)
}

fn comment_end(bytes: &[u8], at: usize) -> usize {
    let inside = bytes.get(at + 2..).unwrap_or_default();
    inside.windows(2).position(|pair| pair == b"*/").map_or(bytes.len(), |length| at + 2 + length + 2)
}

/// Behind the quote, or at the end of the line where there is none.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => return at,
            _ if byte == bytes[start] => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

fn too_deep(opener: Span) -> Diagnostic {
    let title = format!("brackets are nested deeper than {}", limit::NESTING_MAX);
    Diagnostic::new(Code::E0007, opener, title)
        .label("this one goes too deep")
        .note("nothing in this file was read")
}

fn too_long(first: Span) -> Diagnostic {
    let title = format!("more than {} words and marks in one file", limit::TOKENS_MAX);
    Diagnostic::new(Code::E0012, first, title)
        .label("the first one too many; nothing in this file was read")
        .help("split it into several files of the same package")
}
