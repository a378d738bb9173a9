//! Messages as bytes: the wire format of protobuf.
//!
//! ```text
//!          generated: a line per field          here: how each kind of field travels
//!
//!  Message ──▶ Fields::write ──▶ Writer ──▶ set, optional, list, packed, map, member ──▶ Kind ──▶ bytes
//!  Message ◀── Fields::field ◀── Reader ◀── the same                               ◀── Kind ◀── bytes
//! ```
//!
//! Reading goes once through the bytes and counts against [`Limits`] what they ask for. Writing goes once
//! through the value.

mod error;
mod fields;
mod kind;
mod limits;
mod list;
mod map;
mod message;
mod nested;
mod reader;
mod scalar;
mod skip;
mod slot;
mod text;
mod unknown;
mod varint;
mod writer;

pub use error::{DecodeError, DecodeErrorKind};
pub use limits::Limits;
pub use message::Message;
pub use unknown::UnknownFields;

#[doc(hidden)]
pub use self::{
    fields::{Fields, Marks, Seen},
    kind::Kind,
    map::Map,
    nested::{Boxed, Nested, Wrapper},
    reader::Reader,
    scalar::{
        Bool, Closed, Double, Fixed32, Fixed64, Float, Int32, Int64, Open, Scalar, Sfixed32, Sfixed64,
        Sint32, Sint64, Uint32, Uint64,
    },
    text::{Blob, SharedBlob, Str},
    writer::Writer,
};
