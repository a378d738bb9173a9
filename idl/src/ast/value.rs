//! Values in annotations and constants.

use std::time::Duration;

use super::{Path, Text};
use crate::source::Span;

/// A value in an annotation or a constant.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of value.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// `"text"`
    String(Text),
    /// `-5`, `0xff`, `1_000`, also `4KiB` (as 4096).
    Int(i128),
    /// `1.5`
    Float(f64),
    /// `50ms`
    Duration(Duration),
    /// `20%`, as 20.
    Percent(u32),
    /// `1..=5`, `50ms..1s`, `..=16`
    Range(Box<RangeValue>),
    /// `[A, B]`
    List(Vec<Value>),
    /// `true`, `none`, `hash`, `NOT_FOUND`, the name of a constant.
    Path(Path),
    /// Malformed, and already reported.
    Broken,
}

/// `start..end` or `start..=end`
#[derive(Clone, Debug, PartialEq)]
pub struct RangeValue {
    /// Before the dots.
    pub start: Option<Value>,
    /// Behind the dots.
    pub end: Option<RangeEnd>,
    /// Whether the end belongs to it: `..=`.
    pub inclusive: bool,
}

/// The end of a range.
#[derive(Clone, Debug, PartialEq)]
pub enum RangeEnd {
    /// A value.
    Value(Value),
    /// The word `max`.
    Max(Span),
}
