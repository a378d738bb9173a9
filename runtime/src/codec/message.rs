//! What users call.

use bytes::Bytes;

use super::error::DecodeError;
use super::fields::{Fields, read_fields};
use super::limits::Limits;
use super::reader::Reader;
use super::writer::Writer;

/// Most messages that are sent alone are smaller, and then one allocation is all.
const SMALL_BYTES: usize = 128;

/// A message or union of a schema: it can become bytes, and bytes can become it.
///
/// The bytes are those of protobuf. A message that comes in parts is put together; if it has `@required` fields, they
/// must all be in the first part. Generated types implement this; nobody else does.
///
/// ```
/// use mrpc::{Duration, Message};
///
/// let wait = Duration { seconds: 1, nanos: 500_000_000, ..Duration::default() };
/// let bytes = wait.encode_to_vec();
/// assert_eq!(bytes, [8, 1, 16, 0x80, 0xca, 0xb5, 0xee, 1]);
/// assert_eq!(Duration::decode(&bytes), Ok(wait));
/// ```
pub trait Message: Fields {
    /// Writes this message behind what is in `out`.
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        let mut w = Writer::new(out);
        self.write(&mut w);
        w.finish();
    }

    /// This message as bytes.
    #[inline]
    #[must_use]
    fn encode_to_vec(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(SMALL_BYTES);
        self.encode(&mut out);
        out
    }

    /// The message that `bytes` are.
    ///
    /// # Errors
    ///
    /// If they are none, lack a `@required` field, or go beyond the default [`Limits`].
    #[inline(always)]
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::decode_with(bytes, &Limits::default())
    }

    /// The message that `bytes` are, within `limits`.
    ///
    /// # Errors
    ///
    /// If they are none, lack a `@required` field, or go beyond `limits`.
    #[inline]
    fn decode_with(bytes: &[u8], limits: &Limits) -> Result<Self, DecodeError> {
        read(Reader::new(bytes, None, limits))
    }

    /// The message that `bytes` are. A field with `@rust(type = bytes)` shares memory with them if it is a large part
    /// of them: a kilobyte, and a sixteenth of all.
    ///
    /// # Errors
    ///
    /// If they are none, lack a `@required` field, or go beyond `limits`.
    fn decode_shared(bytes: &Bytes, limits: &Limits) -> Result<Self, DecodeError> {
        read(Reader::new(bytes, Some(bytes), limits))
    }
}

impl<M: Fields> Message for M {}

#[inline(always)]
fn read<M: Fields>(r: Reader<'_>) -> Result<M, DecodeError> {
    // The message is built where it is returned: moving it afterwards took a third of the time of a small one.
    let mut result = Ok(M::default());
    fill(&mut result, r);
    result
}

#[inline(never)]
fn fill<M: Fields>(result: &mut Result<M, DecodeError>, mut r: Reader<'_>) {
    if let Ok(message) = result
        && let Err(error) = r.check_size().and_then(|()| read_fields(message, &mut r, true))
    {
        *result = Err(error);
    }
}
