//! Takes values off the front of bytes, and counts what they cost.

use bytes::Bytes;

use super::error::DecodeError;
use super::error::DecodeErrorKind::{self, Depth, Elements, Memory, Size, Tag, Truncated, Utf8};
use super::limits::Limits;
use super::varint;

/// The bytes of a message, and what is left of its [`Limits`].
///
/// Each method moves past what it gives. Methods that fill a field say whether the field took the value; if it
/// did not, the value is kept with the unknown fields.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) rest: &'a [u8],
    whole: &'a [u8],
    /// What `whole` is part of, if slices of it may be kept.
    source: Option<&'a Bytes>,
    depth: u32,
    elements: usize,
    memory: usize,
}

/// No implementation of protobuf reads a message of more.
const MESSAGE_BYTES_MAX: usize = i32::MAX as usize;

/// Below this, `bytes` are copied: that costs less than sharing.
const SHARED_BYTES_MIN: usize = 1024;

/// `bytes` share memory with a message that is at most so many times as long. Otherwise they are copied, so that a
/// few of them do not keep all of it.
const SHARED_MESSAGE_MAX: usize = 16;

pub(super) const VARINT: u32 = 0;
pub(super) const I64: u32 = 1;
pub(super) const LEN: u32 = 2;
pub(super) const START_GROUP: u32 = 3;
pub(super) const END_GROUP: u32 = 4;
pub(super) const I32: u32 = 5;

impl<'a> Reader<'a> {
    #[inline(always)]
    pub(super) fn new(bytes: &'a [u8], source: Option<&'a Bytes>, limits: &Limits) -> Self {
        Self {
            rest: bytes,
            whole: bytes,
            source,
            depth: limits.depth_max,
            elements: limits.elements_max,
            memory: limits.memory(bytes.len()),
        }
    }

    /// Refuses what no message can be.
    #[inline(always)]
    pub(super) fn check_size(&self) -> Result<(), DecodeError> {
        if self.whole.len() > MESSAGE_BYTES_MAX { Err(self.error(Size)) } else { Ok(()) }
    }

    /// The error `kind` at this place.
    #[cold]
    #[inline(never)]
    pub(super) fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        // `rest` is always part of `whole`.
        DecodeError::new(kind, self.rest.as_ptr().addr().saturating_sub(self.whole.as_ptr().addr()))
    }

    #[inline(always)]
    pub(super) fn varint(&mut self) -> Result<u64, DecodeError> {
        match varint::read(self.rest) {
            Ok((value, rest)) => {
                self.rest = rest;
                Ok(value)
            }
            Err(kind) => Err(self.error(kind)),
        }
    }

    #[inline(always)]
    pub(super) fn tag(&mut self) -> Result<u32, DecodeError> {
        // Fields up to 15 have tags of one byte, those up to 2047 of two.
        match self.rest {
            [a, rest @ ..] if *a < 0x80 => {
                self.rest = rest;
                Ok(u32::from(*a))
            }
            [a, b, rest @ ..] if *b < 0x80 => {
                self.rest = rest;
                Ok(u32::from(*a & 0x7f) | u32::from(*b) << 7)
            }
            _ => self.long_tag(),
        }
    }

    #[inline(never)]
    fn long_tag(&mut self) -> Result<u32, DecodeError> {
        let before = self.rest;
        let tag = self.varint()?;
        // A tag has 32 bits; as five bytes at most, though longer numbers may have leading zeros.
        if before.len() - self.rest.len() > 5 {
            return Err(self.error(Tag));
        }
        u32::try_from(tag).map_err(|_| self.error(Tag))
    }

    /// Moves past `tag` if it is next.
    #[inline(always)]
    pub(super) fn next_is(&mut self, tag: u32) -> bool {
        let behind = behind_tag(self.rest, tag);
        if let Some(rest) = behind {
            self.rest = rest;
        }
        behind.is_some()
    }

    #[inline(always)]
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        match self.rest.split_first_chunk::<N>() {
            Some((array, rest)) => {
                self.rest = rest;
                Ok(*array)
            }
            None => Err(self.error(Truncated)),
        }
    }

    /// Bytes with their length in front.
    #[inline(always)]
    pub(super) fn block(&mut self) -> Result<&'a [u8], DecodeError> {
        let len = self.varint()?;
        // Where a length does not fit into `usize`, there are not that many bytes.
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        match self.rest.split_at_checked(len) {
            Some((block, rest)) => {
                self.rest = rest;
                Ok(block)
            }
            None => Err(self.error(Truncated)),
        }
    }

    #[inline(always)]
    pub(super) fn text(&mut self) -> Result<&'a str, DecodeError> {
        let block = self.block()?;
        str::from_utf8(block).map_err(|_| self.error(Utf8))
    }

    /// Bytes that may share memory with the message.
    pub(super) fn shared(&mut self) -> Result<Bytes, DecodeError> {
        let block = self.block()?;
        Ok(match self.source {
            Some(source)
                if block.len() >= SHARED_BYTES_MIN
                    && block.len() >= self.whole.len() / SHARED_MESSAGE_MAX =>
            {
                source.slice_ref(block)
            }
            _ => Bytes::copy_from_slice(block),
        })
    }

    /// How many levels may still come.
    pub(super) fn depth(&self) -> usize {
        self.depth as usize
    }

    /// Reads a block with `read`, one level deeper.
    #[inline(always)]
    pub(super) fn within<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let block = self.block()?;
        let Some(depth) = self.depth.checked_sub(1) else { return Err(self.error(Depth)) };
        self.depth = depth;
        let behind = std::mem::replace(&mut self.rest, block);
        let value = read(self)?;
        self.rest = behind;
        self.depth += 1;
        Ok(value)
    }

    /// Counts `count` elements.
    #[inline(always)]
    pub(super) fn count(&mut self, count: usize) -> Result<(), DecodeError> {
        match self.elements.checked_sub(count) {
            Some(left) => {
                self.elements = left;
                Ok(())
            }
            None => Err(self.error(Elements)),
        }
    }

    /// Counts `bytes` of memory.
    #[inline(always)]
    pub(super) fn charge(&mut self, bytes: usize) -> Result<(), DecodeError> {
        match self.memory.checked_sub(bytes) {
            Some(left) => {
                self.memory = left;
                Ok(())
            }
            None => Err(self.error(Memory)),
        }
    }

    /// Makes room for `more` elements in `list`, and counts them.
    #[inline(always)]
    pub(super) fn grow<T>(&mut self, list: &mut Vec<T>, more: usize) -> Result<(), DecodeError> {
        self.count(more)?;
        if list.capacity() - list.len() < more { self.grow_more(list, more) } else { Ok(()) }
    }

    fn grow_more<T>(&mut self, list: &mut Vec<T>, more: usize) -> Result<(), DecodeError> {
        // The first time exactly what is there; then at least twice as much, so that lists whose elements come
        // one by one, between other fields, are not copied each time.
        let wanted = more.max(list.capacity());
        self.charge(wanted.saturating_mul(size_of::<T>()))?;
        if list.capacity() == 0 {
            *list = Vec::with_capacity(wanted);
        } else {
            list.reserve_exact(wanted);
        }
        Ok(())
    }

    /// How many blocks follow here, this one included, that are one after the other and all have `tag`.
    #[inline(always)]
    pub(super) fn run(&self, tag: u32) -> usize {
        let mut blocks = 1;
        let mut rest = self.rest;
        // Only as far as the elements go that may still come: this must not take longer than reading them.
        while blocks < self.elements
            && let Ok((len, behind)) = varint::read(rest)
            && let Some(behind) = usize::try_from(len).ok().and_then(|len| behind.get(len..))
            && let Some(behind) = behind_tag(behind, tag)
        {
            blocks += 1;
            rest = behind;
        }
        blocks
    }
}

/// What is behind `tag`, if it is next. Tags of three bytes and more are not looked for.
#[inline(always)]
fn behind_tag(bytes: &[u8], tag: u32) -> Option<&[u8]> {
    match bytes {
        [a, rest @ ..] if *a < 0x80 => (u32::from(*a) == tag).then_some(rest),
        [a, b, rest @ ..] if *b < 0x80 => (u32::from(*a & 0x7f) | u32::from(*b) << 7 == tag).then_some(rest),
        _ => None,
    }
}
