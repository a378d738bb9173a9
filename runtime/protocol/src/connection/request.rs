//! The server's side of a request: what its head says, and whether it is let in.

use std::time::{Duration, Instant};

use bytes::BytesMut;

use super::open::{Begun, Body, Call, Pending};
use super::receive::{Step, body, drop_frame, take_payload};
use super::state::Connection;
use crate::binding::{self, Binding};
use crate::call::{CallId, Codec, Side};
use crate::code;
use crate::error::Error;
use crate::event::{Event, RequestMethod};
use crate::frame::{COMPRESSED, END, Header, MORE};
use crate::head::{ReadHead, ResponseHead, field};
use crate::number::wide;

/// What the head of a request leads to.
enum Entry {
    /// Let in. The bytes that the head takes.
    In(Begun, usize),
    /// The method is told first, then the frame is read again.
    Announce(u32, String),
    Refused(ResponseHead),
}

impl<T> Connection<T> {
    #[inline]
    pub(super) fn on_request(
        &mut self,
        now: Instant,
        since: Instant,
        header: Header,
        input: &mut BytesMut,
    ) -> Result<Step<T>, Error> {
        self.expect_side(Side::Server, "REQUEST")?;
        let seq = header.seq;
        if seq.is_multiple_of(2) {
            return Err(Error::BadSeq(seq));
        }
        if header.has(MORE) && header.has(END) {
            return Err(Error::BadFlags(header.mode));
        }
        if seq <= self.last_seq {
            return self.on_old_request(now, header, input);
        }
        if self.drain.is_beyond(seq) {
            // The client learns from the GOAWAY that this call was not looked at. What else it has sent for it is
            // late, not wrong.
            self.seen_seq = self.seen_seq.max(seq);
            return self.drop_late(header, input);
        }
        let since =
            self.announced.take().filter(|(announced, _)| *announced == seq).map_or(since, |(_, at)| {
                // The frame is read for the second time, and its method is bound.
                self.announced = Some((seq, at));
                at
            });
        let entry = self.read_request(now, since, header, body(input, header))?;
        if let Entry::Announce(index, path) = entry {
            self.announced = Some((seq, since));
            return Ok(Step::Event(Event::Method { index, path }));
        }
        self.last_seq = seq;
        self.count_frame();
        self.counters.calls_started = self.counters.calls_started.saturating_add(1);
        match entry {
            Entry::In(begun, skip) => Ok(self.let_in(header, begun, skip, input)?),
            Entry::Refused(head) => {
                drop_frame(input, header);
                self.counters.calls_refused = self.counters.calls_refused.saturating_add(1);
                self.write_head(CallId::new(seq), header.codec(), &head);
                // A good client begins no call that cannot be let in, but it may have to wait for us.
                let is_our_fault = head.code == code::DEADLINE_EXCEEDED;
                if !is_our_fault && !self.refusals.spend(now) {
                    return Err(Error::TooManyRefusals);
                }
                Ok(Step::Again)
            }
            Entry::Announce(..) => Ok(Step::Again),
        }
    }

    #[inline]
    fn let_in(
        &mut self,
        header: Header,
        begun: Begun,
        skip: usize,
        input: &mut BytesMut,
    ) -> Result<Step<T>, Error> {
        self.is_busy = true;
        let id = CallId::new(header.seq);
        let is_compressed = header.has(COMPRESSED);
        let payload = take_payload(input, header, skip);
        if !header.has(MORE) {
            return Ok(self.tell_request(id, header.codec(), header.has(END), begun, is_compressed, payload));
        }
        self.deadlines.add(begun.deadline);
        let call = Call {
            attachment: None,
            deadline: begun.deadline,
            stream: None,
            codec: header.codec(),
            can_send: false,
            can_receive: false,
        };
        self.calls.insert(header.seq, call);
        self.begin_assembly(id, Body::Request(Box::new(begun)), is_compressed, &payload)
    }

    /// A request is whole.
    #[inline]
    pub(super) fn tell_request(
        &mut self,
        id: CallId,
        codec: u8,
        is_end: bool,
        begun: Begun,
        is_compressed: bool,
        payload: bytes::Bytes,
    ) -> Step<T> {
        let is_open = !is_end;
        self.pending = Some(Pending { id, deadline: begun.deadline, codec, is_open, method: None });
        let Begun { method, timeout, deadline, extra } = begun;
        let codec = Codec::from_bits(codec).unwrap_or(Codec::Binary);
        Step::Event(Event::Request {
            id,
            method,
            codec,
            timeout,
            deadline,
            extra,
            is_open,
            is_compressed,
            payload,
        })
    }

    /// A REQUEST whose seq is not above the last.
    fn on_old_request(
        &mut self,
        now: Instant,
        header: Header,
        input: &mut BytesMut,
    ) -> Result<Step<T>, Error> {
        match self.calls.get_mut(header.seq) {
            Some(call) => {
                let assembly = call.stream.as_mut().and_then(|stream| stream.assembly.as_ref());
                if !assembly.is_some_and(|assembly| matches!(assembly.body, Body::Request(_))) {
                    return Err(Error::BadSeq(header.seq));
                }
                self.on_fragment(header, input)
            }
            // The rest of a request that was turned away.
            None => {
                if header.length == 0 {
                    self.spend_idle(now)?;
                }
                self.drop_late(header, input)
            }
        }
    }

    #[inline]
    fn read_request(
        &mut self,
        now: Instant,
        since: Instant,
        header: Header,
        body: &[u8],
    ) -> Result<Entry, Error> {
        const WHAT: Error = Error::Malformed("head of a REQUEST");
        let limits = self.config.limits;
        let (head, payload) = field::split(body).ok_or(WHAT)?;
        let skip = body.len().saturating_sub(payload.len());
        let read = ReadHead::read(head, wide(limits.metadata_entries_max)).map_err(|_| WHAT)?;
        if read.metadata_bytes > wide(limits.metadata_bytes_max).saturating_mul(4) {
            return Err(Error::MetadataTooLarge);
        }
        // The method comes first: what it binds holds, whatever becomes of this call.
        let method = match self.read_method(header.seq, &read)? {
            Named::Method(method) => method,
            Named::New(index, path) => return Ok(Entry::Announce(index, path)),
            Named::Bad => {
                return refuse(
                    code::INVALID_ARGUMENT,
                    "the name of the method is empty, too long or not a name",
                );
            }
        };
        if Codec::from_bits(header.codec()).is_none() {
            return refuse(code::UNIMPLEMENTED, "the codec is not known");
        }
        if read.metadata_bytes > wide(limits.metadata_bytes_max)
            || read.metadata_entries > wide(limits.metadata_entries_max)
        {
            return refuse(
                code::RESOURCE_EXHAUSTED,
                "the metadata exceeds metadata_bytes_max or metadata_entries_max",
            );
        }
        if read.has_bad_metadata {
            return refuse(
                code::INVALID_ARGUMENT,
                "a name of the metadata has characters that names do not have",
            );
        }
        if self.in_flight() >= wide(limits.calls_in_flight_max) {
            return refuse(
                code::RESOURCE_EXHAUSTED,
                "the calls of this connection exceed calls_in_flight_max",
            );
        }
        if payload.len() > wide(limits.message_bytes_max) {
            return refuse(code::RESOURCE_EXHAUSTED, "the request exceeds message_bytes_max");
        }
        let timeout = read.timeout.map(|timeout: Duration| timeout.min(self.config.timeout_max));
        let deadline = timeout.and_then(|timeout| since.checked_add(timeout));
        if deadline.is_some_and(|deadline| deadline <= now) {
            return refuse(code::DEADLINE_EXCEEDED, "the time ran out before the request was read");
        }
        Ok(Entry::In(Begun { method, timeout, deadline, extra: read.extra }, skip))
    }

    #[inline]
    fn read_method(&mut self, seq: u32, head: &ReadHead<'_>) -> Result<Named, Error> {
        let Some(index) = head.method_id.checked_sub(1) else {
            let name = head.method.ok_or(Error::Malformed("REQUEST without a method"))?;
            return Ok(name_of(name).map_or(Named::Bad, |name| Named::Method(RequestMethod::Named(name))));
        };
        let binding = self.bindings.get(index);
        let Some(name) = head.method else {
            return match binding {
                Binding::Method => Ok(Named::Method(RequestMethod::Bound(index))),
                Binding::BadName => Ok(Named::Bad),
                Binding::None => Err(Error::UnknownMethod(head.method_id)),
            };
        };
        if self.announced.is_some_and(|(announced, _)| announced == seq) {
            return Ok(Named::Method(RequestMethod::Bound(index)));
        }
        if binding != Binding::None || !self.bindings.has(index) {
            return Err(Error::BadBinding(head.method_id));
        }
        let name = name_of(name);
        self.bindings.set(index, if name.is_some() { Binding::Method } else { Binding::BadName });
        Ok(name.map_or(Named::Bad, |name| Named::New(index, name)))
    }
}

/// How a request names its method.
enum Named {
    Method(RequestMethod),
    New(u32, String),
    Bad,
}

fn refuse(code: u32, message: &'static str) -> Result<Entry, Error> {
    Ok(Entry::Refused(ResponseHead::refusal(code, message)))
}

fn name_of(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().filter(|name| binding::is_name(name)).map(str::to_owned)
}
