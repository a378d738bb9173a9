//! What callers, handlers and the driver share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use bytes::Bytes;
use mrpc_protocol::{CallId, Connection, Event};
use slab::Slab;
use tokio::sync::Notify;

use super::call::{Entry, Item, Key};
use super::outcome::{Outcome, Response};

/// With more than this to send, the driver waits for nobody.
const HURRY_BYTES: usize = 128 * 1024;
/// Calls with less time than this look at the clock themselves.
const EXACT_BELOW: Duration = Duration::from_secs(1);
/// As many of the others may have the same time.
const CLOCK_USES_MAX: u32 = 64;
/// With more items than this in a queue, those that come are copied: a small one would keep all that was read with it.
const SHARED_ITEMS_MAX: usize = 64;
/// Less than this is small.
const SMALL_ITEM_BYTES: usize = 4 * 1024;

/// One connection, from its first byte to its last.
#[derive(Debug)]
pub(crate) struct Link {
    state: Mutex<State>,
}

/// What is behind the lock of a [`Link`].
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) connection: Connection<Key>,
    pub(crate) calls: Slab<Entry>,
    /// The driver knows that there is something to do, or is at it.
    pub(super) is_kicked: bool,
    pub(super) driver: Option<Waker>,
    /// Streams that wait for room in the outbox.
    pub(super) crowd: Vec<Waker>,
    /// Tells those who wait for room for a call, here or on another connection.
    vacancy: Arc<Notify>,
    /// Somebody does.
    is_wanted: bool,
    /// When somebody last looked at the clock, and how many have used that since.
    now: Instant,
    clock_uses: u32,
    /// Why the peer leaves, as it says.
    pub(super) farewell: Option<Arc<str>>,
    /// Why there is no connection any more.
    pub(super) end: Option<Arc<str>>,
    /// This side wants nothing new.
    pub(super) is_leaving: bool,
    /// How much may wait to be sent before those who send have to wait.
    pub(super) outbox_bytes_high: usize,
}

impl Link {
    /// `vacancy` is notified when there is room for a call, if somebody asked for it.
    pub(crate) fn new(
        connection: Connection<Key>,
        now: Instant,
        outbox_bytes_high: usize,
        vacancy: Arc<Notify>,
    ) -> Arc<Self> {
        let state = State {
            connection,
            calls: Slab::new(),
            // The driver looks here first thing.
            is_kicked: true,
            driver: None,
            crowd: Vec::new(),
            vacancy,
            is_wanted: false,
            now,
            clock_uses: 0,
            farewell: None,
            end: None,
            is_leaving: false,
            outbox_bytes_high,
        };
        Arc::new(Self { state: Mutex::new(state) })
    }

    /// Does something with the state, and lets the driver know if there is something to send.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        let mut state = self.lock();
        let result = work(&mut state);
        let driver = if state.needs_driver() { state.kick() } else { None };
        drop(state);
        if let Some(driver) = driver {
            driver.wake();
        }
        result
    }

    /// Nothing new from now on; the driver ends when all calls have.
    pub(crate) fn drain(&self) {
        let mut state = self.lock();
        state.is_leaving = true;
        let driver = state.kick();
        drop(state);
        if let Some(driver) = driver {
            driver.wake();
        }
    }

    /// Why the peer leaves, if it said so.
    pub(crate) fn farewell(&self) -> Option<Arc<str>> {
        self.lock().farewell.clone()
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that can panic leaves the state half changed: what writes a message is the only code of others.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn kick(&mut self) -> Option<Waker> {
        self.is_kicked = true;
        self.driver.take()
    }

    /// Whether the driver has to be told of what there is to send: if it does not know, or waits for more when there is
    /// enough.
    #[inline]
    fn needs_driver(&self) -> bool {
        let queued = self.connection.queued_bytes();
        queued > 0 && (!self.is_kicked || queued >= HURRY_BYTES && self.driver.is_some())
    }

    /// The driver lets others run, who may have more to send; if that is much, they wake it.
    pub(super) fn yield_for_more(&mut self, cx: &Context<'_>) {
        self.is_kicked = true;
        self.driver = Some(cx.waker().clone());
    }

    /// Whether there is something to send.
    pub(super) fn has_output(&self) -> bool {
        self.connection.queued_bytes() > 0
    }

    /// The time, for a call that may take so long. While the driver is about to send, or has just read, few calls look
    /// at the clock: they begin together. Who computes for long between two calls has less time for the second.
    #[inline]
    pub(crate) fn now(&mut self, timeout: Option<Duration>) -> Instant {
        let is_short = timeout.is_some_and(|timeout| timeout < EXACT_BELOW);
        if !self.is_kicked || self.clock_uses >= CLOCK_USES_MAX || is_short {
            self.now = now();
            self.clock_uses = 0;
        }
        self.clock_uses += 1;
        self.now
    }

    /// The driver has looked at the clock.
    pub(super) fn set_now(&mut self, now: Instant) {
        self.now = now;
        self.clock_uses = 0;
    }

    /// The peer says why it leaves.
    pub(crate) fn set_farewell(&mut self, message: &str) {
        if !message.is_empty() {
            self.farewell = Some(message.into());
        }
    }

    /// Whether there is a connection to send on.
    pub(crate) fn is_open(&self) -> bool {
        self.end.is_none() && !self.is_leaving
    }

    /// Whether there is room for one more call.
    pub(crate) fn has_room(&self) -> bool {
        self.end.is_some() || self.connection.has_room() && !self.is_crowded()
    }

    /// The same, and who waits is told when that has changed.
    pub(crate) fn wants_room(&mut self) -> bool {
        self.is_wanted = !self.has_room();
        !self.is_wanted
    }

    /// Lets one of those in who wait for room for a call.
    pub(crate) fn make_room(&mut self) {
        if self.is_wanted {
            self.is_wanted = false;
            self.vacancy.notify_one();
        }
    }

    /// Whether so much waits to be sent that nothing should be added.
    pub(crate) fn is_crowded(&self) -> bool {
        self.connection.queued_bytes() > self.outbox_bytes_high
    }

    /// The same, and `cx` is woken when that has changed.
    pub(crate) fn poll_room(&mut self, cx: &Context<'_>) -> Poll<()> {
        if self.end.is_some() || !self.is_crowded() {
            return Poll::Ready(());
        }
        if !self.crowd.iter().any(|waker| waker.will_wake(cx.waker())) {
            self.crowd.push(cx.waker().clone());
        }
        Poll::Pending
    }

    /// The entry of a call, unless it has ended and another has its place.
    pub(crate) fn entry(&mut self, key: Key, id: CallId) -> Option<&mut Entry> {
        self.calls.get_mut(key.0).filter(|entry| entry.id == id)
    }

    /// Takes the entry of a call away.
    pub(crate) fn remove(&mut self, key: Key, id: CallId) -> Option<Entry> {
        self.entry(key, id)?;
        self.calls.try_remove(key.0)
    }

    /// A call has ended. Who waits for that is to be woken.
    pub(crate) fn end_call(&mut self, key: Key, outcome: Outcome, wake: &mut Vec<Waker>) {
        self.make_room();
        let Some(entry) = self.calls.get_mut(key.0) else { return };
        entry.outcome = Some(outcome);
        wake.extend(entry.waker.take());
        wake.extend(entry.stream.as_mut().and_then(|stream| stream.sender.take()));
    }

    /// Deals with an event that is the same for both sides, or gives it back.
    pub(crate) fn common(&mut self, event: Event<Key>, wake: &mut Vec<Waker>) -> Option<Event<Key>> {
        match event {
            Event::Response { attachment, head, is_compressed, payload, .. } => {
                self.end_call(attachment, Outcome::Response(Response { head, is_compressed, payload }), wake);
            }
            Event::Item { id, is_compressed, payload, credit } => {
                if let Some(entry) = self.entry_of(id) {
                    if let Some(stream) = &mut entry.stream {
                        let is_copied =
                            stream.items.len() >= SHARED_ITEMS_MAX && payload.len() < SMALL_ITEM_BYTES;
                        let payload = if is_copied { Bytes::copy_from_slice(&payload) } else { payload };
                        stream.items.push_back(Item { is_compressed, payload, credit });
                    }
                    wake.extend(entry.waker.take());
                }
            }
            Event::End { id } => {
                if let Some(entry) = self.entry_of(id) {
                    if let Some(stream) = &mut entry.stream {
                        stream.has_ended = true;
                    }
                    wake.extend(entry.waker.take());
                }
            }
            Event::Writable { id } => {
                let sender = self.entry_of(id).and_then(|entry| entry.stream.as_mut()?.sender.take());
                wake.extend(sender);
            }
            other => return Some(other),
        }
        None
    }

    /// Gives back the memory that a connection needs which has something to do.
    pub(super) fn shrink(&mut self) {
        self.connection.shrink();
        if self.calls.is_empty() {
            self.calls = Slab::new();
        }
    }

    fn entry_of(&mut self, id: CallId) -> Option<&mut Entry> {
        let key = *self.connection.attachment(id)?;
        self.entry(key, id)
    }

    /// There is no connection any more: every call that is open ends.
    pub(super) fn lose(&mut self, reason: &Arc<str>, wake: &mut Vec<Waker>) {
        self.end = Some(Arc::clone(reason));
        while let Some((_, key, delivery)) = self.connection.handle_close() {
            self.end_call(key, Outcome::Lost { delivery, reason: Arc::clone(reason) }, wake);
            if let Some(task) = self.calls.get_mut(key.0).and_then(|entry| entry.task.take()) {
                task.abort();
            }
        }
        wake.append(&mut self.crowd);
        self.make_room();
    }
}

/// The time, as the runtime has it: tests may have stopped it.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
