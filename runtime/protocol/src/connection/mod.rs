//! A connection: its calls, and what each frame does to them.
//!
//! ```text
//!  client   start_call ──▶ open ──▶ RESPONSE                       Event::Response
//!                           ├─────▶ cancel, deadline               CANCEL is sent; what comes later is dropped
//!                           ├─────▶ GOAWAY below its seq           Event::Refused
//!                           └─────▶ handle_close                   comes out with its Delivery
//!
//!  server   REQUEST ──▶ pending ──▶ answer                         RESPONSE is sent
//!                          │ accept, or the next handle
//!                          ▼
//!                        open ──▶ answer                           RESPONSE is sent
//!                          ├────▶ CANCEL                           Event::Cancelled
//!                          ├────▶ deadline                         RESPONSE is sent; Event::Expired
//!                          └────▶ handle_close                     comes out
//! ```
//!
//! - A call ends exactly once: only `end_call` takes one out of the table.
//! - A frame gives one event at most, or is looked at again for the second; there is no queue of events.
//! - After an error nothing is read, and nothing written but the GOAWAY that tells it.

mod assemble;
mod client;
mod close;
mod drain;
mod hello;
mod open;
mod quick;
mod receive;
mod request;
mod server;
mod state;
mod stream;
mod time;
mod version1;

pub use state::{Connection, Windows};
