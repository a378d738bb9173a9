//! Zstandard, by its authors' library.

use zstd::stream::read::Decoder;

use crate::compress::algorithm::Algorithm;
use crate::compress::drain::drain;
use crate::compress::error::Error;

pub(super) const IS_BUILT_IN: bool = true;

/// The quickest of the usual levels: a call waits for it.
const LEVEL: i32 = 1;

/// A frame says how far back it looks, and the decoder allocates that. RFC 8878 asks decoders for 8 MiB; more would
/// let a few bytes take much memory.
const WINDOW_LOG_MAX: u32 = 23;

pub(super) fn compress(payload: &[u8]) -> Option<Vec<u8>> {
    zstd::bulk::compress(payload, LEVEL).ok()
}

pub(super) fn inflate(compressed: &[u8], bytes_max: usize) -> Result<Vec<u8>, Error> {
    const ALGORITHM: Algorithm = Algorithm::Zstd;
    if compressed.is_empty() {
        // The library takes nothing for no frames, which is no error there.
        return Err(Error::Truncated);
    }
    let mut decoder =
        Decoder::with_buffer(compressed).map_err(|_| Error::Malformed(ALGORITHM))?.single_frame();
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(|_| Error::Malformed(ALGORITHM))?;
    let payload = drain(&mut decoder, ALGORITHM, compressed.len(), bytes_max)?;
    match decoder.finish().len() {
        0 => Ok(payload),
        bytes => Err(Error::Trailing { bytes }),
    }
}
