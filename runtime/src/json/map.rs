//! Maps, which are objects: keys of all types are names.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, MapAccess};
use serde::ser::{self, SerializeMap};
use serde::{Deserializer, Serialize, Serializer};

use super::cx::Cx;
use super::key::Key;
use super::kind::{Found, Into, Kind, Of};
use super::read::{Take, next_name, take};

/// A map of either type.
pub trait Map<K, V> {
    /// Puts an entry in, and says whether there was none with this key.
    fn put(&mut self, key: K, value: V) -> bool;
}

impl<K: Ord, V> Map<K, V> for BTreeMap<K, V> {
    fn put(&mut self, key: K, value: V) -> bool {
        self.insert(key, value).is_none()
    }
}

impl<K: Eq + Hash, V> Map<K, V> for HashMap<K, V> {
    fn put(&mut self, key: K, value: V) -> bool {
        self.insert(key, value).is_none()
    }
}

/// What an entry takes in a map, at most; maps keep room for entries to come. With its first one, a `BTreeMap` has
/// room for eleven and a `HashMap` for a few, and the value that is read is not in it yet.
fn entry_bytes<K, V>(is_first: bool) -> usize {
    const BESIDE: usize = 16;
    let room = if is_first { 11 } else { 3 };
    let slot = if is_first { size_of::<V>() } else { 0 };
    room * size_of::<(K, V)>() + slot + BESIDE
}

/// A place for a value: not on the stack, which has one for each map in another one.
#[inline(never)]
fn empty<V: Default>() -> Box<V> {
    Box::default()
}

/// Moves the entry into `map`. Its own function, so that no copy of the value stays on the stack meanwhile.
#[inline(never)]
fn put<K, V: Default>(map: &mut impl Map<K, V>, key: K, slot: &mut V) -> bool {
    map.put(key, std::mem::take(slot))
}

/// Reads a map. `null` is one without entries.
pub(crate) struct IntoMap<'a, K, V, M> {
    map: &'a mut M,
    cx: &'a Cx<'a>,
    kinds: PhantomData<(K, V)>,
}

impl<'a, K: Key, V: Kind, M: Map<K::Value, V::Value>> IntoMap<'a, K, V, M> {
    pub(crate) fn new(map: &'a mut M, cx: &'a Cx<'a>) -> Self {
        Self { map, cx, kinds: PhantomData }
    }
}

impl<'de, K: Key, V: Kind, M: Map<K::Value, V::Value>> DeserializeSeed<'de> for IntoMap<'_, K, V, M> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        take(self, deserializer)
    }
}

impl<'de, K: Key, V: Kind, M: Map<K::Value, V::Value>> Take<'de> for IntoMap<'_, K, V, M> {
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

    fn object<A: MapAccess<'de>>(self, mut entries: A) -> Result<Found, A::Error> {
        let Self { map, cx, .. } = self;
        let inside = cx.inside().map_err(de::Error::custom)?;
        let budget = cx.budget();
        let mut slot = None;
        while let Some(name) = next_name(&mut entries, cx)? {
            let cx = inside.key(&name);
            let bytes = entry_bytes::<K::Value, V::Value>(slot.is_none());
            budget.count().and_then(|()| budget.charge(bytes)).map_err(|what| cx.wrong(what))?;
            let Ok(key) = K::from_name(&name) else {
                return Err(cx.wrong(format_args!("the key is not {}", K::EXPECTED)));
            };
            let slot: &mut V::Value = slot.get_or_insert_with(empty);
            match entries.next_value_seed(Into::<V> { slot, cx: &cx })? {
                Found::Unknown => *slot = V::Value::default(),
                Found::Null => return Err(cx.wrong("a map has no place for null")),
                Found::Value => {
                    if !put(map, key, slot) {
                        return Err(cx.wrong("the key is given twice"));
                    }
                }
            }
        }
        Ok(Found::Value)
    }
}

/// Writes a map.
pub(crate) struct OfMap<'a, K, V, I> {
    entries: I,
    cx: &'a Cx<'a>,
    kinds: PhantomData<(K, V)>,
}

impl<'a, K, V, I> OfMap<'a, K, V, I> {
    pub(crate) fn new(entries: I, cx: &'a Cx<'a>) -> Self {
        Self { entries, cx, kinds: PhantomData }
    }
}

impl<'m, K, V, I> Serialize for OfMap<'_, K, V, I>
where
    K: Key<Value: 'm>,
    V: Kind<Value: 'm>,
    I: ExactSizeIterator<Item = (&'m K::Value, &'m V::Value)> + Clone,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inside = self.cx.inside().map_err(ser::Error::custom)?;
        let mut map = serializer.serialize_map(Some(self.entries.len()))?;
        for (key, value) in self.entries.clone() {
            let name = K::to_name(key);
            map.serialize_entry(&*name, &Of::<V> { value, cx: &inside.key(&name) })?;
        }
        map.end()
    }
}
