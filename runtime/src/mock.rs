//! What stands for a service in tests: generated mocks have one of these for each method.
//!
//! ```text
//!  fail(status), twice ─▶ │ status │ status │ ─┐
//!                                              ├─▶ the outcome of a call
//!  on(handler) ─────────────▶ handler ─────────┘   (a fault before the handler, UNIMPLEMENTED without both)
//!
//!  requests() ◀── what was asked
//! ```
//!
//! A call keeps its requests as they come, also one that fails. Nothing is ever thrown away: a mock lives as long as a
//! test.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::codec::Message;
use crate::method::MethodSpec;
use crate::status::Status;
use crate::stream::{Inbound, Outbound};

/// A method with requests `Q`, which answers an `I` with an `O`. Clones are one and the same.
pub struct Method<Q, I, O>(Arc<Mutex<State<Q, I, O>>>);

/// One request, one answer. It fails with an `X`.
pub type Unary<Q, A, X> = Method<Q, Q, Result<A, X>>;

/// One request, and the whole stream for it.
pub type ServerStreaming<Q, A, X> = Method<Q, Q, Vec<Result<A, X>>>;

/// All requests, one answer.
pub type ClientStreaming<Q, A, X> = Method<Q, Vec<Q>, Result<A, X>>;

/// For each request as it comes, what is sent back then.
pub type Bidirectional<Q, A, X> = Method<Q, Q, Vec<Result<A, X>>>;

type Handler<I, O> = Arc<dyn Fn(I) -> O + Send + Sync>;

struct State<Q, I, O> {
    requests: Vec<Q>,
    faults: VecDeque<Status>,
    handler: Option<Handler<I, O>>,
}

impl<Q, I, O> Method<Q, I, O> {
    /// Answers calls with `handler` from now on.
    pub fn on(&self, handler: impl Fn(I) -> O + Send + Sync + 'static) {
        self.state().handler = Some(Arc::new(handler));
    }

    /// Ends the next call in `status`.
    pub fn fail(&self, status: Status) {
        self.state().faults.push_back(status);
    }

    /// What was asked, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Q>
    where
        Q: Clone,
    {
        self.state().requests.clone()
    }

    /// Nothing that is done under the lock can leave it half done.
    fn state(&self) -> MutexGuard<'_, State<Q, I, O>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, request: &Q)
    where
        Q: Clone,
    {
        self.state().requests.push(request.clone());
    }

    /// What answers the call that begins now. It is called without the lock, so it may look at the mock.
    fn begin(&self, method: &MethodSpec) -> Result<Handler<I, O>, Status> {
        let mut state = self.state();
        if let Some(fault) = state.faults.pop_front() {
            return Err(fault);
        }
        let silent = || Status::unimplemented(format!("the mock was told nothing about `{}`", method.path()));
        state.handler.clone().ok_or_else(silent)
    }
}

impl<Q: Clone, A, X: From<Status>> Method<Q, Q, Result<A, X>> {
    /// A call with one request and one answer.
    ///
    /// # Errors
    ///
    /// As the mock was told.
    #[expect(
        clippy::unused_async,
        reason = "a handler that generated code writes awaits it, as it does the others"
    )]
    pub async fn unary(&self, method: &MethodSpec, request: Q) -> Result<A, X> {
        self.keep(&request);
        self.begin(method)?(request)
    }
}

impl<Q: Message + Clone, A: Message, X: From<Status>> Method<Q, Q, Vec<Result<A, X>>> {
    /// A call with one request and a stream of answers.
    ///
    /// # Errors
    ///
    /// As the mock was told.
    pub async fn server_streaming(
        &self,
        method: &MethodSpec,
        request: Q,
        replies: &mut Outbound<A>,
    ) -> Result<(), X> {
        self.keep(&request);
        let items = self.begin(method)?(request);
        send(items, replies).await
    }

    /// A call with a stream of requests, each of which is answered as it comes.
    ///
    /// # Errors
    ///
    /// As the mock was told.
    pub async fn bidirectional(
        &self,
        method: &MethodSpec,
        requests: &mut Inbound<Q>,
        replies: &mut Outbound<A>,
    ) -> Result<(), X> {
        let handler = self.begin(method)?;
        while let Some(request) = requests.next().await? {
            self.keep(&request);
            send(handler(request), replies).await?;
        }
        Ok(())
    }
}

impl<Q: Message + Clone, A, X: From<Status>> Method<Q, Vec<Q>, Result<A, X>> {
    /// A call with a stream of requests and one answer.
    ///
    /// # Errors
    ///
    /// As the mock was told.
    pub async fn client_streaming(&self, method: &MethodSpec, requests: &mut Inbound<Q>) -> Result<A, X> {
        let handler = self.begin(method)?;
        let mut all = Vec::new();
        while let Some(request) = requests.next().await? {
            self.keep(&request);
            all.push(request);
        }
        handler(all)
    }
}

async fn send<A: Message, X: From<Status>>(
    items: Vec<Result<A, X>>,
    replies: &mut Outbound<A>,
) -> Result<(), X> {
    for item in items {
        replies.send(item?).await?;
    }
    Ok(())
}

impl<Q, I, O> Clone for Method<Q, I, O> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<Q, I, O> Default for Method<Q, I, O> {
    fn default() -> Self {
        let state = State { requests: Vec::new(), faults: VecDeque::new(), handler: None };
        Self(Arc::new(Mutex::new(state)))
    }
}

impl<Q, I, O> fmt::Debug for Method<Q, I, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Method")
            .field("requests", &state.requests.len())
            .field("faults", &state.faults.len())
            .field("is_answered", &state.handler.is_some())
            .finish()
    }
}
