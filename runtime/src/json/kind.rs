//! How one value of a field looks in JSON.

use serde::de::DeserializeSeed;
use serde::{Deserializer, Serialize, Serializer};

use crate::codec;

use super::cx::Cx;

/// How one value of a field looks in JSON. The kinds are those of the binary codec.
pub trait Kind: codec::Kind {
    /// Writes `value`.
    fn write_json<S: Serializer>(value: &Self::Value, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value into `slot`, where a default is.
    fn read_json<'de, D: Deserializer<'de>>(
        slot: &mut Self::Value,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error>;
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A value.
    Value,
    /// `null`, where that is no value.
    Null,
    /// The name of something that an enum does not have, while what is not known is passed over.
    Unknown,
}

/// Reads a value inside another one into `slot`.
#[derive(Debug)]
pub(super) struct Into<'a, K: Kind> {
    pub(super) slot: &'a mut K::Value,
    pub(super) cx: &'a Cx<'a>,
}

impl<'de, K: Kind> DeserializeSeed<'de> for Into<'_, K> {
    type Value = Found;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        K::read_json(self.slot, self.cx, deserializer)
    }
}

/// Writes a value inside another one.
#[derive(Debug)]
pub(super) struct Of<'a, K: Kind> {
    pub(super) value: &'a K::Value,
    pub(super) cx: &'a Cx<'a>,
}

impl<K: Kind> Serialize for Of<'_, K> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        K::write_json(self.value, self.cx, serializer)
    }
}
