//! A call with one request and one answer.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use mrpc_protocol::{Codec, Delivery, Metadata};
use tokio::time::Instant;

use super::inner::{Inner, deadline_after};
use super::open::{Begun, Encoded, Outgoing};
use super::options::{Options, options};
use super::through::through;
use crate::body::{self, Typed};
use crate::codec::{Limits, Message};
use crate::declared::Never;
use crate::failure::Thrown;
use crate::link::OpenCall;
use crate::method::MethodSpec;
use crate::middleware::BoxFuture;
use crate::outcome::answer;
use crate::status::Status;

/// A call that is made when it is awaited. Dropping it before it ends gives it up, and the server drops its handler.
///
/// ```no_run
/// # use std::time::Duration;
/// # use mrpc::{Empty, Status, Unary};
/// # async fn example(call: Unary<'_, Empty, Empty>) -> Result<(), Status> {
/// let reply = call.timeout(Duration::from_millis(200)).metadata("tenant", "tea").await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is made when it is awaited"]
pub struct Unary<'a, Q, A, E = Never> {
    client: &'a Inner,
    method: &'static MethodSpec,
    request: Q,
    options: Options,
    answer: PhantomData<fn() -> (A, E)>,
}

/// An answer, and what came along with it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer<A> {
    /// The answer.
    pub message: A,
    /// What the server sent along.
    pub metadata: Metadata,
}

impl<'a, Q, A, E> Unary<'a, Q, A, E> {
    pub(super) fn new(client: &'a Inner, method: &'static MethodSpec, request: Q) -> Self {
        Self { client, method, request, options: Options::default(), answer: PhantomData }
    }

    options!();

    /// Makes the call, and gives the answer together with its metadata.
    ///
    /// # Errors
    ///
    /// As the call itself.
    pub async fn answer(self) -> Result<Answer<A>, E::Failure>
    where
        Q: Message + Send + Sync,
        A: Message,
        E: Thrown,
    {
        let call = UnaryFuture::<Q, A, E>::start(self).raw;
        let codec = call.client.codec;
        let (payload, metadata) = call.await.map_err(E::from_status)?;
        let message = read(&payload, codec).map_err(E::from_status)?;
        Ok(Answer { message, metadata })
    }
}

impl<'a, Q: Message + Send + Sync, A: Message, E: Thrown> IntoFuture for Unary<'a, Q, A, E> {
    type Output = Result<A, E::Failure>;
    type IntoFuture = UnaryFuture<'a, Q, A, E>;

    fn into_future(self) -> UnaryFuture<'a, Q, A, E> {
        UnaryFuture::start(self)
    }
}

/// A call that has been begun, or is about to be.
#[must_use = "a call is made when it is awaited"]
pub struct UnaryFuture<'a, Q, A, E = Never> {
    raw: Raw<'a, Q>,
    answer: PhantomData<fn() -> (A, E)>,
}

/// The same without the type of its answer.
struct Raw<'a, Q> {
    client: &'a Inner,
    method: &'static MethodSpec,
    request: Q,
    options: Options,
    state: State<'a>,
}

enum State<'a> {
    /// Nothing has been sent. The deadline is there if it has been waited for something.
    New {
        deadline: Option<Instant>,
    },
    Waiting {
        deadline: Option<Instant>,
        ready: BoxFuture<'a, Result<(), Status>>,
    },
    Open(OpenCall),
    /// Middlewares have it.
    Through(BoxFuture<'a, Result<(Bytes, Metadata), Status>>),
}

impl<'a, Q, A, E> UnaryFuture<'a, Q, A, E> {
    fn start(call: Unary<'a, Q, A, E>) -> Self {
        let Unary { client, method, request, options, .. } = call;
        let state = State::New { deadline: None };
        Self { raw: Raw { client, method, request, options, state }, answer: PhantomData }
    }
}

// Nothing in it is pinned: what has to stay in place is in a box.
impl<Q, A, E> Unpin for UnaryFuture<'_, Q, A, E> {}
impl<Q> Unpin for Raw<'_, Q> {}

impl<Q: Message + Send + Sync, A: Message, E: Thrown> Future for UnaryFuture<'_, Q, A, E> {
    type Output = Result<A, E::Failure>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let codec = self.raw.client.codec;
        let answered = ready!(Pin::new(&mut self.raw).poll(cx));
        Poll::Ready(answered.and_then(|(payload, _)| read(&payload, codec)).map_err(E::from_status))
    }
}

/// Reads an answer. One that cannot be read is the server's fault.
#[inline]
fn read<A: Message>(payload: &Bytes, codec: Codec) -> Result<A, Status> {
    body::read(payload, codec, &Limits::default())
        .map_err(|status| Status::internal(format!("the answer cannot be read: {}", status.message())))
}

impl<Q: Message + Send + Sync> Future for Raw<'_, Q> {
    type Output = Result<(Bytes, Metadata), Status>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            match &mut this.state {
                State::Open(call) => {
                    return call.poll(cx).map(|outcome| answer(outcome, call.message_bytes_max));
                }
                State::Through(future) => return future.as_mut().poll(cx),
                State::Waiting { deadline, ready } => {
                    ready!(ready.as_mut().poll(cx))?;
                    this.state = State::New { deadline: *deadline };
                }
                State::New { deadline } => {
                    let deadline = *deadline;
                    this.options.check()?;
                    let timeout = match deadline {
                        None => this.client.timeout(this.method, &this.options),
                        Some(deadline) => Some(deadline.saturating_duration_since(Instant::now())),
                    };
                    if timeout == Some(Duration::ZERO) {
                        return Poll::Ready(Err(too_late()));
                    }
                    let codec = this.client.codec;
                    if !this.client.chain.is_empty() {
                        let payload = body::encode(&this.request, codec)?;
                        let metadata = mem::take(&mut this.options.metadata);
                        let through = through(this.client, this.method, timeout, metadata, payload);
                        this.state = State::Through(Box::pin(through));
                        continue;
                    }
                    let compression = this.client.config.compression;
                    let encoded = if codec == Codec::Json || compression.is_some() {
                        Some(Encoded::new(body::encode(&this.request, codec)?, compression))
                    } else {
                        None
                    };
                    let message = Typed(&this.request);
                    let request = encoded.as_ref().map_or(Outgoing::Message(&message), Outgoing::Encoded);
                    let begin = this.client.begin_with(this.method, timeout, &this.options.metadata, request);
                    let is_crowded = match this.client.pool.begin(&begin, cx) {
                        Begun::Open(call) => {
                            this.state = State::Open(call);
                            return Poll::Pending;
                        }
                        Begun::Failed(status) => return Poll::Ready(Err(status)),
                        Begun::Crowded => true,
                        Begun::Busy | Begun::NotHere => false,
                    };
                    // The clock runs while the call waits for its turn.
                    let deadline = deadline.or_else(|| deadline_after(timeout));
                    let ready = Box::pin(this.client.ready(is_crowded, deadline));
                    this.state = State::Waiting { deadline, ready };
                }
            }
        }
    }
}

#[cold]
fn too_late() -> Status {
    Status::deadline_exceeded("no time was left to make the call").with_delivery(Delivery::Unsent)
}

impl<Q, A, E> fmt::Debug for Unary<'_, Q, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unary").field("method", &self.method.path()).finish_non_exhaustive()
    }
}

impl<Q, A, E> fmt::Debug for UnaryFuture<'_, Q, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnaryFuture").field("method", &self.raw.method.path()).finish_non_exhaustive()
    }
}
