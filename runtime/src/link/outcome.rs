//! How a call ended, as far as the connection knows.

use std::sync::Arc;

use bytes::Bytes;
use mrpc_protocol::{Delivery, ResponseHead};

/// The end of a call, before anybody has looked into it.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The peer answered.
    Response(Response),
    /// Its time ran out.
    Expired,
    /// The peer gave it up.
    Cancelled,
    /// There is no connection any more, for this reason.
    Lost { delivery: Delivery, reason: Arc<str> },
}

/// An answer of the peer.
#[derive(Debug)]
pub(crate) struct Response {
    /// None is a plain OK.
    pub(crate) head: Option<Box<ResponseHead>>,
    pub(crate) is_compressed: bool,
    pub(crate) payload: Bytes,
}
