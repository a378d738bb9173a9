//! Lists.

use serde::de::{self, DeserializeSeed, SeqAccess};
use serde::ser::{self, SerializeSeq};
use serde::{Deserializer, Serialize, Serializer};

use super::cx::Cx;
use super::kind::{Found, Into, Kind, Of};
use super::read::{Take, take};

/// Reads a list. `null` is one without elements.
pub(crate) struct IntoList<'a, K: Kind> {
    pub(crate) list: &'a mut Vec<K::Value>,
    pub(crate) cx: &'a Cx<'a>,
}

impl<'de, K: Kind> DeserializeSeed<'de> for IntoList<'_, K> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        take(self, deserializer)
    }
}

impl<'de, K: Kind> Take<'de> for IntoList<'_, K> {
    type Out = Found;

    fn cx(&self) -> &Cx<'_> {
        self.cx
    }

    fn expected(&self) -> &'static str {
        "a list"
    }

    fn null<E: de::Error>(self) -> Result<Found, E> {
        Ok(Found::Null)
    }

    fn list<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Found, A::Error> {
        let Self { list, cx } = self;
        let inside = cx.inside().map_err(de::Error::custom)?;
        let mut index = 0;
        loop {
            let cx = inside.index(index);
            let mut element = Element::<K> { list, cx: &cx, found: Found::Value };
            if seq.next_element_seed(&mut element)?.is_none() {
                return Ok(Found::Value);
            }
            match element.found {
                Found::Value => {}
                Found::Unknown => drop(list.pop()),
                Found::Null => return Err(cx.wrong("a list has no place for null")),
            }
            index += 1;
        }
    }
}

/// Reads an element, which has a place in the list as soon as it is known that there is one.
struct Element<'a, K: Kind> {
    list: &'a mut Vec<K::Value>,
    cx: &'a Cx<'a>,
    found: Found,
}

impl<'de, K: Kind> DeserializeSeed<'de> for &mut Element<'_, K> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        // The comma.
        self.cx.budget().read(1);
        self.cx.grow(self.list)?;
        self.list.push(K::Value::default());
        if let Some(slot) = self.list.last_mut() {
            self.found = Into::<K> { slot, cx: self.cx }.deserialize(deserializer)?;
        }
        Ok(())
    }
}

/// Writes a list.
pub(crate) struct OfList<'a, K: Kind> {
    pub(crate) list: &'a [K::Value],
    pub(crate) cx: &'a Cx<'a>,
}

impl<K: Kind> Serialize for OfList<'_, K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inside = self.cx.inside().map_err(ser::Error::custom)?;
        let mut seq = serializer.serialize_seq(Some(self.list.len()))?;
        for (index, value) in self.list.iter().enumerate() {
            seq.serialize_element(&Of::<K> { value, cx: &inside.index(index) })?;
        }
        seq.end()
    }
}
