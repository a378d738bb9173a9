//! What stands in front of a payload: small messages, compatible with protobuf, written by hand.
//!
//! ```text
//!  body of a frame:  varint length │ head (length bytes) │ payload
//! ```
//!
//! `protocol.mrpc` has them as a schema. Fields that a head does not know are passed over. A head is never split:
//! all of it is in the first frame of a body.

pub(crate) mod field;
mod goaway;
mod hello;
mod request;
mod response;
#[cfg(test)]
mod tests;
mod usual;

pub use hello::Hello;
pub use response::{Detail, MESSAGE_BYTES_MAX, ResponseHead};

pub(crate) use goaway::{GoAway, LAST_OPEN};
pub(crate) use request::{ReadHead, RequestHead};
pub(crate) use response::{cut, micros};
pub(crate) use usual::Usual;
