//! What is known of a call that is open.

use std::time::Instant;

use bytes::BytesMut;

use crate::call::CallId;
use crate::credit::Window;
use crate::event::{RequestExtra, RequestMethod};
use crate::head::ResponseHead;

/// A call that is open.
#[derive(Debug)]
pub(crate) struct Call<T> {
    /// `None` on a server that has not accepted it.
    pub(crate) attachment: Option<T>,
    pub(crate) deadline: Option<Instant>,
    /// What most calls do not have.
    pub(crate) stream: Option<Box<Stream>>,
    pub(crate) codec: u8,
    /// Whether this side may send items.
    pub(crate) can_send: bool,
    /// Whether the peer may send items.
    pub(crate) can_receive: bool,
}

/// What a call needs besides that has items, or a body of more than one frame.
#[derive(Debug)]
pub(crate) struct Stream {
    /// What this side may send.
    pub(crate) credit: i64,
    pub(crate) window: Window,
    /// The application wants to send and lacked credit.
    pub(crate) is_waiting: bool,
    /// The call is listed as one that waits for the credit of the connection.
    pub(crate) is_listed: bool,
    pub(crate) assembly: Option<Assembly>,
    /// Version 1: the method, which the answer repeats.
    pub(crate) method: Option<Box<str>>,
}

impl Stream {
    pub(crate) fn new(credit: u32, window: u32) -> Box<Self> {
        Box::new(Self {
            credit: credit.into(),
            window: Window::new(window),
            is_waiting: false,
            is_listed: false,
            assembly: None,
            method: None,
        })
    }
}

/// A body of which more is to come.
#[derive(Debug)]
pub(crate) struct Assembly {
    pub(crate) body: Body,
    pub(crate) is_compressed: bool,
    pub(crate) bytes: BytesMut,
}

/// Which body.
#[derive(Debug)]
pub(crate) enum Body {
    Request(Box<Begun>),
    Response(Option<Box<ResponseHead>>),
    Item,
}

/// A request whose head was read.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) method: RequestMethod,
    pub(crate) timeout: Option<std::time::Duration>,
    pub(crate) deadline: Option<Instant>,
    pub(crate) extra: Option<Box<RequestExtra>>,
}

/// A request that the application was told of, and that is not in the table yet: most are answered at once.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) id: CallId,
    pub(crate) deadline: Option<Instant>,
    pub(crate) codec: u8,
    pub(crate) is_open: bool,
    /// Version 1: the method, which the answer repeats.
    pub(crate) method: Option<Box<str>>,
}
