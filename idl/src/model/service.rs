//! Services, their methods, and the policies of these.

use std::time::Duration;

use super::{Decl, Home, Status, Type, UnionId};
use crate::source::Span;

/// A service.
#[derive(Clone, Debug)]
pub struct Service {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Where it stands.
    pub home: Home,
    /// Its methods in order of writing.
    pub methods: Vec<Method>,
    /// `@validate`: requests are checked before a handler sees them.
    pub is_validated: bool,
}

/// A method, with what its service says of all methods taken in.
#[derive(Clone, Debug)]
pub struct Method {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// What it takes.
    pub request: Side,
    /// What it gives.
    pub response: Side,
    /// The error it throws.
    pub throws: Option<UnionId>,
    /// `@timeout`
    pub timeout: Timeout,
    /// `@idempotent`
    pub idempotency: Idempotency,
    /// `@retry`
    pub retry: Option<Retry>,
    /// `@route(hash)`
    pub is_routed_by_key: bool,
    /// `@batch`
    pub batch: Option<Batch>,
}

/// One side of a method.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// A message, a union, or a well-known message.
    pub ty: Type,
    /// Whether there are many.
    pub is_stream: bool,
    /// Where the type is written.
    pub span: Span,
}

/// `@timeout`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Timeout {
    /// Nothing is said.
    #[default]
    Unset,
    /// `@timeout(none)`
    Never,
    /// `@timeout(1m, idle = 10s)`
    After {
        /// For the whole call.
        total: Duration,
        /// For the pause between two items of a stream.
        idle: Option<Duration>,
        /// The annotation.
        span: Span,
    },
}

/// Whether a call may be made twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Idempotency {
    /// It may not.
    #[default]
    No,
    /// Twice is as good as once.
    Yes,
    /// It changes nothing.
    Read,
}

/// `@retry(max_attempts = 3, backoff = 50ms..1s, on = [UNAVAILABLE], budget = 20%)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    /// The most attempts, the first included.
    pub max_attempts: u32,
    /// The first and the longest pause.
    pub backoff: Option<(Duration, Duration)>,
    /// What is worth another attempt; empty for the default.
    pub on: Vec<Status>,
    /// Retries for each hundred calls.
    pub budget_percent: Option<u32>,
}

/// `@batch(max_size = 64, max_wait = 1ms)`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The most calls in one frame.
    pub max_size: u32,
    /// How long the first of them waits.
    pub max_wait: Duration,
    /// Whether only calls with the same `@key` go together.
    pub is_by_key: bool,
    /// The annotation.
    pub span: Span,
}
