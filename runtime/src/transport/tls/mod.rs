//! Private streams, whose ends know each other.
//!
//! ```text
//!   Identity ────┐                                        ┌──── Authorities
//!   cert, key    ├──▶ Server::accept ◀═══▶ Client::connect ┤     whom the client trusts
//!   Authorities ─┘    whom it lets in                     └──── Identity, if the server asks for one
//! ```
//!
//! - TLS 1.3, or 1.2 if the peer knows no better. The protocol is named in ALPN, as `mrpc/2`.
//! - A name is proved by the certificate, and the name that has to be proved comes from the target or the
//!   configuration: never from the peer.
//! - A stream ends with TLS's own goodbye. One that ends without it was cut off, which is an error.
//! - A handshake is awaited by whoever has the connection, never where connections are accepted.

mod authorities;
mod client;
mod error;
mod identity;
mod pem;
mod reason;
mod server;
mod stream;

pub use authorities::Authorities;
pub use client::Client;
pub use error::Error;
pub use identity::Identity;
pub use server::Server;

/// How the protocol is called in ALPN.
const ALPN: &[u8] = b"mrpc/2";

#[cfg(test)]
mod tests;
