//! Text and bytes.

use bytes::Bytes;

use super::error::DecodeError;
use super::kind::Kind;
use super::reader::{LEN, Reader};
use super::writer::Writer;

/// `string`
#[derive(Debug)]
pub enum Str {}

impl Kind for Str {
    type Value = String;

    const WIRE: u32 = LEN;

    #[inline(always)]
    fn read(r: &mut Reader<'_>) -> Result<Option<String>, DecodeError> {
        Ok(Some(String::from(r.text()?)))
    }

    #[inline]
    fn read_into(r: &mut Reader<'_>, slot: &mut String, _first: bool) -> Result<bool, DecodeError> {
        *slot = String::from(r.text()?);
        Ok(true)
    }

    #[inline(always)]
    fn write(w: &mut Writer<'_>, tag: u32, value: &String) {
        w.block(tag, value.as_bytes());
    }

    #[inline(always)]
    fn is_default(value: &String) -> bool {
        value.is_empty()
    }
}

/// `bytes`
#[derive(Debug)]
pub enum Blob {}

impl Kind for Blob {
    type Value = Vec<u8>;

    const WIRE: u32 = LEN;

    #[inline]
    fn read(r: &mut Reader<'_>) -> Result<Option<Vec<u8>>, DecodeError> {
        Ok(Some(r.block()?.to_vec()))
    }

    #[inline(always)]
    fn write(w: &mut Writer<'_>, tag: u32, value: &Vec<u8>) {
        w.block(tag, value);
    }

    #[inline(always)]
    fn is_default(value: &Vec<u8>) -> bool {
        value.is_empty()
    }
}

/// `bytes` with `@rust(type = bytes)`: large ones share memory with the message they came in.
#[derive(Debug)]
pub enum SharedBlob {}

impl Kind for SharedBlob {
    type Value = Bytes;

    const WIRE: u32 = LEN;

    #[inline]
    fn read(r: &mut Reader<'_>) -> Result<Option<Bytes>, DecodeError> {
        r.shared().map(Some)
    }

    #[inline(always)]
    fn write(w: &mut Writer<'_>, tag: u32, value: &Bytes) {
        w.block(tag, value);
    }

    #[inline(always)]
    fn is_default(value: &Bytes) -> bool {
        value.is_empty()
    }
}
