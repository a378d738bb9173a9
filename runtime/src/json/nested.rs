//! Messages in messages, and values behind a pointer or in a wrapper.

use serde::{Deserializer, Serializer};

use crate::codec::{Boxed, Nested, Wrapper};

use super::cx::Cx;
use super::kind::{Found, Kind};
use super::shape::Shape;

impl<M: Shape> Kind for Nested<M> {
    fn write_json<S: Serializer>(value: &M, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        value.write_shape(cx, serializer)
    }

    fn read_json<'de, D: Deserializer<'de>>(
        slot: &mut M,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        slot.read_shape(cx, deserializer)
    }
}

impl<K: Kind> Kind for Boxed<K> {
    fn write_json<S: Serializer>(value: &Self::Value, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        K::write_json(value, cx, serializer)
    }

    fn read_json<'de, D: Deserializer<'de>>(
        slot: &mut Self::Value,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        let budget = cx.budget();
        let counted = budget.count().and_then(|()| budget.charge(size_of::<K::Value>()));
        counted.map_err(|what| cx.wrong(what))?;
        K::read_json(slot, cx, deserializer)
    }
}

/// In JSON, a wrapper is what is in it.
impl<K: Kind> Kind for Wrapper<K> {
    fn write_json<S: Serializer>(value: &K::Value, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        K::write_json(value, cx, serializer)
    }

    fn read_json<'de, D: Deserializer<'de>>(
        slot: &mut K::Value,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        K::read_json(slot, cx, deserializer)
    }
}
