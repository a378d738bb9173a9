//! The fourteen bytes in front of every frame.
//!
//! ```text
//!  0        3     4     5     6            10            14
//!  ┌────────┬─────┬─────┬─────┬────────────┬─────────────┬──────────────┐
//!  │ magic  │ ver │mode │kind │ seq  u32BE │ length u32BE│ body ...     │
//!  │ 'mrp'  │     │     │     │            │             │ length bytes │
//!  └────────┴─────┴─────┴─────┴────────────┴─────────────┴──────────────┘
//! ```
//!
//! The offsets are fixed, so a reader needs no loop to know how much to wait for. In version 2 the low half of
//! `mode` is the codec and the high half has the flags; in version 1 all of it is the codec.

/// The bytes of a header.
pub(crate) const HEADER_BYTES: usize = 14;
/// What every frame begins with.
pub(crate) const MAGIC: [u8; 3] = *b"mrp";
/// Where the mode is in a header.
const MODE_AT: usize = 4;
/// Where the length is in a header.
const LENGTH_AT: usize = 10;

/// The body goes on in the next frame of this seq.
pub(crate) const MORE: u8 = 0x10;
/// The payload is compressed.
pub(crate) const COMPRESSED: u8 = 0x20;
/// This side sends no more on this seq.
pub(crate) const END: u8 = 0x40;
/// Must be 0.
pub(crate) const RESERVED: u8 = 0x80;
/// The part of the mode that is the codec.
pub(crate) const CODEC: u8 = 0x0f;
/// The codec of a frame without a payload.
pub(crate) const NO_CODEC: u8 = 15;

/// What a frame is for.
pub(crate) mod kind {
    pub(crate) const REQUEST: u8 = 0;
    pub(crate) const RESPONSE: u8 = 1;
    pub(crate) const HEARTBEAT: u8 = 2;
    pub(crate) const DATA: u8 = 3;
    pub(crate) const CANCEL: u8 = 4;
    pub(crate) const CREDIT: u8 = 5;
    pub(crate) const GOAWAY: u8 = 6;
    pub(crate) const HELLO: u8 = 7;
    /// From here on a frame of a kind that is not known is passed over.
    pub(crate) const EXTENSION: u8 = 128;
}

/// A header, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) version: u8,
    pub(crate) mode: u8,
    pub(crate) kind: u8,
    pub(crate) seq: u32,
    pub(crate) length: u32,
}

impl Header {
    /// The header of these bytes; `None` if they do not begin with the magic.
    #[inline]
    pub(crate) fn parse(bytes: &[u8; HEADER_BYTES]) -> Option<Self> {
        let [m, r, p, version, mode, kind, s0, s1, s2, s3, l0, l1, l2, l3] = *bytes;
        ([m, r, p] == MAGIC).then_some(Self {
            version,
            mode,
            kind,
            seq: u32::from_be_bytes([s0, s1, s2, s3]),
            length: u32::from_be_bytes([l0, l1, l2, l3]),
        })
    }

    /// As bytes.
    #[inline]
    pub(crate) fn to_bytes(self) -> [u8; HEADER_BYTES] {
        let [m, r, p] = MAGIC;
        let [s0, s1, s2, s3] = self.seq.to_be_bytes();
        let [l0, l1, l2, l3] = self.length.to_be_bytes();
        [m, r, p, self.version, self.mode, self.kind, s0, s1, s2, s3, l0, l1, l2, l3]
    }

    pub(crate) const fn has(self, flag: u8) -> bool {
        self.mode & flag != 0
    }

    pub(crate) const fn codec(self) -> u8 {
        self.mode & CODEC
    }
}

/// Writes the length into a header that was written before its body, and adds `flags` to its mode.
#[inline]
pub(crate) fn patch(frame: &mut [u8], flags: u8, length: u32) {
    if let Some(mode) = frame.get_mut(MODE_AT) {
        *mode |= flags;
    }
    if let Some(room) = frame.get_mut(LENGTH_AT..HEADER_BYTES) {
        room.copy_from_slice(&length.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_comes_back() {
        let header = Header { version: 2, mode: 0x41, kind: 1, seq: 0x0102_0304, length: 0xfffe_0001 };
        let bytes = header.to_bytes();
        assert_eq!(bytes, *b"mrp\x02\x41\x01\x01\x02\x03\x04\xff\xfe\x00\x01");
        assert_eq!(Header::parse(&bytes), Some(header));
    }

    #[test]
    fn a03_each_byte_of_the_magic_counts() {
        for at in 0..3 {
            let mut bytes = *b"mrp\x02\x0f\x02\0\0\0\0\0\0\0\0";
            bytes[at] ^= 0x20;
            assert_eq!(Header::parse(&bytes), None);
        }
    }
}
