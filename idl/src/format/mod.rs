//! One canonical form for a file, made by moving its tokens apart or together.
//!
//! ```text
//!  text ──▶ pieces ──▶ one gap before each piece ──▶ text
//!           piece.rs   statement.rs, segment.rs      print.rs
//!                      (page.rs keeps the gaps, space.rs says what a gap is that is no line break)
//! ```
//!
//! The formatter decides the white space between two neighbours and nothing else, so a comment survives
//! wherever it stands. That is why it works on tokens and not with a tree of groups, as pretty printers
//! usually do: such a tree needs a place for every comment, and loses the ones it has no place for.
//!
//! Rules that hold here:
//!
//! - No token and no comment is added, dropped, reordered or changed. What is removed is white space at the
//!   ends of lines (also of the lines of a comment or a doc), and byte order marks at the start.
//! - It is total: any text comes out with its tokens. What it looks like is only promised for text that
//!   parses.
//! - Where lines end follows from the tokens and the width, with four exceptions, which the author decides: a
//!   blank line between two statements, a body on one line, and whether a comment has a line break before it
//!   and behind it. All four read the same in the output as in the input, so formatting twice changes
//!   nothing.
//! - A comment belongs to what follows it, unless it ends the line that it stands on.
//! - Time and memory are linear: widths are differences of running sums, nesting is on no stack but our own,
//!   and indentation stops growing where the parser stops reading.

mod page;
mod piece;
mod print;
mod segment;
mod space;
mod statement;
#[cfg(test)]
mod tests;

pub use print::format;
