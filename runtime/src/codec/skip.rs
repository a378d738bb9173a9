//! Passes over fields that nobody asked for.

use super::error::DecodeError;
use super::error::DecodeErrorKind::{Depth, Group, Tag};
use super::reader::{END_GROUP, I32, I64, LEN, Reader, START_GROUP, VARINT};
use super::unknown::UnknownFields;

/// Passes over the field at the front, and adds it to `kept` as it is.
#[cold]
#[inline(never)]
pub(super) fn keep(r: &mut Reader<'_>, kept: Option<&mut UnknownFields>) -> Result<(), DecodeError> {
    let before = r.rest;
    let tag = r.tag()?;
    skip(r, tag)?;
    let field = &before[..before.len() - r.rest.len()];
    if let Some(kept) = kept {
        let bytes = kept.bytes_mut();
        let room = bytes.capacity();
        bytes.extend_from_slice(field);
        let grown = bytes.capacity() - room;
        r.charge(grown)?;
    }
    Ok(())
}

/// Passes over the value behind `tag`. Groups, which may hold groups, are passed in a loop.
pub(super) fn skip(r: &mut Reader<'_>, tag: u32) -> Result<(), DecodeError> {
    let mut open: Vec<u32> = Vec::new();
    let mut tag = tag;
    loop {
        let number = tag >> 3;
        if number == 0 {
            return Err(r.error(Tag));
        }
        r.count(1)?;
        match tag & 7 {
            VARINT => drop(r.varint()?),
            I64 => drop(r.array::<8>()?),
            LEN => drop(r.block()?),
            I32 => drop(r.array::<4>()?),
            START_GROUP if open.len() >= r.depth() => return Err(r.error(Depth)),
            START_GROUP => open.push(number),
            END_GROUP if open.pop() == Some(number) => {}
            END_GROUP => return Err(r.error(Group)),
            _ => return Err(r.error(Tag)),
        }
        if open.is_empty() {
            return Ok(());
        }
        if r.rest.is_empty() {
            return Err(r.error(Group));
        }
        tag = r.tag()?;
    }
}
