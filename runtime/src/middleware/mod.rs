//! What stands between a caller and a connection, or between a connection and a handler.
//!
//! ```text
//!   client:  stub ──▶ outermost ──▶ … ──▶ innermost ──▶ connection
//!   server:  connection ──▶ outermost ──▶ … ──▶ innermost ──▶ handler
//! ```
//!
//! A middleware is one `async fn` that sees a [`Call`] and what comes next. It may call that never, once, many times
//! or at the same time, and it sees bytes, not types. It is the same on both sides.
//!
//! ```
//! use mrpc::middleware::{Call, Handle, Middleware, Reply};
//! use mrpc::Status;
//!
//! /// Lets nobody in who does not say the word.
//! struct Password(&'static str);
//!
//! impl Middleware for Password {
//!     async fn handle<N: Handle>(&self, call: Call, next: &N) -> Result<Reply, Status> {
//!         if call.metadata().get_str("password") != Some(self.0) {
//!             return Err(Status::unauthenticated("say the word"));
//!         }
//!         next.call(call).await
//!     }
//! }
//!
//! let server = mrpc::Server::new(mrpc::server::Config::default()).with_middleware(Password("friend"));
//! ```
//!
//! Two of them in a tuple are one, and cost no allocation; each `with_middleware` costs one for each call. Without
//! any, there is no chain: messages go straight into the connection's buffer.
//!
//! Streams: on a server, a call with streams is one `handle` from its first byte to its last. On a client, `handle`
//! is over when the call has been opened.

mod call;
mod chain;
mod pair;
mod reply;
mod seam;

pub use self::{
    call::Call,
    reply::Reply,
    seam::{Handle, Middleware},
};

pub(crate) use self::chain::{BoxFuture, Chain, End};
