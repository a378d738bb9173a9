//! Why bytes are not a message, and where in it.

use std::fmt;

/// Why bytes are not a message: what is wrong, in which field, at which byte.
///
/// ```
/// use mrpc::{Message, Timestamp};
///
/// let error = Timestamp::decode(&[0x08]).unwrap_err();
/// assert_eq!(error.to_string(), "`seconds`: the bytes end in the middle of a value (at byte 1)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: DecodeErrorKind,
    offset: usize,
    /// The way from the field that is wrong up to the message that was asked for.
    way: Vec<Step>,
}

/// One step from a message into another.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(&'static str),
    Index(usize),
}

/// What is wrong with bytes that are not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The bytes end in the middle of a value.
    Truncated,
    /// A number takes more than ten bytes.
    Varint,
    /// A field has a number or a wire type that does not exist.
    Tag,
    /// A group has no end, or an end has no group.
    Group,
    /// A packed list is not a whole number of values long.
    Packed,
    /// Text is not UTF-8.
    Utf8,
    /// A `@required` field is missing.
    Missing,
    /// Messages lie deeper in each other than [`Limits::depth_max`](crate::codec::Limits::depth_max).
    Depth,
    /// There are more elements than [`Limits::elements_max`](crate::codec::Limits::elements_max).
    Elements,
    /// The values would take more memory than [`Limits`](crate::codec::Limits) allow.
    Memory,
    /// There are more bytes than a message can have.
    Size,
}

impl DecodeErrorKind {
    const fn what(self) -> &'static str {
        match self {
            Self::Truncated => "the bytes end in the middle of a value",
            Self::Varint => "a number takes more than ten bytes",
            Self::Tag => "no such field number or wire type",
            Self::Group => "a group without an end, or an end without a group",
            Self::Packed => "a packed list ends in the middle of a value",
            Self::Utf8 => "text that is not UTF-8",
            Self::Missing => "required, and missing",
            Self::Depth => "messages in messages, deeper than `depth_max`",
            Self::Elements => "more elements than `elements_max`",
            Self::Memory => "more memory than the limits allow for so few bytes",
            Self::Size => "more than 2 GiB",
        }
    }
}

impl DecodeError {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: DecodeErrorKind, offset: usize) -> Self {
        Self(Box::new(Inner { kind, offset, way: Vec::new() }))
    }

    /// The same error, seen from the message around `field`.
    #[cold]
    #[inline(never)]
    pub(crate) fn in_field(mut self, field: Option<&'static str>) -> Self {
        self.0.way.extend(field.map(Step::Field));
        self
    }

    /// The same error, seen from the list around the element `index`.
    #[cold]
    #[inline(never)]
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.0.way.push(Step::Index(index));
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> DecodeErrorKind {
        self.0.kind
    }

    /// How many bytes were read before it.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The field it is in, as in `order.items[3].price`; empty if it is in none.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.way.iter().rev() {
            match step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Field(name) if path.is_empty() => path.push_str(name),
                Step::Field(name) => {
                    path.push('.');
                    path.push_str(name);
                }
            }
        }
        path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.way.is_empty() {
            write!(f, "`{}`: ", self.path())?;
        }
        write!(f, "{} (at byte {})", self.0.kind.what(), self.0.offset)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}
