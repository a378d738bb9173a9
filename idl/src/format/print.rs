//! The pieces and their gaps as text.

use super::page::{self, Gap};
use super::piece;
use super::space;
use super::statement;

/// `text` in its canonical form.
///
/// It is meant for text that parses. Any other comes out with the same tokens and the same comments, but
/// perhaps not where its author would have them.
///
/// ```
/// let text = "// A point.\nmessage  Point{x:double=1;\ny:double=2;}";
/// let formatted = "\
/// // A point.
/// message Point {
///   x: double = 1;
///   y: double = 2;
/// }
/// ";
/// assert_eq!(mrpc_idl::format::format(text), formatted);
/// assert_eq!(mrpc_idl::format::format(formatted), formatted);
/// ```
#[must_use]
pub fn format(text: &str) -> String {
    let pieces = piece::pieces(text);
    let mut formatted = String::with_capacity(text.len() + text.len() / 8);
    let mut left = None;
    for (piece, gap) in pieces.iter().zip(statement::gaps(&pieces)) {
        match (gap, left) {
            (Gap::Line { level, is_blank }, _) => {
                formatted.push_str(if is_blank { "\n\n" } else { "\n" });
                formatted.extend(std::iter::repeat_n(' ', page::columns(level)));
            }
            (Gap::Space, Some(left)) => formatted.push_str(space::between(left, piece)),
            (Gap::Space, None) => {}
        }
        formatted.push_str(&piece.text);
        left = Some(piece);
    }
    if !formatted.is_empty() {
        formatted.push('\n');
    }
    formatted
}
