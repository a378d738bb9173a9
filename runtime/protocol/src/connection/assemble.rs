//! Bodies of more than one frame.

use bytes::{Bytes, BytesMut};

use super::open::{Assembly, Body};
use super::receive::{Step, take_payload};
use super::state::Connection;
use crate::call::{CallId, Side};
use crate::credit::ITEM_COST;
use crate::error::Error;
use crate::event::Event;
use crate::frame::{END, Header, MORE};
use crate::number::wide;

impl<T> Connection<T> {
    /// Keeps the first part of a body.
    pub(super) fn begin_assembly(
        &mut self,
        id: CallId,
        body: Body,
        is_compressed: bool,
        payload: &Bytes,
    ) -> Result<Step<T>, Error> {
        let Some(call) = self.calls.get_mut(id.seq()) else { return Ok(Step::Again) };
        let stream = Self::stream_of(call, &self.peer, &self.config.limits);
        stream.assembly = Some(Assembly { body, is_compressed, bytes: BytesMut::new() });
        self.add_part(id, payload)
    }

    fn add_part(&mut self, id: CallId, payload: &Bytes) -> Result<Step<T>, Error> {
        let limits = &self.config.limits;
        self.assembling = self.assembling.saturating_add(payload.len());
        let stream = self.calls.get_mut(id.seq()).and_then(|call| call.stream.as_mut());
        let Some(assembly) = stream.and_then(|stream| stream.assembly.as_mut()) else {
            return Ok(Step::Again);
        };
        // Memory grows with what has come, never with what a header says.
        assembly.bytes.extend_from_slice(payload);
        if assembly.bytes.len() > wide(limits.message_bytes_max) {
            return Ok(self.too_large(id));
        }
        if self.assembling > wide(limits.assembling_bytes_max).max(wide(limits.message_bytes_max)) {
            return Err(Error::TooMuchAssembling);
        }
        Ok(Step::Again)
    }

    /// A body goes on.
    pub(super) fn on_fragment(&mut self, header: Header, input: &mut BytesMut) -> Result<Step<T>, Error> {
        let id = CallId::new(header.seq);
        let is_last = !header.has(MORE);
        if header.length == 0 {
            // It would be progress without end, and could not be told from the end of a call's items.
            return Err(Error::Malformed("fragment without a byte"));
        }
        let Some(call) = self.calls.get_mut(header.seq) else { return Ok(Step::Again) };
        if call.codec != header.codec() {
            return Err(Error::Unexpected("codec of a fragment"));
        }
        let stream = Self::stream_of(call, &self.peer, &self.config.limits);
        if matches!(stream.assembly, Some(Assembly { body: Body::Item, .. })) {
            let overhead = if is_last { ITEM_COST } else { 0 };
            let cost = wide(header.length).saturating_add(overhead);
            stream.window.receive(cost);
            self.receive(cost)?;
        }
        self.count_frame();
        let payload = take_payload(input, header, 0);
        let step = self.add_part(id, &payload)?;
        if !is_last || !matches!(step, Step::Again) {
            return Ok(step);
        }
        Ok(self.complete(id, header))
    }

    /// A body is whole.
    fn complete(&mut self, id: CallId, header: Header) -> Step<T> {
        let Some(call) = self.calls.get_mut(id.seq()) else { return Step::Again };
        let assembly = call.stream.as_mut().and_then(|stream| stream.assembly.take());
        let Some(Assembly { body, is_compressed, bytes }) = assembly else { return Step::Again };
        self.assembling = self.assembling.saturating_sub(bytes.len());
        let payload = bytes.freeze();
        match body {
            Body::Response(head) => self.finish(id, head, is_compressed, payload),
            Body::Request(begun) => {
                // It is in the table only while it is put together.
                self.calls.remove(id.seq());
                self.tell_request(id, header.codec(), header.has(END), *begun, is_compressed, payload)
            }
            Body::Item => {
                if header.has(END) {
                    self.ended = Some(id);
                }
                let credit = payload.len().saturating_add(ITEM_COST);
                Step::Event(Event::Item { id, is_compressed, payload, credit })
            }
        }
    }

    /// Drops what was put together of an item: the answer came before its end.
    pub(super) fn drop_assembly(&mut self, id: CallId) {
        let stream = self.calls.get_mut(id.seq()).and_then(|call| call.stream.as_mut());
        if let Some(assembly) = stream.and_then(|stream| stream.assembly.take()) {
            self.assembling = self.assembling.saturating_sub(assembly.bytes.len());
        }
    }

    /// The peer sent a body that this side does not take.
    pub(super) fn too_large(&mut self, id: CallId) -> Step<T> {
        match self.side {
            Side::Client => self.too_large_answer(id),
            Side::Server => self.too_large_request(id),
        }
    }
}
