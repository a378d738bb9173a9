//! What a call is named by and made of.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::frame;
use crate::metadata::Metadata;

/// Which call of a connection: the seq of its frames.
///
/// It means nothing outside its connection, and a connection never uses it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(u32);

impl CallId {
    pub(crate) const fn new(seq: u32) -> Self {
        Self(seq)
    }

    /// The number that the frames of this call carry.
    pub const fn seq(self) -> u32 {
        self.0
    }
}

/// Which end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The end that connected, and makes the calls.
    Client,
    /// The end that accepted, and answers them.
    Server,
}

/// Which protocol a connection speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// What Mini-RPC speaks; unary calls only. The codec is that of the envelope, the payload is always JSON.
    V1(Codec),
    /// Ours.
    V2,
}

/// What a payload is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// The JSON of protobuf.
    Json,
    /// The wire format of protobuf.
    Binary,
}

impl Codec {
    pub(crate) const fn bits(self) -> u8 {
        match self {
            Self::Json => 0,
            Self::Binary => 1,
        }
    }

    pub(crate) const fn from_bits(bits: u8) -> Option<Self> {
        match bits & frame::CODEC {
            0 => Some(Self::Json),
            1 => Some(Self::Binary),
            _ => None,
        }
    }
}

/// How far a call got that has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The peer has not executed it and never will: it may be made again, whatever it does.
    Unsent,
    /// The peer may have executed it.
    Unknown,
    /// The peer answered.
    Answered,
}

/// What a message writes itself with.
pub trait Encode {
    /// Appends the message to `out`, and leaves alone what is there.
    fn encode(&self, out: &mut Vec<u8>);
}

/// A message on its way out.
#[derive(Clone)]
pub enum Payload<'a> {
    /// Written straight behind what waits to be sent.
    Encode(&'a dyn Encode),
    /// Written already. A large one is not copied again.
    Bytes(Bytes),
}

impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encode(_) => f.write_str("Encode(..)"),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
        }
    }
}

impl Payload<'_> {
    /// No bytes at all.
    pub const EMPTY: Self = Self::Bytes(Bytes::new());
}

/// Which method a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method<'a> {
    /// A small number that stands for `path` in this process. The connection tells the peer once what it means.
    pub index: u32,
    /// `package.Service/Method`.
    pub path: &'a str,
}

/// What a call begins with, apart from its payload.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What is called.
    pub method: Method<'a>,
    /// The time that is left; `None` to wait for ever.
    pub timeout: Option<Duration>,
    /// What travels along.
    pub metadata: &'a Metadata,
    /// How often this was tried before.
    pub attempt: u32,
    /// Whether items follow the payload.
    pub is_open: bool,
    /// What the payload, the items and the answer are written in.
    pub codec: Codec,
    /// Whether the payload is compressed.
    pub is_compressed: bool,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Sent {
    /// It is on its way.
    Queued,
    /// The peer has no room. Nothing happened; `Event::Writable` says when to try again.
    NoCredit,
    /// The peer takes no item of this size. Nothing happened.
    TooLarge {
        /// The bytes of the item.
        bytes: usize,
        /// The bytes that the peer takes.
        limit: usize,
    },
}

/// The call has ended, or this side said that it would send no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone;

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the call has ended")
    }
}

impl std::error::Error for Gone {}

/// Why a call was not begun. Nothing of it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The peer has not said hello.
    NotReady,
    /// The connection has ended.
    Closed,
    /// One of the two sides is about to leave.
    GoingAway,
    /// The connection has used up its numbers: open another.
    Exhausted,
    /// As many calls are open as the peer takes.
    TooManyCalls,
    /// The payload is larger than the peer takes.
    MessageTooLarge {
        /// The bytes of the payload.
        bytes: usize,
        /// The bytes that the peer takes.
        limit: usize,
    },
    /// The metadata is larger, or has more entries, than the peer takes.
    MetadataTooLarge,
    /// No time is left.
    Expired,
    /// The method has a name that cannot travel.
    BadMethod,
    /// The version of this connection has no such thing: streams and metadata need version 2.
    Unsupported,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReady => f.write_str("the peer has not said hello yet"),
            Self::Closed => f.write_str("the connection has ended"),
            Self::GoingAway => f.write_str("the connection takes no new calls"),
            Self::Exhausted => f.write_str("the connection has used up its numbers"),
            Self::TooManyCalls => f.write_str("as many calls are open as the peer takes"),
            Self::MessageTooLarge { bytes, limit } => {
                write!(f, "a payload of {bytes} bytes is larger than the peer takes ({limit})")
            }
            Self::MetadataTooLarge => f.write_str("the metadata is larger than the peer takes"),
            Self::Expired => f.write_str("no time is left"),
            Self::BadMethod => f.write_str("the method has a name that cannot travel"),
            Self::Unsupported => f.write_str("version 1 of the protocol has no streams and no metadata"),
        }
    }
}

impl std::error::Error for Refusal {}
