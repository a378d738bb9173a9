//! Items, and the credit that pays for them.

use bytes::BytesMut;

use super::open::{Body, Call};
use super::receive::{Step, take_payload};
use super::state::Connection;
use crate::call::{CallId, Gone, Payload, Sent, Side};
use crate::credit::{self, ITEM_COST, item_cost};
use crate::error::Error;
use crate::event::Event;
use crate::frame::{COMPRESSED, END, Header, MORE, kind};
use crate::number::{amount, wide};
use crate::outgoing::Shape;
use crate::varint;

impl<T> Connection<T> {
    /// Sends an item, if the peer has room for one.
    ///
    /// # Errors
    ///
    /// When the call has ended, or this side said that it would send no more.
    #[inline]
    pub fn send_item(&mut self, id: CallId, payload: Payload<'_>, is_compressed: bool) -> Result<Sent, Gone> {
        if self.is_closed {
            return Err(Gone);
        }
        if self.pending.as_ref().is_some_and(|pending| pending.id == id) {
            self.settle();
        }
        let call = self.calls.get_mut(id.seq()).filter(|call| call.can_send).ok_or(Gone)?;
        let codec = call.codec;
        let stream = Self::stream_of(call, &self.peer, &self.config.limits);
        if stream.credit <= 0 || self.credit <= 0 {
            stream.is_waiting = true;
            if stream.credit > 0 && !stream.is_listed {
                stream.is_listed = true;
                self.list_blocked(id);
            }
            return Ok(Sent::NoCredit);
        }
        let shape = Shape { kind: kind::DATA, codec, seq: id.seq(), is_compressed, is_end: false };
        let limit = wide(self.peer.message_bytes_max);
        match self.outbox.body(shape, |_| {}, payload, limit) {
            Ok(bytes) => {
                let cost = amount(item_cost(bytes));
                stream.credit = stream.credit.saturating_sub(cost);
                self.credit = self.credit.saturating_sub(cost);
                Ok(Sent::Queued)
            }
            Err(too_large) => Ok(Sent::TooLarge { bytes: too_large.bytes, limit: too_large.limit }),
        }
    }

    /// Client: no more items will follow. A server ends its items by its answer.
    pub fn end_items(&mut self, id: CallId) {
        if self.side != Side::Client || self.is_closed {
            return;
        }
        let Some(call) = self.calls.get_mut(id.seq()).filter(|call| call.can_send) else { return };
        call.can_send = false;
        let codec = call.codec;
        let shape = Shape { kind: kind::DATA, codec, seq: id.seq(), is_compressed: false, is_end: true };
        // No bytes are never too many.
        let _ = self.outbox.body(shape, |_| {}, Payload::EMPTY, usize::MAX);
    }

    /// The application took items: `credit` is what their [`Event::Item`] said, one or the sum of several.
    ///
    /// Of a call that has ended nothing is left to give back.
    #[inline]
    pub fn consumed(&mut self, id: CallId, credit: usize) {
        if self.is_closed {
            return;
        }
        let Some(call) = self.calls.get_mut(id.seq()) else { return };
        let Some(stream) = call.stream.as_mut() else { return };
        let credit = amount(credit).min(stream.window.held());
        // A peer that sends no more needs no more credit for this call.
        let grant = stream.window.consume(credit).filter(|_| call.can_receive);
        if let Some(bytes) = grant {
            self.send_credit(id.seq(), bytes);
        }
        self.give_back(credit);
    }

    /// A part of an item came, which the credit of the connection pays for.
    pub(super) fn receive(&mut self, cost: usize) -> Result<(), Error> {
        self.window.receive(cost);
        let is_overdrawn = self.window.is_overdrawn(wide(self.config.limits.message_bytes_max));
        if is_overdrawn { Err(Error::FlowControl) } else { Ok(()) }
    }

    /// Gives credit of the connection back.
    pub(super) fn give_back(&mut self, credit: i64) {
        if let Some(bytes) = self.window.consume(credit) {
            self.send_credit(0, bytes);
        }
    }

    fn send_credit(&mut self, seq: u32, bytes: u64) {
        if !self.is_closed {
            self.outbox.control(kind::CREDIT, 0, seq, |out| varint::write(out, bytes));
        }
    }

    #[inline]
    pub(super) fn on_data(&mut self, header: Header, input: &mut BytesMut) -> Result<Step<T>, Error> {
        let id = self.known_seq(header, "DATA")?;
        if header.has(END) && (header.has(MORE) || self.side == Side::Client) {
            return Err(Error::BadFlags(header.mode));
        }
        let Some(call) = self.calls.get_mut(header.seq) else {
            return self.drop_late_data(header, input);
        };
        if !call.can_receive {
            return Err(Error::Unexpected("DATA after END, or in front of it"));
        }
        if call.codec != header.codec() {
            return Err(Error::Unexpected("codec of DATA"));
        }
        let is_end = header.has(END);
        // A last item of more than one frame has END in the last of them.
        call.can_receive = !is_end;
        let stream = Self::stream_of(call, &self.peer, &self.config.limits);
        match &stream.assembly {
            Some(assembly) if matches!(assembly.body, Body::Item) => {
                return self.on_fragment(header, input);
            }
            Some(_) => return Err(Error::Unexpected("DATA within a RESPONSE")),
            None => {}
        }
        if is_end && header.length == 0 {
            self.count_frame();
            take_payload(input, header, 0);
            return Ok(Step::Event(Event::End { id }));
        }
        if !stream.window.is_open() {
            return Err(Error::FlowControl);
        }
        let is_compressed = header.has(COMPRESSED);
        let bytes = wide(header.length);
        self.counters.frames_read = self.counters.frames_read.saturating_add(1);
        if header.has(MORE) {
            stream.window.receive(bytes);
            self.receive(bytes)?;
            let payload = take_payload(input, header, 0);
            return self.begin_assembly(id, Body::Item, is_compressed, &payload);
        }
        let credit = item_cost(bytes);
        stream.window.receive(credit);
        self.receive(credit)?;
        let payload = take_payload(input, header, 0);
        if payload.len() > wide(self.config.limits.message_bytes_max) {
            return Ok(self.too_large(id));
        }
        if is_end {
            self.ended = Some(id);
        }
        Ok(Step::Event(Event::Item { id, is_compressed, payload, credit }))
    }

    /// An item of a call that has ended: nobody will consume it, so its credit goes back at once.
    fn drop_late_data(&mut self, header: Header, input: &mut BytesMut) -> Result<Step<T>, Error> {
        let is_only_end = header.has(END) && header.length == 0;
        let overhead = if header.has(MORE) || is_only_end { 0 } else { ITEM_COST };
        let cost = wide(header.length).saturating_add(overhead);
        self.window.receive(cost);
        self.give_back(amount(cost));
        self.drop_late(header, input)
    }

    pub(super) fn on_credit(&mut self, header: Header, frame: &[u8]) -> Result<Step<T>, Error> {
        let (bytes, _) = varint::read(frame).ok_or(Error::Malformed("CREDIT"))?;
        if bytes == 0 {
            return Err(Error::Malformed("CREDIT of 0"));
        }
        if header.seq == 0 {
            // Those who wait for it are told next.
            self.credit = credit::grant(self.credit, bytes).ok_or(Error::FlowControl)?;
            return Ok(Step::Again);
        }
        let id = self.known_seq(header, "CREDIT")?;
        let Some(call) = self.calls.get_mut(header.seq) else {
            self.count_late();
            return Ok(Step::Again);
        };
        let stream = Self::stream_of(call, &self.peer, &self.config.limits);
        stream.credit = credit::grant(stream.credit, bytes).ok_or(Error::FlowControl)?;
        if !stream.is_waiting || stream.credit <= 0 {
            return Ok(Step::Again);
        }
        if self.credit > 0 {
            stream.is_waiting = false;
            return Ok(Step::Event(Event::Writable { id }));
        }
        if !stream.is_listed {
            stream.is_listed = true;
            self.list_blocked(id);
        }
        Ok(Step::Again)
    }

    /// Lists a call that waits for the credit of the connection.
    fn list_blocked(&mut self, id: CallId) {
        // Calls that have ended stay in the list until there is credit. They must not pile up.
        let Self { blocked, calls, .. } = self;
        if blocked.len() > calls.len().saturating_mul(2).saturating_add(16) {
            blocked.retain(|id| calls.contains(id.seq()));
        }
        blocked.push_back(id);
    }

    /// The next call that waited for the credit of the connection and may try again.
    pub(super) fn next_writable(&mut self) -> Option<Event<T>> {
        while self.credit > 0 {
            let id = self.blocked.pop_front()?;
            let stream = self.calls.get_mut(id.seq()).and_then(|call| call.stream.as_mut());
            let Some(stream) = stream else { continue };
            stream.is_listed = false;
            if stream.is_waiting && stream.credit > 0 {
                stream.is_waiting = false;
                return Some(Event::Writable { id });
            }
        }
        None
    }

    /// Takes out of the outbox what a call has there, and takes back the credit that it cost.
    pub(super) fn unsend(&mut self, seq: u32) {
        let unsent = self.outbox.remove(seq);
        let cost = unsent.data_bytes.saturating_add(unsent.items.saturating_mul(ITEM_COST));
        self.credit = self.credit.saturating_add(amount(cost));
    }

    /// What a call that has ended leaves behind: its place among what is put together, and the credit of what was
    /// not consumed.
    pub(super) fn release(&mut self, call: &mut Call<T>) {
        let Some(stream) = call.stream.take() else { return };
        if let Some(assembly) = &stream.assembly {
            self.assembling = self.assembling.saturating_sub(assembly.bytes.len());
        }
        self.give_back(stream.window.held());
    }

    /// Ends a call that was taken out of the table.
    #[inline]
    pub(super) fn end_call(&mut self, id: CallId, mut call: Call<T>) -> Option<T> {
        self.unsend(id.seq());
        self.release(&mut call);
        call.attachment
    }
}
