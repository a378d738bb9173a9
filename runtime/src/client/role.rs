//! What a client does with what comes.

use std::sync::Arc;
use std::task::Waker;

use mrpc_protocol::{Delivery, Event};
use tokio::sync::oneshot;

use super::lane::Shared;
use crate::link::{Key, Link, Outcome, Role, State};

/// The client's side of a connection.
pub(super) struct ClientRole {
    ready: Option<oneshot::Sender<()>>,
    /// The peer has said hello.
    is_ready: bool,
    lane: Arc<Shared>,
    is_leaving: bool,
}

impl ClientRole {
    /// `ready` is told of the peer's hello.
    pub(super) fn new(ready: oneshot::Sender<()>, lane: Arc<Shared>) -> Self {
        Self { ready: Some(ready), is_ready: false, lane, is_leaving: false }
    }

    /// Calls can begin.
    pub(super) fn set_ready(&mut self) {
        if let Some(ready) = self.ready.take() {
            // Who waited for it may have lost patience.
            let _ = ready.send(());
        }
    }
}

impl Role for ClientRole {
    const IS_PATIENT: bool = false;

    fn event(&mut self, event: Event<Key>, state: &mut State, wake: &mut Vec<Waker>) {
        match event {
            Event::Ready => self.is_ready = true,
            Event::Expired { attachment, .. } => state.end_call(attachment, Outcome::Expired, wake),
            Event::Refused { attachment, .. } => {
                let reason = "the peer is stopping and did not look at it".into();
                state.end_call(attachment, Outcome::Lost { delivery: Delivery::Unsent, reason }, wake);
            }
            Event::GoAway { message, .. } => {
                self.is_leaving = true;
                state.set_farewell(&message);
            }
            _ => {}
        }
    }

    fn settle(&mut self, link: &Arc<Link>) {
        if std::mem::take(&mut self.is_leaving) {
            // A connection that ends with the hello never was one.
            self.is_ready = false;
            self.lane.retire(link);
            // Somebody will want another connection soon. A failure is told to who asks then.
            let _ = self.lane.wake_up();
        }
        if std::mem::take(&mut self.is_ready) {
            self.set_ready();
        }
    }
}
