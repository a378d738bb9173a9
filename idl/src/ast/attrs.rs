//! Documentation and annotations.

use super::{Doc, Ident, Path, Value};
use crate::source::Span;

/// What stands before a declaration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attrs {
    /// The `///` lines.
    pub docs: Vec<Doc>,
    /// The annotations, in order.
    pub annotations: Vec<Annotation>,
}

impl Attrs {
    /// The first annotation of this name, right or wrong.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Annotation> {
        self.annotations.iter().find(|annotation| annotation.is(name))
    }

    /// Whether there is an annotation of this name, right or wrong.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// All of a declaration: with what stands before it.
    #[must_use]
    pub fn and(&self, declaration: Span) -> Span {
        let docs = self.docs.iter().map(|doc| doc.span);
        let spans = docs.chain(self.annotations.iter().map(|annotation| annotation.span));
        // One that was written too late stands in the declaration, not before it.
        spans.min().map_or(declaration, |first| first.min(declaration).to(declaration))
    }
}

/// `@retry(max_attempts = 3)`
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The name, without the `@`.
    pub path: Path,
    /// What is between the parentheses.
    pub args: Vec<Arg>,
    /// From the `@` to the closing parenthesis.
    pub span: Span,
    /// Whether the arguments could not be read.
    pub broken: bool,
}

impl Annotation {
    /// Whether it is `@name`.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.path.as_ident().is_some_and(|ident| ident.text == name)
    }
}

/// `max_attempts = 3`, or a value alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// The name before the `=`.
    pub name: Option<Ident>,
    /// The value.
    pub value: Value,
    /// The whole argument.
    pub span: Span,
}
