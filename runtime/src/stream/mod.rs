//! The streams of a call, as callers and handlers see them.
//!
//! ```text
//!   client                                             server
//!   Outbound::send ──▶ DATA, as credit allows ──▶ Inbound::next
//!   Inbound::next  ◀── DATA, as credit allows ◀── Outbound::send
//! ```
//!
//! Items arrive in the order in which they were sent, none twice and none left out. A stream ends because the other
//! side says so; one whose connection breaks ends in an error.

mod inbound;
mod outbound;
mod upload;

pub use self::{inbound::Inbound, outbound::Outbound, upload::Upload};
