//! The server's side of a call that was let in: it is kept, answered, or cancelled.

use std::time::{Duration, Instant};

use super::open::{Call, Pending, Stream};
use super::receive::Step;
use super::state::Connection;
use crate::call::{CallId, Codec, Payload, Side, Version};
use crate::code;
use crate::error::Error;
use crate::event::{CancelReason, Event};
use crate::frame::{Header, kind};
use crate::head::ResponseHead;
use crate::number::wide;
use crate::outgoing::Shape;
use crate::varint;

/// Client and server see a deadline pass at nearly the same time.
const CANCEL_GRACE: Duration = Duration::from_millis(50);

/// What the frames of an answer need to know of their call.
struct Answering {
    codec: u8,
    method: Option<Box<str>>,
}

impl<T> Connection<T> {
    /// Keeps a call that is not answered at once, so that a cancel or a deadline reaches it.
    ///
    /// Gives the attachment back if the call has ended in the meantime: nobody waits for its answer.
    #[must_use = "a call that has ended gives its attachment back"]
    pub fn accept(&mut self, id: CallId, attachment: T) -> Option<T> {
        if self.pending.as_ref().is_some_and(|pending| pending.id == id) {
            self.settle();
        }
        match self.calls.get_mut(id.seq()) {
            Some(call) => call.attachment.replace(attachment),
            None => Some(attachment),
        }
    }

    /// Puts the request that was told last among the calls that are kept.
    #[inline]
    pub(super) fn settle(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.keep(pending);
        }
    }

    fn keep(&mut self, pending: Pending) {
        let Pending { id, deadline, codec, is_open, method } = pending;
        self.deadlines.add(deadline);
        let stream = method.map(|method| {
            let mut stream = Stream::new(0, 0);
            stream.method = Some(method);
            stream
        });
        let can_send = self.version == Some(Version::V2);
        let call = Call { attachment: None, deadline, stream, codec, can_send, can_receive: is_open };
        self.calls.insert(id.seq(), call);
    }

    /// Answers a call; without a head, by a plain success. `false` if it has ended: nobody waits for the answer.
    ///
    /// A payload or metadata beyond what the client takes becomes a RESOURCE_EXHAUSTED.
    #[inline]
    pub fn answer(
        &mut self,
        id: CallId,
        head: Option<&ResponseHead>,
        payload: Payload<'_>,
        is_compressed: bool,
    ) -> bool {
        if self.side != Side::Server || self.is_closed {
            return false;
        }
        let Some(answering) = self.take_call(id) else { return false };
        self.counters.calls_answered = self.counters.calls_answered.saturating_add(1);
        self.cancels.earn();
        match self.version {
            Some(Version::V1(_)) => {
                let envelope = Codec::from_bits(answering.codec).unwrap_or(Codec::Json);
                let method = answering.method.unwrap_or_default();
                self.write_version1_response(id.seq(), envelope, &method, head, payload);
            }
            _ => self.write_response(id, answering.codec, head, payload, is_compressed),
        }
        true
    }

    /// Takes a call out that is answered.
    #[inline]
    fn take_call(&mut self, id: CallId) -> Option<Answering> {
        if self.pending.as_ref().is_some_and(|pending| pending.id == id) {
            let Pending { codec, method, .. } = self.pending.take()?;
            return Some(Answering { codec, method });
        }
        let mut call = self.calls.remove(id.seq())?;
        let method = call.stream.as_mut().and_then(|stream| stream.method.take());
        let codec = call.codec;
        self.release(&mut call);
        Some(Answering { codec, method })
    }

    #[inline]
    fn write_response(
        &mut self,
        id: CallId,
        codec: u8,
        head: Option<&ResponseHead>,
        payload: Payload<'_>,
        is_compressed: bool,
    ) {
        let Some(head) = head else {
            let limit = wide(self.peer.message_bytes_max);
            let shape = response(id, codec, is_compressed);
            if self.outbox.body(shape, |out| out.push(0), payload, limit).is_err() {
                self.write_head(id, codec, &too_large());
            }
            return;
        };
        let mut written = Vec::new();
        head.write(&mut written);
        let is_too_large = head.metadata.size() > wide(self.peer.metadata_bytes_max)
            || head.metadata.len() > wide(self.peer.metadata_entries_max)
            || written.len() > wide(self.peer.frame_bytes_max);
        let limit = wide(self.peer.message_bytes_max);
        let shape = response(id, codec, is_compressed);
        let is_too_large =
            is_too_large || self.outbox.body(shape, |out| out.extend(written), payload, limit).is_err();
        if is_too_large {
            self.write_head(id, codec, &too_large());
        }
    }

    /// Answers with a head of ours, which is small.
    pub(super) fn write_head(&mut self, id: CallId, codec: u8, head: &ResponseHead) {
        let shape = response(id, codec, false);
        // No bytes are never too many.
        let _ = self.outbox.body(shape, |out| head.write(out), Payload::EMPTY, usize::MAX);
    }

    pub(super) fn on_cancel(&mut self, now: Instant, header: Header, frame: &[u8]) -> Result<Step<T>, Error> {
        self.expect_side(Side::Server, "CANCEL")?;
        let id = self.known_seq(header, "CANCEL")?;
        let (reason, _) = varint::read(frame).ok_or(Error::Malformed("CANCEL"))?;
        // One that comes when the time is up anyway costs no more than the timeout would.
        let grace = now.checked_add(CANCEL_GRACE).unwrap_or(now);
        let is_due = |call: &mut Call<T>| call.deadline.is_some_and(|deadline| deadline <= grace);
        let is_early = self.calls.get_mut(header.seq).is_some_and(|call| !is_due(call));
        if is_early && !self.cancels.spend(now) {
            return Err(Error::TooManyCancels);
        }
        let Some(call) = self.calls.remove(header.seq) else {
            // The answer may be on its way, in parts.
            self.unsend(header.seq);
            self.count_late();
            return Ok(Step::Again);
        };
        self.counters.calls_cancelled = self.counters.calls_cancelled.saturating_add(1);
        let reason = CancelReason::from_number(reason);
        Ok(match self.end_call(id, call) {
            Some(attachment) => Step::Event(Event::Cancelled { id, attachment, reason }),
            None => Step::Again,
        })
    }

    /// Ends a call whose client sent a body that this side does not take.
    pub(super) fn too_large_request(&mut self, id: CallId) -> Step<T> {
        let Some(call) = self.calls.remove(id.seq()) else { return Step::Again };
        let codec = call.codec;
        let attachment = self.end_call(id, call);
        let message = "a message exceeds message_bytes_max";
        // Without an attachment no handler has seen it.
        let head = match attachment {
            None => ResponseHead::refusal(code::RESOURCE_EXHAUSTED, message),
            Some(_) => ResponseHead::new(code::RESOURCE_EXHAUSTED, message),
        };
        self.write_head(id, codec, &head);
        match attachment {
            Some(attachment) => {
                Step::Event(Event::Cancelled { id, attachment, reason: CancelReason::TooLarge })
            }
            None => Step::Again,
        }
    }

    /// The deadline of a call has passed.
    pub(super) fn expire_request(&mut self, id: CallId, call: Call<T>) -> Option<T> {
        let codec = call.codec;
        let method = call.stream.as_ref().and_then(|stream| stream.method.clone());
        let attachment = self.end_call(id, call);
        let head = ResponseHead::new(code::DEADLINE_EXCEEDED, "the deadline passed at the server");
        match self.version {
            Some(Version::V1(_)) => {
                let envelope = Codec::from_bits(codec).unwrap_or(Codec::Json);
                let method = method.unwrap_or_default();
                self.write_version1_response(id.seq(), envelope, &method, Some(&head), Payload::EMPTY);
            }
            _ => self.write_head(id, codec, &head),
        }
        attachment
    }
}

fn response(id: CallId, codec: u8, is_compressed: bool) -> Shape {
    Shape { kind: kind::RESPONSE, codec, seq: id.seq(), is_compressed, is_end: true }
}

fn too_large() -> ResponseHead {
    ResponseHead::new(code::RESOURCE_EXHAUSTED, "the answer is larger than the client takes")
}
