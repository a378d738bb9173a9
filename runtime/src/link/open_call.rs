//! The hold that somebody has on an open call.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use mrpc_protocol::{CallId, Codec, Delivery, Side};

use super::call::Key;
use super::outcome::Outcome;
use super::state::Link;
use crate::compress::Algorithm;

/// The hold that somebody has on an open call. A client that lets go of it gives the call up.
#[derive(Debug)]
pub(crate) struct OpenCall {
    pub(crate) link: Arc<Link>,
    pub(crate) key: Key,
    pub(crate) id: CallId,
    pub(crate) codec: Codec,
    /// How what is sent is compressed.
    pub(crate) packing: Option<Algorithm>,
    /// As many bytes may a message have when it is unpacked.
    pub(crate) message_bytes_max: usize,
    side: Side,
    /// The outcome was taken.
    is_over: bool,
}

impl OpenCall {
    pub(crate) fn new(side: Side, link: &Arc<Link>, key: Key, id: CallId, codec: Codec) -> Self {
        let link = Arc::clone(link);
        Self { link, key, id, codec, packing: None, message_bytes_max: usize::MAX, side, is_over: false }
    }

    pub(crate) fn is_client(&self) -> bool {
        self.side == Side::Client
    }

    /// Waits for the end of a call, and takes its outcome.
    #[inline]
    pub(crate) fn poll(&mut self, cx: &Context<'_>) -> Poll<Outcome> {
        let polled = self.poll_shared(cx);
        self.is_over = polled.is_ready();
        polled
    }

    /// The same for a call that several hold on to.
    #[inline]
    pub(crate) fn poll_shared(&self, cx: &Context<'_>) -> Poll<Outcome> {
        let mut state = self.link.lock();
        let Some(entry) = state.entry(self.key, self.id) else { return Poll::Ready(Outcome::over()) };
        let Some(outcome) = entry.outcome.take() else {
            entry.wait(cx);
            return Poll::Pending;
        };
        state.remove(self.key, self.id);
        Poll::Ready(outcome)
    }

    /// The outcome, if there is one already.
    pub(crate) fn take_outcome(&self) -> Option<Outcome> {
        let mut state = self.link.lock();
        let outcome = state.entry(self.key, self.id)?.outcome.take()?;
        state.remove(self.key, self.id);
        Some(outcome)
    }

    /// A client that holds on to the call in several places gives it up in one of them. The others are told.
    pub(crate) fn give_up(&self) {
        if self.side == Side::Server {
            return;
        }
        let mut wake = Vec::new();
        self.link.with(|state| {
            if state.entry(self.key, self.id).is_some_and(|entry| entry.outcome.is_none()) {
                state.connection.cancel(self.id);
                state.end_call(self.key, Outcome::Cancelled, &mut wake);
            }
        });
        wake.into_iter().for_each(Waker::wake);
    }
}

impl Outcome {
    /// That of a call which has ended before.
    pub(crate) fn over() -> Self {
        Self::Lost { delivery: Delivery::Unknown, reason: "the call is over".into() }
    }
}

impl Drop for OpenCall {
    fn drop(&mut self) {
        if self.is_over || self.side == Side::Server {
            return;
        }
        self.link.with(|state| {
            if let Some(entry) = state.remove(self.key, self.id)
                && entry.outcome.is_none()
            {
                state.connection.cancel(self.id);
                state.make_room();
            }
        });
    }
}
