//! Puts values at the end of a buffer.
//!
//! ```text
//!  out   ┌─ before ─┬──── written ────┬── zeros ──┐
//!        └──────────┴─────────────────┴───────────┘
//!                                    pos         len
//! ```
//!
//! The buffer always ends in some zeros, so that a value is written with one check for room. A message in a
//! message is written behind one byte for its length; if that was too little, it is moved. So a value is gone
//! through once: there is no pass that only adds up sizes.

use super::unknown::UnknownFields;
use super::varint::{self, LEN_MAX};

/// The end of a buffer that a message is written to.
#[derive(Debug)]
pub struct Writer<'a> {
    out: &'a mut Vec<u8>,
    pos: usize,
}

/// How many zeros there are at first: enough for a small message.
const ROOM_MIN: usize = 64;

/// How many more there are each time, if the buffer has room for them.
const ROOM_MORE: usize = 512;

impl<'a> Writer<'a> {
    #[inline]
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        let pos = out.len();
        out.resize(pos + ROOM_MIN, 0);
        Self { out, pos }
    }

    #[inline]
    pub(super) fn finish(self) {
        self.out.truncate(self.pos);
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, bytes: usize) {
        let needed = self.pos + bytes;
        if self.out.capacity() < needed {
            // Most messages then fit after growing once.
            self.out.reserve(bytes + ROOM_MORE + 2 * self.out.capacity());
        }
        let len = self.out.capacity().min(needed + ROOM_MORE);
        self.out.resize(len, 0);
    }

    /// At least `bytes` of room.
    #[inline(always)]
    pub(super) fn room(&mut self, bytes: usize) -> &mut [u8] {
        if self.out.len() - self.pos < bytes {
            self.grow(bytes);
        }
        &mut self.out[self.pos..]
    }

    /// Says that `bytes` of the room were used.
    #[inline(always)]
    pub(super) fn used(&mut self, bytes: usize) {
        self.pos += bytes;
    }

    /// `bytes` with `tag` and their length in front.
    #[inline]
    pub(super) fn block(&mut self, tag: u32, bytes: &[u8]) {
        let room = self.room(2 * LEN_MAX);
        let mut at = varint::write(room, u64::from(tag));
        at += varint::write(&mut room[at..], bytes.len() as u64);
        self.used(at);
        self.raw(bytes);
    }

    #[inline]
    fn raw(&mut self, bytes: &[u8]) {
        match self.out[self.pos..].split_at_mut_checked(bytes.len()) {
            Some((room, _)) => room.copy_from_slice(bytes),
            // Many bytes are not worth zeros that nobody reads.
            None => self.append(bytes),
        }
        self.used(bytes.len());
    }

    #[inline(never)]
    fn append(&mut self, bytes: &[u8]) {
        self.out.truncate(self.pos);
        self.out.extend_from_slice(bytes);
    }

    /// What `write` writes, with `tag` and its length in front.
    #[inline(always)]
    pub(super) fn within(&mut self, tag: u32, write: impl FnOnce(&mut Self)) {
        let room = self.room(LEN_MAX + 1);
        let at = varint::write(room, u64::from(tag));
        self.used(at + 1);
        let start = self.pos;
        write(self);
        let len = self.pos - start;
        if len < 0x80 {
            self.out[start - 1] = len as u8;
        } else {
            self.widen(start, len);
        }
    }

    /// Moves the `len` bytes from `start` on, to make room for a length of more than one byte.
    #[inline(never)]
    fn widen(&mut self, start: usize, len: usize) {
        let more = varint::len(len as u64) - 1;
        self.room(more);
        self.out.copy_within(start..start + len, start + more);
        varint::write(&mut self.out[start - 1..], len as u64);
        self.used(more);
    }

    /// Fields that came with the message, as they came.
    #[inline]
    pub fn unknown(&mut self, fields: &UnknownFields) {
        if !fields.is_empty() {
            self.raw(fields.as_bytes());
        }
    }
}
