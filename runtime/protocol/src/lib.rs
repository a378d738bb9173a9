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
//! Two connections, and nothing between them:
//!
//! ```
//! use std::time::Instant;
//!
//! use bytes::{Buf, Bytes, BytesMut};
//! use mrpc_protocol::{Codec, Config, Connection, Event, Metadata, Method, Output, Payload, Request, Version};
//!
//! /// What a driver does with two sockets.
//! fn carry(from: &mut Connection<u8>, to: &mut BytesMut) {
//!     let mut output = Output::new();
//!     while from.poll_transmit(&mut output) {
//!         let len = output.remaining();
//!         to.extend_from_slice(&output.copy_to_bytes(len));
//!     }
//! }
//!
//! let now = Instant::now();
//! let mut client = Connection::client(now, Version::V2, &Config::default());
//! let mut server = Connection::server(now, &Config::default());
//! let (mut to_client, mut to_server) = (BytesMut::new(), BytesMut::new());
//!
//! carry(&mut client, &mut to_server);
//! assert!(matches!(server.handle(now, &mut to_server)?, Some(Event::Ready)));
//! carry(&mut server, &mut to_client);
//! assert!(matches!(client.handle(now, &mut to_client)?, Some(Event::Ready)));
//!
//! let request = Request {
//!     method: Method { index: 0, path: "shop.Cart/Add" },
//!     timeout: None,
//!     metadata: &Metadata::new(),
//!     attempt: 0,
//!     is_open: false,
//!     codec: Codec::Binary,
//!     is_compressed: false,
//! };
//! let id = client.start_call(now, &request, Payload::Bytes(Bytes::from_static(b"an apple")), 7).unwrap();
//! carry(&mut client, &mut to_server);
//! while let Some(event) = server.handle(now, &mut to_server)? {
//!     if let Event::Request { id, payload, .. } = event {
//!         assert_eq!(payload, "an apple");
//!         server.answer(id, None, Payload::Bytes(Bytes::from_static(b"thanks")), false);
//!     }
//! }
//! carry(&mut server, &mut to_client);
//! let Some(Event::Response { attachment: 7, payload, .. }) = client.handle(now, &mut to_client)? else {
//!     panic!("the call that was begun with 7 is answered");
//! };
//! assert_eq!(payload, "thanks");
//! # Ok::<(), mrpc_protocol::Error>(())
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
mod outgoing;
mod output;
mod table;
#[cfg(test)]
mod tests;
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
