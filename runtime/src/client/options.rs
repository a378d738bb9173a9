//! What is said of one call.

use std::time::Duration;

use mrpc_protocol::Metadata;

/// What is said of one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) timeout: Timeout,
    pub(super) metadata: Metadata,
}

/// How long a call may take.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Timeout {
    /// As the schema says, or the configuration.
    #[default]
    OfSchema,
    After(Duration),
    Never,
}

/// The methods that all builders of calls have in common.
macro_rules! options {
    () => {
        /// Gives the call this long, whatever the schema says.
        #[must_use]
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.timeout = $crate::client::options::Timeout::After(timeout);
            self
        }

        /// Lets the call take as long as it likes, but no longer than the handler has that makes it.
        #[must_use]
        pub fn no_timeout(mut self) -> Self {
            self.options.timeout = $crate::client::options::Timeout::Never;
            self
        }

        /// Sends something along. Keys are in lower case.
        #[must_use]
        pub fn metadata(mut self, key: &str, value: impl Into<mrpc_protocol::MetadataValue>) -> Self {
            self.options.metadata.insert(key, value);
            self
        }
    };
}

pub(super) use options;
