//! What all clones of a client share.

use std::sync::Arc;
use std::time::Duration;

use mrpc_protocol::Codec;
use tokio::time::{Instant, timeout_at};

use super::config::Config;
use super::options::{Options, Timeout};
use super::pool::Pool;
use crate::ambient;
use crate::method::MethodSpec;
use crate::middleware::Chain;
use crate::status::Status;

/// What all clones of a client share.
#[derive(Debug)]
pub(super) struct Inner {
    pub(super) config: Arc<Config>,
    pub(super) chain: Chain,
    pub(super) pool: Pool,
    /// What messages are written in: version 1 of the protocol knows JSON alone.
    pub(super) codec: Codec,
}

impl Inner {
    /// How long a call may take that begins now: what was said of it, or of its method, or of all calls; and no more
    /// than the handler has left that makes it.
    #[inline]
    pub(super) fn timeout(&self, method: &MethodSpec, options: &Options) -> Option<Duration> {
        let timeout = match options.timeout {
            Timeout::OfSchema => method.timeout().unwrap_or(self.config.timeout),
            Timeout::After(timeout) => Some(timeout),
            Timeout::Never => None,
        };
        match ambient::deadline() {
            None => timeout,
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                Some(timeout.map_or(left, |timeout| timeout.min(left)))
            }
        }
    }

    /// Waits for a connection, as long as the call may take.
    pub(super) async fn ready(&self, deadline: Option<Instant>) -> Result<(), Status> {
        match deadline {
            None => self.pool.ready().await,
            Some(deadline) => match timeout_at(deadline, self.pool.ready()).await {
                Ok(ready) => ready,
                Err(_) => Err(late()),
            },
        }
    }
}

#[cold]
fn late() -> Status {
    use mrpc_protocol::Delivery;
    Status::deadline_exceeded("there was no connection in time").with_delivery(Delivery::Unsent)
}
