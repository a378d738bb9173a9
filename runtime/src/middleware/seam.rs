//! The two traits of it all.

use std::future::Future;

use super::{Call, Reply};
use crate::status::Status;

/// What takes a call and gives its reply: the rest of a chain.
pub trait Handle: Send + Sync {
    /// Makes the call.
    fn call(&self, call: Call) -> impl Future<Output = Result<Reply, Status>> + Send;
}

/// Something that stands in the way of every call.
pub trait Middleware: Send + Sync + 'static {
    /// Deals with a call. `next` is what is behind this middleware.
    fn handle<N: Handle>(&self, call: Call, next: &N) -> impl Future<Output = Result<Reply, Status>> + Send;
}
