//! A client and a server, end to end.

mod basic;
mod cancel;
mod drain;
mod echo;
mod packed;
mod proxy;
mod setup;
#[cfg(feature = "tls")]
mod tls;
