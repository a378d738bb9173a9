//! The fields of a message of protobuf, one after the other.

use crate::number::long;
use crate::varint;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Of a fixed width, which no head has.
    Other,
}

/// Bytes that are not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Reads fields from the front.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(crate) const fn new(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    /// The next field and its number; `None` at the end.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Option<(u32, Field<'a>)>, Malformed> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (tag, rest) = varint::read(self.rest).ok_or(Malformed)?;
        let number = u32::try_from(tag >> 3).ok().filter(|number| *number != 0).ok_or(Malformed)?;
        let (field, rest) = match tag & 7 {
            0 => varint::read(rest).map(|(value, rest)| (Field::Number(value), rest)),
            1 => rest.split_at_checked(8).map(|(_, rest)| (Field::Other, rest)),
            2 => split(rest).map(|(bytes, rest)| (Field::Bytes(bytes), rest)),
            5 => rest.split_at_checked(4).map(|(_, rest)| (Field::Other, rest)),
            // Groups are older than any head.
            _ => None,
        }
        .ok_or(Malformed)?;
        self.rest = rest;
        Ok(Some((number, field)))
    }
}

/// What is behind a length, and what follows it.
#[inline]
pub(crate) fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, bytes) = varint::read(bytes)?;
    bytes.split_at_checked(usize::try_from(len).ok()?)
}

/// As text. What is no text has each bad place replaced: it is for people.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes a field with a number, unless it is 0.
#[inline]
pub(crate) fn put_number(out: &mut Vec<u8>, number: u8, value: u64) {
    if value != 0 {
        out.push(number << 3);
        varint::write(out, value);
    }
}

/// The bytes that [`put_number`] writes.
#[inline]
pub(crate) fn number_len(value: u64) -> usize {
    if value == 0 { 0 } else { varint::len(value).saturating_add(1) }
}

/// Writes a field with bytes.
pub(crate) fn put_bytes(out: &mut Vec<u8>, number: u8, bytes: &[u8]) {
    out.push(number << 3 | 2);
    varint::write(out, long(bytes.len()));
    out.extend_from_slice(bytes);
}

/// Writes a field with bytes, unless there are none.
pub(crate) fn put_some_bytes(out: &mut Vec<u8>, number: u8, bytes: &[u8]) {
    if !bytes.is_empty() {
        put_bytes(out, number, bytes);
    }
}

/// The bytes that [`put_some_bytes`] writes.
#[inline]
pub(crate) fn some_bytes_len(len: usize) -> usize {
    if len == 0 { 0 } else { varint::len(long(len)).saturating_add(1).saturating_add(len) }
}

/// Writes the message that `write` writes, with its length in front.
pub(crate) fn put_message(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let mut message = Vec::new();
    write(&mut message);
    varint::write(out, long(message.len()));
    out.extend_from_slice(&message);
}
