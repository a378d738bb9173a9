//! How bytes get from one process to another.
//!
//! ```text
//!   server                                                     client
//!   Listener::accept ──▶ (Stream, Peer)          Stream ◀── connect / memory::Connector
//!                              │                   │
//!                              └── read and write ─┘
//! ```
//!
//! All that is above here sees one type, [`Stream`], whatever carries it. Nothing here starts a task, and nothing
//! here waits for a peer in the place where the next one is accepted.

mod connect;
mod handshake;
mod listener;
pub mod memory;
mod opening;
mod peer;
mod stream;
mod target;
mod tcp;
#[cfg(feature = "tls")]
pub mod tls;

pub use connect::connect;
pub use handshake::{ClientHandshake, ServerHandshake, Shaking};
pub use listener::Listener;
pub use opening::Opening;
pub use peer::{Address, Peer};
pub use stream::{Io, Stream};
pub use target::{Endpoint, Protocol, Target, TargetError};

#[cfg(test)]
mod tests;
