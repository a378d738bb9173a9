//! A call that is about to be answered: where bytes become messages, and messages bytes.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use super::answer::{Form, with_metadata};
use super::direct::Direct;
use crate::body;
use crate::codec::{Limits, Message};
use crate::cx::Cx;
use crate::link::OpenCall;
use crate::middleware::{BoxFuture, Reply};
use crate::status::Status;
use crate::stream::{Inbound, Outbound};
use crate::validate::Validate;
use crate::well_known::Empty;
use bytes::Bytes;

/// A call that is about to be answered. Generated code says with what.
pub struct Incoming<'a> {
    pub(super) cx: Cx,
    pub(super) form: Form,
    pub(super) payload: Bytes,
    /// There, if the method has streams.
    pub(super) stream: Option<Arc<OpenCall>>,
    pub(super) way: Way<'a>,
}

/// How the answer gets to the client.
pub(super) enum Way<'a> {
    /// Straight into the outbox of the connection.
    Direct(Direct<'a>),
    /// Through middlewares: they get this future.
    Through(&'a mut Option<BoxFuture<'static, Result<Reply, Status>>>),
}

/// What a handler gives: its context, which has metadata for the answer, and the outcome.
pub(super) type Given<A, X> = (Cx, Result<A, X>);

impl<'a> Incoming<'a> {
    /// One request, one answer.
    #[inline]
    pub fn unary<Q, A, X, F>(mut self, handler: impl FnOnce(Cx, Q) -> F)
    where
        Q: Message,
        A: Message + Send + 'static,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<A, X>> + Send + 'static,
    {
        match self.read() {
            Ok(request) => self.run(|cx| handler(cx, request)),
            Err(status) => self.refuse(status),
        }
    }

    /// The same for a service that checks its requests.
    #[inline]
    pub fn unary_validated<Q, A, X, F>(mut self, handler: impl FnOnce(Cx, Q) -> F)
    where
        Q: Message + Validate,
        A: Message + Send + 'static,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<A, X>> + Send + 'static,
    {
        match self.read().and_then(valid) {
            Ok(request) => self.run(|cx| handler(cx, request)),
            Err(status) => self.refuse(status),
        }
    }

    /// One request, many answers.
    pub fn server_streaming<Q, A, X, F>(mut self, handler: impl FnOnce(Cx, Q, Outbound<A>) -> F)
    where
        Q: Message,
        A: Message,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<(), X>> + Send + 'static,
    {
        match self.read() {
            Ok(request) => self.run_streams(|cx, call| handler(cx, request, Outbound::new(call))),
            Err(status) => self.refuse(status),
        }
    }

    /// The same for a service that checks its requests.
    pub fn server_streaming_validated<Q, A, X, F>(mut self, handler: impl FnOnce(Cx, Q, Outbound<A>) -> F)
    where
        Q: Message + Validate,
        A: Message,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<(), X>> + Send + 'static,
    {
        match self.read().and_then(valid) {
            Ok(request) => self.run_streams(|cx, call| handler(cx, request, Outbound::new(call))),
            Err(status) => self.refuse(status),
        }
    }

    /// Many requests, one answer.
    pub fn client_streaming<Q, A, X, F>(mut self, handler: impl FnOnce(Cx, Inbound<Q>) -> F)
    where
        Q: Message,
        A: Message + Send + 'static,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<A, X>> + Send + 'static,
    {
        match self.stream.take() {
            Some(call) => self.run(|cx| handler(cx, Inbound::new(call))),
            None => self.refuse(streamless()),
        }
    }

    /// The same for a service that checks its requests.
    pub fn client_streaming_validated<Q, A, X, F>(mut self, handler: impl FnOnce(Cx, Inbound<Q>) -> F)
    where
        Q: Message + Validate,
        A: Message + Send + 'static,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<A, X>> + Send + 'static,
    {
        match self.stream.take() {
            Some(call) => self.run(|cx| handler(cx, Inbound::checked(call))),
            None => self.refuse(streamless()),
        }
    }

    /// Many requests, many answers.
    pub fn bidirectional<Q, A, X, F>(self, handler: impl FnOnce(Cx, Inbound<Q>, Outbound<A>) -> F)
    where
        Q: Message,
        A: Message,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<(), X>> + Send + 'static,
    {
        self.run_streams(|cx, call| handler(cx, Inbound::new(Arc::clone(&call)), Outbound::new(call)));
    }

    /// The same for a service that checks its requests.
    pub fn bidirectional_validated<Q, A, X, F>(self, handler: impl FnOnce(Cx, Inbound<Q>, Outbound<A>) -> F)
    where
        Q: Message + Validate,
        A: Message,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<(), X>> + Send + 'static,
    {
        self.run_streams(|cx, call| handler(cx, Inbound::checked(Arc::clone(&call)), Outbound::new(call)));
    }

    /// There is no such method.
    pub fn unimplemented(self) {
        let message = format!("{} is not served here", self.cx.method().path());
        self.refuse(Status::unimplemented(message));
    }

    #[inline]
    fn read<Q: Message>(&mut self) -> Result<Q, Status> {
        body::read(&std::mem::take(&mut self.payload), self.form.codec, &Limits::default())
    }

    fn run_streams<X, F>(mut self, handler: impl FnOnce(Cx, Arc<OpenCall>) -> F)
    where
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<(), X>> + Send + 'static,
    {
        match self.stream.take() {
            Some(call) => self.run(|cx| {
                let handling = handler(cx, call);
                async move {
                    let (cx, outcome) = handling.await;
                    (cx, outcome.map(|()| Empty::default()))
                }
            }),
            None => self.refuse(streamless()),
        }
    }

    #[inline]
    fn run<A, X, F>(self, handler: impl FnOnce(Cx) -> F)
    where
        A: Message + Send + 'static,
        X: Into<Status> + Send + 'static,
        F: Future<Output = Given<A, X>> + Send + 'static,
    {
        let form = self.form;
        let deadline = self.cx.deadline();
        let handling = handler(self.cx);
        match self.way {
            Way::Direct(direct) => direct.run(form, deadline, handling),
            Way::Through(place) => {
                *place = Some(Box::pin(async move {
                    let (cx, outcome) = handling.await;
                    let message = outcome.map_err(|status| with_metadata(status.into(), cx.reply()))?;
                    Ok(Reply { payload: body::encode(&message, form.codec)?, metadata: cx.into_reply() })
                }));
            }
        }
    }

    #[cold]
    fn refuse(self, status: Status) {
        match self.way {
            Way::Direct(direct) => direct.refuse(status),
            Way::Through(place) => *place = Some(Box::pin(std::future::ready(Err(status)))),
        }
    }
}

fn valid<Q: Validate>(request: Q) -> Result<Q, Status> {
    match request.validate() {
        Ok(()) => Ok(request),
        Err(violation) => Err(Status::invalid_argument(violation.to_string())),
    }
}

#[cold]
fn streamless() -> Status {
    Status::unimplemented("the method has streams, which this call cannot have")
}

impl fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").field("method", &self.cx.method().path()).finish_non_exhaustive()
    }
}
