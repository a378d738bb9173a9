//! Lists.

use super::error::DecodeError;
use super::error::DecodeErrorKind::{self, Packed};
use super::kind::Kind;
use super::reader::{LEN, Reader, VARINT};
use super::scalar::{Closed, Scalar};
use super::unknown::UnknownFields;
use super::writer::Writer;

impl Reader<'_> {
    /// Elements that each have a tag, from the first behind `tag` to the last before another tag.
    #[inline(always)]
    pub fn list<K: Kind>(&mut self, tag: u32, list: &mut Vec<K::Value>) -> Result<bool, DecodeError> {
        // Elements mostly follow each other; then the list grows once, to what it takes.
        let run = self.run(tag);
        self.grow(list, run)?;
        for _ in 1..run {
            next::<K>(self, list)?;
            self.next_is(tag);
        }
        next::<K>(self, list)
    }

    /// A list of scalars that is packed, or one element of it that is not.
    #[inline(always)]
    pub fn packed<S: Scalar>(&mut self, tag: u32, list: &mut Vec<S::Value>) -> Result<bool, DecodeError> {
        if tag & 7 == LEN {
            read_packed::<S>(self, list)?
        } else {
            self.element::<S>(list)?
        }
        Ok(true)
    }

    #[inline(never)]
    fn element<S: Scalar>(&mut self, list: &mut Vec<S::Value>) -> Result<(), DecodeError> {
        self.grow(list, 1)?;
        S::read_next(self, list)?;
        Ok(())
    }

    /// The same for a closed enum; numbers that it does not have go to `unknown`.
    pub fn packed_closed<E: Copy + Default + TryFrom<i32> + Into<i32>>(
        &mut self,
        tag: u32,
        list: &mut Vec<E>,
        unknown: &mut UnknownFields,
    ) -> Result<bool, DecodeError> {
        if tag & 7 != LEN {
            self.grow(list, 1)?;
            return Closed::<E>::read_next(self, list);
        }
        let block = self.block()?;
        let behind = std::mem::replace(&mut self.rest, block);
        while !self.rest.is_empty() {
            let before = self.rest;
            self.grow(list, 1)?;
            if !Closed::<E>::read_next(self, list)? {
                unknown.push(tag & !7, &before[..before.len() - self.rest.len()]);
            }
        }
        self.rest = behind;
        Ok(true)
    }
}

#[inline(always)]
fn next<K: Kind>(r: &mut Reader<'_>, list: &mut Vec<K::Value>) -> Result<bool, DecodeError> {
    let index = list.len();
    K::read_next(r, list).map_err(|error| error.at_index(index))
}

#[inline(never)]
fn read_packed<S: Scalar>(r: &mut Reader<'_>, list: &mut Vec<S::Value>) -> Result<(), DecodeError> {
    let block = r.block()?;
    let count = match S::WIRE {
        VARINT => count_varints(block),
        _ => block.len() / S::BYTES_MAX,
    };
    r.grow(list, count)?;
    let start = list.len();
    list.resize(start + count, S::Value::default());
    let slots = &mut list[start..];
    let filled = if S::WIRE == VARINT { fill_varints::<S>(block, slots) } else { fill::<S>(block, slots) };
    match filled {
        Ok([]) => Ok(()),
        Ok(_) => Err(r.error(Packed)),
        Err(kind) => Err(r.error(kind)),
    }
}

/// Each number ends in the one byte of it that has no mark.
fn count_varints(bytes: &[u8]) -> usize {
    // As sums that fit into a byte: then the compiler counts sixteen bytes at a time.
    let ends = |some: &[u8]| some.iter().fold(0_u8, |sum, byte| sum.wrapping_add(u8::from(*byte < 0x80)));
    bytes.chunks(128).map(|some| usize::from(ends(some))).sum()
}

/// Fills `slots` with values of a fixed size, and gives the bytes that are left.
fn fill<'a, S: Scalar>(mut bytes: &'a [u8], slots: &mut [S::Value]) -> Result<&'a [u8], DecodeErrorKind> {
    for slot in slots {
        (*slot, bytes) = S::split(bytes)?;
    }
    Ok(bytes)
}

/// Fills `slots` with varints, and gives the bytes that are left.
fn fill_varints<'a, S: Scalar>(
    mut bytes: &'a [u8],
    slots: &mut [S::Value],
) -> Result<&'a [u8], DecodeErrorKind> {
    let mut slots = slots.iter_mut();
    loop {
        // Eight numbers of a byte each at once, while they are small.
        while slots.len() >= 8
            && let Some((eight, rest)) = bytes.split_first_chunk::<8>()
            && u64::from_le_bytes(*eight) & 0x8080_8080_8080_8080 == 0
        {
            // In this order: the shorter one first, so that no slot is taken in vain.
            for (byte, slot) in eight.iter().zip(slots.by_ref()) {
                *slot = S::from_raw(u64::from(*byte));
            }
            bytes = rest;
        }
        // Otherwise some one by one, before looking again.
        for _ in 0..8 {
            let Some(slot) = slots.next() else { return Ok(bytes) };
            let raw;
            (raw, bytes) = match bytes {
                [a, rest @ ..] if *a < 0x80 => (u64::from(*a), rest),
                [a, b, rest @ ..] if *b < 0x80 => (u64::from(*a & 0x7f) | u64::from(*b) << 7, rest),
                _ => super::varint::read(bytes)?,
            };
            *slot = S::from_raw(raw);
        }
    }
}

impl Writer<'_> {
    /// Elements with a tag each.
    #[inline]
    pub fn list<K: Kind>(&mut self, tag: u32, list: &[K::Value]) {
        for value in list {
            K::write(self, tag, value);
        }
    }

    /// Scalars behind each other in one block.
    #[inline(always)]
    pub fn packed<S: Scalar>(&mut self, tag: u32, list: &[S::Value]) {
        if !list.is_empty() {
            self.write_packed::<S>(tag, list);
        }
    }

    #[inline(never)]
    fn write_packed<S: Scalar>(&mut self, tag: u32, list: &[S::Value]) {
        self.within(tag, |w| {
            // Room is made for some at a time: one check for them all, and little that is not used.
            for some in list.chunks(16) {
                let room = w.room(16 * S::BYTES_MAX);
                let mut at = 0;
                for value in some {
                    at += S::put(&mut room[at..], *value);
                }
                w.used(at);
            }
        });
    }

    /// The same for a closed enum.
    #[inline(never)]
    pub fn packed_closed<E: Copy + Into<i32>>(&mut self, tag: u32, list: &[E]) {
        if list.is_empty() {
            return;
        }
        self.within(tag, |w| {
            for value in list {
                let room = w.room(super::varint::LEN_MAX);
                let number: i32 = (*value).into();
                let len = super::varint::write(room, i64::from(number) as u64);
                w.used(len);
            }
        });
    }
}
