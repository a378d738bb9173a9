//! What all clones of a client share.

use std::sync::Arc;
use std::time::Duration;

use mrpc_protocol::{Codec, Delivery};
use tokio::sync::oneshot;
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
    /// What keeps a server in this process going.
    pub(super) _alive: Option<oneshot::Sender<()>>,
}

impl Inner {
    /// How long a call may take that begins now: what was said of it, or of its method, or of all calls; and no more
    /// than the handler has left that makes it.
    #[inline]
    pub(super) fn timeout(&self, method: &MethodSpec, options: &Options) -> Option<Duration> {
        let timeout = match options.timeout {
            Timeout::OfSchema if method.is_unlimited() => None,
            // Nobody knows how long a stream is.
            Timeout::OfSchema
                if method.kind().has_request_stream() || method.kind().has_response_stream() =>
            {
                method.timeout()
            }
            Timeout::OfSchema => method.timeout().or(self.config.timeout),
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

    /// Waits until it is worth trying to begin a call again, as long as the call may take.
    pub(super) async fn ready(&self, is_crowded: bool, deadline: Option<Instant>) -> Result<(), Status> {
        let ready = async {
            if is_crowded {
                self.pool.room().await;
                return Ok(());
            }
            self.pool.ready().await
        };
        match deadline {
            None => ready.await,
            Some(deadline) => timeout_at(deadline, ready).await.unwrap_or_else(|_| Err(late())),
        }
    }
}

/// When a call ends that may take so long. Beyond what the clock can tell there is no end.
#[inline]
pub(super) fn deadline_after(timeout: Option<Duration>) -> Option<Instant> {
    Instant::now().checked_add(timeout?)
}

#[cold]
fn late() -> Status {
    Status::deadline_exceeded("there was no connection in time").with_delivery(Delivery::Unsent)
}
