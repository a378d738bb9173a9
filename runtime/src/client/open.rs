//! A call on a connection, for whoever waits for it.

use std::sync::Arc;
use std::task::Context;
use std::time::Duration;

use bytes::Bytes;
use mrpc_protocol::{Codec, Encode, Metadata, Method, Payload, Refusal, Request, Side, Version};

use crate::code::Code;
use crate::compress::Algorithm;
use crate::link::{Entry, Key, Link, OpenCall, State};
use crate::method::{MethodKind, MethodSpec};
use crate::packing::{is_understood, pack};
use crate::status::Status;

/// What a call begins with.
#[derive(Clone, Copy)]
pub(super) struct Begin<'a> {
    pub(super) method: &'static MethodSpec,
    /// The time that is left.
    pub(super) timeout: Option<Duration>,
    pub(super) metadata: &'a Metadata,
    pub(super) attempt: u32,
    pub(super) codec: Codec,
    /// How items are compressed.
    pub(super) packing: Option<Algorithm>,
    pub(super) message_bytes_max: usize,
    pub(super) request: Outgoing<'a>,
}

/// A request: a message, or the bytes that one has become.
#[derive(Clone, Copy)]
pub(super) enum Outgoing<'a> {
    Message(&'a (dyn Encode + Sync)),
    Encoded(&'a Encoded),
}

/// A request as bytes, and packed for a peer that can unpack it.
pub(super) struct Encoded {
    plain: Bytes,
    packed: Option<(Bytes, Algorithm)>,
}

impl Encoded {
    pub(super) fn new(plain: Bytes, algorithm: Option<Algorithm>) -> Self {
        let packed = algorithm.and_then(|algorithm| Some((pack(&plain, algorithm)?, algorithm)));
        Self { plain, packed }
    }
}

/// What became of an attempt to begin a call.
pub(super) enum Begun {
    Open(OpenCall),
    /// Too much waits to be sent here, or as many calls are open as the peer takes.
    Crowded,
    /// As many calls are open on this connection as there should be.
    Busy,
    /// This connection takes no more calls, but another may.
    NotHere,
    /// Nobody will take it.
    Failed(Status),
}

impl Begin<'_> {
    /// Begins the call on a connection. `cx` is woken when it has ended, or when there is room for it.
    #[inline]
    pub(super) fn on(&self, link: &Arc<Link>, calls_max: usize, cx: &Context<'_>) -> Begun {
        link.with(|state| {
            if !state.is_open() {
                return Begun::NotHere;
            }
            if state.connection.in_flight() >= calls_max {
                return Begun::Busy;
            }
            if !state.has_room() {
                return Begun::Crowded;
            }
            self.begin(state, link, cx)
        })
    }

    #[inline]
    fn begin(&self, state: &mut State, link: &Arc<Link>, cx: &Context<'_>) -> Begun {
        if self.method.kind() != MethodKind::Unary
            && matches!(state.connection.version(), Some(Version::V1(_)))
        {
            return refuse(Refusal::Unsupported);
        }
        let now = state.now();
        let mut request = Request {
            method: Method { index: self.method.index(), path: self.method.path() },
            timeout: self.timeout,
            metadata: self.metadata,
            attempt: self.attempt,
            is_open: self.method.kind().has_request_stream(),
            codec: self.codec,
            is_compressed: false,
        };
        let place = state.calls.vacant_entry();
        let key = Key(place.key());
        let begun = match self.request {
            Outgoing::Message(message) => {
                state.connection.start_call(now, &request, Payload::Encode(message), key)
            }
            Outgoing::Encoded(Encoded { plain, packed }) => {
                let packed =
                    packed.as_ref().filter(|(_, algorithm)| is_understood(&state.connection, *algorithm));
                request.is_compressed = packed.is_some();
                let payload = packed.map_or(plain, |(packed, _)| packed);
                state.connection.start_call(now, &request, Payload::Bytes(payload.clone()), key)
            }
        };
        match begun {
            Ok(id) => {
                let mut entry = if self.method.kind() != MethodKind::Unary {
                    Entry::streaming(id)
                } else {
                    Entry::unary(id)
                };
                entry.wait(cx);
                place.insert(entry);
                let mut call = OpenCall::new(Side::Client, link, key, id, self.codec);
                call.message_bytes_max = self.message_bytes_max;
                call.packing = self.packing.filter(|algorithm| is_understood(&state.connection, *algorithm));
                Begun::Open(call)
            }
            Err((Refusal::TooManyCalls, _)) => Begun::Crowded,
            Err((refusal, _)) => refuse(refusal),
        }
    }
}

#[cold]
fn refuse(refusal: Refusal) -> Begun {
    let code = match refusal {
        Refusal::MessageTooLarge { .. } | Refusal::MetadataTooLarge => Code::ResourceExhausted,
        Refusal::Expired => Code::DeadlineExceeded,
        Refusal::Unsupported => Code::Unimplemented,
        Refusal::BadMethod => Code::InvalidArgument,
        _ => return Begun::NotHere,
    };
    Begun::Failed(Status::unsent(code, refusal.to_string()))
}
