//! The items that come.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use mrpc_protocol::Metadata;

use crate::body;
use crate::codec::{Limits, Message};
use crate::declared::Never;
use crate::failure::Thrown;
use crate::link::{Item, OpenCall, Outcome};
use crate::outcome::answer;
use crate::packing::unpack;
use crate::status::Status;
use crate::validate::{Validate, Violation};

/// As much is taken over at once. The peer gets its credit back when it has been used up.
const BATCH_BYTES: usize = 32 * 1024;

/// The items that come, one after another.
///
/// ```no_run
/// # use mrpc::{Empty, Inbound, Status};
/// # async fn example(mut items: Inbound<Empty>) -> Result<(), Status> {
/// while let Some(item) = items.next().await? {
///     println!("{item:?}");
/// }
/// # Ok(())
/// # }
/// ```
///
/// A client that drops it before its end gives the call up.
pub struct Inbound<T, E = Never> {
    call: Arc<OpenCall>,
    /// Items that were taken over.
    batch: VecDeque<Item>,
    /// What the peer gets back for those that were used up.
    owed: usize,
    end: Option<Metadata>,
    /// What an item must be, where the schema wants it checked.
    check: fn(&T) -> Result<(), Violation>,
    items: PhantomData<fn() -> (T, E)>,
}

enum Next {
    Item(Item),
    End,
    Outcome(Outcome),
}

impl<T: Message, E: Thrown> Inbound<T, E> {
    pub(crate) fn new(call: Arc<OpenCall>) -> Self {
        Self { call, batch: VecDeque::new(), owed: 0, end: None, check: |_| Ok(()), items: PhantomData }
    }

    /// Items that break the rules of their schema end the stream.
    pub(crate) fn checked(call: Arc<OpenCall>) -> Self
    where
        T: Validate,
    {
        let mut items = Self::new(call);
        items.check = T::validate;
        items
    }

    /// The next item, or `None` if there are no more.
    ///
    /// It can be dropped and called again: no item is lost.
    ///
    /// # Errors
    ///
    /// If the call ended in one, or the item cannot be read. There are no more items then.
    pub async fn next(&mut self) -> Result<Option<T>, E::Failure> {
        if self.end.is_some() {
            return Ok(None);
        }
        let next = poll_fn(|cx| self.poll_item(cx)).await;
        self.take(next).map_err(E::from_status)
    }

    /// What the server sent along with its answer: there is something after the last item.
    #[must_use]
    pub fn metadata(&self) -> Option<&Metadata> {
        self.end.as_ref()
    }

    fn take(&mut self, next: Next) -> Result<Option<T>, Status> {
        let outcome = match next {
            Next::Item(item) => match self.read(item) {
                Ok(item) => return Ok(Some(item)),
                Err(status) => Err(status),
            },
            Next::End => Ok((Bytes::new(), Metadata::new())),
            Next::Outcome(outcome) => answer(outcome, self.call.message_bytes_max),
        };
        let (end, result) = match outcome {
            Ok((_, metadata)) => (metadata, Ok(None)),
            Err(status) => (status.metadata().clone(), Err(status)),
        };
        self.end = Some(end);
        result
    }

    fn read(&self, item: Item) -> Result<T, Status> {
        let payload = unpack(item.payload, item.is_compressed, self.call.message_bytes_max)?;
        let message = body::read(&payload, self.call.codec, &Limits::default())?;
        (self.check)(&message).map_err(|violation| Status::invalid_argument(violation.to_string()))?;
        Ok(message)
    }

    fn poll_item(&mut self, cx: &Context<'_>) -> Poll<Next> {
        if let Some(item) = self.batch.pop_front() {
            self.owed = self.owed.saturating_add(item.credit);
            return Poll::Ready(Next::Item(item));
        }
        let OpenCall { link, key, id, .. } = &*self.call;
        let owed = std::mem::take(&mut self.owed);
        let batch = &mut self.batch;
        let is_client = self.call.is_client();
        let next = link.with(|state| {
            if owed > 0 {
                state.connection.consumed(*id, owed);
            }
            let Some(entry) = state.entry(*key, *id) else {
                return Poll::Ready(Next::Outcome(Outcome::over()));
            };
            let Some(stream) = &mut entry.stream else { return Poll::Ready(Next::Outcome(Outcome::over())) };
            let mut bytes = 0;
            while bytes < BATCH_BYTES
                && let Some(item) = stream.items.pop_front()
            {
                bytes = bytes.saturating_add(item.payload.len());
                batch.push_back(item);
            }
            if !batch.is_empty() {
                return Poll::Ready(Next::End);
            }
            if let Some(outcome) = entry.outcome.take() {
                state.remove(*key, *id);
                return Poll::Ready(Next::Outcome(outcome));
            }
            if stream.has_ended && !is_client {
                return Poll::Ready(Next::End);
            }
            entry.wait(cx);
            Poll::Pending
        });
        match self.batch.pop_front() {
            Some(item) => {
                self.owed = self.owed.saturating_add(item.credit);
                Poll::Ready(Next::Item(item))
            }
            None => next,
        }
    }
}

impl<T, E> Drop for Inbound<T, E> {
    fn drop(&mut self) {
        self.call.give_up();
    }
}

impl<T, E> fmt::Debug for Inbound<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbound")
            .field("call", &self.call.id)
            .field("has_ended", &self.end.is_some())
            .finish()
    }
}
