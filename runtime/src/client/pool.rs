//! The connections of a client.
//!
//! Each address has as many lanes as it may have connections. The first one takes the calls until it has enough of
//! them; then the second is opened, and so on. Addresses take turns.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Context;

use super::config::Config;
use super::endpoint::Endpoint;
use super::lane::Lane;
use super::open::{Begin, Begun};
use crate::code::Code;
use crate::status::Status;

/// The connections of a client.
#[derive(Debug)]
pub(super) struct Pool {
    /// For each address, its lanes.
    addresses: Box<[Box<[Lane]>]>,
    turn: AtomicUsize,
    calls_per_connection: usize,
}

impl Pool {
    pub(super) fn new(endpoints: Vec<Endpoint>, config: &Arc<Config>) -> Self {
        let lanes = |endpoint: Endpoint| {
            let lanes = config.connections_max.max(1);
            (0..lanes).map(|_| Lane::new(endpoint.clone(), Arc::clone(config))).collect()
        };
        Self {
            addresses: endpoints.into_iter().map(lanes).collect(),
            turn: AtomicUsize::new(fastrand::usize(..)),
            calls_per_connection: config.calls_per_connection.max(1),
        }
    }

    /// Begins a call on a connection that is there.
    #[inline]
    pub(super) fn begin(&self, begin: &Begin<'_>, cx: &Context<'_>) -> Begun {
        // Nearly always, the first connection is the one.
        if let [lanes] = &*self.addresses
            && let Some(lane) = lanes.first()
            && let Some(link) = &*lane.link()
        {
            match begin.on(link, self.calls_per_connection, cx) {
                Begun::NotHere | Begun::Busy | Begun::Crowded(_) => {}
                begun => return begun,
            }
        }
        self.search(begin, cx)
    }

    fn search(&self, begin: &Begin<'_>, cx: &Context<'_>) -> Begun {
        let mut crowded = None;
        for calls_max in [self.calls_per_connection, usize::MAX] {
            for lanes in self.in_turn() {
                let mut may_open = calls_max != usize::MAX;
                for lane in lanes {
                    let Some(link) = lane.link().as_ref().map(Arc::clone) else {
                        // The lanes before it have enough to do. One more is enough for now.
                        if std::mem::take(&mut may_open) {
                            let _ = lane.wake_up();
                        }
                        continue;
                    };
                    match begin.on(&link, calls_max, cx) {
                        Begun::NotHere => lane.retire(&link),
                        Begun::Busy => {}
                        Begun::Crowded(link) => crowded = Some(link),
                        begun => return begun,
                    }
                }
            }
        }
        crowded.map_or(Begun::NotHere, Begun::Crowded)
    }

    /// Waits until there is a connection.
    ///
    /// # Errors
    ///
    /// The last failure, if no address can be reached.
    pub(super) async fn ready(&self) -> Result<(), Status> {
        let mut failure = None;
        for lanes in self.in_turn() {
            let Some(lane) = lanes.first() else { continue };
            match lane.ready().await {
                Ok(_) => return Ok(()),
                Err(status) => failure = Some(status),
            }
        }
        Err(failure.unwrap_or_else(|| Status::unsent(Code::Unavailable, "there is no address to connect to")))
    }

    fn in_turn(&self) -> impl Iterator<Item = &[Lane]> {
        let count = self.addresses.len();
        let first = if count > 1 { self.turn.fetch_add(1, Ordering::Relaxed) % count } else { 0 };
        self.addresses.iter().cycle().skip(first).take(count).map(|lanes| &**lanes)
    }
}
