//! Messages and unions whose fields are the members of an object: all but the well-known ones.

use serde::de::{self, MapAccess};
use serde::ser::{self, SerializeMap};
use serde::{Deserializer, Serializer};

use crate::codec::Fields;

use super::cx::Cx;
use super::ignore::Ignore;
use super::kind::Found;
use super::read::{Inner, Take, next_name, take};
use super::shape::Shape;
use super::slot::{Reader, Seen, Writer};

/// What generated code says about a message or union.
pub trait Object: Fields {
    /// Writes all fields.
    fn write_json<M: SerializeMap>(&self, w: &mut Writer<'_, M>) -> Result<(), M::Error>;

    /// Reads the field that is called `name`, or is `false` if there is none.
    fn read_json<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        r: &mut Reader<'_, A>,
    ) -> Result<bool, A::Error>;
}

impl<M: Object> Shape for M {
    const IS_OBJECT: bool = true;

    fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        let inside = cx.inside().map_err(ser::Error::custom)?;
        let mut w = Writer { map: serializer.serialize_map(None)?, cx: &inside };
        self.write_json(&mut w)?;
        w.map.end()
    }

    fn read_shape<'de, D: Deserializer<'de>>(
        &mut self,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        take(IntoObject { message: self, cx }, deserializer)
    }
}

struct IntoObject<'a, M> {
    message: &'a mut M,
    cx: &'a Cx<'a>,
}

impl<'de, M: Object> Take<'de> for IntoObject<'_, M> {
    type Out = Found;

    fn cx(&self) -> &Cx<'_> {
        self.cx
    }

    fn expected(&self) -> &'static str {
        "an object"
    }

    fn null<E: de::Error>(self) -> Result<Found, E> {
        Ok(Found::Null)
    }

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        let Self { message, cx } = self;
        let inside = cx.inside().map_err(de::Error::custom)?;
        let mut seen = Seen::default();
        while let Some(name) = next_name(&mut map, cx)? {
            let cx = inside.field(&name);
            let mut r = Reader { map: &mut map, cx: &cx, seen: &mut seen };
            if message.read_json(&name, &mut r)? {
                continue;
            }
            if !cx.options().ignore_unknown {
                return Err(cx.wrong(format_args!("`{}` has no such field", M::NAME)));
            }
            map.next_value_seed(Inner(Ignore { cx: &cx }))?;
        }
        for required in M::REQUIRED {
            let index = M::FIELDS.iter().position(|(_, name)| name == required);
            if !index.is_some_and(|index| seen.has(index)) {
                return Err(inside.field(required).wrong("required, and missing"));
            }
        }
        Ok(Found::Value)
    }
}
