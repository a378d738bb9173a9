//! What waits to be sent, and in which turn.
//!
//! ```text
//!  control, small bodies, the first frame of large ones ──▶ small + parts ─────────────┐
//!                                                                                      ├──▶ Output
//!  the rest of large bodies ──▶ waiting ──▶ active (8 at most), a frame each in turn ──┘  (behind it)
//! ```
//!
//! - Small frames leave in the order in which they were written, before any frame of a large body.
//! - The first frame of a request is written at once, so the seqs of requests rise on the wire. If the body has
//!   to wait for its turn, that frame has the head alone.
//! - Of one call, nothing overtakes anything: what comes behind a large body of the same call waits for it.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::call::{Codec, Payload};
use crate::frame::{self, HEADER_BYTES, Header, MORE, kind};
use crate::number::{narrow, wide};
use crate::outgoing::{Piece, Queue, Shape, TooLarge, Unsent};
use crate::output::Output;

/// Large bodies that are on their way at once.
const ACTIVE_MAX: usize = 8;
/// A payload of fewer bytes is copied: that is cheaper than to keep its place.
const SHARE_BYTES_LEAST: usize = 16 << 10;
/// Frames of large bodies are added to one output until it has so many bytes, so that small frames wait no longer
/// than these take.
const TURN_BYTES: usize = 64 << 10;
/// An output keeps this much memory for the next time, or more if it is needed again and again.
const KEPT_BYTES_MAX: usize = 256 << 10;

/// What waits to be sent.
#[derive(Debug)]
pub(crate) struct Outbox {
    ready: Output,
    active: VecDeque<Queue>,
    waiting: VecDeque<Queue>,
    /// All bytes of `active` and `waiting`.
    large_bytes: usize,
    /// The sum of what the active ones have reserved.
    reserved: usize,
    frame_bytes_max: usize,
    assembling_bytes_max: usize,
}

/// A frame that is being written. Should its message panic, nothing of it is left for the peer to stumble over.
struct Torn<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
}

impl Drop for Torn<'_> {
    fn drop(&mut self) {
        self.out.truncate(self.start);
    }
}

impl Outbox {
    pub(crate) fn new() -> Self {
        Self {
            ready: Output::new(),
            active: VecDeque::new(),
            waiting: VecDeque::new(),
            large_bytes: 0,
            reserved: 0,
            frame_bytes_max: wide(crate::limits::Limits::FRAME_BYTES_LEAST),
            assembling_bytes_max: 0,
        }
    }

    /// What the peer takes.
    pub(crate) fn set_limits(&mut self, frame_bytes_max: u32, assembling_bytes_max: u32) {
        self.frame_bytes_max = wide(frame_bytes_max);
        self.assembling_bytes_max = wide(assembling_bytes_max);
    }

    /// The bytes that are not handed out yet.
    pub(crate) fn bytes(&self) -> usize {
        let ready = self.ready.bytes.len().saturating_add(self.ready.parts_bytes);
        ready.saturating_add(self.large_bytes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ready.bytes.is_empty() && self.active.is_empty() && self.waiting.is_empty()
    }

    /// A frame of version 1, which is always whole.
    pub(crate) fn version1(&mut self, codec: Codec, kind: u8, seq: u32, write: impl FnOnce(&mut Vec<u8>)) {
        let out = &mut self.ready.bytes;
        let start = out.len();
        out.extend_from_slice(&Header { version: 1, mode: codec.bits(), kind, seq, length: 0 }.to_bytes());
        write(out);
        close(out, start, 0);
    }

    /// A small frame that belongs to no payload.
    pub(crate) fn control(&mut self, kind: u8, flags: u8, seq: u32, write: impl FnOnce(&mut Vec<u8>)) {
        let out = &mut self.ready.bytes;
        let start = out.len();
        let mode = frame::NO_CODEC | flags;
        out.extend_from_slice(&Header { version: 2, mode, kind, seq, length: 0 }.to_bytes());
        write(out);
        close(out, start, 0);
    }

    /// Writes a body, in one frame if the peer takes it so, and says how many bytes its payload has.
    ///
    /// `head` writes the head with its length, which fits into a frame.
    #[inline]
    pub(crate) fn body(
        &mut self,
        shape: Shape,
        head: impl FnOnce(&mut Vec<u8>),
        payload: Payload<'_>,
        limit: usize,
    ) -> Result<usize, TooLarge> {
        // A call with a body on its way has to wait for it.
        if self.large_bytes > 0 && self.is_queued(shape.seq) {
            return self.body_behind(shape, head, payload, limit);
        }
        let out = &mut self.ready.bytes;
        let start = out.len();
        out.extend_from_slice(&shape.header(0));
        head(out);
        let payload_at = out.len();
        match payload {
            Payload::Bytes(bytes) if bytes.len() > limit => {
                out.truncate(start);
                return Err(TooLarge { bytes: bytes.len(), limit });
            }
            Payload::Bytes(bytes) if bytes.len() >= SHARE_BYTES_LEAST => {
                return Ok(self.shared_body(shape, start, bytes));
            }
            Payload::Bytes(bytes) => out.extend_from_slice(&bytes),
            Payload::Encode(message) => {
                let torn = Torn { out, start };
                message.encode(torn.out);
                std::mem::forget(torn);
            }
        }
        let bytes = out.len().saturating_sub(payload_at);
        if bytes > limit {
            out.truncate(start);
            return Err(TooLarge { bytes, limit });
        }
        if body_len(out, start) <= self.frame_bytes_max {
            close(out, start, shape.last_flags());
        } else {
            let payload = Bytes::from(out.split_off(payload_at));
            self.split_body(shape, start, payload);
        }
        Ok(bytes)
    }

    /// Finishes a frame whose header and head are written, with a payload that is not copied.
    fn shared_body(&mut self, shape: Shape, start: usize, payload: Bytes) -> usize {
        let bytes = payload.len();
        let len = body_len(&self.ready.bytes, start).saturating_add(bytes);
        if len <= self.frame_bytes_max {
            close_as(&mut self.ready.bytes, start, shape.last_flags(), len);
            self.ready.push_part(payload);
        } else {
            self.split_body(shape, start, payload);
        }
        bytes
    }

    /// Finishes a frame whose header and head are written as the first of several.
    fn split_body(&mut self, shape: Shape, start: usize, mut payload: Bytes) {
        let head_len = body_len(&self.ready.bytes, start);
        let bytes = payload.len();
        let is_active = self.has_room_for(bytes);
        if is_active {
            let first = payload.split_to(self.frame_bytes_max.saturating_sub(head_len).min(bytes));
            close_as(&mut self.ready.bytes, start, MORE, head_len.saturating_add(first.len()));
            self.ready.push_part(first);
        } else if head_len > 0 {
            close(&mut self.ready.bytes, start, MORE);
        } else {
            self.ready.bytes.truncate(start);
        }
        let first = Piece { shape, head: Bytes::new(), payload };
        self.large_bytes = self.large_bytes.saturating_add(first.bytes());
        let queue = Queue { seq: shape.seq, first, behind: VecDeque::new(), reserved: bytes };
        if is_active {
            self.reserved = self.reserved.saturating_add(bytes);
            self.active.push_back(queue);
        } else {
            self.waiting.push_back(queue);
        }
    }

    /// Puts a body behind the one of the same call that is on its way.
    fn body_behind(
        &mut self,
        shape: Shape,
        head: impl FnOnce(&mut Vec<u8>),
        payload: Payload<'_>,
        limit: usize,
    ) -> Result<usize, TooLarge> {
        let payload = match payload {
            Payload::Bytes(bytes) => bytes,
            Payload::Encode(message) => {
                let mut bytes = Vec::new();
                message.encode(&mut bytes);
                Bytes::from(bytes)
            }
        };
        let bytes = payload.len();
        if bytes > limit {
            return Err(TooLarge { bytes, limit });
        }
        let mut written = Vec::new();
        head(&mut written);
        let piece = Piece { shape, head: Bytes::from(written), payload };
        self.large_bytes = self.large_bytes.saturating_add(piece.bytes());
        let mut queues = self.active.iter_mut().chain(&mut self.waiting);
        if let Some(queue) = queues.find(|queue| queue.seq == shape.seq) {
            queue.behind.push_back(piece);
        }
        Ok(bytes)
    }

    /// Whether a body of this call is on its way.
    pub(crate) fn is_queued(&self, seq: u32) -> bool {
        self.active.iter().chain(&self.waiting).any(|queue| queue.seq == seq)
    }

    /// Whether a body waits for its turn.
    #[inline]
    pub(crate) const fn has_large(&self) -> bool {
        self.large_bytes > 0
    }

    /// Whether a part of this request was not handed out.
    pub(crate) fn has_request(&self, seq: u32) -> bool {
        let mut queues = self.active.iter().chain(&self.waiting);
        queues.any(|queue| queue.seq == seq && queue.first.shape.kind == kind::REQUEST)
    }

    fn has_room_for(&self, bytes: usize) -> bool {
        let is_free = self.active.len() < ACTIVE_MAX && self.waiting.is_empty();
        is_free && self.fits(bytes)
    }

    /// A body that is larger than the peer puts together goes alone: it is the peer who refuses it.
    fn fits(&self, bytes: usize) -> bool {
        self.active.is_empty() || self.reserved.saturating_add(bytes) <= self.assembling_bytes_max
    }

    /// Takes out what of this call was not handed out.
    pub(crate) fn remove(&mut self, seq: u32) -> Unsent {
        let mut unsent = Unsent::default();
        if self.large_bytes == 0 {
            return unsent;
        }
        for queues in [&mut self.active, &mut self.waiting] {
            let Some(at) = queues.iter().position(|queue| queue.seq == seq) else { continue };
            // The order of the others stays.
            let Some(queue) = queues.remove(at) else { continue };
            for piece in std::iter::once(&queue.first).chain(&queue.behind) {
                self.large_bytes = self.large_bytes.saturating_sub(piece.bytes());
                let is_item = piece.bytes() > 0 || !piece.shape.is_end;
                if piece.shape.kind == kind::DATA && is_item {
                    unsent.data_bytes = unsent.data_bytes.saturating_add(piece.bytes());
                    unsent.items = unsent.items.saturating_add(1);
                }
            }
        }
        self.reserved = self.active.iter().map(|queue| queue.reserved).fold(0, usize::saturating_add);
        self.admit();
        unsent
    }

    /// Takes out all large bodies.
    pub(crate) fn clear_large(&mut self) {
        self.active.clear();
        self.waiting.clear();
        self.large_bytes = 0;
        self.reserved = 0;
    }

    /// Takes out what has no large body. The large ones stay, so that one can ask what was sent.
    pub(crate) fn clear_ready(&mut self) {
        self.ready.reset();
    }

    /// Whether there is something besides large bodies.
    #[inline]
    pub(crate) fn has_ready(&self) -> bool {
        !self.ready.bytes.is_empty()
    }

    /// Fills `out`, unless it has something left. Whether it has something now.
    pub(crate) fn poll(&mut self, out: &mut Output) -> bool {
        use bytes::Buf;

        if out.has_remaining() {
            return true;
        }
        out.reset();
        // What a burst needed is kept while bursts go on.
        let needed = self.ready.bytes.len().saturating_mul(4);
        if out.bytes.capacity() > KEPT_BYTES_MAX.max(needed) {
            out.bytes = Vec::new();
        }
        std::mem::swap(out, &mut self.ready);
        if self.large_bytes > 0 || !self.active.is_empty() {
            self.take_turns(out);
        }
        out.has_remaining()
    }

    fn take_turns(&mut self, out: &mut Output) {
        let mut turn = 0_usize;
        while turn < TURN_BYTES {
            let Some(mut queue) = self.active.pop_front() else { return };
            let (sent, is_done) = self.send_frame(out, &mut queue.first);
            turn = turn.saturating_add(sent).saturating_add(HEADER_BYTES);
            if !is_done {
                self.active.push_back(queue);
                continue;
            }
            self.reserved = self.reserved.saturating_sub(queue.reserved);
            while let Some(next) = queue.behind.pop_front() {
                queue.first = next;
                if queue.first.bytes() > self.frame_bytes_max {
                    // Another large one waits for its turn as those of other calls do.
                    queue.reserved = queue.first.payload.len();
                    self.waiting.push_back(queue);
                    break;
                }
                let (sent, _) = self.send_frame(out, &mut queue.first);
                turn = turn.saturating_add(sent).saturating_add(HEADER_BYTES);
            }
            self.admit();
        }
    }

    /// Writes the next frame of a body. How many bytes it has, and whether it is the last.
    fn send_frame(&mut self, out: &mut Output, piece: &mut Piece) -> (usize, bool) {
        let start = out.bytes.len();
        out.bytes.extend_from_slice(&piece.shape.header(0));
        let head = std::mem::take(&mut piece.head);
        out.bytes.extend_from_slice(&head);
        let room = self.frame_bytes_max.saturating_sub(head.len());
        let bytes = piece.payload.split_to(room.min(piece.payload.len()));
        let is_done = piece.payload.is_empty();
        let len = head.len().saturating_add(bytes.len());
        let flags = if is_done { piece.shape.last_flags() } else { MORE };
        close_as(&mut out.bytes, start, flags, len);
        if bytes.len() < SHARE_BYTES_LEAST {
            out.bytes.extend_from_slice(&bytes);
        } else {
            out.push_part(bytes);
        }
        self.large_bytes = self.large_bytes.saturating_sub(len);
        (len, is_done)
    }

    fn admit(&mut self) {
        while self.active.len() < ACTIVE_MAX {
            let Some(queue) = self.waiting.front() else { return };
            if !self.fits(queue.reserved) {
                return;
            }
            let Some(queue) = self.waiting.pop_front() else { return };
            self.reserved = self.reserved.saturating_add(queue.reserved);
            self.active.push_back(queue);
        }
    }

    /// Gives memory back, as far as nothing waits.
    pub(crate) fn shrink(&mut self) {
        self.ready.shrink();
        self.active.shrink_to_fit();
        self.waiting.shrink_to_fit();
    }
}

/// The bytes behind the header of the frame that begins at `start` and ends here.
fn body_len(out: &[u8], start: usize) -> usize {
    out.len().saturating_sub(start).saturating_sub(HEADER_BYTES)
}

/// Finishes the frame that begins at `start` and ends here.
#[inline]
fn close(out: &mut [u8], start: usize, flags: u8) {
    let len = body_len(out, start);
    close_as(out, start, flags, len);
}

/// Finishes the frame that begins at `start` and has `len` bytes behind its header, here or in parts.
#[inline]
fn close_as(out: &mut [u8], start: usize, flags: u8, len: usize) {
    if let Some(header) = out.get_mut(start..) {
        frame::patch(header, flags, narrow(len));
    }
}
