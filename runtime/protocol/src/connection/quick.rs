//! The frames that nearly all are: a plain request of a method that is known, and its plain answer.
//!
//! What is done here is what `receive` does, in fewer steps. Whatever is not as usual is left to it, untouched.

use std::time::{Duration, Instant};

use bytes::{Buf as _, Bytes, BytesMut};

use super::open::Pending;
use super::state::Connection;
use crate::binding::Binding;
use crate::call::{CallId, Codec, Side, Version};
use crate::event::{Event, RequestMethod};
use crate::frame::{END, HEADER_BYTES, kind};
use crate::number::wide;
use crate::varint;

/// A whole body in Binary, and the last of its side.
const PLAIN: u8 = END | Codec::Binary.bits();
/// The tags of `method_id` and `timeout_us`.
const METHOD_ID: u8 = 1 << 3;
const TIMEOUT_US: u8 = 3 << 3;

/// What a plain request says before its payload.
struct PlainHead {
    index: u32,
    timeout: Option<Duration>,
    /// The bytes that it takes.
    bytes: usize,
}

impl<T> Connection<T> {
    /// What the next frame tells, if it is one of these.
    #[inline]
    pub(super) fn quick(&mut self, now: Instant, input: &mut BytesMut) -> Option<Event<T>> {
        let &[b'm', b'r', b'p', 2, PLAIN, kind, s0, s1, s2, s3, 0, 0, l0, l1] = input.first_chunk()? else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([l0, l1]));
        let body = input.get(HEADER_BYTES..HEADER_BYTES.saturating_add(length))?;
        let is_usual = self.version == Some(Version::V2)
            && self.is_ready
            && length <= wide(self.frame_limit())
            && !self.liveness.is_waiting();
        if !is_usual {
            return None;
        }
        let seq = u32::from_be_bytes([s0, s1, s2, s3]);
        match (kind, self.side) {
            (kind::RESPONSE, Side::Client) if body.first() == Some(&0) => {
                let event = self.quick_response(seq, length, input)?;
                self.liveness.read(now);
                Some(event)
            }
            (kind::REQUEST, Side::Server) => {
                let head = PlainHead::read(body)?;
                let event = self.quick_request(now, seq, &head, length, input)?;
                self.liveness.read(now);
                Some(event)
            }
            _ => None,
        }
    }

    #[inline]
    fn quick_response(&mut self, seq: u32, length: usize, input: &mut BytesMut) -> Option<Event<T>> {
        let call = self.calls.get_mut(seq)?;
        let is_usual = call.codec == Codec::Binary.bits()
            && call.stream.is_none()
            && length <= wide(self.config.limits.message_bytes_max)
            && !self.outbox.has_large();
        if !is_usual {
            return None;
        }
        let attachment = self.calls.remove(seq)?.attachment?;
        self.count_frame();
        self.counters.calls_answered = self.counters.calls_answered.saturating_add(1);
        let payload = take(input, length, 1);
        Some(Event::Response { id: CallId::new(seq), attachment, head: None, is_compressed: false, payload })
    }

    #[inline]
    fn quick_request(
        &mut self,
        now: Instant,
        seq: u32,
        head: &PlainHead,
        length: usize,
        input: &mut BytesMut,
    ) -> Option<Event<T>> {
        let limits = &self.config.limits;
        let is_usual = seq % 2 == 1
            && seq > self.last_seq
            && self.announced.is_none()
            && !self.drain.is_beyond(seq)
            && self.bindings.get(head.index) == Binding::Method
            && self.in_flight() < wide(limits.calls_in_flight_max)
            && length <= wide(limits.message_bytes_max);
        if !is_usual {
            return None;
        }
        let timeout = head.timeout.map(|timeout| timeout.min(self.config.timeout_max));
        let deadline = timeout.and_then(|timeout| now.checked_add(timeout));
        self.last_seq = seq;
        self.count_frame();
        self.counters.calls_started = self.counters.calls_started.saturating_add(1);
        let id = CallId::new(seq);
        let payload = take(input, length, head.bytes);
        self.pending =
            Some(Pending { id, deadline, codec: Codec::Binary.bits(), is_open: false, method: None });
        Some(Event::Request {
            id,
            method: RequestMethod::Bound(head.index),
            codec: Codec::Binary,
            timeout,
            deadline,
            extra: None,
            is_open: false,
            is_compressed: false,
            payload,
        })
    }
}

impl PlainHead {
    /// A number for the method, time if there is some, and nothing else.
    #[inline]
    fn read(body: &[u8]) -> Option<Self> {
        let (len, rest) = body.split_first()?;
        let len = usize::from(*len);
        // A longer one has more in it.
        let [METHOD_ID, id, rest @ ..] = rest.get(..len).filter(|_| len < 0x80)? else { return None };
        let index = id.checked_sub(1).filter(|_| *id < 0x80)?;
        let timeout = match rest {
            [] => None,
            [TIMEOUT_US, us @ ..] => match varint::read(us)? {
                (us @ 1.., []) => Some(Duration::from_micros(us)),
                _ => return None,
            },
            _ => return None,
        };
        Some(Self { index: index.into(), timeout, bytes: len.saturating_add(1) })
    }
}

/// Takes a frame off the input, and gives what is behind its head.
#[inline]
fn take(input: &mut BytesMut, length: usize, head: usize) -> Bytes {
    let payload = length.saturating_sub(head);
    input.advance(HEADER_BYTES.saturating_add(head).min(input.len()));
    if payload == 0 { Bytes::new() } else { input.split_to(payload.min(input.len())).freeze() }
}
