//! The middlewares of a client or server, whose types nobody has to name.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::{Call, Handle, Middleware, Reply};
use crate::status::Status;

pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The middlewares of a client or server, outermost first.
#[derive(Clone, Default)]
pub(crate) struct Chain {
    layers: Vec<Arc<dyn Layer>>,
}

/// What is behind the last middleware.
pub(crate) trait End: Send + Sync {
    fn call(&self, call: Call) -> BoxFuture<'_, Result<Reply, Status>>;
}

/// A middleware without its type.
trait Layer: Send + Sync {
    fn handle<'a>(&'a self, call: Call, next: Next<'a>) -> BoxFuture<'a, Result<Reply, Status>>;
}

/// What is behind a middleware of a chain.
struct Next<'a> {
    layers: &'a [Arc<dyn Layer>],
    end: &'a dyn End,
}

impl Chain {
    pub(crate) fn push(&mut self, middleware: impl Middleware) {
        self.layers.push(Arc::new(middleware));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// Makes a call, through all of them.
    pub(crate) async fn call(&self, call: Call, end: &dyn End) -> Result<Reply, Status> {
        Next { layers: &self.layers, end }.call(call).await
    }
}

impl<M: Middleware> Layer for M {
    fn handle<'a>(&'a self, call: Call, next: Next<'a>) -> BoxFuture<'a, Result<Reply, Status>> {
        Box::pin(async move { Middleware::handle(self, call, &next).await })
    }
}

impl Handle for Next<'_> {
    async fn call(&self, call: Call) -> Result<Reply, Status> {
        match self.layers.split_first() {
            Some((layer, layers)) => layer.handle(call, Next { layers, end: self.end }).await,
            None => self.end.call(call).await,
        }
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({})", self.layers.len())
    }
}
