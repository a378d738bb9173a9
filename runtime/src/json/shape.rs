//! What a message is in JSON.

use serde::{Deserializer, Serializer};

use crate::codec::Fields;

use super::cx::Cx;
use super::kind::Found;
use super::options::Options;

/// A message or union that can be JSON: an object, or what protobuf says of a well-known type.
///
/// Generated types implement this; nobody else does.
pub trait Shape: Fields {
    /// Whether it is an object that has its fields as members, and nothing else.
    #[doc(hidden)]
    const IS_OBJECT: bool;

    #[doc(hidden)]
    fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value into this one, which is a default.
    #[doc(hidden)]
    fn read_shape<'de, D: Deserializer<'de>>(
        &mut self,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error>;
}

/// `Serialize::serialize` of a message or union.
///
/// # Errors
///
/// Those of `serializer`, and if JSON has no such value.
pub fn serialize<M: Shape, S: Serializer>(message: &M, serializer: S) -> Result<S::Ok, S::Error> {
    message.write_shape(&Options::plain_run().cx(), serializer)
}

/// `Deserialize::deserialize` of a message or union.
///
/// # Errors
///
/// Those of `deserializer`, and if what it has is not such a message.
pub fn deserialize<'de, M: Shape, D: Deserializer<'de>>(deserializer: D) -> Result<M, D::Error> {
    read(&Options::plain_run().cx(), deserializer)
}

/// Reads a message that is there.
pub(super) fn read<'de, M: Shape, D: Deserializer<'de>>(cx: &Cx<'_>, deserializer: D) -> Result<M, D::Error> {
    let mut message = M::default();
    read_into(&mut message, cx, deserializer)?;
    Ok(message)
}

/// Reads a message that is there into `message`, which is a default.
pub(super) fn read_into<'de, M: Shape, D: Deserializer<'de>>(
    message: &mut M,
    cx: &Cx<'_>,
    deserializer: D,
) -> Result<(), D::Error> {
    match message.read_shape(cx, deserializer)? {
        Found::Value => Ok(()),
        Found::Null | Found::Unknown => Err(cx.wrong(format_args!("expected `{}`, found null", M::NAME))),
    }
}
