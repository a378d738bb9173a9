//! A client and a server, end to end.

mod basic;
mod cancel;
mod crowd;
mod cut;
mod deadline;
mod drain;
mod echo;
mod faulty;
mod lanes;
mod layers;
mod limit;
mod packed;
mod panic;
mod proxy;
mod raw;
mod setup;
mod slow;
mod socket;
mod streams;
#[cfg(feature = "tls")]
mod tls;
mod version1;
