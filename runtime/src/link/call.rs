//! A call that is open, as those see it who wait for something.

use std::collections::VecDeque;
use std::task::{Context, Waker};

use bytes::Bytes;
use mrpc_protocol::CallId;
use tokio::task::AbortHandle;

use super::outcome::Outcome;

/// Where the entry of a call is. It is used again for another call, so whoever keeps it for long compares ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) usize);

/// What is known of an open call.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) id: CallId,
    /// Who waits for the outcome or for an item.
    pub(crate) waker: Option<Waker>,
    pub(crate) outcome: Option<Outcome>,
    /// What only calls with streams have.
    pub(crate) stream: Option<Box<Stream>>,
    /// The handler, where it runs in a task of its own.
    pub(crate) task: Option<AbortHandle>,
}

/// The streams of a call.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    /// What has come and was not asked for yet. Credit bounds it.
    pub(crate) items: VecDeque<Item>,
    /// The peer sends no more.
    pub(crate) has_ended: bool,
    /// Who waits to send.
    pub(crate) sender: Option<Waker>,
}

/// A message of a stream.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) is_compressed: bool,
    pub(crate) payload: Bytes,
    /// What the connection wants back for it.
    pub(crate) credit: usize,
}

impl Entry {
    pub(crate) fn unary(id: CallId) -> Self {
        Self { id, waker: None, outcome: None, stream: None, task: None }
    }

    pub(crate) fn streaming(id: CallId) -> Self {
        Self { stream: Some(Box::default()), ..Self::unary(id) }
    }

    /// Wake `cx` when something comes.
    pub(crate) fn wait(&mut self, cx: &Context<'_>) {
        wait_in(&mut self.waker, cx);
    }
}

impl Stream {
    /// Wake `cx` when there is credit, or the call has ended.
    pub(crate) fn wait_to_send(&mut self, cx: &Context<'_>) {
        wait_in(&mut self.sender, cx);
    }
}

fn wait_in(place: &mut Option<Waker>, cx: &Context<'_>) {
    match place {
        Some(waker) => waker.clone_from(cx.waker()),
        None => *place = Some(cx.waker().clone()),
    }
}
