//! Calls with streams.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::inner::{Inner, deadline_after};
use super::options::{Options, Types, options};
use crate::body;
use crate::codec::Message;
use crate::declared::Never;
use crate::failure::Thrown;
use crate::link::OpenCall;
use crate::method::MethodSpec;
use crate::middleware::{BoxFuture, Call, End, Reply};
use crate::status::Status;
use crate::stream::{Inbound, Outbound, Upload};

/// What a builder of any call with streams has.
struct Opening<'a> {
    client: &'a Inner,
    method: &'static MethodSpec,
    options: Options,
}

/// Behind the last middleware: opens the call, and leaves it here.
struct Opener<'a> {
    client: &'a Inner,
    opened: Mutex<Option<OpenCall>>,
}

impl Opening<'_> {
    async fn open(self, payload: Bytes) -> Result<Arc<OpenCall>, Status> {
        let Self { client, method, options } = self;
        options.check()?;
        let deadline = deadline_after(client.timeout(method, &options));
        let call = Call { method, deadline, attempt: 0, metadata: options.metadata, payload };
        if client.chain.is_empty() {
            return Ok(Arc::new(client.begin_call(&call).await?));
        }
        let opener = Opener { client, opened: Mutex::new(None) };
        client.chain.call(call, &opener).await?;
        let opened = opener.opened.into_inner().unwrap_or_else(PoisonError::into_inner);
        let none = || Status::unimplemented("a middleware answered a call with streams by itself");
        opened.map(Arc::new).ok_or_else(none)
    }
}

impl End for Opener<'_> {
    fn call(&self, call: Call) -> BoxFuture<'_, Result<Reply, Status>> {
        Box::pin(async move {
            let open = self.client.begin_call(&call).await?;
            *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(open);
            Ok(Reply::default())
        })
    }
}

/// A call with one request and many answers. It is made when it is awaited, and gives an [`Inbound`].
#[must_use = "a call is made when it is awaited"]
pub struct ServerStreaming<'a, Q, A, E = Never> {
    client: &'a Inner,
    method: &'static MethodSpec,
    options: Options,
    request: Q,
    types: Types<Q, A, E>,
}

impl<'a, Q, A, E> ServerStreaming<'a, Q, A, E> {
    pub(super) fn new(client: &'a Inner, method: &'static MethodSpec, request: Q) -> Self {
        Self { client, method, options: Options::default(), request, types: PhantomData }
    }

    options!();
}

impl<'a, Q: Message + Send + Sync + 'a, A: Message + 'a, E: Thrown + 'a> IntoFuture
    for ServerStreaming<'a, Q, A, E>
{
    type Output = Result<Inbound<A, E>, E::Failure>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let codec = self.client.codec;
            let payload = body::encode(&self.request, codec).map_err(E::from_status)?;
            let opening = Opening { client: self.client, method: self.method, options: self.options };
            let call = opening.open(payload).await.map_err(E::from_status)?;
            Ok(Inbound::new(call))
        })
    }
}

impl<Q, A, E> fmt::Debug for ServerStreaming<'_, Q, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerStreaming").field("method", &self.method.path()).finish_non_exhaustive()
    }
}

/// A call with many requests and one answer. It is made when it is awaited, and gives an [`Upload`].
#[must_use = "a call is made when it is awaited"]
pub struct ClientStreaming<'a, Q, A, E = Never> {
    client: &'a Inner,
    method: &'static MethodSpec,
    options: Options,
    types: Types<Q, A, E>,
}

impl<'a, Q, A, E> ClientStreaming<'a, Q, A, E> {
    pub(super) fn new(client: &'a Inner, method: &'static MethodSpec) -> Self {
        Self { client, method, options: Options::default(), types: PhantomData }
    }

    options!();
}

impl<'a, Q: Message + Send + Sync + 'a, A: Message + 'a, E: Thrown + 'a> IntoFuture
    for ClientStreaming<'a, Q, A, E>
{
    type Output = Result<Upload<Q, A, E>, E::Failure>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let opening = Opening { client: self.client, method: self.method, options: self.options };
            let call = opening.open(Bytes::new()).await.map_err(E::from_status)?;
            Ok(Upload::new(call))
        })
    }
}

impl<Q, A, E> fmt::Debug for ClientStreaming<'_, Q, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientStreaming").field("method", &self.method.path()).finish_non_exhaustive()
    }
}

/// A call with streams both ways. It is made when it is awaited, and gives an [`Outbound`] and an [`Inbound`].
#[must_use = "a call is made when it is awaited"]
pub struct Bidirectional<'a, Q, A, E = Never> {
    client: &'a Inner,
    method: &'static MethodSpec,
    options: Options,
    types: Types<Q, A, E>,
}

impl<'a, Q, A, E> Bidirectional<'a, Q, A, E> {
    pub(super) fn new(client: &'a Inner, method: &'static MethodSpec) -> Self {
        Self { client, method, options: Options::default(), types: PhantomData }
    }

    options!();
}

impl<'a, Q: Message + Send + Sync + 'a, A: Message + 'a, E: Thrown + 'a> IntoFuture
    for Bidirectional<'a, Q, A, E>
{
    type Output = Result<(Outbound<Q>, Inbound<A, E>), E::Failure>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let opening = Opening { client: self.client, method: self.method, options: self.options };
            let call = opening.open(Bytes::new()).await.map_err(E::from_status)?;
            Ok((Outbound::new(Arc::clone(&call)), Inbound::new(call)))
        })
    }
}

impl<Q, A, E> fmt::Debug for Bidirectional<'_, Q, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bidirectional").field("method", &self.method.path()).finish_non_exhaustive()
    }
}
