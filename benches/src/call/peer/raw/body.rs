//! What is in a frame: bytes as they are, or a message of our codec.

use bytes::Bytes;
use mrpc::Message as _;

use super::frame::{Frames, put};
use crate::call::message::{Error, NAME, check};
use crate::generated::ours::bench::echo::v1::Item;

/// How the two ends treat a body.
pub trait Body: Send + Sync + 'static {
    /// Writes what is sent.
    fn write(id: u64, payload: &Bytes, out: &mut Vec<u8>);

    /// Reads what came, and compares it.
    ///
    /// # Errors
    /// Something else came.
    fn check(body: &[u8], id: u64, payload: &Bytes) -> Result<(), Error>;

    /// What the server sends for frames that came; `out` is empty, and may hold it.
    ///
    /// # Errors
    /// What came is not what a client of this kind sends.
    fn answer<'a>(frames: &'a [u8], out: &'a mut Vec<u8>) -> Result<&'a [u8], Error>;
}

/// The number, the name and the payload, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Bare;

impl Body for Bare {
    fn write(id: u64, payload: &Bytes, out: &mut Vec<u8>) {
        out.extend_from_slice(&id.to_le_bytes());
        out.extend_from_slice(NAME.as_bytes());
        out.extend_from_slice(payload);
    }

    fn check(body: &[u8], id: u64, payload: &Bytes) -> Result<(), Error> {
        let (other, rest) = body.split_first_chunk().ok_or("a frame without a number")?;
        let (name, bytes) = rest.split_at_checked(NAME.len()).ok_or("a frame without a name")?;
        if name != NAME.as_bytes() {
            return Err(format!("message {id} has the name {name:?}").into());
        }
        check((u64::from_le_bytes(*other), NAME, bytes), id, payload)
    }

    fn answer<'a>(frames: &'a [u8], _: &'a mut Vec<u8>) -> Result<&'a [u8], Error> {
        Ok(frames)
    }
}

/// A message, made and encoded at one end, decoded and encoded at the other, and decoded again.
#[derive(Clone, Copy, Debug)]
pub struct Coded;

impl Body for Coded {
    fn write(id: u64, payload: &Bytes, out: &mut Vec<u8>) {
        let (name, payload) = (NAME.to_owned(), payload.clone());
        Item { id, name, payload, ..Item::default() }.encode(out);
    }

    fn check(body: &[u8], id: u64, payload: &Bytes) -> Result<(), Error> {
        let item = Item::decode(body)?;
        check((item.id, &item.name, &item.payload), id, payload)
    }

    fn answer<'a>(frames: &'a [u8], out: &'a mut Vec<u8>) -> Result<&'a [u8], Error> {
        for body in (Frames { rest: frames }) {
            let item = Item::decode(body)?;
            put(out, |out| item.encode(out));
        }
        Ok(out)
    }
}
