//! What is said of one call.

use std::marker::PhantomData;
use std::time::Duration;

use mrpc_protocol::Metadata;

use crate::code::Code;
use crate::status::Status;

/// The types of a call, of which it holds no value.
pub(super) type Types<Q, A, E> = PhantomData<fn() -> (Q, A, E)>;

/// What is said of one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) timeout: Timeout,
    pub(super) metadata: Metadata,
    /// A key that no metadata can have. The call says so when it is made.
    pub(super) bad_key: Option<String>,
}

impl Options {
    pub(super) fn insert(&mut self, key: &str, value: impl AsRef<[u8]>) {
        if self.metadata.insert(key, value).is_err() {
            self.bad_key = Some(key.to_owned());
        }
    }

    /// Whether what was said of the call can be done.
    #[inline]
    pub(super) fn check(&self) -> Result<(), Status> {
        match &self.bad_key {
            None => Ok(()),
            Some(key) => Err(Status::unsent(
                Code::InvalidArgument,
                format!("`{key}` cannot be a key of metadata: it has a-z, 0-9, `-`, `_` and `.`"),
            )),
        }
    }
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
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.timeout = $crate::client::options::Timeout::After(timeout);
            self
        }

        /// Lets the call take as long as it likes, but no longer than the handler has that makes it.
        pub fn no_timeout(mut self) -> Self {
            self.options.timeout = $crate::client::options::Timeout::Never;
            self
        }

        /// Sends something along. Keys are in lower case.
        pub fn metadata(mut self, key: &str, value: impl AsRef<[u8]>) -> Self {
            self.options.insert(key, value);
            self
        }
    };
}

pub(super) use options;
