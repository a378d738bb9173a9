//! The kinds of value a field can have.
//!
//! ```text
//!   Kind ── one value of a field      Int32 Sint64 Double … Str Blob Open<E> Nested<M> Boxed<K> Wrapper<K>
//!    └── Scalar ── can be packed      Int32 Sint64 Double … Open<E>
//! ```
//!
//! A kind is a type without values that knows how a Rust value travels. `int32`, `sint32` and `sfixed32` are
//! all `i32` in Rust, and three kinds.

use super::error::DecodeError;
use super::reader::Reader;
use super::writer::Writer;

/// How one value of a field travels.
pub trait Kind {
    /// What it is in Rust.
    type Value: Default;

    /// The wire type of one value.
    const WIRE: u32;

    /// Takes a value; `None` if it is one that the field has no place for, such as a number that a closed enum
    /// does not have.
    fn read(r: &mut Reader<'_>) -> Result<Option<Self::Value>, DecodeError>;

    /// Takes a value into `slot`. A message is merged into what is there, unless this is its `first` time.
    #[inline(always)]
    fn read_into(r: &mut Reader<'_>, slot: &mut Self::Value, first: bool) -> Result<bool, DecodeError> {
        let _ = first;
        Ok(match Self::read(r)? {
            Some(value) => {
                *slot = value;
                true
            }
            None => false,
        })
    }

    /// Takes a value into a field that can be absent.
    #[inline(always)]
    fn read_optional(r: &mut Reader<'_>, slot: &mut Option<Self::Value>) -> Result<bool, DecodeError> {
        Ok(match Self::read(r)? {
            Some(value) => {
                *slot = Some(value);
                true
            }
            None => false,
        })
    }

    /// Takes a value behind those of `list`, which has room for it.
    #[inline(always)]
    fn read_next(r: &mut Reader<'_>, list: &mut Vec<Self::Value>) -> Result<bool, DecodeError> {
        Ok(match Self::read(r)? {
            Some(value) => {
                list.push(value);
                true
            }
            None => false,
        })
    }

    /// Refuses a value that nobody has sent, where absence has no meaning: that of a map's entry.
    #[inline(always)]
    fn check_absent(_: &Reader<'_>) -> Result<(), DecodeError> {
        Ok(())
    }

    /// Puts `tag` and `value`.
    fn write(w: &mut Writer<'_>, tag: u32, value: &Self::Value);

    /// Whether `value` is what an absent field means.
    fn is_default(value: &Self::Value) -> bool;
}
