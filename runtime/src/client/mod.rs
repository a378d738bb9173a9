//! The side that calls.
//!
//! ```text
//!   generated client ──▶ Client ──▶ middlewares ──▶ Pool ──▶ Lane ──▶ Link ──▶ socket
//!      a message          shared     seldom any      which    one      frames
//!                                                    lane   at a time
//! ```

#[expect(clippy::module_inception, reason = "it is the client")]
mod client;
mod config;
mod endpoint;
mod inner;
mod lane;
mod open;
mod options;
mod pool;
mod role;
mod streaming;
mod through;
mod unary;

pub use self::{
    client::{Client, Connector},
    config::Config,
    streaming::{Bidirectional, ClientStreaming, ServerStreaming},
    unary::{Answer, Unary, UnaryFuture},
};
