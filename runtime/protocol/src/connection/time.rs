//! What happens when nothing happens.

use std::time::Instant;

use super::state::Connection;
use crate::call::{CallId, Side};
use crate::error::Error;
use crate::event::{CancelReason, Event};
use crate::liveness::{Verdict, earlier};

impl<T> Connection<T> {
    /// When to call [`Connection::handle_timeout`] at the latest. Ask again after anything was done.
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.is_closed {
            return None;
        }
        if self.has_notice() {
            // It is due already: a call that was given up may have made room for another.
            return Some(self.created);
        }
        let hello = if self.is_ready { None } else { self.created.checked_add(self.config.hello_timeout) };
        [hello, self.deadlines.next(), self.liveness.next(), self.drain.next(), self.idle_end()]
            .into_iter()
            .fold(None, earlier)
    }

    /// When to look whether a call was open since the last look. No call needs to note a time for that.
    fn idle_end(&self) -> Option<Instant> {
        let is_watched = self.is_ready && !self.is_draining();
        self.config
            .idle_timeout
            .filter(|_| is_watched)
            .and_then(|timeout| self.idle_since.checked_add(timeout))
    }

    /// Does what is due. Call it until it gives `None`.
    ///
    /// # Errors
    ///
    /// When the peer is silent or too slow. The connection ends as after an error of [`Connection::handle`].
    pub fn handle_timeout(&mut self, now: Instant) -> Result<Option<Event<T>>, Error> {
        self.settle();
        if self.is_closed {
            return Ok(None);
        }
        if self.has_notice()
            && let Some(event) = self.next_notice()
        {
            return Ok(Some(event));
        }
        if let Some(event) = self.expire(now) {
            return Ok(Some(event));
        }
        if let Err(error) = self.check_peer(now) {
            self.fail(error);
            return Err(error);
        }
        if self.drain.next().is_some_and(|barrier| barrier <= now) {
            self.finish_drain();
        }
        if self.idle_end().is_some_and(|end| end <= now) {
            if self.in_flight() > 0 || self.is_busy {
                self.idle_since = now;
                self.is_busy = false;
            } else {
                self.start_drain(now, "idle");
            }
        }
        Ok(None)
    }

    fn check_peer(&mut self, now: Instant) -> Result<(), Error> {
        let waited = now.saturating_duration_since(self.created);
        if !self.is_ready && waited >= self.config.hello_timeout {
            return Err(Error::HelloTimeout);
        }
        match self.liveness.check(now) {
            Verdict::Fine => Ok(()),
            Verdict::Ask => {
                if self.is_ready {
                    self.send_ping();
                }
                Ok(())
            }
            Verdict::Silent => Err(Error::PeerSilent),
            Verdict::Slow => Err(Error::FrameTimeout),
        }
    }

    /// The next call whose deadline has passed.
    fn expire(&mut self, now: Instant) -> Option<Event<T>> {
        let mut cursor = self.deadlines.begin(now)?;
        loop {
            let Self { calls, deadlines, .. } = self;
            let taken = calls.take_next(&mut cursor, |_, call| {
                let is_past = call.deadline.is_some_and(|deadline| deadline <= now);
                if !is_past {
                    deadlines.add(call.deadline);
                }
                is_past
            });
            self.deadlines.cursor = taken.is_some().then_some(cursor);
            let (seq, call) = taken?;
            let id = CallId::new(seq);
            self.counters.calls_expired = self.counters.calls_expired.saturating_add(1);
            let attachment = match self.side {
                Side::Client => {
                    self.send_cancel(id, CancelReason::Deadline);
                    self.end_call(id, call)
                }
                Side::Server => self.expire_request(id, call),
            };
            if let Some(attachment) = attachment {
                return Some(Event::Expired { id, attachment });
            }
        }
    }
}
