//! How a connection ends.

use super::state::Connection;
use crate::call::{CallId, Delivery, Side, Version};
use crate::error::Error;

impl<T> Connection<T> {
    /// Ends the connection because of an error, and tells the peer why.
    pub(super) fn fail(&mut self, error: Error) {
        if self.is_closed {
            return;
        }
        self.outbox.clear_large();
        if self.side == Side::Client {
            // Requests that wait here come out of `handle_close` as never sent, so they must not be.
            self.outbox.clear_ready();
        }
        let version = match error {
            // Whoever sent this would not understand.
            Error::BadMagic => None,
            Error::UnsupportedVersion(_) if self.version.is_none() => Some(Version::V2),
            _ => self.version,
        };
        if version == Some(Version::V2) {
            let last = match self.side {
                Side::Client => 0,
                Side::Server => self.last_seq,
            };
            self.send_goaway(last, error.reason(), &error.to_string());
        }
        self.is_closed = true;
    }

    /// The socket has ended, or is about to. Call it until it gives `None`: each call that was open comes out once,
    /// and whether it may have been executed.
    pub fn handle_close(&mut self) -> Option<(CallId, T, Delivery)> {
        self.settle();
        if !self.is_closed {
            self.is_closed = true;
            self.outbox.clear_ready();
        }
        loop {
            let taken = self.calls.take_next(&mut self.close_cursor, |_, _| true);
            let Some((seq, mut call)) = taken else {
                self.outbox.clear_large();
                return None;
            };
            self.release(&mut call);
            // A request of which the peer has not even the end cannot have been executed.
            let is_unsent =
                self.side == Side::Client && (seq > self.sent_seq || self.outbox.has_request(seq));
            let delivery = if is_unsent { Delivery::Unsent } else { Delivery::Unknown };
            if let Some(attachment) = call.attachment {
                return Some((CallId::new(seq), attachment, delivery));
            }
        }
    }
}
