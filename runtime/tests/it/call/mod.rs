//! A client and a server, end to end.

mod basic;
mod echo;
mod packed;
#[cfg(feature = "tls")]
mod tls;
mod version1;
