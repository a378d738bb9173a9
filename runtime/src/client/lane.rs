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
use mrpc_protocol::{Connection, Error, Version};
use tokio::sync::{Notify, oneshot, watch};
use tokio::time::{Instant, timeout};

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
    news: Arc<News>,
}

/// What the lanes of a client tell those who wait.
#[derive(Debug)]
pub(super) struct News {
    /// A lane has a connection, or has none.
    pub(super) lanes: watch::Sender<()>,
    /// There is room for a call on one of the connections.
    pub(super) vacancy: Arc<Notify>,
}

impl Default for News {
    fn default() -> Self {
        Self { lanes: watch::channel(()).0, vacancy: Arc::new(Notify::new()) }
    }
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
        since: Instant,
        /// So long nobody tries again.
        wait: Duration,
    },
    /// Nobody wants a connection any more.
    Closed,
}

impl Lane {
    pub(super) fn new(endpoint: Endpoint, config: Arc<Config>, news: Arc<News>) -> Self {
        Self(Arc::new(Shared {
            endpoint,
            config,
            link: ArcSwapOption::empty(),
            state: Mutex::new(State::Idle),
            news,
        }))
    }

    /// The connection, if there is one.
    pub(crate) fn link(&self) -> Guard<Option<Arc<Link>>> {
        self.0.link.load()
    }

    /// Begins to connect, unless that is going on, is done, or has failed a moment ago.
    pub(crate) fn wake_up(&self) -> Result<(), Status> {
        self.0.wake_up()
    }

    /// The same, but what failed is not tried again.
    pub(crate) fn wake_up_again(&self) -> Result<(), Status> {
        if let State::Failed { status, .. } = &*self.0.lock() {
            return Err(status.clone());
        }
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
            State::Failed { status, since, wait, .. } if since.elapsed() < *wait => {
                return Err(status.clone());
            }
            State::Failed { failures, .. } => *failures,
            State::Idle => 0,
        };
        *state = State::Connecting;
        drop(state);
        let attempt = Attempt { shared: Arc::clone(self), failures, is_over: false };
        tokio::spawn(Arc::clone(self).run(attempt));
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
        self.news.lanes.send_replace(());
        self.news.vacancy.notify_one();
        is_open
    }

    pub(super) fn retire(&self, link: &Arc<Link>) {
        let current = self.link.load();
        if !current.as_ref().is_some_and(|current| Arc::ptr_eq(current, link)) {
            return;
        }
        // Of several who find out, one does it: by then there may be another connection.
        let previous = self.link.compare_and_swap(&current, None);
        if previous.as_ref().is_some_and(|previous| Arc::ptr_eq(previous, link)) {
            link.drain();
            let said = link.farewell().unwrap_or_else(|| "it did not say why".into());
            let next = match &*self.lock() {
                // A server that turns everybody away is not to be asked again and again.
                State::Ready { failures, since } if since.elapsed() < self.config.backoff_min => {
                    let message = format!("{} took the connection back at once: {said}", self.endpoint);
                    self.failed(*failures, Status::unsent(Code::Unavailable, message))
                }
                _ => State::Idle,
            };
            self.enter(next);
        }
    }

    /// The whole life of a connection.
    async fn run(self: Arc<Self>, mut attempt: Attempt) {
        let failures = attempt.failures;
        let (limit, begin) = (self.config.connect_timeout, Instant::now());
        let stream = match self.endpoint.open(limit).await {
            Ok(stream) => stream,
            Err(error) => return attempt.fail(error),
        };
        let now = now();
        let connection = Connection::client(now, self.endpoint.version(), &self.config.protocol);
        let is_ready_at_once = connection.is_ready();
        let vacancy = Arc::clone(&self.news.vacancy);
        let link = Link::new(connection, now, self.config.outbox_bytes_high, vacancy);
        let (ready, is_ready) = oneshot::channel();
        let mut role = ClientRole::new(ready, Arc::clone(&self));
        if is_ready_at_once {
            // In version 1 nobody says hello.
            role.set_ready();
        }
        let mut driving = pin!(drive(Arc::clone(&link), stream, role));
        tokio::select! {
            ended = &mut driving => {
                let hint = if self.endpoint.version() == Version::V2 { hint(&ended) } else { "" };
                let said = link.farewell();
                let reason = said.map_or_else(|| format!("{}{hint}", reason(&ended)), |said| said.to_string());
                let error = format!("cannot connect to {}: {reason}", self.endpoint);
                return attempt.fail(io::Error::other(error));
            }
            ready = timeout(limit.saturating_sub(begin.elapsed()), is_ready) => {
                if ready.is_err() {
                    let error = format!("cannot connect to {}: no hello within {limit:?}", self.endpoint);
                    return attempt.fail(io::Error::new(io::ErrorKind::TimedOut, error));
                }
            }
        }
        self.link.store(Some(Arc::clone(&link)));
        attempt.is_over = true;
        if !self.enter(State::Ready { failures, since: Instant::now() }) {
            self.link.store(None);
            link.drain();
        }
        let ended = driving.await;
        tracing::debug!(endpoint = %self.endpoint, reason = reason(&ended), "connection ended");
        self.retire(&link);
    }

    /// That it has failed, after so many failures before.
    fn failed(&self, failures: u32, status: Status) -> State {
        let wait = backoff(&self.config, failures, fastrand::f64());
        State::Failed { failures: failures.saturating_add(1), status, since: Instant::now(), wait }
    }
}

/// An attempt to connect.
struct Attempt {
    shared: Arc<Shared>,
    /// How many failed before it.
    failures: u32,
    is_over: bool,
}

impl Attempt {
    fn fail(mut self, error: io::Error) {
        let failures = self.failures;
        tracing::debug!(%error, failures, "no connection");
        let status = Status::unsent(Code::Unavailable, error.to_string()).with_source(error);
        self.is_over = true;
        self.shared.enter(self.shared.failed(failures, status));
    }
}

impl Drop for Attempt {
    /// The task was cut off, by a panic or with its runtime. Who waits for it must not wait for ever, and the next
    /// one may try at once.
    fn drop(&mut self) {
        if !self.is_over {
            let status = Status::unsent(Code::Unavailable, "the attempt to connect was cut off");
            let (failures, since, wait) = (self.failures, Instant::now(), Duration::ZERO);
            self.shared.enter(State::Failed { failures, status, since, wait });
        }
    }
}

fn reason(ended: &Ended) -> String {
    match ended {
        Ended::Done => "it was closed".to_owned(),
        Ended::Lost(error) => error.to_string(),
        Ended::Broken(error) => error.to_string(),
    }
}

/// What to do about a peer that has ended a connection before it said hello, as one does that knows version 1 alone.
fn hint(ended: &Ended) -> &'static str {
    match ended {
        Ended::Broken(Error::UnsupportedVersion(1)) | Ended::Lost(_) => {
            "; version 2 was tried, and a server that knows version 1 alone needs `?protocol=v1`"
        }
        _ => "",
    }
}

/// How long to wait after so many failures. `luck` is from 0 to 1.
fn backoff(config: &Config, failures: u32, luck: f64) -> Duration {
    let factor = BACKOFF_FACTOR.powi(i32::try_from(failures.min(64)).unwrap_or(64));
    let wait = (config.backoff_min.as_secs_f64() * factor).min(config.backoff_max.as_secs_f64());
    let wait = wait * (1.0 - JITTER + 2.0 * JITTER * luck);
    Duration::try_from_secs_f64(wait).unwrap_or(config.backoff_max)
}
