//! Version 1: what Mini-RPC speaks. Unary calls and nothing else.
//!
//! - The seq of a call is what the client says, as long as no open call has it.
//! - There is no deadline, no cancel and no goodbye: what the client gives up runs on, and a late answer is dropped.
//! - A heartbeat has no answer, so silence means nothing.

use std::time::Instant;

use bytes::{Bytes, BytesMut};

use super::open::Pending;
use super::receive::{Step, drop_frame, take_payload};
use super::state::Connection;
use crate::binding;
use crate::call::{CallId, Codec, Payload, Refusal, Request, Side, Version};
use crate::code;
use crate::error::Error;
use crate::event::{Event, RequestMethod};
use crate::frame::{HEADER_BYTES, Header, kind};
use crate::head::{ResponseHead, cut};
use crate::number::wide;
use crate::version1;

/// What an envelope takes besides its payload, at most.
const ENVELOPE_BYTES_MAX: u32 = 4 << 10;

impl Codec {
    /// The codec of an envelope; a version 1 header has nothing else in this byte.
    pub(super) const fn from_version1(mode: u8) -> Option<Self> {
        match mode {
            0 => Some(Self::Json),
            1 => Some(Self::Binary),
            _ => None,
        }
    }
}

impl<T> Connection<T> {
    pub(super) fn start_version1(&mut self) {
        self.is_ready = true;
        // The peer tells no limits: it is taken to have ours.
        self.peer = self.config.limits;
        match self.side {
            Side::Client => self.liveness.expect_no_answer(),
            Side::Server => self.liveness.stop_asking(),
        }
    }

    /// A message cannot be split, and base64 makes four bytes of three.
    pub(super) fn version1_frame_limit(&self) -> u32 {
        let message = self.config.limits.message_bytes_max;
        message.saturating_add(message / 2).saturating_add(ENVELOPE_BYTES_MAX)
    }

    pub(super) fn step_version1(
        &mut self,
        now: Instant,
        header: Header,
        input: &mut BytesMut,
    ) -> Result<Step<T>, Error> {
        let limit = self.version1_frame_limit();
        if header.length > limit {
            return Err(Error::FrameTooLarge { bytes: header.length, limit });
        }
        let codec = Codec::from_version1(header.mode).ok_or(Error::BadFlags(header.mode))?;
        if input.len().saturating_sub(HEADER_BYTES) < wide(header.length) {
            self.liveness.wait(now, input.len());
            return Ok(Step::Wait);
        }
        self.liveness.read(now);
        self.count_frame();
        match header.kind {
            kind::REQUEST => self.on_version1_request(header, codec, input),
            kind::RESPONSE => self.on_version1_response(header, codec, input),
            kind::HEARTBEAT => {
                drop_frame(input, header);
                self.spend_idle(now)?;
                Ok(Step::Again)
            }
            other => Err(Error::UnknownKind(other)),
        }
    }

    fn on_version1_request(
        &mut self,
        header: Header,
        codec: Codec,
        input: &mut BytesMut,
    ) -> Result<Step<T>, Error> {
        self.expect_side(Side::Server, "request")?;
        if self.calls.contains(header.seq) {
            return Err(Error::BadSeq(header.seq));
        }
        let frame = take_payload(input, header, 0);
        let envelope = version1::read(codec, &frame).map_err(|_| Error::Malformed("envelope"))?;
        let id = CallId::new(header.seq);
        self.last_seq = self.last_seq.max(header.seq);
        self.is_busy = true;
        self.counters.calls_started = self.counters.calls_started.saturating_add(1);
        let limits = &self.config.limits;
        let refusal = if !binding::is_name(&envelope.method) {
            Some((code::INVALID_ARGUMENT, "the name of the method is empty, too long or not a name"))
        } else if self.in_flight() >= wide(limits.calls_in_flight_max) {
            Some((code::RESOURCE_EXHAUSTED, "the calls of this connection exceed calls_in_flight_max"))
        } else if envelope.payload.len() > wide(limits.message_bytes_max) {
            Some((code::RESOURCE_EXHAUSTED, "the request exceeds message_bytes_max"))
        } else if self.drain.is_leaving() {
            Some((code::UNAVAILABLE, "the server is about to leave"))
        } else {
            None
        };
        if let Some((code, message)) = refusal {
            self.counters.calls_refused = self.counters.calls_refused.saturating_add(1);
            let head = ResponseHead::refusal(code, message);
            let method = if binding::is_name(&envelope.method) { envelope.method.as_str() } else { "" };
            self.write_version1_response(id.seq(), codec, method, Some(&head), Payload::EMPTY);
            return Ok(Step::Again);
        }
        let method = Some(envelope.method.as_str().into());
        self.pending = Some(Pending { id, deadline: None, codec: codec.bits(), is_open: false, method });
        Ok(Step::Event(Event::Request {
            id,
            method: RequestMethod::Named(envelope.method),
            codec: Codec::Json,
            timeout: None,
            deadline: None,
            extra: None,
            is_open: false,
            is_compressed: false,
            payload: envelope.payload,
        }))
    }

    fn on_version1_response(
        &mut self,
        header: Header,
        codec: Codec,
        input: &mut BytesMut,
    ) -> Result<Step<T>, Error> {
        self.expect_side(Side::Client, "response")?;
        let id = self.known_seq(header, "response")?;
        let frame = take_payload(input, header, 0);
        if !self.calls.contains(header.seq) {
            self.count_late();
            return Ok(Step::Again);
        }
        let envelope = version1::read(codec, &frame).map_err(|_| Error::Malformed("envelope"))?;
        if envelope.payload.len() > wide(self.config.limits.message_bytes_max) {
            return Ok(self.too_large(id));
        }
        if envelope.error.is_empty() {
            return Ok(self.finish(id, None, false, envelope.payload));
        }
        let head = ResponseHead::new(code::UNKNOWN, cut(&envelope.error).to_owned());
        Ok(self.finish(id, Some(Box::new(head)), false, Bytes::new()))
    }

    pub(super) fn write_version1_request(
        &mut self,
        seq: u32,
        codec: Codec,
        request: &Request<'_>,
        payload: Payload<'_>,
    ) -> Result<(), Refusal> {
        let is_plain = request.metadata.is_empty() && !request.is_compressed;
        if request.is_open || !is_plain || request.codec != Codec::Json {
            return Err(Refusal::Unsupported);
        }
        let method = version1::method_of(request.method.path).filter(|method| binding::is_name(method));
        let method = method.ok_or(Refusal::BadMethod)?;
        let payload = to_bytes(payload);
        let limit = wide(self.peer.message_bytes_max);
        if payload.len() > limit {
            return Err(Refusal::MessageTooLarge { bytes: payload.len(), limit });
        }
        self.outbox.version1(codec, kind::REQUEST, seq, |out| {
            version1::write(out, codec, &method, &payload, "");
        });
        Ok(())
    }

    pub(super) fn write_version1_response(
        &mut self,
        seq: u32,
        codec: Codec,
        method: &str,
        head: Option<&ResponseHead>,
        payload: Payload<'_>,
    ) {
        let failed = head.filter(|head| head.code != code::OK);
        let mut error =
            failed.map_or_else(String::new, |head| [code::name(head.code), cut(&head.message)].join(": "));
        let mut payload = if failed.is_some() { Bytes::new() } else { to_bytes(payload) };
        if payload.len() > wide(self.peer.message_bytes_max) {
            payload = Bytes::new();
            error = "RESOURCE_EXHAUSTED: the answer exceeds message_bytes_max".to_owned();
        }
        self.outbox.version1(codec, kind::RESPONSE, seq, |out| {
            version1::write(out, codec, method, &payload, &error);
        });
    }

    pub(super) fn send_version1_heartbeat(&mut self) {
        if let Some(Version::V1(codec)) = self.version {
            self.outbox.version1(codec, kind::HEARTBEAT, 0, |_| {});
        }
    }
}

fn to_bytes(payload: Payload<'_>) -> Bytes {
    match payload {
        Payload::Bytes(bytes) => bytes,
        Payload::Encode(message) => {
            let mut bytes = Vec::new();
            message.encode(&mut bytes);
            bytes.into()
        }
    }
}
