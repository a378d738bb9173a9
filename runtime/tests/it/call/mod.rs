//! A client and a server, end to end.

mod basic;
mod cancel;
mod drain;
mod echo;
mod limit;
mod packed;
mod panic;
mod proxy;
mod raw;
mod setup;
mod slow;
#[cfg(feature = "tls")]
mod tls;
