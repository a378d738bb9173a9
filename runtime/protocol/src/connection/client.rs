//! The client's side: calls begin, answers end them.

use std::time::Instant;

use bytes::BytesMut;

use super::open::{Assembly, Body, Call};
use super::receive::{Step, body, drop_frame, take_payload};
use super::state::Connection;
use crate::binding::{self, Binding};
use crate::call::{CallId, Payload, Refusal, Request, Side, Version};
use crate::code;
use crate::error::Error;
use crate::event::{CancelReason, Event};
use crate::frame::{COMPRESSED, END, Header, MORE, kind};
use crate::head::{RequestHead, ResponseHead, field, micros};
use crate::number::{long, wide};
use crate::outgoing::{Shape, TooLarge};
use crate::varint;

impl<T> Connection<T> {
    /// Begins a call. `now` may be some milliseconds old.
    ///
    /// # Errors
    ///
    /// When it cannot begin. Nothing was sent, and the attachment comes back.
    #[inline]
    pub fn start_call(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        payload: Payload<'_>,
        attachment: T,
    ) -> Result<CallId, (Refusal, T)> {
        let seq = match self.check_start(request) {
            Ok(seq) => seq,
            Err(refusal) => return Err((refusal, attachment)),
        };
        let written = match self.version {
            Some(Version::V1(envelope)) => self.write_version1_request(seq, envelope, request, payload),
            _ => self.write_request(seq, request, payload),
        };
        if let Err(refusal) = written {
            return Err((refusal, attachment));
        }
        let deadline = request.timeout.and_then(|timeout| now.checked_add(timeout));
        self.last_seq = seq;
        self.is_busy = true;
        self.deadlines.add(deadline);
        self.counters.calls_started = self.counters.calls_started.saturating_add(1);
        let call = Call {
            attachment: Some(attachment),
            deadline,
            stream: None,
            codec: request.codec.bits(),
            can_send: request.is_open,
            can_receive: true,
        };
        self.calls.insert(seq, call);
        Ok(CallId::new(seq))
    }

    /// The seq of the next call, if there may be one.
    #[inline]
    fn check_start(&self, request: &Request<'_>) -> Result<u32, Refusal> {
        if self.is_closed || self.side != Side::Client {
            return Err(Refusal::Closed);
        }
        if !self.is_ready {
            return Err(Refusal::NotReady);
        }
        if self.drain.is_leaving() {
            return Err(Refusal::GoingAway);
        }
        if !self.has_room() {
            return Err(Refusal::TooManyCalls);
        }
        if request.timeout.is_some_and(|timeout| timeout.is_zero()) {
            return Err(Refusal::Expired);
        }
        // The first call is 1; the numbers in between are the server's.
        let seq = if self.last_seq == 0 { Some(1) } else { self.last_seq.checked_add(2) };
        seq.filter(|seq| *seq <= self.config.seq_max).ok_or(Refusal::Exhausted)
    }

    #[inline]
    fn write_request(
        &mut self,
        seq: u32,
        request: &Request<'_>,
        payload: Payload<'_>,
    ) -> Result<(), Refusal> {
        let shape = Shape {
            kind: kind::REQUEST,
            codec: request.codec.bits(),
            seq,
            is_compressed: request.is_compressed,
            is_end: !request.is_open,
        };
        let limit = wide(self.peer.message_bytes_max);
        if let Some(head) = self.usual.get(request) {
            // Nearly all requests to a method say the same.
            let written = self.outbox.body(shape, |out| out.extend_from_slice(head), payload, limit);
            return written.map(|_| ()).map_err(refuse);
        }
        let index = request.method.index;
        let is_bound = self.bindings.get(index) == Binding::Method;
        let can_bind = self.bindings.has(index);
        let head = RequestHead {
            method_id: if can_bind { index.saturating_add(1) } else { 0 },
            method: if is_bound { "" } else { request.method.path },
            // Less than a microsecond is not nothing.
            timeout_us: request.timeout.map_or(0, |timeout| micros(timeout).max(1)),
            metadata: request.metadata,
            attempt: request.attempt,
        };
        if !is_bound || !request.metadata.is_empty() {
            self.check_head(&head, is_bound)?;
        }
        self.outbox.body(shape, |out| head.write(out), payload, limit).map_err(refuse)?;
        if is_bound {
            self.usual.keep(request, &head);
        }
        if !is_bound && can_bind {
            self.bindings.set(index, Binding::Method);
        }
        Ok(())
    }

    /// What most requests need not be asked.
    fn check_head(&self, head: &RequestHead<'_>, is_bound: bool) -> Result<(), Refusal> {
        if !is_bound && !binding::is_name(head.method) {
            return Err(Refusal::BadMethod);
        }
        let len = head.len();
        let is_too_large = head.metadata.size() > wide(self.peer.metadata_bytes_max)
            || head.metadata.len() > wide(self.peer.metadata_entries_max)
            || len.saturating_add(varint::len(long(len))) > wide(self.peer.frame_bytes_max);
        if is_too_large { Err(Refusal::MetadataTooLarge) } else { Ok(()) }
    }

    /// Gives a call up. The peer is told, and what it still sends is dropped. `None` if the call has ended.
    pub fn cancel(&mut self, id: CallId) -> Option<T> {
        self.give_up(id, CancelReason::Dropped)
    }

    pub(super) fn give_up(&mut self, id: CallId, reason: CancelReason) -> Option<T> {
        if self.side != Side::Client {
            return None;
        }
        let call = self.calls.remove(id.seq())?;
        self.counters.calls_cancelled = self.counters.calls_cancelled.saturating_add(1);
        self.send_cancel(id, reason);
        self.end_call(id, call)
    }

    /// Tells the server that nobody waits any more.
    pub(super) fn send_cancel(&mut self, id: CallId, reason: CancelReason) {
        if !self.is_closed && self.version == Some(Version::V2) {
            self.outbox.control(kind::CANCEL, 0, id.seq(), |out| out.push(reason.number()));
        }
    }

    #[inline]
    pub(super) fn on_response(&mut self, header: Header, input: &mut BytesMut) -> Result<Step<T>, Error> {
        self.expect_side(Side::Client, "RESPONSE")?;
        let id = self.known_seq(header, "RESPONSE")?;
        if header.has(MORE) == header.has(END) {
            // An answer ends what the server sends, and its last frame says so.
            return Err(Error::BadFlags(header.mode));
        }
        let Some(call) = self.calls.get_mut(header.seq) else {
            return self.drop_late(header, input);
        };
        if call.codec != header.codec() {
            return Err(Error::Unexpected("codec of a RESPONSE"));
        }
        let assembly = call.stream.as_mut().and_then(|stream| stream.assembly.as_mut());
        if let Some(Assembly { body: Body::Response(_), .. }) = assembly {
            return self.on_fragment(header, input);
        }
        let (head, skip) = read_head(body(input, header), self.config.limits.metadata_entries_max)?;
        let is_compressed = header.has(COMPRESSED);
        self.count_frame();
        if header.has(MORE) {
            self.drop_assembly(id);
            let payload = take_payload(input, header, skip);
            return self.begin_assembly(id, Body::Response(head), is_compressed, &payload);
        }
        let payload = take_payload(input, header, skip);
        if payload.len() > wide(self.config.limits.message_bytes_max) {
            return Ok(self.too_large(id));
        }
        Ok(self.finish(id, head, is_compressed, payload))
    }

    /// Ends a call with an answer.
    #[inline]
    pub(super) fn finish(
        &mut self,
        id: CallId,
        head: Option<Box<ResponseHead>>,
        is_compressed: bool,
        payload: bytes::Bytes,
    ) -> Step<T> {
        let call = self.calls.remove(id.seq());
        let Some(attachment) = call.and_then(|call| self.end_call(id, call)) else { return Step::Again };
        self.counters.calls_answered = self.counters.calls_answered.saturating_add(1);
        Step::Event(Event::Response { id, attachment, head, is_compressed, payload })
    }

    /// The server sent a body that this side does not take: the call ends here.
    pub(super) fn too_large_answer(&mut self, id: CallId) -> Step<T> {
        self.send_cancel(id, CancelReason::TooLarge);
        let message = "a message of the server exceeds message_bytes_max";
        let head = ResponseHead::new(code::RESOURCE_EXHAUSTED, message);
        self.finish(id, Some(Box::new(head)), false, bytes::Bytes::new())
    }

    /// Drops a frame of a call that has ended.
    pub(super) fn drop_late(&mut self, header: Header, input: &mut BytesMut) -> Result<Step<T>, Error> {
        self.count_frame();
        self.count_late();
        drop_frame(input, header);
        Ok(Step::Again)
    }
}

/// The head of an answer, and the bytes that it takes. A plain success has none, in one byte.
#[inline]
fn read_head(body: &[u8], entries_max: u32) -> Result<(Option<Box<ResponseHead>>, usize), Error> {
    if body.first() == Some(&0) {
        return Ok((None, 1));
    }
    const WHAT: Error = Error::Malformed("head of a RESPONSE");
    let (head, rest) = field::split(body).ok_or(WHAT)?;
    let read = ResponseHead::read(head, entries_max).map_err(|_| WHAT)?;
    Ok((Some(Box::new(read)), body.len().saturating_sub(rest.len())))
}

fn refuse(too_large: TooLarge) -> Refusal {
    Refusal::MessageTooLarge { bytes: too_large.bytes, limit: too_large.limit }
}
