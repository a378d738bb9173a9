//! The places in a message that a value goes to: a line of generated code for each field.

use std::fmt;

use serde::de::MapAccess;
use serde::ser::SerializeMap;

use super::cx::Cx;
use super::key::Key;
use super::kind::{Found, Into, Kind, Of};
use super::list::{IntoList, OfList};
use super::map::{IntoMap, Map, OfMap};

/// The field of an object that is read. Methods say that the field was known, so they are always `true`.
pub struct Reader<'a, A> {
    pub(super) map: &'a mut A,
    /// The place of the field.
    pub(super) cx: &'a Cx<'a>,
    pub(super) seen: &'a mut Seen,
}

impl<A> fmt::Debug for Reader<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("cx", self.cx).field("seen", self.seen).finish_non_exhaustive()
    }
}

/// Which fields of an object were read, by their index in [`Fields::FIELDS`](crate::codec::Fields::FIELDS).
#[derive(Debug, Default)]
pub(super) struct Seen {
    first: u128,
    others: Vec<u128>,
}

impl Seen {
    fn word(&mut self, index: usize) -> &mut u128 {
        match (index / 128).checked_sub(1) {
            None => &mut self.first,
            Some(other) => {
                if other >= self.others.len() {
                    self.others.resize(other + 1, 0);
                }
                &mut self.others[other]
            }
        }
    }

    pub(super) fn has(&mut self, index: usize) -> bool {
        *self.word(index) >> (index % 128) & 1 == 1
    }

    /// Whether `index` was not there before.
    fn add(&mut self, index: usize) -> bool {
        let was = self.has(index);
        *self.word(index) |= 1 << (index % 128);
        !was
    }
}

/// A oneof or a union: a place for one of several members.
pub trait Slot {
    /// Whether there is a member in it.
    fn is_set(&self) -> bool;
}

impl<T> Slot for Option<T> {
    fn is_set(&self) -> bool {
        self.is_some()
    }
}

impl<'de, A: MapAccess<'de>> Reader<'_, A> {
    fn first_time(&mut self, index: usize) -> Result<(), A::Error> {
        if self.seen.add(index) { Ok(()) } else { Err(self.cx.wrong("given twice")) }
    }

    fn read<K: Kind>(&mut self, index: usize, slot: &mut K::Value) -> Result<Found, A::Error> {
        self.first_time(index)?;
        self.map.next_value_seed(Into::<K> { slot, cx: self.cx })
    }

    /// A field that is always there. `null` is what an absent field means.
    pub fn set<K: Kind>(&mut self, index: usize, slot: &mut K::Value) -> Result<bool, A::Error> {
        self.read::<K>(index, slot)?;
        Ok(true)
    }

    /// A field that can be absent.
    pub fn optional<K: Kind>(&mut self, index: usize, slot: &mut Option<K::Value>) -> Result<bool, A::Error> {
        if self.read::<K>(index, slot.get_or_insert_default())? != Found::Value {
            *slot = None;
        }
        Ok(true)
    }

    /// A `@required` field.
    pub fn required<K: Kind>(&mut self, index: usize, slot: &mut K::Value) -> Result<bool, A::Error> {
        match self.read::<K>(index, slot)? {
            Found::Value => Ok(true),
            Found::Null => Err(self.cx.wrong("required, and null")),
            Found::Unknown => Err(self.cx.wrong("required, and not a value that is known")),
        }
    }

    /// A list.
    pub fn list<K: Kind>(&mut self, index: usize, list: &mut Vec<K::Value>) -> Result<bool, A::Error> {
        self.first_time(index)?;
        self.map.next_value_seed(IntoList::<K> { list, cx: self.cx })?;
        Ok(true)
    }

    /// A map of either type.
    pub fn map<K: Key, V: Kind>(
        &mut self,
        index: usize,
        map: &mut impl Map<K::Value, V::Value>,
    ) -> Result<bool, A::Error> {
        self.first_time(index)?;
        self.map.next_value_seed(IntoMap::<K, V, _>::new(map, self.cx))?;
        Ok(true)
    }

    /// A member of a oneof or union. There may be no other; `null` is no member.
    pub fn member<K: Kind, T: Slot>(
        &mut self,
        index: usize,
        slot: &mut T,
        member: impl FnOnce(K::Value) -> T,
    ) -> Result<bool, A::Error> {
        let mut value = K::Value::default();
        if self.read::<K>(index, &mut value)? == Found::Value {
            if slot.is_set() {
                return Err(self.cx.wrong("another member of the same oneof is given, too"));
            }
            *slot = member(value);
        }
        Ok(true)
    }
}

/// An object that is written.
pub struct Writer<'a, M> {
    pub(super) map: M,
    /// The place inside the object.
    pub(super) cx: &'a Cx<'a>,
}

impl<M> fmt::Debug for Writer<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("cx", self.cx).finish_non_exhaustive()
    }
}

impl<M: SerializeMap> Writer<'_, M> {
    /// A field that is always there, unless it has the value that absence means.
    pub fn set<K: Kind>(&mut self, name: &'static str, value: &K::Value) -> Result<(), M::Error> {
        if K::is_default(value) { Ok(()) } else { self.member::<K>(name, value) }
    }

    /// A field that can be absent.
    pub fn optional<K: Kind>(
        &mut self,
        name: &'static str,
        value: &Option<K::Value>,
    ) -> Result<(), M::Error> {
        value.as_ref().map_or(Ok(()), |value| self.member::<K>(name, value))
    }

    /// A field that is there: `@required`, or a member of a oneof or union.
    pub fn member<K: Kind>(&mut self, name: &'static str, value: &K::Value) -> Result<(), M::Error> {
        self.map.serialize_entry(name, &Of::<K> { value, cx: &self.cx.field(name) })
    }

    /// A list.
    pub fn list<K: Kind>(&mut self, name: &'static str, list: &[K::Value]) -> Result<(), M::Error> {
        if list.is_empty() {
            return Ok(());
        }
        self.map.serialize_entry(name, &OfList::<K> { list, cx: &self.cx.field(name) })
    }

    /// A map of either type.
    pub fn map<'m, K: Key<Value: 'm>, V: Kind<Value: 'm>>(
        &mut self,
        name: &'static str,
        map: impl IntoIterator<
            Item = (&'m K::Value, &'m V::Value),
            IntoIter: ExactSizeIterator<Item = (&'m K::Value, &'m V::Value)> + Clone,
        >,
    ) -> Result<(), M::Error> {
        let entries = map.into_iter();
        if entries.len() == 0 {
            return Ok(());
        }
        self.map.serialize_entry(name, &OfMap::<K, V, _>::new(entries, &self.cx.field(name)))
    }
}
