//! Why bytes could not be inflated.

use std::error;
use std::fmt;

use super::algorithm::Algorithm;

/// What is wrong with compressed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The payload takes more than it may.
    TooLarge {
        /// As much it may take.
        bytes_max: usize,
    },
    /// The payload is so much larger than what was sent that it can only mean harm.
    TooDense {
        /// As much was sent.
        compressed_bytes: usize,
    },
    /// They end before the payload does.
    Truncated,
    /// Something follows the payload.
    Trailing {
        /// As much.
        bytes: usize,
    },
    /// They are not of this algorithm, or damaged.
    Malformed(Algorithm),
    /// The algorithm's feature is off.
    NotBuiltIn(Algorithm),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes_max } => write!(f, "payload inflates to more than {bytes_max} bytes"),
            Self::TooDense { compressed_bytes } => {
                write!(f, "payload inflates to more than a hundred times its {compressed_bytes} bytes")
            }
            Self::Truncated => f.write_str("compressed payload ends too early"),
            Self::Trailing { bytes } => write!(f, "{bytes} bytes follow the compressed payload"),
            Self::Malformed(algorithm) => write!(f, "payload is not {algorithm}, or damaged"),
            Self::NotBuiltIn(algorithm) => {
                write!(f, "payload is {algorithm}, which needs the feature `{algorithm}` of `mrpc`")
            }
        }
    }
}

impl error::Error for Error {}
