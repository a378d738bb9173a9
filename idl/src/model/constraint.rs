//! What the values of a field must satisfy.

use super::Format;
use crate::source::Span;

/// A value of a built-in type or of an enum.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// `true`
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number with a fraction.
    Float(f64),
    /// Text, or the bytes of it.
    String(String),
    /// The name of a value of the field's enum.
    EnumValue(String),
}

/// What a value must satisfy. On a list, all but [`Len`](ConstraintKind::Len) and
/// [`Unique`](ConstraintKind::Unique) speak of each element.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// What.
    pub kind: ConstraintKind,
    /// The annotation.
    pub span: Span,
}

/// The kinds of constraint.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstraintKind {
    /// `@range(min..=max)`
    Range {
        /// The least value.
        min: Option<Scalar>,
        /// The greatest value.
        max: Option<Scalar>,
        /// Whether `max` itself is allowed; always so for whole numbers.
        is_inclusive: bool,
    },
    /// `@len(min..=max)`: characters, bytes or elements.
    Len {
        /// The least length.
        min: u64,
        /// The greatest length.
        max: Option<u64>,
    },
    /// `@pattern("…")`
    Pattern(String),
    /// `@format(…)`
    Format(Format),
    /// `@unique`
    Unique,
    /// `@in([…])`
    In(Vec<Scalar>),
    /// `@not_in([…])`
    NotIn(Vec<Scalar>),
    /// `@nonzero`
    Nonzero,
    /// `@finite`
    Finite,
}
