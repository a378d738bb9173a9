//! Messages in messages, and values behind a pointer or in a wrapper.

use std::marker::PhantomData;

use super::error::DecodeError;
use super::fields::{self, Fields, read_fields};
use super::kind::Kind;
use super::reader::{LEN, Reader};
use super::skip;
use super::writer::Writer;

/// A message or a union.
#[derive(Debug)]
pub struct Nested<M>(PhantomData<M>);

impl<M: Fields> Kind for Nested<M> {
    type Value = M;

    const WIRE: u32 = LEN;

    #[inline]
    fn read(r: &mut Reader<'_>) -> Result<Option<M>, DecodeError> {
        let mut message = M::default();
        Self::read_into(r, &mut message, true)?;
        Ok(Some(message))
    }

    #[inline(always)]
    fn read_into(r: &mut Reader<'_>, slot: &mut M, first: bool) -> Result<bool, DecodeError> {
        r.within(|r| read_fields(slot, r, first))?;
        Ok(true)
    }

    // A message is read where it will be: moving it there afterwards is dear for large ones.
    #[inline(always)]
    fn read_optional(r: &mut Reader<'_>, slot: &mut Option<M>) -> Result<bool, DecodeError> {
        let first = slot.is_none();
        Self::read_into(r, slot.get_or_insert_default(), first)
    }

    #[inline(always)]
    fn read_next(r: &mut Reader<'_>, list: &mut Vec<M>) -> Result<bool, DecodeError> {
        list.push(M::default());
        match list.last_mut() {
            Some(last) => Self::read_into(r, last, true),
            None => Ok(false),
        }
    }

    #[inline(always)]
    fn check_absent(r: &Reader<'_>) -> Result<(), DecodeError> {
        fields::check_absent::<M>(r)
    }

    #[inline(always)]
    fn write(w: &mut Writer<'_>, tag: u32, value: &M) {
        w.within(tag, |w| value.write(w));
    }

    #[inline(always)]
    fn is_default(_: &M) -> bool {
        // A message that is there is written, whatever is in it.
        false
    }
}

/// A value behind a pointer.
#[derive(Debug)]
pub struct Boxed<K>(PhantomData<K>);

impl<K: Kind> Kind for Boxed<K> {
    type Value = Box<K::Value>;

    const WIRE: u32 = K::WIRE;

    #[inline]
    fn read(r: &mut Reader<'_>) -> Result<Option<Self::Value>, DecodeError> {
        let mut value = Box::default();
        Ok(Self::read_into(r, &mut value, true)?.then_some(value))
    }

    #[inline(always)]
    fn read_into(r: &mut Reader<'_>, slot: &mut Self::Value, first: bool) -> Result<bool, DecodeError> {
        if first {
            r.count(1)?;
            r.charge(size_of::<K::Value>())?;
        }
        K::read_into(r, slot, first)
    }

    #[inline(always)]
    fn read_optional(r: &mut Reader<'_>, slot: &mut Option<Self::Value>) -> Result<bool, DecodeError> {
        if let Some(value) = slot {
            return K::read_into(r, value, false);
        }
        *slot = Self::read(r)?;
        Ok(slot.is_some())
    }

    #[inline(always)]
    fn check_absent(r: &Reader<'_>) -> Result<(), DecodeError> {
        K::check_absent(r)
    }

    #[inline(always)]
    fn write(w: &mut Writer<'_>, tag: u32, value: &Self::Value) {
        K::write(w, tag, value);
    }

    #[inline(always)]
    fn is_default(value: &Self::Value) -> bool {
        K::is_default(value)
    }
}

/// A scalar in a message of its own, as in `google.protobuf.StringValue`.
#[derive(Debug)]
pub struct Wrapper<K>(PhantomData<K>);

impl<K: Kind> Kind for Wrapper<K> {
    type Value = K::Value;

    const WIRE: u32 = LEN;

    #[inline]
    fn read(r: &mut Reader<'_>) -> Result<Option<K::Value>, DecodeError> {
        let mut value = K::Value::default();
        Self::read_into(r, &mut value, true)?;
        Ok(Some(value))
    }

    #[inline]
    fn read_into(r: &mut Reader<'_>, slot: &mut K::Value, first: bool) -> Result<bool, DecodeError> {
        r.within(|r| {
            while !r.rest.is_empty() {
                let before = r.rest;
                if r.tag()? == 1 << 3 | K::WIRE {
                    K::read_into(r, slot, first)?;
                } else {
                    r.rest = before;
                    skip::keep(r, None)?;
                }
            }
            Ok(true)
        })
    }

    #[inline]
    fn read_optional(r: &mut Reader<'_>, slot: &mut Option<K::Value>) -> Result<bool, DecodeError> {
        Self::read_into(r, slot.get_or_insert_default(), false)
    }

    #[inline]
    fn write(w: &mut Writer<'_>, tag: u32, value: &K::Value) {
        w.within(tag, |w| w.set::<K>(1 << 3 | K::WIRE, value));
    }

    #[inline(always)]
    fn is_default(_: &K::Value) -> bool {
        false
    }
}
