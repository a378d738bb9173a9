//! HELLO: what each side takes.

use std::time::Duration;

use super::receive::Step;
use super::state::Connection;
use crate::binding::Bindings;
use crate::call::{Codec, Side};
use crate::error::Error;
use crate::event::Event;
use crate::frame::{Header, kind};
use crate::head::{Hello, field, micros};
use crate::limits::Limits;

impl<T> Connection<T> {
    /// The most bytes that a frame of the peer may have behind its header.
    pub(super) fn frame_limit(&self) -> u32 {
        match self.version {
            Some(crate::call::Version::V1(_)) => self.version1_frame_limit(),
            _ => self.config.limits.frame_bytes_max.max(Limits::FRAME_BYTES_LEAST),
        }
    }

    pub(super) fn send_hello(&mut self) {
        let mut limits = self.config.limits;
        limits.frame_bytes_max = limits.frame_bytes_max.max(Limits::FRAME_BYTES_LEAST);
        let hello = Hello {
            limits,
            codecs: vec![Codec::Binary, Codec::Json],
            compressions: std::mem::take(&mut self.config.compressions),
            ping_interval_min_ms: micros(self.config.ping_interval_min) / 1_000,
            agent: std::mem::take(&mut self.config.agent),
            features: Vec::new(),
        };
        self.outbox.control(kind::HELLO, 0, 0, |out| hello.write(out));
    }

    pub(super) fn on_hello(&mut self, header: Header, frame: &[u8]) -> Result<Step<T>, Error> {
        if self.is_ready || header.seq != 0 {
            return Err(Error::Unexpected("HELLO"));
        }
        const WHAT: Error = Error::Malformed("HELLO");
        let (hello, _) = field::split(frame).ok_or(WHAT)?;
        let hello = Hello::read(hello).map_err(|_| WHAT)?;
        if hello.limits.frame_bytes_max < Limits::FRAME_BYTES_LEAST {
            return Err(WHAT);
        }
        self.is_ready = true;
        self.peer = hello.limits;
        self.credit = hello.limits.connection_window.min(i32::MAX.unsigned_abs()).into();
        self.peer.stream_window = hello.limits.stream_window.min(i32::MAX.unsigned_abs());
        self.outbox.set_limits(self.peer.frame_bytes_max, self.peer.assembling_bytes_max);
        self.liveness.slow_down(Duration::from_millis(hello.ping_interval_min_ms));
        if self.side == Side::Client {
            self.bindings = Bindings::new(hello.limits.methods_max);
        }
        self.hello = Some(Box::new(hello));
        Ok(Step::Event(Event::Ready))
    }
}
