//! Taking connections, whatever happens to one of them.
//!
//! ```text
//!             ┌──────────────── a connection ────────────────▶ next() = Ok
//!   accept ───┤ one connection broke ──▶ at once, again
//!      ▲      │ too few files or memory, or something new ──▶ wait 5 ms, 10 ms … 500 ms, again
//!      │      └ this is no listener ─────────────────────────▶ next() = Err
//!      └────────────────────────────────────────────────────┘
//! ```
//!
//! A server that stops accepting because it once ran out of files is a server that somebody has to restart; one
//! that tries again without a pause burns the processor that it needs to get well.

use std::io;
use std::time::Duration;

use tokio::time::{self, Instant};

use crate::transport::{Listener, Peer, Stream};

/// The first pause. Files come back quickly when calls are short.
const PAUSE_MIN: Duration = Duration::from_millis(5);

/// The longest pause: half of the second within which a server that has files again takes connections again.
const PAUSE_MAX: Duration = Duration::from_millis(500);

/// A warning tells how many failures there were since the one before; more than one in a second tell nothing more.
const WARN_INTERVAL: Duration = Duration::from_secs(1);

/// As many connections may break one after the other before we take a breath: a listener that gives nothing else
/// must not keep a thread to itself.
const BROKEN_RUN_MAX: u32 = 32;

/// A listener that survives its errors.
#[derive(Debug)]
pub struct Accept<L> {
    listener: L,
    /// The next pause.
    pause: Duration,
    /// No earlier than that is the listener asked again. It is kept here, so that a caller who drops
    /// [`next`](Self::next) and calls it again waits no shorter.
    paused_until: Option<Instant>,
    broken_run: u32,
    warnings: Warnings,
}

#[derive(Debug, Default)]
struct Warnings {
    last: Option<Instant>,
    unsaid: u64,
}

/// What an error of `accept` says about the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// One connection broke before it was ours. The next may be whole.
    Connection,
    /// Nothing comes of it right now.
    Shortage,
    /// Nothing will ever come of it.
    Listener,
}

impl<L: Listener> Accept<L> {
    /// Takes connections from `listener`.
    pub const fn new(listener: L) -> Self {
        Self {
            listener,
            pause: PAUSE_MIN,
            paused_until: None,
            broken_run: 0,
            warnings: Warnings { last: None, unsaid: 0 },
        }
    }

    /// The listener that connections are taken from.
    pub const fn listener(&self) -> &L {
        &self.listener
    }

    /// Waits for the next connection. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// Only what ends the listener: its descriptor is closed, is no socket, or does not listen.
    pub async fn next(&mut self) -> io::Result<(Stream, Peer)> {
        loop {
            if let Some(until) = self.paused_until {
                time::sleep_until(until).await;
                self.paused_until = None;
            }
            let error = match self.listener.accept().await {
                Ok(connection) => {
                    self.pause = PAUSE_MIN;
                    self.broken_run = 0;
                    return Ok(connection);
                }
                Err(error) => error,
            };
            match Trouble::of(&error) {
                Trouble::Listener => return Err(error),
                Trouble::Connection if self.broken_run < BROKEN_RUN_MAX => {
                    self.broken_run += 1;
                    tracing::debug!(%error, "a connection broke before it was accepted");
                }
                Trouble::Connection | Trouble::Shortage => self.start_pause(&error),
            }
        }
    }

    fn start_pause(&mut self, error: &io::Error) {
        let now = Instant::now();
        self.broken_run = 0;
        self.warnings.warn(now, error);
        self.paused_until = Some(now + self.pause);
        self.pause = self.pause.saturating_mul(2).min(PAUSE_MAX);
    }
}

impl Warnings {
    fn warn(&mut self, now: Instant, error: &io::Error) {
        self.unsaid = self.unsaid.saturating_add(1);
        if self.last.is_some_and(|last| now < last + WARN_INTERVAL) {
            return;
        }
        tracing::warn!(%error, failures = self.unsaid, "no connection can be accepted, trying again");
        *self = Self { last: Some(now), unsaid: 0 };
    }
}

impl Trouble {
    fn of(error: &io::Error) -> Self {
        // Only the operating system can say that a listener is none; a listener of the user's that reports
        // invalid input means something else.
        let number = error.raw_os_error();
        if number.is_some_and(|number| number::LISTENER.contains(&number)) {
            return Self::Listener;
        }
        if number.is_some_and(|number| number::CONNECTION.contains(&number)) {
            return Self::Connection;
        }
        match error.kind() {
            io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::Interrupted
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NotConnected
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::TimedOut => Self::Connection,
            // Files, memory, and what we have not heard of: it may pass, and a pause costs little.
            _ => Self::Shortage,
        }
    }
}

/// Errors that `std` has no kind for.
#[cfg(unix)]
mod number {
    pub(super) const LISTENER: [i32; 3] = [libc::EBADF, libc::EINVAL, libc::ENOTSOCK];

    /// Linux hands on what went wrong with the connection that it was about to give.
    pub(super) const CONNECTION: [i32; 4] =
        [libc::EPROTO, libc::ENOPROTOOPT, libc::EHOSTDOWN, libc::EOPNOTSUPP];
}

#[cfg(not(unix))]
mod number {
    // Winsock's, in the order of those above.
    pub(super) const LISTENER: [i32; 3] = [10_009, 10_022, 10_038];
    pub(super) const CONNECTION: [i32; 3] = [10_042, 10_064, 10_045];
}

// The numbers of errors are those of Unix.
#[cfg(test)]
#[cfg(unix)]
mod tests;
