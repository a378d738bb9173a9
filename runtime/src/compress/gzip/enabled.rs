//! Gzip, by `flate2` in plain Rust.

use std::io::Write;

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use crate::compress::algorithm::Algorithm;
use crate::compress::drain::drain;
use crate::compress::error::Error;

pub(super) const IS_BUILT_IN: bool = true;

pub(super) fn compress(payload: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail; if it did, the payload would travel as it is.
    encoder.write_all(payload).ok()?;
    encoder.finish().ok()
}

pub(super) fn inflate(compressed: &[u8], bytes_max: usize) -> Result<Vec<u8>, Error> {
    // One member: a second one is no part of what we write, and would be a second payload.
    let mut decoder = GzDecoder::new(compressed);
    let payload = drain(&mut decoder, Algorithm::Gzip, compressed.len(), bytes_max)?;
    match decoder.into_inner().len() {
        0 => Ok(payload),
        bytes => Err(Error::Trailing { bytes }),
    }
}
