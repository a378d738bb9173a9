//! Bodies behind their lengths, in a buffer that is used again and again.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _};

/// Holds a batch of small frames, and is no larger than what a core keeps near.
const BUFFER: usize = 256 * 1024;

/// What was read and not yet looked at.
#[derive(Debug)]
pub(super) struct Buffer {
    bytes: Vec<u8>,
    end: usize,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self { bytes: vec![0; BUFFER], end: 0 }
    }

    /// Where the next bytes go.
    pub(super) fn space(&mut self) -> &mut [u8] {
        self.bytes.split_at_mut(self.end).1
    }

    /// Takes note that so many bytes have come.
    pub(super) fn filled(&mut self, bytes: usize) {
        self.end += bytes;
    }

    /// Reads once. Nothing comes at the end of the stream.
    pub(super) async fn read(&mut self, from: &mut (impl AsyncRead + Unpin)) -> io::Result<usize> {
        let bytes = from.read(self.space()).await?;
        self.filled(bytes);
        Ok(bytes)
    }

    /// The frames that are whole.
    pub(super) fn whole(&self) -> &[u8] {
        let came = self.bytes.split_at(self.end).0;
        let mut frames = Frames { rest: came };
        while frames.next().is_some() {}
        came.split_at(came.len() - frames.rest.len()).0
    }

    /// Forgets so many bytes at the beginning.
    pub(super) fn consume(&mut self, bytes: usize) {
        self.bytes.copy_within(bytes..self.end, 0);
        self.end -= bytes;
    }
}

/// The bodies of frames.
#[derive(Debug)]
pub(super) struct Frames<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Iterator for Frames<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (len, rest) = self.rest.split_first_chunk()?;
        let (body, rest) = rest.split_at_checked(u32::from_le_bytes(*len) as usize)?;
        self.rest = rest;
        Some(body)
    }
}

/// Appends a frame.
pub(super) fn put(out: &mut Vec<u8>, body: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    body(out);
    let len = (out.len() - start - 4) as u32;
    if let Some(place) = out.split_at_mut(start).1.first_chunk_mut() {
        *place = len.to_le_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_whole_stays() {
        let mut bytes = Vec::new();
        put(&mut bytes, |out| out.extend_from_slice(b"one"));
        put(&mut bytes, |out| out.extend_from_slice(b"three"));
        for cut in 0..=bytes.len() {
            let mut buffer = Buffer::new();
            buffer.space()[..cut].copy_from_slice(&bytes[..cut]);
            buffer.filled(cut);
            let whole = buffer.whole().len();
            assert_eq!(whole, [0, 7, 16][usize::from(cut >= 7) + usize::from(cut == 16)], "cut at {cut}");
            buffer.consume(whole);
            let more = bytes.len() - cut;
            buffer.space()[..more].copy_from_slice(&bytes[cut..]);
            buffer.filled(more);
            let rest: Vec<&[u8]> = Frames { rest: buffer.whole() }.collect();
            assert_eq!(rest.last(), (cut < 16).then_some(&b"three".as_slice()), "cut at {cut}");
        }
    }
}
