//! Messages as JSON, as protobuf maps them, through serde.
//!
//! ```text
//!      generated: a line per field                     here: how each kind of field looks
//!
//!  Serialize   ──▶ Object::write_json ──▶ Writer ──▶ set, optional, list, map, member ──▶ Kind ──▶ serde
//!  Deserialize ◀── Object::read_json  ◀── Reader ◀── the same                         ◀── Kind ◀── serde
//! ```
//!
//! Generated types implement serde's traits, so `serde_json::to_string` and `serde_json::from_str` do what is
//! expected of them. What is not by default is said with [`Options`]: to pass over fields that the schema does
//! not know, and which types an [`Any`](crate::Any) may hold. serde_json's feature `arbitrary_precision` shows
//! numbers as objects to all but itself; where a program turns it on, numbers are refused here.
//!
//! A `Cx` goes along with each value. It knows the way to it, for errors, and counts what is read
//! against [`Limits`](crate::codec::Limits), as the binary codec does.

mod any;
mod atom;
mod budget;
mod content;
mod cx;
mod enums;
mod error;
mod ignore;
mod keep;
mod key;
mod kind;
mod list;
mod map;
mod nested;
mod number;
mod object;
mod options;
mod read;
mod shape;
mod slot;
mod text;
mod whole;

pub(crate) use self::{
    atom::read_atom,
    list::{IntoList, OfList},
    map::{IntoMap, OfMap},
    read::{Take, take},
};

pub use error::Error;
pub use options::Options;
pub use shape::Shape;

#[doc(hidden)]
pub use self::{
    atom::{Atom, Atomic, Misfit},
    cx::Cx,
    enums::{EnumNames, deserialize_enum, serialize_enum},
    key::Key,
    kind::{Found, Kind},
    map::Map,
    object::Object,
    shape::{deserialize, serialize},
    slot::{Reader, Slot, Writer},
    whole::Whole,
};
