//! Frames, one after the other.

use std::time::Instant;

use bytes::{Buf, Bytes, BytesMut};

use super::state::Connection;
use crate::call::{CallId, Codec, Side, Version};
use crate::error::Error;
use crate::event::Event;
use crate::frame::{HEADER_BYTES, Header, MAGIC, RESERVED, kind};
use crate::number::wide;

/// What a frame, or the lack of one, leads to.
#[derive(Debug)]
pub(super) enum Step<T> {
    Event(Event<T>),
    /// On to the next frame.
    Again,
    /// More bytes are needed.
    Wait,
}

/// Takes a frame off the input: `skip` bytes of it are done with, the rest is the payload.
#[inline]
pub(super) fn take_payload(input: &mut BytesMut, header: Header, skip: usize) -> Bytes {
    let skip = HEADER_BYTES.saturating_add(skip);
    let len = HEADER_BYTES.saturating_add(wide(header.length)).min(input.len());
    if len <= skip {
        input.advance(len);
        return Bytes::new();
    }
    // To share the frame and then to shorten it is quicker than the other way round.
    let mut frame = input.split_to(len);
    frame.advance(skip);
    frame.freeze()
}

/// The bytes of the frame behind its header.
#[inline]
pub(super) fn body(input: &BytesMut, header: Header) -> &[u8] {
    let end = HEADER_BYTES.saturating_add(wide(header.length));
    input.get(HEADER_BYTES..end).unwrap_or_default()
}

/// Takes a frame off the input that is done with.
pub(super) fn drop_frame(input: &mut BytesMut, header: Header) {
    input.advance(HEADER_BYTES.saturating_add(wide(header.length)).min(input.len()));
}

impl<T> Connection<T> {
    /// Takes frames off `input` until one is an event. Call it until it gives `None`; what is left in `input` then
    /// is the beginning of a frame, and must be there again, with more behind it, the next time.
    ///
    /// # Errors
    ///
    /// When the connection has to end. The peer is told by a GOAWAY that waits to be sent; calls that are open come
    /// out of [`Connection::handle_close`]. It is told once: afterwards input is thrown away.
    #[inline]
    pub fn handle(&mut self, now: Instant, input: &mut BytesMut) -> Result<Option<Event<T>>, Error> {
        self.settle();
        loop {
            if self.is_closed {
                input.clear();
                return Ok(None);
            }
            if self.has_notice()
                && let Some(event) = self.next_notice()
            {
                return Ok(Some(event));
            }
            if let Some(event) = self.quick(now, input) {
                return Ok(Some(event));
            }
            match self.step(now, input) {
                Ok(Step::Event(event)) => return Ok(Some(event)),
                Ok(Step::Again) => {}
                Ok(Step::Wait) => return Ok(None),
                Err(error) => {
                    self.fail(error);
                    input.clear();
                    return Err(error);
                }
            }
        }
    }

    /// Whether something is to be told before the next frame.
    #[inline]
    pub(super) fn has_notice(&self) -> bool {
        self.ended.is_some() || self.refused.is_some() || (self.credit > 0 && !self.blocked.is_empty())
    }

    pub(super) fn next_notice(&mut self) -> Option<Event<T>> {
        if let Some(id) = self.ended.take() {
            return Some(Event::End { id });
        }
        self.next_refused().or_else(|| self.next_writable())
    }

    #[inline]
    fn step(&mut self, now: Instant, input: &mut BytesMut) -> Result<Step<T>, Error> {
        let Some(header) = input.first_chunk() else {
            return self.wait_for_header(now, input);
        };
        let header = Header::parse(header).ok_or(Error::BadMagic)?;
        let is_version2 = self.version == Some(Version::V2) && header.version == 2;
        if !is_version2 && let Some(step) = self.other_version(now, header, input)? {
            return Ok(step);
        }
        let limit = self.frame_limit();
        if header.length > limit {
            return Err(Error::FrameTooLarge { bytes: header.length, limit });
        }
        if header.has(RESERVED) {
            return Err(Error::BadFlags(header.mode));
        }
        if input.len().saturating_sub(HEADER_BYTES) < wide(header.length) {
            self.liveness.wait(now, input.len());
            return Ok(Step::Wait);
        }
        let since = self.liveness.read(now);
        if !self.is_ready && header.kind != kind::HELLO {
            return Err(Error::Unexpected("frame before HELLO"));
        }
        match header.kind {
            kind::REQUEST => self.on_request(now, since, header, input),
            kind::RESPONSE => self.on_response(header, input),
            kind::DATA => self.on_data(header, input),
            _ => self.on_control(now, header, input),
        }
    }

    /// Fewer bytes than a header are there.
    fn wait_for_header(&mut self, now: Instant, input: &BytesMut) -> Result<Step<T>, Error> {
        // A stranger is turned away on its first bytes.
        if input.iter().zip(&MAGIC).any(|(byte, expected)| byte != expected) {
            return Err(Error::BadMagic);
        }
        self.liveness.wait(now, input.len());
        Ok(Step::Wait)
    }

    /// A frame that is not of version 2, or the first of a server. `None` to go on as version 2.
    #[cold]
    fn other_version(
        &mut self,
        now: Instant,
        header: Header,
        input: &mut BytesMut,
    ) -> Result<Option<Step<T>>, Error> {
        match (self.version, header.version) {
            (Some(Version::V1(_)), 1) => self.step_version1(now, header, input).map(Some),
            (None, 1) => {
                let codec = Codec::from_version1(header.mode).ok_or(Error::BadFlags(header.mode))?;
                self.version = Some(Version::V1(codec));
                self.start_version1();
                Ok(Some(Step::Event(Event::Ready)))
            }
            (None, 2) => {
                self.version = Some(Version::V2);
                self.send_hello();
                Ok(None)
            }
            _ => Err(Error::UnsupportedVersion(header.version)),
        }
    }

    /// Frames that belong to no payload.
    fn on_control(&mut self, now: Instant, header: Header, input: &mut BytesMut) -> Result<Step<T>, Error> {
        let frame = body(input, header);
        let step = match header.kind {
            kind::HEARTBEAT => self.on_heartbeat(now, header, frame)?,
            kind::CANCEL => self.on_cancel(now, header, frame)?,
            kind::CREDIT => self.on_credit(header, frame)?,
            kind::GOAWAY => self.on_goaway(header, frame)?,
            kind::HELLO => self.on_hello(header, frame)?,
            kind::EXTENSION.. => {
                self.counters.frames_skipped = self.counters.frames_skipped.saturating_add(1);
                self.spend_idle(now)?;
                Step::Again
            }
            other => return Err(Error::UnknownKind(other)),
        };
        self.count_frame();
        drop_frame(input, header);
        Ok(step)
    }

    /// A frame was read whole.
    #[inline]
    pub(super) const fn count_frame(&mut self) {
        self.counters.frames_read = self.counters.frames_read.saturating_add(1);
    }

    /// A frame did nothing.
    pub(super) fn spend_idle(&mut self, now: Instant) -> Result<(), Error> {
        if self.idle_frames.spend(now) { Ok(()) } else { Err(Error::TooManyIdleFrames) }
    }

    /// The call of a frame, or nothing if the call has ended. A call that never was is an error.
    pub(super) fn known_seq(&self, header: Header, what: &'static str) -> Result<CallId, Error> {
        let seq = header.seq;
        if seq.is_multiple_of(2) || seq > self.last_seq.max(self.seen_seq) {
            return Err(Error::Unexpected(what));
        }
        Ok(CallId::new(seq))
    }

    pub(super) fn expect_side(&self, side: Side, what: &'static str) -> Result<(), Error> {
        if self.side == side { Ok(()) } else { Err(Error::Unexpected(what)) }
    }

    pub(super) fn count_late(&mut self) {
        self.counters.frames_late = self.counters.frames_late.saturating_add(1);
    }
}
