//! Payloads that travel smaller than they are.
//!
//! ```text
//!   payload ── compress ──▶ Some(smaller)     │ None: it would not get smaller, and travels as it is
//!   payload ◀── inflate ─── compressed        │ counts while it inflates, and stops at the first byte too many
//! ```
//!
//! Whatever bytes arrive, inflating them takes no more memory than the message may have, and the decoder's own
//! window. An algorithm is there if its feature is: `gzip`, `zstd`.

mod algorithm;
#[cfg(any(feature = "gzip", feature = "zstd"))]
mod drain;
mod error;

#[cfg(not(feature = "gzip"))]
#[path = "gzip/disabled.rs"]
mod gzip;
#[cfg(feature = "gzip")]
#[path = "gzip/enabled.rs"]
mod gzip;

#[cfg(not(feature = "zstd"))]
#[path = "zstd/disabled.rs"]
mod zstd;
#[cfg(feature = "zstd")]
#[path = "zstd/enabled.rs"]
mod zstd;

pub use algorithm::{Algorithm, compress, inflate};
pub use error::Error;

#[cfg(test)]
mod tests;
