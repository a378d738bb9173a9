//! What a connection tells.

use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::call::{CallId, Codec};
use crate::head::ResponseHead;
use crate::metadata::Metadata;

/// Something that happened. One that is about a call has all that is needed to go on with it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<T> {
    /// The peer said hello: calls may begin, and a backoff is over.
    Ready,
    /// Server: from now on the client says `index` for `path`.
    Method {
        /// What [`RequestMethod::Bound`] will say, below `Limits::methods_max`.
        index: u32,
        /// `package.Service/Method`.
        path: String,
    },
    /// Server: a call begins. Answer it, or accept it.
    Request {
        /// The call.
        id: CallId,
        /// What is called.
        method: RequestMethod,
        /// What the payload is written in, and the answer will be.
        codec: Codec,
        /// The time that was left when the client wrote the request.
        timeout: Option<Duration>,
        /// The same, counted from the first byte of the request.
        deadline: Option<Instant>,
        /// What most requests do not have.
        extra: Option<Box<RequestExtra>>,
        /// Whether items follow.
        is_open: bool,
        /// Whether the payload is compressed.
        is_compressed: bool,
        /// The message.
        payload: Bytes,
    },
    /// Client: the answer, which ends the call.
    Response {
        /// The call.
        id: CallId,
        /// What the call was begun with.
        attachment: T,
        /// What is to say besides the payload; `None` for a plain success.
        head: Option<Box<ResponseHead>>,
        /// Whether the payload is compressed.
        is_compressed: bool,
        /// The message.
        payload: Bytes,
    },
    /// The peer sent an item.
    Item {
        /// The call.
        id: CallId,
        /// Whether the payload is compressed.
        is_compressed: bool,
        /// The item.
        payload: Bytes,
        /// What to give to `Connection::consumed` when the application has taken the item.
        credit: usize,
    },
    /// Server: the client will send no more items.
    End {
        /// The call.
        id: CallId,
    },
    /// A call that lacked credit may try again.
    Writable {
        /// The call.
        id: CallId,
    },
    /// Server: nobody waits for the answer any more.
    Cancelled {
        /// The call.
        id: CallId,
        /// What it was accepted with.
        attachment: T,
        /// Why.
        reason: CancelReason,
    },
    /// The deadline has passed. The peer has been told.
    Expired {
        /// The call.
        id: CallId,
        /// What it was begun or accepted with.
        attachment: T,
    },
    /// Client: the peer leaves and has not looked at this call: it may be made again, whatever it does.
    Refused {
        /// The call.
        id: CallId,
        /// What it was begun with.
        attachment: T,
    },
    /// The peer leaves. Calls that are open go on, new ones belong on another connection.
    GoAway {
        /// Why, as a number of [`crate::Reason`].
        code: u32,
        /// Why, for people.
        message: String,
    },
}

/// How a request names its method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestMethod {
    /// By what an [`Event::Method`] said.
    Bound(u32),
    /// By its path; in version 1, by `Service.Method`.
    Named(String),
}

/// What most requests do not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestExtra {
    /// What travels along.
    pub metadata: Metadata,
    /// How often this was tried before.
    pub attempt: u32,
}

/// Why a call was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CancelReason {
    /// The caller lost interest.
    Dropped,
    /// The caller's time ran out.
    Deadline,
    /// An item was larger than this side takes.
    TooLarge,
    /// A reason that this version does not know.
    Other,
}

impl CancelReason {
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Dropped | Self::Other => 0,
            Self::Deadline => 1,
            Self::TooLarge => 2,
        }
    }

    pub(crate) const fn from_number(number: u64) -> Self {
        match number {
            0 => Self::Dropped,
            1 => Self::Deadline,
            2 => Self::TooLarge,
            _ => Self::Other,
        }
    }
}
