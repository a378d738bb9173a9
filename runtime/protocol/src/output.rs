//! Bytes on their way to the socket.
//!
//! ```text
//!  bytes  ─────────────┬──────────┬────────      small frames, and the headers and heads of large ones
//!  parts               ▲ payload  ▲ payload      large payloads, shared and not copied, each at its place
//! ```

use std::collections::VecDeque;
use std::io::IoSlice;

use bytes::{Buf, Bytes};

/// A large payload, and where in the small bytes it belongs.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) at: usize,
    pub(crate) bytes: Bytes,
}

/// What `Connection::poll_transmit` hands out: a buffer to write from, vectored if possible.
///
/// Its memory goes back and forth between the connection and the driver, so keep it as long as the connection.
#[derive(Debug, Default)]
pub struct Output {
    pub(crate) bytes: Vec<u8>,
    /// How much of `bytes` was written.
    at: usize,
    /// Never empty ones.
    pub(crate) parts: VecDeque<Part>,
    /// What is left of all parts.
    pub(crate) parts_bytes: usize,
}

impl Output {
    /// Nothing to write.
    pub const fn new() -> Self {
        Self { bytes: Vec::new(), at: 0, parts: VecDeque::new(), parts_bytes: 0 }
    }

    /// Gives the memory back. Does nothing while there is something to write.
    pub fn shrink(&mut self) {
        if !self.has_remaining() {
            *self = Self::new();
        }
    }

    /// Makes ready for new bytes, after all was written.
    pub(crate) fn reset(&mut self) {
        self.bytes.clear();
        self.parts.clear();
        self.at = 0;
        self.parts_bytes = 0;
    }

    /// Adds a part behind everything.
    pub(crate) fn push_part(&mut self, bytes: Bytes) {
        if !bytes.is_empty() {
            self.parts_bytes = self.parts_bytes.saturating_add(bytes.len());
            self.parts.push_back(Part { at: self.bytes.len(), bytes });
        }
    }

    /// The small bytes up to the next part.
    fn small(&self) -> &[u8] {
        let end = self.parts.front().map_or(self.bytes.len(), |part| part.at);
        self.bytes.get(self.at..end).unwrap_or_default()
    }
}

impl Buf for Output {
    fn remaining(&self) -> usize {
        self.bytes.len().saturating_sub(self.at).saturating_add(self.parts_bytes)
    }

    fn chunk(&self) -> &[u8] {
        let small = self.small();
        match self.parts.front() {
            Some(part) if small.is_empty() => &part.bytes,
            _ => small,
        }
    }

    fn chunks_vectored<'a>(&'a self, out: &mut [IoSlice<'a>]) -> usize {
        let mut at = self.at;
        let mut filled = 0_usize;
        let mut room = out.iter_mut();
        let mut add = |bytes: &'a [u8]| {
            if bytes.is_empty() {
                return true;
            }
            let Some(slot) = room.next() else { return false };
            *slot = IoSlice::new(bytes);
            filled = filled.saturating_add(1);
            true
        };
        for part in &self.parts {
            if !add(self.bytes.get(at..part.at).unwrap_or_default()) || !add(&part.bytes) {
                return filled;
            }
            at = part.at;
        }
        add(self.bytes.get(at..).unwrap_or_default());
        filled
    }

    fn advance(&mut self, mut count: usize) {
        while count > 0 {
            let small = self.small().len();
            if small > 0 {
                let step = small.min(count);
                self.at = self.at.saturating_add(step);
                count = count.saturating_sub(step);
                continue;
            }
            let Some(part) = self.parts.front_mut() else { return };
            let step = part.bytes.len().min(count);
            part.bytes.advance(step);
            self.parts_bytes = self.parts_bytes.saturating_sub(step);
            count = count.saturating_sub(step);
            if part.bytes.is_empty() {
                // Whoever else holds the payload should not wait for the whole output.
                self.parts.pop_front();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output() -> Output {
        let mut output = Output::new();
        output.push_part(Bytes::from_static(b"12"));
        output.bytes.extend_from_slice(b"abc");
        output.push_part(Bytes::from_static(b"345"));
        output.push_part(Bytes::new());
        output.push_part(Bytes::from_static(b"6"));
        output.bytes.extend_from_slice(b"de");
        output
    }

    const ALL: &[u8] = b"12abc3456de";

    #[test]
    fn every_step_leaves_the_rest() {
        for step in 1..=ALL.len() {
            let mut output = output();
            let mut read = Vec::new();
            while output.has_remaining() {
                let chunk = output.chunk();
                let len = chunk.len().min(step);
                assert!(len > 0);
                read.extend_from_slice(&chunk[..len]);
                output.advance(len);
                assert_eq!(output.remaining(), ALL.len() - read.len());
            }
            assert_eq!(read, ALL, "in steps of {step}");
        }
        for at in 0..=ALL.len() {
            let mut output = output();
            output.advance(at);
            let rest = output.copy_to_bytes(output.remaining());
            assert_eq!(rest, ALL[at..], "after {at}");
        }
    }

    #[test]
    fn slices_say_the_same() {
        for at in 0..=ALL.len() {
            for room in 0..8 {
                let mut output = output();
                output.advance(at);
                let mut slices = [IoSlice::new(b""); 8];
                let filled = output.chunks_vectored(&mut slices[..room]);
                let joined: Vec<u8> = slices[..filled].iter().flat_map(|slice| slice.to_vec()).collect();
                assert!(ALL[at..].starts_with(&joined), "{at} {room}");
                assert_eq!(filled == room.min(filled), filled <= room);
                assert!(room < 6 || joined == ALL[at..], "{at} {room}");
            }
        }
    }

    #[test]
    fn more_than_there_is_ends_at_the_end() {
        let mut output = output();
        output.advance(ALL.len() + 1);
        assert_eq!(output.remaining(), 0);
        output.shrink();
        assert_eq!(output.bytes.capacity(), 0);
    }
}
