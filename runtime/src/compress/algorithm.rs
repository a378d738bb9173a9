//! Which ways there are to compress, and the choice between them.

use std::fmt;

use super::error::Error;
use super::{gzip, zstd};

/// A way to compress. Each is known, so that it can be named; it is built in if its feature is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// One member of RFC 1952. Every language has it.
    Gzip,
    /// One frame of RFC 8878. Payloads of some size get smaller than with gzip.
    Zstd,
}

impl Algorithm {
    /// All of them, the one to prefer first.
    pub const ALL: [Self; 2] = [Self::Zstd, Self::Gzip];

    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// The algorithm of this name, whether built in or not.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// The algorithm that has made these bytes, as their first ones say.
    #[must_use]
    pub fn of(compressed: &[u8]) -> Option<Self> {
        match compressed {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Whether its feature is on.
    #[must_use]
    pub const fn is_built_in(self) -> bool {
        match self {
            Self::Gzip => gzip::IS_BUILT_IN,
            Self::Zstd => zstd::IS_BUILT_IN,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Compresses `payload`, unless that makes it no smaller, or the algorithm is not built in.
///
/// ```
/// use mrpc::compress::{Algorithm, compress, inflate};
///
/// let payload = b"again and again and again and again and again and again and again and again";
/// if let Some(compressed) = compress(Algorithm::Zstd, payload) {
///     assert!(compressed.len() < payload.len());
///     assert_eq!(inflate(Algorithm::Zstd, &compressed, 1024).unwrap(), payload);
/// }
/// ```
#[must_use]
pub fn compress(algorithm: Algorithm, payload: &[u8]) -> Option<Vec<u8>> {
    let compressed = match algorithm {
        Algorithm::Gzip => gzip::compress(payload),
        Algorithm::Zstd => zstd::compress(payload),
    };
    compressed.filter(|compressed| compressed.len() < payload.len())
}

/// What was compressed, which may take `bytes_max`.
///
/// # Errors
///
/// It takes more; it takes more than a hundred times what it was compressed to, and more than 4 MiB; it is cut
/// off, followed by something, or no such thing; the algorithm is not built in.
pub fn inflate(algorithm: Algorithm, compressed: &[u8], bytes_max: usize) -> Result<Vec<u8>, Error> {
    match algorithm {
        Algorithm::Gzip => gzip::inflate(compressed, bytes_max),
        Algorithm::Zstd => zstd::inflate(compressed, bytes_max),
    }
}
