//! What generated code says about a message, and the loop that reads one.

use super::error::DecodeError;
use super::error::DecodeErrorKind::Missing;
use super::reader::Reader;
use super::skip;
use super::unknown::UnknownFields;
use super::writer::Writer;
use crate::json::Whole;

/// What generated code says about a message. Users see it as [`Message`](crate::Message).
pub trait Fields: Default {
    /// Its name in the schema, as in `demo.user.v1.User`.
    const NAME: &'static str;
    /// Its fields: numbers in order, and names.
    const FIELDS: &'static [(u32, &'static str)];
    /// The names of its `@required` fields.
    const REQUIRED: &'static [&'static str];
    /// How it is JSON, if it can be.
    const JSON: Option<Whole<Self>> = None;
    /// Which of these were seen: `Seen<N>`, if there are `N`.
    type Seen: Marks;

    /// Writes all fields.
    fn write(&self, w: &mut Writer<'_>);

    /// Reads the field `tag` says, or is `false` if the value is none for it.
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, seen: &mut Self::Seen) -> Result<bool, DecodeError>;

    /// Where fields go that the schema does not know, if they are kept.
    fn unknown_fields(&mut self) -> Option<&mut UnknownFields>;
}

/// Which `@required` fields of a message were seen.
#[derive(Debug)]
pub struct Seen<const N: usize>([Option<()>; N]);

impl<const N: usize> Default for Seen<N> {
    fn default() -> Self {
        Self([None; N])
    }
}

/// A [`Seen`] of any size.
pub trait Marks: Default {
    /// All of them, marked.
    fn all() -> Self;

    /// Marks the `index`th, and says whether it was the first time.
    fn mark(&mut self, index: usize) -> bool;

    /// The first that is missing.
    fn missing(&self) -> Option<usize>;
}

impl<const N: usize> Marks for Seen<N> {
    #[inline]
    fn all() -> Self {
        Self([Some(()); N])
    }

    #[inline]
    fn mark(&mut self, index: usize) -> bool {
        self.0.get_mut(index).is_some_and(|mark| mark.replace(()).is_none())
    }

    #[inline]
    fn missing(&self) -> Option<usize> {
        self.0.iter().position(Option::is_none)
    }
}

/// Reads the fields that `r` has into `message`. `@required` fields must be among them the `first` time; then the
/// message is whole, and what is merged into it need not be.
#[inline]
pub(super) fn read_fields<M: Fields>(
    message: &mut M,
    r: &mut Reader<'_>,
    first: bool,
) -> Result<(), DecodeError> {
    let mut seen = if first { M::Seen::default() } else { M::Seen::all() };
    while !r.rest.is_empty() {
        let before = r.rest;
        let tag = r.tag()?;
        match message.field(tag, r, &mut seen) {
            Ok(true) => {}
            Ok(false) => {
                r.rest = before;
                skip::keep(r, message.unknown_fields())?;
            }
            Err(error) => return Err(error.in_field(name(M::FIELDS, tag >> 3))),
        }
    }
    // Without `@required` fields, nothing is left of this after compiling.
    check::<M>(&seen, r)
}

/// Refuses a message that nobody has sent, if it has `@required` fields.
#[inline]
pub(super) fn check_absent<M: Fields>(r: &Reader<'_>) -> Result<(), DecodeError> {
    check::<M>(&M::Seen::default(), r)
}

#[inline(always)]
fn check<M: Fields>(seen: &M::Seen, r: &Reader<'_>) -> Result<(), DecodeError> {
    match seen.missing() {
        Some(index) => Err(r.error(Missing).in_field(M::REQUIRED.get(index).copied())),
        None => Ok(()),
    }
}

/// The name of the field with `number`.
#[cold]
pub(super) fn name(fields: &[(u32, &'static str)], number: u32) -> Option<&'static str> {
    let index = fields.binary_search_by_key(&number, |(number, _)| *number).ok()?;
    fields.get(index).map(|(_, name)| *name)
}
