//! Running a handler: at once if it need not wait, in a task of its own if it has to.

use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use mrpc_protocol::CallId;
use tokio::time::Instant;

use super::answer::{Form, answer, refuse};
use super::guard;
use super::incoming::Given;
use super::kept::{Boxed, Kept};
use super::shared::Shared;
use crate::codec::Message;
use crate::link::{Entry, Key, Link, State};
use crate::status::Status;

/// A call whose answer goes straight into the outbox of its connection.
pub(super) struct Direct<'a> {
    pub(super) link: &'a Arc<Link>,
    pub(super) shared: &'a Arc<Shared>,
    pub(super) id: CallId,
    /// Where the connection keeps the call, if it does already.
    pub(super) key: Option<Key>,
    pub(super) kept: &'a mut Kept,
    /// Whether there is time to see if the handler can do without waiting.
    pub(super) is_polled: bool,
}

impl Direct<'_> {
    #[inline]
    pub(super) fn run<A, X, F>(self, form: Form, deadline: Option<Instant>, handling: F)
    where
        A: Message + Send + 'static,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<A, X>> + Send + 'static,
    {
        let mut future = self.kept.take::<F>();
        future.set(Some(handling));
        if self.is_polled {
            // Nobody is to be woken: a task will ask again if this has to wait.
            let mut cx = Context::from_waker(Waker::noop());
            if let Poll::Ready(given) = guard::poll(&mut future, deadline, &mut cx) {
                self.kept.put(future);
                answer(self.link, self.id, self.key, form, given);
                return;
            }
        }
        self.spawn(form, deadline, future);
    }

    pub(super) fn refuse(self, status: Status) {
        refuse(self.link, self.id, self.key, status, false);
    }

    fn spawn<A, X, F>(self, form: Form, deadline: Option<Instant>, mut future: Boxed<F>)
    where
        A: Message + Send + 'static,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<A, X>> + Send + 'static,
    {
        let Some(permit) = self.shared.permit() else {
            let _ = guard::clear(&mut future);
            return refuse(self.link, self.id, self.key, too_many(), false);
        };
        let id = self.id;
        let key = match self.key {
            Some(key) => key,
            None => match accept(self.link, Entry::unary(id)) {
                Some(key) => key,
                None => {
                    // It was given up in the meantime.
                    let _ = guard::clear(&mut future);
                    return;
                }
            },
        };
        let link = Arc::clone(self.link);
        let is_begun = self.is_polled;
        let task = tokio::spawn(async move {
            if !is_begun {
                // What it answers has to wait as well, and takes less room as long as it is a request.
                poll_fn(|cx| link.lock().poll_room(cx)).await;
            }
            let given = poll_fn(|cx| guard::poll(&mut future, deadline, cx)).await;
            // Until there is room for it, the answer has the place of its call, and goes if nobody wants it any more.
            poll_fn(|cx| link.lock().poll_room(cx)).await;
            answer(&link, id, Some(key), form, given);
            drop(permit);
        });
        watch(self.link, key, id, task.abort_handle());
    }
}

/// Has the connection keep a call, unless its client has given it up.
pub(super) fn accept(link: &Link, entry: Entry) -> Option<Key> {
    link.with(|state| keep(state, entry))
}

/// The same where the connection is at hand.
pub(super) fn keep(state: &mut State, entry: Entry) -> Option<Key> {
    let id = entry.id;
    let key = Key(state.calls.insert(entry));
    if state.connection.accept(id, key).is_none() {
        return Some(key);
    }
    state.remove(key, id);
    None
}

/// Lets the connection stop a task when nobody wants its answer any more.
pub(super) fn watch(link: &Link, key: Key, id: CallId, task: tokio::task::AbortHandle) {
    let mut state = link.lock();
    match state.entry(key, id) {
        Some(entry) if entry.outcome.is_none() => entry.task = Some(task),
        // It has answered, or its call was given up a moment ago.
        _ => {
            drop(state);
            task.abort();
        }
    }
}

#[cold]
pub(super) fn too_many() -> Status {
    Status::resource_exhausted("as many calls wait for something as may (calls_in_flight_max)")
}
