//! A place for one connection to one address, and for the next one when that has ended.
//!
//! ```text
//!            connect()            the peer's HELLO
//!   Idle ──────────────▶ Connecting ───────────────▶ Ready
//!     ▲                      │ no                      │ lost, or the peer drains
//!     │ time is over         ▼                         ▼
//!     └──────────────────  Failed                    Idle
//! ```
//!
//! A lane connects when somebody needs it. Who comes while it does so waits for the same attempt; who comes a moment
//! after one has failed is told what failed.

use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arc_swap::{ArcSwapOption, Guard};
use mrpc_protocol::Connection;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, timeout_at};

use super::config::Config;
use super::endpoint::Endpoint;
use super::role::ClientRole;
use crate::code::Code;
use crate::link::{Ended, Link, drive, now};
use crate::status::Status;

/// How much longer each wait is than the one before.
const BACKOFF_FACTOR: f64 = 1.6;
/// By how much it may differ, so that not all come back at once.
const JITTER: f64 = 0.2;

/// A place for a connection. Dropping it lets the calls on it end.
#[derive(Debug)]
pub(crate) struct Lane(Arc<Shared>);

#[derive(Debug)]
pub(super) struct Shared {
    endpoint: Endpoint,
    config: Arc<Config>,
    link: ArcSwapOption<Link>,
    state: Mutex<State>,
    news: watch::Sender<()>,
    /// Why the peer sent the last connection away, if it said so.
    farewell: Mutex<Option<String>>,
}

#[derive(Debug)]
enum State {
    Idle,
    Connecting,
    Ready {
        failures: u32,
        since: Instant,
    },
    Failed {
        failures: u32,
        status: Status,
        until: Instant,
    },
    /// Nobody wants a connection any more.
    Closed,
}

impl Lane {
    pub(crate) fn new(endpoint: Endpoint, config: Arc<Config>) -> Self {
        Self(Arc::new(Shared {
            endpoint,
            config,
            link: ArcSwapOption::empty(),
            state: Mutex::new(State::Idle),
            news: watch::channel(()).0,
            farewell: Mutex::new(None),
        }))
    }

    /// The connection, if there is one.
    pub(crate) fn link(&self) -> Guard<Option<Arc<Link>>> {
        self.0.link.load()
    }

    /// The connection, as soon as there is one.
    pub(crate) async fn ready(&self) -> Result<Arc<Link>, Status> {
        let mut news = self.0.news.subscribe();
        loop {
            if let Some(link) = self.0.link.load_full() {
                return Ok(link);
            }
            self.wake_up()?;
            if news.changed().await.is_err() {
                return Err(Status::unsent(Code::Cancelled, "the client is gone"));
            }
        }
    }

    /// Begins to connect, unless that is going on, is done, or has failed a moment ago.
    pub(crate) fn wake_up(&self) -> Result<(), Status> {
        self.0.wake_up()
    }

    /// The connection takes no more calls: the next ones get another.
    pub(crate) fn retire(&self, link: &Arc<Link>) {
        self.0.retire(link);
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        *self.0.lock() = State::Closed;
        if let Some(link) = self.0.link.swap(None) {
            link.drain();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn wake_up(self: &Arc<Self>) -> Result<(), Status> {
        let mut state = self.lock();
        let failures = match &*state {
            State::Connecting | State::Ready { .. } | State::Closed => return Ok(()),
            State::Failed { until, status, .. } if Instant::now() < *until => return Err(status.clone()),
            State::Failed { failures, .. } => *failures,
            State::Idle => 0,
        };
        *state = State::Connecting;
        drop(state);
        tokio::spawn(Arc::clone(self).run(failures));
        Ok(())
    }

    /// Enters a state, unless nobody wants a connection any more.
    fn enter(&self, next: State) -> bool {
        let mut state = self.lock();
        let is_open = !matches!(*state, State::Closed);
        if is_open {
            *state = next;
        }
        drop(state);
        self.news.send_replace(());
        is_open
    }

    pub(super) fn retire(&self, link: &Arc<Link>) {
        let is_current = self.link.load().as_ref().is_some_and(|current| Arc::ptr_eq(current, link));
        if is_current {
            self.link.store(None);
            let next = match &*self.lock() {
                // A server that turns everybody away is not to be asked again and again.
                State::Ready { failures, since } if since.elapsed() < self.config.backoff_min => {
                    let reason = self.reason("it said no more");
                    let message = format!("{} took the connection back at once: {reason}", self.endpoint);
                    self.failed(*failures, Status::unsent(Code::Unavailable, message))
                }
                _ => State::Idle,
            };
            self.enter(next);
        }
    }

    /// The peer sends the connection away, and says why.
    pub(super) fn remember(&self, farewell: String) {
        *self.farewell.lock().unwrap_or_else(PoisonError::into_inner) = Some(farewell);
    }

    /// What the peer said, or else how the connection ended.
    fn reason(&self, ended: &str) -> String {
        let farewell = self.farewell.lock().unwrap_or_else(PoisonError::into_inner).take();
        farewell.unwrap_or_else(|| ended.to_owned())
    }

    /// The whole life of a connection.
    async fn run(self: Arc<Self>, failures: u32) {
        let deadline = Instant::now() + self.config.connect_timeout;
        let stream = match self.endpoint.open(self.config.connect_timeout).await {
            Ok(stream) => stream,
            Err(error) => return self.fail(failures, error),
        };
        let now = now();
        let connection = Connection::client(now, self.endpoint.version(), &self.config.protocol);
        let link = Link::new(connection, now, self.config.outbox_bytes_high);
        let (ready, is_ready) = oneshot::channel();
        let role = ClientRole::new(ready, Arc::clone(&self));
        let mut driving = pin!(drive(Arc::clone(&link), stream, role));
        tokio::select! {
            ended = &mut driving => {
                let error = format!("cannot connect to {}: {}", self.endpoint, self.reason(&reason(&ended)));
                return self.fail(failures, io::Error::other(error));
            }
            ready = timeout_at(deadline, is_ready) => {
                if ready.is_err() {
                    let limit = self.config.connect_timeout;
                    let error = format!("cannot connect to {}: no hello within {limit:?}", self.endpoint);
                    return self.fail(failures, io::Error::new(io::ErrorKind::TimedOut, error));
                }
            }
        }
        self.link.store(Some(Arc::clone(&link)));
        if !self.enter(State::Ready { failures, since: Instant::now() }) {
            self.link.store(None);
            link.drain();
        }
        let ended = driving.await;
        tracing::debug!(endpoint = %self.endpoint, reason = reason(&ended), "connection ended");
        self.retire(&link);
    }

    fn fail(&self, failures: u32, error: io::Error) {
        tracing::debug!(%error, failures, "no connection");
        let status = Status::unsent(Code::Unavailable, error.to_string()).with_source(error);
        self.enter(self.failed(failures, status));
    }

    /// That it has failed, after so many failures before.
    fn failed(&self, failures: u32, status: Status) -> State {
        let wait = backoff(&self.config, failures, fastrand::f64());
        State::Failed { failures: failures.saturating_add(1), status, until: Instant::now() + wait }
    }
}

fn reason(ended: &Ended) -> String {
    match ended {
        Ended::Done => "it was closed".to_owned(),
        Ended::Lost(error) => error.to_string(),
        Ended::Broken(error) => error.to_string(),
    }
}

/// How long to wait after so many failures. `luck` is from 0 to 1.
fn backoff(config: &Config, failures: u32, luck: f64) -> Duration {
    let factor = BACKOFF_FACTOR.powi(i32::try_from(failures.min(64)).unwrap_or(64));
    let wait = (config.backoff_min.as_secs_f64() * factor).min(config.backoff_max.as_secs_f64());
    Duration::from_secs_f64(wait * (1.0 - JITTER + 2.0 * JITTER * luck))
}
