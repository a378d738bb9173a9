//! The runtime that generated code links against: clients, servers, and the messages between them.
//!
//! A schema says what there is to call, `mrpc-build` makes Rust of it, and this crate does the rest. What a program
//! uses of it: [`Server`] to serve, a generated client's `connect` or a [`Connector`] to call, [`Cx`] in handlers,
//! [`Status`] and [`Failure`] for what goes wrong, [`Inbound`] and [`Outbound`] for streams.
//!
//! ```text
//!   GreeterClient ──▶ client ─┐                       ┌─▶ server ──▶ impl Greeter
//!                             ├─▶ link ═══ bytes ═══ link
//!                 middleware ─┘                       └─ middleware
//! ```
#![forbid(unsafe_code)]

mod ambient;
mod body;
pub mod client;
mod code;
pub mod codec;
pub mod compress;
mod cx;
mod declared;
mod failure;
mod in_process;
mod include;
pub mod json;
mod link;
mod method;
pub mod middleware;
mod mock;
mod number;
mod outcome;
mod packing;
pub mod server;
mod status;
mod stream;
#[cfg(test)]
mod test_log;
pub mod transport;
pub mod validate;
mod well_known;

pub use ambient::spawn;
pub use bytes;
pub use client::{Answer, Bidirectional, Client, ClientStreaming, Connector, ServerStreaming, Unary};
pub use code::Code;
pub use codec::{DecodeError, Message, UnknownFields};
pub use cx::Cx;
pub use declared::{Declared, Never};
pub use failure::Failure;
pub use method::{Batch, Idempotency, MethodKind, MethodSpec, Retry};
pub use mrpc_protocol::{Delivery, Metadata};
pub use number::UnknownNumber;
pub use server::Server;
pub use status::Status;
pub use stream::{Inbound, Outbound, Upload};
pub use validate::{Validate, Violation};
pub use well_known::{
    Any, BoolValue, BytesValue, DoubleValue, Duration, Empty, FieldMask, FloatValue, Int32Value, Int64Value,
    ListValue, NullValue, OutOfRange, StringValue, Struct, Timestamp, UInt32Value, UInt64Value, UnpackError,
    Value,
};

/// What generated code uses. It changes whenever generated code does; nobody else may rely on it.
#[doc(hidden)]
pub mod __gen;
