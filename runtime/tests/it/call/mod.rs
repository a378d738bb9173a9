//! A client and a server, end to end.

mod basic;
mod crowd;
mod echo;
mod lanes;
mod packed;
mod streams;
#[cfg(feature = "tls")]
mod tls;
mod version1;
