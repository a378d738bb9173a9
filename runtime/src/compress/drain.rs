//! Reading a decoder to its end, but not past what is allowed.

use std::io::{ErrorKind, Read};

use super::algorithm::Algorithm;
use super::error::Error;

/// Payloads up to this size may be as dense as they like: a message of zeros is a message.
const DENSE_BYTES_MAX: usize = 4 << 20;

/// Past that size, no payload that means well is denser. Text and tables stay below 20:1.
const RATIO_MAX: usize = 100;

const CHUNK_BYTES: usize = 8 << 10;

/// All that `decoder` gives for `compressed_bytes` of input, or the reason why not.
pub(super) fn drain(
    decoder: &mut impl Read,
    algorithm: Algorithm,
    compressed_bytes: usize,
    bytes_max: usize,
) -> Result<Vec<u8>, Error> {
    let dense_max = compressed_bytes.saturating_mul(RATIO_MAX).max(DENSE_BYTES_MAX);
    let limit = bytes_max.min(dense_max);
    let mut payload = Vec::new();
    let mut chunk = [0; CHUNK_BYTES];
    loop {
        let read = match decoder.read(&mut chunk) {
            Ok(0) => return Ok(payload),
            Ok(read) => chunk.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(Error::Truncated),
            Err(_) => return Err(Error::Malformed(algorithm)),
        };
        let rest = limit.saturating_sub(payload.len());
        if read.len() > rest {
            let is_dense = dense_max < bytes_max;
            return Err(if is_dense {
                Error::TooDense { compressed_bytes }
            } else {
                Error::TooLarge { bytes_max }
            });
        }
        if payload.capacity().saturating_sub(payload.len()) < read.len() {
            // Twice as much as now, as `Vec` does by itself, but never more than is allowed.
            payload.reserve_exact(rest.min(payload.len().max(CHUNK_BYTES)));
        }
        payload.extend_from_slice(read);
    }
}
