//! What a handler knows of the call it answers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use mrpc_protocol::{Metadata, RequestExtra};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::method::MethodSpec;
use crate::transport::Peer;

/// What a handler knows of the call it answers, and what it says beside the answer.
///
/// ```
/// use mrpc::{Cx, Status};
///
/// async fn handler(cx: &mut Cx) -> Result<(), Status> {
///     if cx.metadata().get_str("authorization").is_none() {
///         return Err(Status::unauthenticated("no `authorization` came with the call"));
///     }
///     let _ = cx.reply_metadata().insert("served-by", "shop-3");
///     Ok(())
/// }
/// ```
pub struct Cx {
    method: &'static MethodSpec,
    deadline: Option<Instant>,
    session: Arc<Session>,
    extra: Option<Box<RequestExtra>>,
    reply: Metadata,
}

/// What all calls of a connection have in common.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) peer: Peer,
    pub(crate) draining: watch::Receiver<bool>,
}

static NO_METADATA: Metadata = Metadata::new();

impl Cx {
    pub(crate) fn new(
        method: &'static MethodSpec,
        deadline: Option<Instant>,
        session: Arc<Session>,
        extra: Option<Box<RequestExtra>>,
    ) -> Self {
        Self { method, deadline, session, extra, reply: Metadata::new() }
    }

    /// What the schema says of the method.
    #[must_use]
    pub fn method(&self) -> &'static MethodSpec {
        self.method
    }

    /// When the caller stops waiting. Calls that the handler makes end by then too, without being told.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// How long the caller still waits.
    #[must_use]
    pub fn time_left(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// What the caller sent along.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        self.extra.as_ref().map_or(&NO_METADATA, |extra| &extra.metadata)
    }

    /// How often the caller has tried before, as far as it says so.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.extra.as_ref().map_or(0, |extra| extra.attempt)
    }

    /// Add here what is to go along with the answer, or with the status if there is none.
    pub fn reply_metadata(&mut self) -> &mut Metadata {
        &mut self.reply
    }

    /// Who calls.
    #[must_use]
    pub fn peer(&self) -> &Peer {
        &self.session.peer
    }

    /// Waits until the server wants to stop. Long streams end then, of their own accord, and lose nothing; those that
    /// do not are cut off when the time for draining is over.
    ///
    /// It can be dropped and called again without missing anything.
    pub async fn draining(&self) {
        let mut draining = self.session.draining.clone();
        if draining.wait_for(|draining| *draining).await.is_err() {
            // The server is gone. So will be this handler.
            std::future::pending::<()>().await;
        }
    }

    pub(crate) fn reply(&self) -> &Metadata {
        &self.reply
    }

    pub(crate) fn into_reply(self) -> Metadata {
        self.reply
    }
}

impl fmt::Debug for Cx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx")
            .field("method", &self.method.path())
            .field("deadline", &self.deadline)
            .field("peer", &self.session.peer)
            .field("metadata", self.metadata())
            .finish_non_exhaustive()
    }
}
