//! The connections of a client.
//!
//! Each address has as many lanes as it may have connections. The first one takes the calls until it has enough of
//! them; then the second is opened, and so on. Addresses take turns.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Context;

use super::config::Config;
use super::endpoint::Endpoint;
use super::lane::{Lane, News};
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
    news: Arc<News>,
}

impl Pool {
    pub(super) fn new(endpoints: Vec<Endpoint>, config: &Arc<Config>) -> Self {
        let news = Arc::new(News::default());
        let lane = |endpoint: &Endpoint| Lane::new(endpoint.clone(), Arc::clone(config), Arc::clone(&news));
        let lanes = |endpoint: Endpoint| {
            let lanes = config.connections_max.max(1);
            (0..lanes).map(|_| lane(&endpoint)).collect()
        };
        Self {
            addresses: endpoints.into_iter().map(lanes).collect(),
            turn: AtomicUsize::new(fastrand::usize(..)),
            calls_per_connection: config.calls_per_connection.max(1),
            news,
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
                Begun::NotHere | Begun::Busy | Begun::Crowded => {}
                begun => return begun,
            }
        }
        self.search(begin, cx)
    }

    fn search(&self, begin: &Begin<'_>, cx: &Context<'_>) -> Begun {
        let mut is_crowded = false;
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
                        Begun::Crowded => is_crowded = true,
                        begun => return begun,
                    }
                }
            }
        }
        if is_crowded { Begun::Crowded } else { Begun::NotHere }
    }

    /// Waits until there is a connection to one of the addresses, whichever is the first.
    ///
    /// # Errors
    ///
    /// The last failure, if no address can be reached.
    pub(super) async fn ready(&self) -> Result<(), Status> {
        let mut news = self.news.lanes.subscribe();
        // Each address is tried once, or two that fail in turn would have us wait for ever.
        let mut wake_up: fn(&Lane) -> Result<(), Status> = Lane::wake_up;
        loop {
            let mut failure = None;
            let mut is_coming = false;
            for lanes in self.in_turn() {
                if lanes.iter().any(|lane| lane.link().is_some()) {
                    return Ok(());
                }
                match lanes.first().map(wake_up) {
                    Some(Ok(())) => is_coming = true,
                    Some(Err(status)) => failure = Some(status),
                    None => {}
                }
            }
            if !is_coming {
                let none = || Status::unsent(Code::Unavailable, "there is no address to connect to");
                return Err(failure.unwrap_or_else(none));
            }
            wake_up = Lane::wake_up_again;
            // Those who could tell are not gone before us.
            let _ = news.changed().await;
        }
    }

    /// Waits until there is room for a call on a connection, or no connection any more.
    pub(super) async fn room(&self) {
        loop {
            let mut vacancy = pin!(self.news.vacancy.notified());
            // From here on no vacancy is missed, and one that is not used is passed on.
            vacancy.as_mut().enable();
            if self.has_room() {
                break;
            }
            vacancy.await;
        }
        // There may be more of it.
        self.news.vacancy.notify_one();
    }

    /// Whether it is worth trying to begin a call. If not, the next vacancy is told.
    fn has_room(&self) -> bool {
        let mut links =
            self.addresses.iter().flatten().filter_map(|lane| lane.link().as_ref().map(Arc::clone));
        let mut is_connected = false;
        let has_room = links.any(|link| {
            is_connected = true;
            link.lock().wants_room()
        });
        has_room || !is_connected
    }

    fn in_turn(&self) -> impl Iterator<Item = &[Lane]> {
        let count = self.addresses.len();
        let first = if count > 1 { self.turn.fetch_add(1, Ordering::Relaxed) % count } else { 0 };
        self.addresses.iter().cycle().skip(first).take(count).map(|lanes| &**lanes)
    }
}
