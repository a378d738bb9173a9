//! What travels beside a message: names and values, in order.
//!
//! ```text
//!  22 len │ 0a len key │ 12 len value │ 22 len │ 0a len key │ ...
//! ```
//!
//! The entries are kept as they travel, one behind the other in a single allocation, so that sending them is a
//! copy; none are no allocation at all. A name may occur more than once; its values keep their order.

use std::fmt;

use crate::head::field::{Field, Fields};
use crate::number::long;
use crate::varint;

/// The bytes that a name may have.
pub const KEY_BYTES_MAX: usize = 256;

/// The field of both heads that the entries are in.
const ENTRY_TAG: u8 = 4 << 3 | 2;
const KEY_TAG: u8 = 1 << 3 | 2;
const VALUE_TAG: u8 = 2 << 3 | 2;

/// Names and values that travel beside a message.
///
/// Names are made of `a-z`, `0-9`, `_`, `-` and `.`; large letters become small ones. A value is any bytes.
///
/// ```
/// let mut metadata = mrpc_protocol::Metadata::new();
/// metadata.insert("Tenant", "a")?;
/// metadata.insert("tenant", "b")?;
/// assert_eq!(metadata.get("tenant"), Some(&b"a"[..]));
/// assert_eq!(metadata.get_all("tenant").count(), 2);
/// # Ok::<(), mrpc_protocol::InvalidKey>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    bytes: Vec<u8>,
    len: usize,
}

/// A name of metadata that is empty, too long, or has characters that names do not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidKey;

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a name of metadata has 1 to {KEY_BYTES_MAX} characters out of a-z, 0-9, `_`, `-` and `.`")
    }
}

impl std::error::Error for InvalidKey {}

impl Metadata {
    /// No entries.
    pub const fn new() -> Self {
        Self { bytes: Vec::new(), len: 0 }
    }

    /// Adds an entry behind those that are there.
    ///
    /// # Errors
    ///
    /// When `key` is empty, longer than [`KEY_BYTES_MAX`], or has characters that names do not have.
    pub fn insert(&mut self, key: &str, value: impl AsRef<[u8]>) -> Result<(), InvalidKey> {
        if key.is_empty() || key.len() > KEY_BYTES_MAX || !key.bytes().all(is_key_byte) {
            return Err(InvalidKey);
        }
        self.push(key, value.as_ref());
        Ok(())
    }

    fn push(&mut self, key: &str, value: &[u8]) {
        let (key_len, value_len) = (long(key.len()), long(value.len()));
        let inner = [1, varint::len(key_len), key.len(), 1, varint::len(value_len), value.len()];
        let inner: usize = inner.into_iter().fold(0, usize::saturating_add);
        self.bytes.push(ENTRY_TAG);
        varint::write(&mut self.bytes, long(inner));
        self.bytes.push(KEY_TAG);
        varint::write(&mut self.bytes, key_len);
        self.bytes.extend(key.bytes().map(|byte| byte.to_ascii_lowercase()));
        self.bytes.push(VALUE_TAG);
        varint::write(&mut self.bytes, value_len);
        self.bytes.extend_from_slice(value);
        self.len = self.len.saturating_add(1);
    }

    /// Adds an entry as a peer wrote it.
    pub(crate) fn read_entry(&mut self, entry: &[u8]) -> Result<(), EntryError> {
        let (mut key, mut value) = (&[][..], &[][..]);
        let mut fields = Fields::new(entry);
        while let Some(field) = fields.next().map_err(|_| EntryError::Malformed)? {
            match field {
                (1, Field::Bytes(bytes)) => key = bytes,
                (2, Field::Bytes(bytes)) => value = bytes,
                _ => {}
            }
        }
        let key = std::str::from_utf8(key).map_err(|_| EntryError::Key)?;
        // A peer must not depend on what we make of large letters.
        if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(EntryError::Key);
        }
        self.insert(key, value).map_err(|InvalidKey| EntryError::Key)
    }

    /// The first value of `key`.
    pub fn get(&self, key: &str) -> Option<&[u8]> {
        self.get_all(key).next()
    }

    /// The first value of `key`, if it is text.
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// The values of `key`, in order.
    pub fn get_all<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a [u8]> {
        self.iter().filter(move |(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// All entries, in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter { rest: &self.bytes }
    }

    /// The number of entries.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no entries.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes that the entries take in a frame, which is what limits count.
    pub const fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The entries as they travel.
    pub(crate) fn as_wire(&self) -> &[u8] {
        &self.bytes
    }
}

const fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be secret.
        f.debug_list().entries(self.iter().map(|(key, _)| key)).finish()
    }
}

impl<'a> IntoIterator for &'a Metadata {
    type Item = (&'a str, &'a [u8]);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// The entries of a [`Metadata`].
#[derive(Clone)]
pub struct Iter<'a> {
    rest: &'a [u8],
}

impl fmt::Debug for Iter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone().map(|(key, _)| key)).finish()
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (_, rest) = part(self.rest).filter(|_| !self.rest.is_empty())?;
        let whole = self.rest;
        self.rest = rest;
        // The entry begins behind its own tag and length.
        let (entry, _) = part(whole)?;
        let (key, behind) = part(entry)?;
        let (value, _) = part(behind)?;
        Some((std::str::from_utf8(key).ok()?, value))
    }
}

/// What is behind a tag of one byte and a length, and what follows it.
fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (_, bytes) = bytes.split_first()?;
    let (len, bytes) = varint::read(bytes)?;
    bytes.split_at_checked(usize::try_from(len).ok()?)
}

/// Why an entry of a peer is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryError {
    Malformed,
    Key,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_their_order_and_their_duplicates() {
        let mut metadata = Metadata::new();
        for (key, value) in [("b", "1"), ("a", "2"), ("B", "3"), ("a-bin", "\0"), ("e", "")] {
            metadata.insert(key, value).unwrap();
        }
        let entries: Vec<_> = metadata.iter().collect();
        let expected: [(&str, &[u8]); 5] =
            [("b", b"1"), ("a", b"2"), ("b", b"3"), ("a-bin", b"\0"), ("e", b"")];
        assert_eq!(entries, expected);
        assert_eq!(metadata.len(), 5);
        assert_eq!(metadata.get_all("b").collect::<Vec<_>>(), [b"1", b"3"]);
        assert_eq!(metadata.get("A"), Some(&b"2"[..]));
        assert_eq!(metadata.get("c"), None);
    }

    #[test]
    fn names_are_checked() {
        let mut metadata = Metadata::new();
        for key in ["", "a b", "a\n", "ä", "a:b", &"k".repeat(257)] {
            assert_eq!(metadata.insert(key, ""), Err(InvalidKey), "{key}");
        }
        metadata.insert(&"k".repeat(256), "").unwrap();
        assert_eq!(metadata.len(), 1);
    }

    #[test]
    fn none_are_no_allocation() {
        assert_eq!(Metadata::new().bytes.capacity(), 0);
        assert_eq!(Metadata::default().iter().count(), 0);
    }

    #[test]
    fn values_stay_out_of_logs() {
        let mut metadata = Metadata::new();
        metadata.insert("authorization", "secret").unwrap();
        assert_eq!(format!("{metadata:?}"), "[\"authorization\"]");
    }

    #[test]
    fn an_entry_of_a_peer_is_put_in_order() {
        let mut metadata = Metadata::new();
        // Value first, an unknown field between, a value that comes twice.
        metadata.read_entry(b"\x12\x01x\x18\x05\x0a\x01k\x12\x01y").unwrap();
        assert_eq!(metadata.iter().collect::<Vec<_>>(), [("k", &b"y"[..])]);
        assert_eq!(metadata.read_entry(b"\x0a\x05k"), Err(EntryError::Malformed));
        assert_eq!(metadata.read_entry(b"\x0a\x01K"), Err(EntryError::Key));
        assert_eq!(metadata.read_entry(b"\x0a\x01\xff"), Err(EntryError::Key));
        assert_eq!(metadata.read_entry(b""), Err(EntryError::Key));
    }
}
