//! Why a connection ends before its time.

use std::fmt;

/// Why a connection had to end. The peer is told the [`Reason`] in a GOAWAY.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// What came is no frame.
    BadMagic,
    /// A frame of a version that this side does not speak, or that the connection did not begin with.
    UnsupportedVersion(u8),
    /// A frame of a kind that does not exist.
    UnknownKind(u8),
    /// A frame with flags that it must not have.
    BadFlags(u8),
    /// A frame whose header says more bytes than this side takes.
    FrameTooLarge {
        /// What the header says.
        bytes: u32,
        /// What this side takes.
        limit: u32,
    },
    /// A frame whose body is not what its kind has.
    Malformed(&'static str),
    /// A frame that must not come from that side, on that seq, or at that time.
    Unexpected(&'static str),
    /// A call whose seq is even, used, or not above the one before.
    BadSeq(u32),
    /// A number that stands for no method.
    UnknownMethod(u32),
    /// A number that stands for a method already, or is not below the limit.
    BadBinding(u32),
    /// Items beyond the credit, or credit beyond what can be counted.
    FlowControl,
    /// Metadata of more than four times what this side takes.
    MetadataTooLarge,
    /// More messages are being put together than this side takes.
    TooMuchAssembling,
    /// The peer asks whether we are there more often than it may.
    TooManyPings,
    /// The peer cancels more calls than it lets finish.
    TooManyCancels,
    /// The peer goes on beginning calls beyond the limit.
    TooManyRefusals,
    /// The peer sends frames that do nothing.
    TooManyIdleFrames,
    /// The peer did not say hello in time.
    HelloTimeout,
    /// A frame did not come to its end in time, or fast enough.
    FrameTimeout,
    /// The peer does not answer.
    PeerSilent,
}

/// What a GOAWAY gives as its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing is wrong: the side leaves.
    None = 0,
    /// The peer broke a rule.
    Protocol = 1,
    /// The peer speaks a version that this side does not.
    Version = 2,
    /// A frame was too large.
    FrameTooLarge = 3,
    /// The peer sent beyond its credit.
    FlowControl = 4,
    /// The peer asked for more than this side has to give.
    ResourceExhausted = 5,
    /// The peer pinged too often.
    TooManyPings = 6,
    /// The peer made this side work for nothing.
    EnhanceYourCalm = 7,
    /// The peer was too slow, or silent.
    Timeout = 8,
}

impl Reason {
    /// As the code of a GOAWAY.
    pub const fn number(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Protocol => 1,
            Self::Version => 2,
            Self::FrameTooLarge => 3,
            Self::FlowControl => 4,
            Self::ResourceExhausted => 5,
            Self::TooManyPings => 6,
            Self::EnhanceYourCalm => 7,
            Self::Timeout => 8,
        }
    }
}

impl Error {
    /// What the peer is told.
    pub const fn reason(&self) -> Reason {
        match self {
            Self::BadMagic
            | Self::UnknownKind(_)
            | Self::BadFlags(_)
            | Self::Malformed(_)
            | Self::Unexpected(_)
            | Self::BadSeq(_)
            | Self::UnknownMethod(_)
            | Self::BadBinding(_) => Reason::Protocol,
            Self::UnsupportedVersion(_) => Reason::Version,
            Self::FrameTooLarge { .. } => Reason::FrameTooLarge,
            Self::FlowControl => Reason::FlowControl,
            Self::MetadataTooLarge | Self::TooMuchAssembling => Reason::ResourceExhausted,
            Self::TooManyPings => Reason::TooManyPings,
            Self::TooManyCancels | Self::TooManyRefusals | Self::TooManyIdleFrames => Reason::EnhanceYourCalm,
            Self::HelloTimeout | Self::FrameTimeout | Self::PeerSilent => Reason::Timeout,
        }
    }

    /// A short name for counting, one for each variant.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::BadMagic => "bad_magic",
            Self::UnsupportedVersion(_) => "unsupported_version",
            Self::UnknownKind(_) => "unknown_kind",
            Self::BadFlags(_) => "bad_flags",
            Self::FrameTooLarge { .. } => "frame_too_large",
            Self::Malformed(_) => "malformed",
            Self::Unexpected(_) => "unexpected",
            Self::BadSeq(_) => "bad_seq",
            Self::UnknownMethod(_) => "unknown_method",
            Self::BadBinding(_) => "bad_binding",
            Self::FlowControl => "flow_control",
            Self::MetadataTooLarge => "metadata_too_large",
            Self::TooMuchAssembling => "too_much_assembling",
            Self::TooManyPings => "too_many_pings",
            Self::TooManyCancels => "too_many_cancels",
            Self::TooManyRefusals => "too_many_refusals",
            Self::TooManyIdleFrames => "too_many_idle_frames",
            Self::HelloTimeout => "hello_timeout",
            Self::FrameTimeout => "frame_timeout",
            Self::PeerSilent => "peer_silent",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadMagic => f.write_str("the bytes are not a frame of this protocol"),
            Self::UnsupportedVersion(version) => {
                write!(
                    f,
                    "frame of version {version}; versions 1 and 2 are spoken, one of them per connection"
                )
            }
            Self::UnknownKind(kind) => write!(f, "frame of the unknown kind {kind}"),
            Self::BadFlags(mode) => write!(f, "frame with the flags {mode:#04x}"),
            Self::FrameTooLarge { bytes, limit } => {
                write!(f, "frame of {bytes} bytes exceeds frame_bytes_max ({limit})")
            }
            Self::Malformed(what) => write!(f, "malformed {what}"),
            Self::Unexpected(what) => write!(f, "unexpected {what}"),
            Self::BadSeq(seq) => write!(f, "call {seq} is even, used, or not above the one before"),
            Self::UnknownMethod(id) => write!(f, "method {id} is not bound"),
            Self::BadBinding(id) => write!(f, "method {id} is bound already, or above methods_max"),
            Self::FlowControl => {
                f.write_str("more was sent than credit was given, or more given than can be")
            }
            Self::MetadataTooLarge => f.write_str("metadata of more than four times metadata_bytes_max"),
            Self::TooMuchAssembling => f.write_str("fragments exceed assembling_bytes_max"),
            Self::TooManyPings => f.write_str("too many pings"),
            Self::TooManyCancels => f.write_str("too many calls are cancelled"),
            Self::TooManyRefusals => f.write_str("calls go on beyond calls_in_flight_max"),
            Self::TooManyIdleFrames => f.write_str("too many frames that do nothing"),
            Self::HelloTimeout => f.write_str("no hello in time"),
            Self::FrameTimeout => f.write_str("a frame came too slowly"),
            Self::PeerSilent => f.write_str("the peer does not answer"),
        }
    }
}

impl std::error::Error for Error {}
