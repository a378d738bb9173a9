//! From the first connection to the last.
//!
//! ```text
//!   accept, and a task for each connection
//!      │ shutdown
//!      ▼
//!   every client is told, whoever is in the backlog as well ──▶ no more connections
//!      │
//!      ▼
//!   calls that are open end ──▶ each connection ends when it has none
//!      │ drain_timeout
//!      ▼
//!   the rest is cut off
//! ```

use std::collections::{HashMap, HashSet};
use std::future::{Future, poll_fn};
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use mrpc_protocol::Connection;
use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, sleep_until, timeout};

use super::accept::Accept;
use super::guard;
use super::server::Stopped;
use super::session::Session;
use super::shared::Shared;
use crate::cx;
use crate::link::{Link, drive, now};
use crate::transport::{Listener, Peer, Stream};

/// As many are told at once that they are too many. Beyond that, connections are closed without a word.
const TURNED_AWAY_MAX: usize = 64;

/// The connections that are open.
struct Connections {
    shared: Arc<Shared>,
    tasks: JoinSet<()>,
    /// Those that are being told that they are too many, and do not count.
    turned_away: HashSet<Id>,
    /// Where each comes from, if it has an IP address.
    hosts: HashMap<Id, IpAddr>,
    /// How many come from each.
    per_host: HashMap<IpAddr, usize>,
    draining: watch::Sender<bool>,
}

pub(super) async fn run(
    shared: Arc<Shared>,
    listener: impl Listener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<Stopped> {
    let drain_timeout = shared.config.drain_timeout;
    let mut connections = Connections {
        shared: Arc::clone(&shared),
        tasks: JoinSet::new(),
        turned_away: HashSet::new(),
        hosts: HashMap::new(),
        per_host: HashMap::new(),
        draining: watch::channel(false).0,
    };
    let mut accept = Accept::new(listener);
    let mut shutdown = pin!(shutdown);
    loop {
        // Each of these can be dropped and asked again.
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            Some(ended) = connections.tasks.join_next_with_id() => connections.forget(ended),
            accepted = accept.next() => {
                let (stream, peer) = accepted?;
                connections.open(stream, peer);
            }
        }
    }
    connections.draining.send_replace(true);
    // Who is in the backlog believes to be connected, and has to be told.
    let mut next = Box::pin(accept.next());
    while let Poll::Ready(Ok((stream, peer))) = poll_fn(|cx| Poll::Ready(next.as_mut().poll(cx))).await {
        connections.open(stream, peer);
        drop(next);
        next = Box::pin(accept.next());
    }
    drop(next);
    drop(accept);
    let drained =
        timeout(drain_timeout, async { while connections.tasks.join_next().await.is_some() {} }).await;
    let calls_aborted = if drained.is_ok() { 0 } else { shared.in_flight() };
    connections.tasks.shutdown().await;
    tracing::info!(calls_aborted, "the server has stopped");
    Ok(Stopped { calls_aborted })
}

impl Connections {
    fn open(&mut self, stream: Stream, peer: Peer) {
        let config = &self.shared.config;
        let ip = peer.ip();
        let from_host = ip.and_then(|ip| self.per_host.get(&ip)).copied().unwrap_or(0);
        let refusal = if self.tasks.len().saturating_sub(self.turned_away.len()) >= config.connections_max {
            Some("connections_max")
        } else if from_host >= config.connections_per_ip_max {
            Some("connections_per_ip_max")
        } else {
            None
        };
        if refusal.is_some() && self.turned_away.len() >= TURNED_AWAY_MAX {
            return;
        }
        let shared = Arc::clone(&self.shared);
        let draining = self.draining.subscribe();
        let task = self.tasks.spawn(connection(shared, stream, peer, draining, refusal));
        if refusal.is_some() {
            self.turned_away.insert(task.id());
        } else if let Some(ip) = ip {
            self.hosts.insert(task.id(), ip);
            *self.per_host.entry(ip).or_default() += 1;
        }
    }

    fn forget(&mut self, ended: Result<(Id, ()), JoinError>) {
        let id = match ended {
            Ok((id, ())) => id,
            Err(error) => {
                let id = error.id();
                if let Ok(panic) = error.try_into_panic() {
                    guard::report(&*panic);
                }
                id
            }
        };
        self.turned_away.remove(&id);
        let Some(ip) = self.hosts.remove(&id) else { return };
        if let Some(count) = self.per_host.get_mut(&ip) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.per_host.remove(&ip);
            }
        }
    }
}

/// The whole life of a connection.
async fn connection(
    shared: Arc<Shared>,
    stream: Stream,
    peer: Peer,
    mut draining: watch::Receiver<bool>,
    refusal: Option<&'static str>,
) {
    let Some((stream, peer)) = shake_hands(&shared, stream, peer).await else { return };
    let now = now();
    let connection = Connection::server(now, &shared.config.protocol);
    // A server makes no calls.
    let vacancy = Arc::new(Notify::new());
    let link = Link::new(connection, now, shared.config.outbox_bytes_high, vacancy);
    let facts = Arc::new(cx::Session { peer, draining: draining.clone() });
    let grace = shared.config.drain_timeout;
    let old_at = shared.config.connection_age_max.and_then(old_at);
    let session = Session::new(shared, Arc::clone(&facts), refusal);
    let mut driving = pin!(drive(Arc::clone(&link), stream, session));
    let is_draining = async {
        // If the server is gone, so is this.
        let _ = draining.wait_for(|draining| *draining).await;
    };
    let ended = tokio::select! {
        ended = &mut driving => ended,
        () = is_draining => {
            link.drain();
            driving.await
        }
        () = until(old_at) => {
            link.drain();
            match timeout(grace, driving).await {
                Ok(ended) => ended,
                Err(_) => return tracing::debug!(peer = ?facts.peer, "an old connection was cut off"),
            }
        }
    };
    tracing::debug!(peer = ?facts.peer, ?ended, "connection ended");
}

/// When a connection that begins now is too old. They do not all get there at once.
fn old_at(age: Duration) -> Option<Instant> {
    let tenth = age / 10;
    let age = age.saturating_sub(tenth).saturating_add(tenth.saturating_mul(2).mul_f64(fastrand::f64()));
    Instant::now().checked_add(age)
}

/// Waits until then, or for ever. What waits for nothing takes no room in the task.
fn until(then: Option<Instant>) -> impl Future<Output = ()> {
    let mut sleep = then.map(|then| Box::pin(sleep_until(then)));
    poll_fn(move |cx| sleep.as_mut().map_or(Poll::Pending, |sleep| sleep.as_mut().poll(cx)))
}

/// Makes a connection private, if the server wants that.
async fn shake_hands(shared: &Shared, stream: Stream, peer: Peer) -> Option<(Stream, Peer)> {
    let Some(handshake) = &shared.handshake else { return Some((stream, peer)) };
    let limit = shared.config.protocol.hello_timeout;
    let address = peer.address().clone();
    match timeout(limit, handshake.accept(stream, peer)).await {
        Ok(Ok(private)) => return Some(private),
        Ok(Err(error)) => tracing::debug!(?address, %error, "no TLS connection"),
        Err(_) => tracing::debug!(?address, ?limit, "a TLS handshake took too long"),
    }
    None
}
