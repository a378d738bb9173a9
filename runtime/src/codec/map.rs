//! Maps, which travel as lists of entries: a message each, with the key as 1 and the value as 2.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::error::DecodeError;
use super::kind::Kind;
use super::reader::Reader;
use super::skip;
use super::unknown::UnknownFields;
use super::writer::Writer;

/// A map of either type.
pub trait Map<K, V>: Default {
    /// Whether nothing is in it.
    fn is_empty(&self) -> bool;

    /// Adds `entries`; of those with the same key, the last one wins.
    fn add(&mut self, entries: Vec<(K, V)>);
}

impl<K: Ord, V> Map<K, V> for BTreeMap<K, V> {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }

    #[inline]
    fn add(&mut self, entries: Vec<(K, V)>) {
        if self.is_empty() {
            // Entries mostly come in order, and then this is several times quicker than one by one.
            *self = entries.into_iter().collect();
        } else {
            self.extend(entries);
        }
    }
}

impl<K: Eq + Hash, V> Map<K, V> for HashMap<K, V> {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }

    #[inline]
    fn add(&mut self, entries: Vec<(K, V)>) {
        self.extend(entries);
    }
}

/// The most memory that an entry takes in a map, with the time that it waits to be put into it: the nodes of a tree are
/// half full at worst, and a table that grows is there twice.
pub(crate) const fn entry_bytes<K, V>() -> usize {
    5 * size_of::<(K, V)>() + 16
}

/// What the first of them takes beside this: a node of a tree has room for eleven.
pub(crate) const fn first_entry_bytes<K, V>() -> usize {
    11 * size_of::<(K, V)>() + 64
}

impl Reader<'_> {
    /// Entries, from the first behind `tag` to the last before another tag.
    #[inline(always)]
    pub fn map<K: Kind, V: Kind>(
        &mut self,
        tag: u32,
        map: &mut impl Map<K::Value, V::Value>,
    ) -> Result<bool, DecodeError> {
        self.entries::<K, V>(tag, map, None)
    }

    /// The same where the values are of a closed enum. Entries whose value it does not have go to `unknown`.
    #[inline(always)]
    pub fn map_closed<K: Kind, V: Kind>(
        &mut self,
        tag: u32,
        map: &mut impl Map<K::Value, V::Value>,
        unknown: &mut UnknownFields,
    ) -> Result<bool, DecodeError> {
        self.entries::<K, V>(tag, map, Some(unknown))
    }

    #[inline(never)]
    fn entries<K: Kind, V: Kind>(
        &mut self,
        tag: u32,
        map: &mut impl Map<K::Value, V::Value>,
        mut unknown: Option<&mut UnknownFields>,
    ) -> Result<bool, DecodeError> {
        let run = self.run(tag);
        self.count(run)?;
        self.charge(run.saturating_mul(entry_bytes::<K::Value, V::Value>()))?;
        // Entries are read where they wait: on the stack they would be there several times, at each level.
        let mut entries: Vec<Entry<K, V>> = Vec::with_capacity(run);
        for index in 0..run {
            if index > 0 {
                self.next_is(tag);
            }
            let before = self.rest;
            entries.push(Entry::<K, V>::default());
            let Some((key, value)) = entries.last_mut() else { break };
            if !self.within(|r| entry::<K, V>(r, key, value))? {
                entries.pop();
                if let Some(unknown) = unknown.as_deref_mut() {
                    unknown.push(tag, &before[..before.len() - self.rest.len()]);
                }
            }
        }
        if map.is_empty() && !entries.is_empty() {
            self.charge(first_entry_bytes::<K::Value, V::Value>())?;
        }
        map.add(entries);
        Ok(true)
    }
}

type Entry<K, V> = (<K as Kind>::Value, <V as Kind>::Value);

/// Reads an entry, and says whether the map has a place for its value.
#[inline(always)]
fn entry<K: Kind, V: Kind>(
    r: &mut Reader<'_>,
    key: &mut K::Value,
    value: &mut V::Value,
) -> Result<bool, DecodeError> {
    let in_value = |error: DecodeError| error.in_field(Some("value"));
    let mut is_known = true;
    let mut first = true;
    // Nearly always there is a key, then a value, and that is all.
    if r.next_is(1 << 3 | K::WIRE) {
        is_known &= K::read_into(r, key, true)?;
    }
    if r.next_is(2 << 3 | V::WIRE) {
        is_known &= V::read_into(r, value, true).map_err(in_value)?;
        first = false;
    }
    while !r.rest.is_empty() {
        let before = r.rest;
        match r.tag()? {
            tag if tag == 1 << 3 | K::WIRE => is_known &= K::read_into(r, key, true)?,
            tag if tag == 2 << 3 | V::WIRE => {
                is_known &= V::read_into(r, value, std::mem::take(&mut first)).map_err(in_value)?;
            }
            _ => {
                r.rest = before;
                skip::keep(r, None)?;
            }
        }
    }
    if first {
        V::check_absent(r).map_err(in_value)?;
    }
    Ok(is_known)
}

impl Writer<'_> {
    /// An entry for each key and value.
    #[inline]
    pub fn map<'a, K: Kind<Value: 'a>, V: Kind<Value: 'a>>(
        &mut self,
        tag: u32,
        map: impl IntoIterator<Item = (&'a K::Value, &'a V::Value)>,
    ) {
        for (key, value) in map {
            self.within(tag, |w| {
                K::write(w, 1 << 3 | K::WIRE, key);
                V::write(w, 2 << 3 | V::WIRE, value);
            });
        }
    }
}
