//! How a side leaves without losing a call.
//!
//! ```text
//!  server   GOAWAY(last = all) + PING ──▶ the answer to it, or barrier_timeout ──▶ GOAWAY(last = n)
//!           takes every call                                                       drops calls above n
//!
//!  client   starts no call on this connection; what is above n was never executed, and may be made again
//! ```

use std::time::Instant;

use super::receive::Step;
use super::state::Connection;
use crate::call::{CallId, Side, Version};
use crate::error::{Error, Reason};
use crate::event::Event;
use crate::frame::{END, Header, kind};
use crate::head::{GoAway, LAST_OPEN, field};

/// What a ping says that a GOAWAY waits for.
const BARRIER: [u8; 8] = *b"mrpdrain";
/// What other pings say.
const PING: [u8; 8] = *b"mrpthere";

/// How far a side is with leaving.
#[derive(Debug, Default)]
pub(crate) struct Drain {
    /// This side leaves.
    is_started: bool,
    /// Server: the second GOAWAY is sent at this time, or when the peer answers.
    barrier: Option<Instant>,
    /// Server: the last call that is taken.
    last: Option<u32>,
    /// The peer leaves.
    is_peer_leaving: bool,
    /// Client: the last call that the peer takes.
    peer_last: Option<u32>,
}

impl Drain {
    /// Whether no call is to be started.
    pub(super) const fn is_leaving(&self) -> bool {
        self.is_started || self.is_peer_leaving
    }

    /// Whether this side said that it would not take this call.
    #[inline]
    pub(super) fn is_beyond(&self, seq: u32) -> bool {
        self.last.is_some_and(|last| seq > last)
    }

    /// When the second GOAWAY is due.
    pub(super) const fn next(&self) -> Option<Instant> {
        self.barrier
    }
}

impl<T> Connection<T> {
    /// Leaves: tells the peer to start nothing new here, and goes on with the calls that are open. Once
    /// [`Connection::is_drained`], close the socket.
    pub fn start_drain(&mut self, now: Instant, message: &str) {
        if self.drain.is_started || self.is_closed {
            return;
        }
        self.drain.is_started = true;
        if self.version != Some(Version::V2) || !self.is_ready {
            // Nobody to tell, or no way to.
            self.drain.last = Some(self.last_seq);
            return;
        }
        match self.side {
            Side::Server => {
                self.send_goaway(LAST_OPEN, Reason::None, message);
                self.outbox.control(kind::HEARTBEAT, 0, 0, |out| out.extend_from_slice(&BARRIER));
                self.drain.barrier = Some(now.checked_add(self.config.barrier_timeout).unwrap_or(now));
            }
            Side::Client => self.send_goaway(0, Reason::None, message),
        }
    }

    /// Server: leaves without waiting for anything, and says why. Calls that are open go on, no other is taken.
    ///
    /// Before the client has said hello there is nobody to tell.
    pub fn turn_away(&mut self, reason: Reason, message: &str) {
        if self.drain.is_started || self.is_closed || self.side == Side::Client {
            return;
        }
        self.drain.is_started = true;
        self.drain.last = Some(self.last_seq);
        if self.version == Some(Version::V2) && self.is_ready {
            self.send_goaway(self.last_seq, reason, message);
        }
    }

    /// Whether one of the two sides leaves and no call is open: what is left is to write the output, and to close.
    pub fn is_drained(&self) -> bool {
        self.drain.is_leaving()
            && self.drain.barrier.is_none()
            && self.in_flight() == 0
            && self.outbox.is_empty()
    }

    /// Whether no call can begin here any more, because one of the two sides leaves.
    pub const fn is_draining(&self) -> bool {
        self.drain.is_leaving()
    }

    /// The client knows: from here on calls are not taken.
    pub(super) fn finish_drain(&mut self) {
        if self.drain.barrier.take().is_some() {
            self.drain.last = Some(self.last_seq);
            self.send_goaway(self.last_seq, Reason::None, "");
        }
    }

    pub(super) fn send_goaway(&mut self, last: u32, reason: Reason, message: &str) {
        let goaway = GoAway { last, code: reason.number(), message: message.to_owned() };
        self.outbox.control(kind::GOAWAY, 0, 0, |out| goaway.write(out));
    }

    pub(super) fn on_goaway(&mut self, header: Header, frame: &[u8]) -> Result<Step<T>, Error> {
        const WHAT: Error = Error::Malformed("GOAWAY");
        let (goaway, _) = field::split(frame).filter(|_| header.seq == 0).ok_or(WHAT)?;
        let GoAway { last, code, message } = GoAway::read(goaway).map_err(|_| WHAT)?;
        if self.side == Side::Client && last != LAST_OPEN {
            let is_raised = self.drain.peer_last.is_some_and(|before| last > before);
            if is_raised || last > self.last_seq {
                return Err(Error::Unexpected("last seq of a GOAWAY"));
            }
            self.drain.peer_last = Some(last);
            self.refused = Some((last, 0));
        }
        self.drain.is_peer_leaving = true;
        Ok(Step::Event(Event::GoAway { code, message }))
    }

    /// The next call that a GOAWAY says was not looked at.
    pub(super) fn next_refused(&mut self) -> Option<Event<T>> {
        let (last, mut cursor) = self.refused?;
        let taken = self.calls.take_next(&mut cursor, |seq, _| seq > last);
        self.refused = taken.is_some().then_some((last, cursor));
        let (seq, call) = taken?;
        let id = CallId::new(seq);
        let attachment = self.end_call(id, call)?;
        self.counters.calls_refused = self.counters.calls_refused.saturating_add(1);
        Some(Event::Refused { id, attachment })
    }

    pub(super) fn on_heartbeat(
        &mut self,
        now: Instant,
        header: Header,
        frame: &[u8],
    ) -> Result<Step<T>, Error> {
        let bytes: [u8; 8] = frame.try_into().map_err(|_| Error::Malformed("HEARTBEAT"))?;
        if header.seq != 0 {
            return Err(Error::Malformed("HEARTBEAT"));
        }
        if header.has(END) {
            // An answer that nobody waits for does no harm.
            if bytes == BARRIER {
                self.finish_drain();
            }
            return Ok(Step::Again);
        }
        if !self.pings.take(now) {
            return Err(Error::TooManyPings);
        }
        self.counters.pings_answered = self.counters.pings_answered.saturating_add(1);
        self.outbox.control(kind::HEARTBEAT, END, 0, |out| out.extend_from_slice(&bytes));
        Ok(Step::Again)
    }

    pub(super) fn send_ping(&mut self) {
        match self.version {
            Some(Version::V2) => {
                self.outbox.control(kind::HEARTBEAT, 0, 0, |out| out.extend_from_slice(&PING));
            }
            _ => self.send_version1_heartbeat(),
        }
    }
}
