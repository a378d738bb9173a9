//! A client and a server, end to end.

mod basic;
mod cancel;
mod cut;
mod drain;
mod echo;
mod faulty;
mod limit;
mod packed;
mod panic;
mod proxy;
mod raw;
mod setup;
mod slow;
mod socket;
#[cfg(feature = "tls")]
mod tls;
