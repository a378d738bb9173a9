//! Bodies on their way out, and what is left of them.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::frame::{COMPRESSED, END, HEADER_BYTES, Header};

/// What the frames of a body have in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) kind: u8,
    pub(crate) codec: u8,
    pub(crate) seq: u32,
    pub(crate) is_compressed: bool,
    /// Whether the last frame has END.
    pub(crate) is_end: bool,
}

impl Shape {
    pub(crate) fn header(&self, flags: u8) -> [u8; HEADER_BYTES] {
        let compressed = if self.is_compressed { COMPRESSED } else { 0 };
        let mode = self.codec | compressed | flags;
        Header { version: 2, mode, kind: self.kind, seq: self.seq, length: 0 }.to_bytes()
    }

    pub(crate) const fn last_flags(&self) -> u8 {
        if self.is_end { END } else { 0 }
    }
}

/// A payload larger than the peer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge {
    pub(crate) bytes: usize,
    pub(crate) limit: usize,
}

/// A body, or what of it was not handed out.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) shape: Shape,
    /// Length and head; empty behind the first frame, and for kinds without a head.
    pub(crate) head: Bytes,
    pub(crate) payload: Bytes,
}

impl Piece {
    pub(crate) fn bytes(&self) -> usize {
        self.head.len().saturating_add(self.payload.len())
    }
}

/// The bodies of one call, the first of them on its way.
#[derive(Debug)]
pub(crate) struct Queue {
    pub(crate) seq: u32,
    pub(crate) first: Piece,
    pub(crate) behind: VecDeque<Piece>,
    /// What this call takes of the bytes that the peer puts together.
    pub(crate) reserved: usize,
}

/// What was taken out before it was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unsent {
    /// Bytes of DATA.
    pub(crate) data_bytes: usize,
    /// Items that the peer never sees the end of.
    pub(crate) items: usize,
}
