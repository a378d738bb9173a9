//! The frame protocol as a state machine: bytes in, events out.
//!
//! ```text
//!  socket ──bytes──▶ handle ──▶ Event        start_call, answer, send_item ...   ◀── application
//!                       │                              │
//!                       ▼                              ▼
//!                  ┌─────────────── Connection ──────────────┐
//!                  │  calls, credit, deadlines, drain        │
//!                  └───────────────────┬─────────────────────┘
//!                                      ▼
//!  socket ◀──bytes── Output ◀── poll_transmit           poll_timeout ──▶ handle_timeout ──▶ Event
//! ```
//!
//! This crate opens no socket, reads no clock and draws no random number; time is an argument, so every test can
//! own it. `docs/PROTOCOL.md` has the rules of the wire, with a number for each.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

mod binding;
mod budget;
mod call;
pub mod code;
mod config;
mod connection;
mod counters;
mod credit;
mod deadline;
mod error;
mod event;
mod frame;
mod head;
mod limits;
mod liveness;
mod metadata;
mod number;
mod outbox;
mod output;
mod table;
#[cfg(test)]
mod testing;
mod varint;
mod version1;

pub use call::{
    CallId, Codec, Delivery, Encode, Gone, Method, Payload, Refusal, Request, Sent, Side, Version,
};
pub use config::Config;
pub use connection::{Connection, Windows};
pub use counters::Counters;
pub use error::{Error, Reason};
pub use event::{CancelReason, Event, RequestExtra, RequestMethod};
pub use head::{Detail, Hello, MESSAGE_BYTES_MAX, ResponseHead};
pub use limits::Limits;
pub use metadata::{InvalidKey, Iter, KEY_BYTES_MAX, Metadata};
pub use output::Output;
