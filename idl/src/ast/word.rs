//! The smallest pieces: names, texts, numbers.

use crate::source::Span;

/// One line of documentation, without its slashes and the one space behind them.
#[derive(Clone, Debug, PartialEq)]
pub struct Doc {
    /// The text of the line.
    pub text: String,
    /// The whole line, slashes included.
    pub span: Span,
}

/// A name that the author chose, or refers to.
#[derive(Clone, Debug, PartialEq)]
pub struct Ident {
    /// The characters.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// Names joined by dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Whether it begins with a dot, and so with the name of a package.
    pub absolute: bool,
    /// At least one.
    pub segments: Vec<Ident>,
    /// The whole path.
    pub span: Span,
}

impl Path {
    /// The path as it was written.
    #[must_use]
    pub fn text(&self) -> String {
        let joined = self.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(".");
        if self.absolute { format!(".{joined}") } else { joined }
    }

    /// The only name of a path of one name.
    #[must_use]
    pub fn as_ident(&self) -> Option<&Ident> {
        match self.segments.as_slice() {
            [only] if !self.absolute => Some(only),
            _ => None,
        }
    }
}

/// A string, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The characters it stands for.
    pub value: String,
    /// From quote to quote. Where the text between holds no escape, the byte `i` of `value` stands at
    /// `span.start + 1 + i`.
    pub span: Span,
}

/// A whole number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The value; `None` for one that no 64 bits hold, already reported.
    pub value: Option<i128>,
    /// Where it stands.
    pub span: Span,
}
