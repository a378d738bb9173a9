//! What all connections of a server share.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::config::Config;
use super::router::Router;
use crate::middleware::Chain;
use crate::transport::ServerHandshake;

/// What all connections of a server share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(super) config: Config,
    pub(super) router: Router,
    pub(super) chain: Chain,
    pub(super) handshake: Option<Arc<dyn ServerHandshake>>,
    /// Handlers that wait for something.
    in_flight: AtomicUsize,
}

/// The right to wait for something.
#[derive(Debug)]
pub(super) struct Permit(Arc<Shared>);

impl Shared {
    pub(super) fn new(
        config: Config,
        router: Router,
        chain: Chain,
        handshake: Option<Arc<dyn ServerHandshake>>,
    ) -> Arc<Self> {
        Arc::new(Self { config, router, chain, handshake, in_flight: AtomicUsize::new(0) })
    }

    /// Room for one more handler, if there is some.
    pub(super) fn permit(self: &Arc<Self>) -> Option<Permit> {
        if self.in_flight.fetch_add(1, Ordering::Relaxed) >= self.config.calls_in_flight_max {
            self.in_flight.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        Some(Permit(Arc::clone(self)))
    }

    /// How many handlers wait for something.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}
