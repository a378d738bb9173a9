//! A client and a server, end to end.

mod age;
mod basic;
mod cancel;
mod crowd;
mod cut;
mod deadline;
mod drain;
mod echo;
mod faulty;
#[cfg(target_os = "linux")]
mod files;
mod lanes;
mod layers;
mod limit;
mod packed;
mod panic;
mod proxy;
mod raw;
mod setup;
mod slow;
mod soak;
mod socket;
mod streams;
#[cfg(feature = "tls")]
mod tls;
mod version1;
