//! What a call that succeeded gives.

use bytes::Bytes;
use mrpc_protocol::Metadata;

/// What a call that succeeded gives.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    pub(crate) metadata: Metadata,
    pub(crate) payload: Bytes,
}

impl Reply {
    /// What came along.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Add to what comes along.
    pub fn metadata_mut(&mut self) -> &mut Metadata {
        &mut self.metadata
    }

    /// The response as bytes; none if responses are streamed.
    #[must_use]
    pub fn payload(&self) -> &Bytes {
        &self.payload
    }
}
