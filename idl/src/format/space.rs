//! What is between two neighbours on one line.

use super::piece::{Piece, Role};
use crate::lex::Kind;

/// The space between `left` and `right`. Two tokens that would become one are never put together.
///
/// Two spaces set a comment behind code apart from the code: one is what separates words everywhere else.
pub(super) fn between(left: &Piece<'_>, right: &Piece<'_>) -> &'static str {
    if right.kind == Kind::LineComment {
        "  "
    } else if touch(left, right) {
        ""
    } else {
        " "
    }
}

fn touch(left: &Piece<'_>, right: &Piece<'_>) -> bool {
    match (left.role, right.role) {
        (Role::ListOpen(_), _) | (_, Role::ListClose) | (Role::BodyOpen, Role::BodyClose) => return true,
        _ => {}
    }
    match &*left.text {
        "(" | "[" | "<" | "@" | "..=" => return true,
        ".." => return !right.is("="),
        "-" => return !right.is(">"),
        "." => return !right.text.starts_with('.'),
        _ => {}
    }
    match &*right.text {
        "," | ";" | ":" | "?" | ")" | "]" | ">" => true,
        "(" | "<" => left.kind == Kind::Word,
        ".." | "..=" => matches!(left.kind, Kind::Word | Kind::Number) && !left.is("reserved"),
        // `stream .demo.User` and `stream.User` are different types, and only the author knows which.
        "." if matches!(&*left.text, "stream" | "throws" | "import" | "package") => !right.is_apart,
        "." => left.kind == Kind::Word,
        _ => false,
    }
}
