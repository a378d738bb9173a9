//! A call on its way to a handler.

use bytes::Bytes;
use mrpc_protocol::Metadata;
use tokio::time::Instant;

use crate::method::MethodSpec;

/// A call on its way to a handler: which method, until when, and with what. A clone shares the payload.
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) method: &'static MethodSpec,
    pub(crate) deadline: Option<Instant>,
    pub(crate) attempt: u32,
    pub(crate) metadata: Metadata,
    pub(crate) payload: Bytes,
}

impl Call {
    /// What the schema says of the method.
    #[must_use]
    pub fn method(&self) -> &'static MethodSpec {
        self.method
    }

    /// When the caller stops waiting.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Give it another deadline, for what is behind the middleware. The caller still waits no longer than it said.
    pub fn set_deadline(&mut self, deadline: Option<Instant>) {
        self.deadline = deadline;
    }

    /// How often it was tried before.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Say how often it was tried before.
    pub fn set_attempt(&mut self, attempt: u32) {
        self.attempt = attempt;
    }

    /// What goes along.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Add to what goes along.
    pub fn metadata_mut(&mut self) -> &mut Metadata {
        &mut self.metadata
    }

    /// The request as bytes; none if requests are streamed.
    #[must_use]
    pub fn payload(&self) -> &Bytes {
        &self.payload
    }
}
