//! Two middlewares, one inside the other, without a box between them.

use super::{Call, Handle, Middleware, Reply};
use crate::status::Status;

/// What the first of a pair has behind it: the second, and what is behind that.
struct Behind<'a, M, N> {
    middleware: &'a M,
    next: &'a N,
}

impl<M: Middleware, N: Handle> Handle for Behind<'_, M, N> {
    async fn call(&self, call: Call) -> Result<Reply, Status> {
        self.middleware.handle(call, self.next).await
    }
}

/// The first is outside.
impl<A: Middleware, B: Middleware> Middleware for (A, B) {
    async fn handle<N: Handle>(&self, call: Call, next: &N) -> Result<Reply, Status> {
        self.0.handle(call, &Behind { middleware: &self.1, next }).await
    }
}

/// Something that is there or not, as a configuration says.
impl<M: Middleware> Middleware for Option<M> {
    async fn handle<N: Handle>(&self, call: Call, next: &N) -> Result<Reply, Status> {
        match self {
            Some(middleware) => middleware.handle(call, next).await,
            None => next.call(call).await,
        }
    }
}
