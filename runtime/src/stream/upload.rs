//! A call whose requests are streamed, and whose answer is one.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;

use super::outbound::Outbound;
use crate::body;
use crate::codec::{Limits, Message};
use crate::declared::Never;
use crate::failure::Thrown;
use crate::link::OpenCall;
use crate::outcome::answer;
use crate::status::Status;

/// A call whose requests are streamed, and whose answer is one. Dropping it gives the call up.
///
/// ```no_run
/// # use mrpc::{Duration, Empty, Status, Upload};
/// # async fn example(mut upload: Upload<Duration, Empty>) -> Result<(), Status> {
/// for seconds in 0..10 {
///     upload.send(Duration { seconds, ..Duration::default() }).await?;
/// }
/// let answer = upload.finish().await?;
/// # Ok(())
/// # }
/// ```
pub struct Upload<Q, A, E = Never> {
    call: Arc<OpenCall>,
    requests: Outbound<Q>,
    /// The server was content before it had all requests.
    early: Option<Bytes>,
    answer: PhantomData<fn() -> (A, E)>,
}

impl<Q: Message, A: Message, E: Thrown> Upload<Q, A, E> {
    pub(crate) fn new(call: Arc<OpenCall>) -> Self {
        Self { requests: Outbound::new(Arc::clone(&call)), call, early: None, answer: PhantomData }
    }

    /// Sends a request, as soon as the server has room for it.
    ///
    /// It can be dropped: the request has been sent then, or nothing of it.
    ///
    /// # Errors
    ///
    /// If the server has ended the call already, with what it said; or if the request is larger than it takes. A
    /// server that has answered takes no more either: [`finish`](Self::finish) gives what it said.
    pub async fn send(&mut self, request: Q) -> Result<(), E::Failure> {
        match self.requests.send(request).await {
            Ok(()) => Ok(()),
            Err(failure) => {
                let ended = self.call.take_outcome().map(|end| answer(end, self.call.message_bytes_max));
                let failure = match ended {
                    Some(Err(ended)) => ended,
                    Some(Ok((payload, _))) => {
                        self.early = Some(payload);
                        failure
                    }
                    None => failure,
                };
                Err(E::from_status(failure))
            }
        }
    }

    /// Says that there are no more requests, and waits for the answer.
    ///
    /// # Errors
    ///
    /// If the call ended in one.
    pub async fn finish(mut self) -> Result<A, E::Failure> {
        self.requests.end();
        let payload = match self.early.take() {
            Some(payload) => payload,
            None => {
                let outcome = poll_fn(|cx| self.call.poll_shared(cx)).await;
                answer(outcome, self.call.message_bytes_max).map_err(E::from_status)?.0
            }
        };
        let read = body::read(&payload, self.call.codec, &Limits::default());
        read.map_err(|status| {
            E::from_status(Status::internal(format!("the answer cannot be read: {}", status.message())))
        })
    }
}

impl<Q, A, E> fmt::Debug for Upload<Q, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("call", &self.call.id).finish_non_exhaustive()
    }
}
