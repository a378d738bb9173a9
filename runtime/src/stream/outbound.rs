//! The items that go.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use mrpc_protocol::{Codec, Delivery, Payload, Sent};

use crate::body::{self, Typed};
use crate::codec::Message;
use crate::link::OpenCall;
use crate::packing::pack;
use crate::status::Status;

/// Where the items go, one after another.
///
/// ```no_run
/// # use mrpc::{Duration, Outbound, Status};
/// async fn count_down(from: i64, items: &mut Outbound<Duration>) -> Result<(), Status> {
///     for seconds in (0..from).rev() {
///         items.send(Duration { seconds, ..Duration::default() }).await?;
///     }
///     Ok(())
/// }
/// ```
///
/// A server's stream ends when its handler returns. A client's ends with [`finish`](Self::finish); dropping it
/// without that gives the call up, as a part that looks like the whole would be a lie.
pub struct Outbound<T> {
    call: Arc<OpenCall>,
    is_finished: bool,
    items: PhantomData<fn(T)>,
}

impl<T: Message> Outbound<T> {
    pub(crate) fn new(call: Arc<OpenCall>) -> Self {
        Self { call, is_finished: false, items: PhantomData }
    }

    /// Sends an item, as soon as the other side has room for it. That it was sent does not say that it has arrived.
    ///
    /// It can be dropped: the item has been sent then, or nothing of it.
    ///
    /// # Errors
    ///
    /// If the call has ended, or the item is larger than the other side takes. A client finds out why the call
    /// ended by asking for the answer.
    pub async fn send(&mut self, item: T) -> Result<(), Status> {
        let encoded = match (self.call.codec, self.call.packing) {
            (Codec::Binary, None) => None,
            (codec, None) => Some((body::encode(&item, codec)?, false)),
            (codec, Some(algorithm)) => {
                let plain = body::encode(&item, codec)?;
                Some(pack(&plain, algorithm).map_or((plain, false), |packed| (packed, true)))
            }
        };
        poll_fn(|cx| self.poll_send(&item, encoded.as_ref(), cx)).await
    }

    /// Says that there are no more items.
    pub fn finish(mut self) {
        self.end();
    }

    pub(super) fn end(&mut self) {
        self.is_finished = true;
        let id = self.call.id;
        self.call.link.with(|state| state.connection.end_items(id));
    }

    /// `encoded` is the item as bytes, and whether they are packed, where they could not be written in place.
    fn poll_send(
        &self,
        item: &T,
        encoded: Option<&(Bytes, bool)>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), Status>> {
        let OpenCall { link, key, id, .. } = &*self.call;
        link.with(|state| {
            if state.entry(*key, *id).is_none_or(|entry| entry.outcome.is_some()) {
                return Poll::Ready(Err(over()));
            }
            if state.poll_room(cx).is_pending() {
                // The call may end before there is room.
                if let Some(stream) = state.entry(*key, *id).and_then(|entry| entry.stream.as_mut()) {
                    stream.wait_to_send(cx);
                }
                return Poll::Pending;
            }
            let typed = Typed(item);
            let (payload, is_packed) = match encoded {
                None => (Payload::Encode(&typed), false),
                Some((bytes, is_packed)) => (Payload::Bytes(bytes.clone()), *is_packed),
            };
            match state.connection.send_item(*id, payload, is_packed) {
                Ok(Sent::Queued) => Poll::Ready(Ok(())),
                Ok(Sent::NoCredit) => {
                    if let Some(stream) = state.entry(*key, *id).and_then(|entry| entry.stream.as_mut()) {
                        stream.wait_to_send(cx);
                    }
                    Poll::Pending
                }
                Ok(Sent::TooLarge { bytes, limit }) => Poll::Ready(Err(Status::resource_exhausted(format!(
                    "an item of {bytes} bytes is larger than the other side takes ({limit})"
                )))),
                Err(_) => Poll::Ready(Err(over())),
            }
        })
    }
}

impl<T> Drop for Outbound<T> {
    fn drop(&mut self) {
        if !self.is_finished {
            self.call.give_up();
        }
    }
}

#[cold]
fn over() -> Status {
    Status::cancelled("the call has ended, and takes no more items").with_delivery(Delivery::Unknown)
}

impl<T> fmt::Debug for Outbound<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbound").field("call", &self.call.id).finish_non_exhaustive()
    }
}
