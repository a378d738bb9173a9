//! Opening a connection: from a name to a stream, within one budget of time.
//!
//! ```text
//!   host:port ── resolve ──▶ addresses ── race ──▶ TCP ── handshake ──▶ Stream
//!   └────────────────────────── timeout ────────────────────────────────┘
//! ```

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::Poll;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::{self, Instant};

use super::handshake::ClientHandshake;
use super::stream::Stream;
use super::target::Endpoint;
use super::tcp;

/// An address that does not answer holds up the next one no longer than this (RFC 8305).
const HEAD_START: Duration = Duration::from_millis(250);

/// More addresses of one name are not tried.
const ADDRESSES_MAX: usize = 16;

/// Connects to `endpoint`; everything that takes, names, TCP and TLS, must be done within `timeout`.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use mrpc::transport::{Target, connect};
///
/// let target: Target = "mrpc://localhost:5000".parse()?;
/// let stream = connect(&target.endpoints()[0], None, std::time::Duration::from_secs(5)).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Nobody listens there, the name is unknown, the other end is not who it should be, time is up. The message says
/// which, and of what.
pub async fn connect(
    endpoint: &Endpoint,
    handshake: Option<&dyn ClientHandshake>,
    timeout: Duration,
) -> io::Result<Stream> {
    // Where it is when time is up, which is half of the answer to why.
    let step = Mutex::new(Step::Resolve);
    let connecting = async {
        match endpoint {
            Endpoint::Host { host, port } => {
                let stream = connect_tcp(host, *port, &step).await?;
                let Some(handshake) = handshake else {
                    return Ok(stream);
                };
                set(&step, Step::Handshake);
                handshake.connect(stream, host).await
            }
            Endpoint::Unix(path) => {
                set(&step, Step::Connect(1));
                connect_unix(path).await
            }
        }
    };
    match time::timeout(timeout, connecting).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => Err(io::Error::new(error.kind(), format!("cannot connect to {endpoint}: {error}"))),
        Err(_) => {
            let step = step.lock().map_or(Step::Resolve, |step| *step);
            let message = format!("cannot connect to {endpoint}: {} within {timeout:?}", step.missing());
            Err(io::Error::new(io::ErrorKind::TimedOut, message))
        }
    }
}

#[derive(Clone, Copy)]
enum Step {
    Resolve,
    Connect(usize),
    Handshake,
}

impl Step {
    fn missing(self) -> String {
        match self {
            Self::Resolve => "no address for the name".to_owned(),
            Self::Connect(1) => "no answer".to_owned(),
            Self::Connect(addresses) => format!("no answer from any of its {addresses} addresses"),
            Self::Handshake => "no end of the TLS handshake".to_owned(),
        }
    }
}

fn set(step: &Mutex<Step>, to: Step) {
    if let Ok(mut step) = step.lock() {
        *step = to;
    }
}

async fn connect_tcp(host: &str, port: u16, step: &Mutex<Step>) -> io::Result<Stream> {
    let addresses = in_turn(lookup_host((host, port)).await?);
    set(step, Step::Connect(addresses.len()));
    let stream = race(&addresses, TcpStream::connect).await?;
    tcp::tune(&stream);
    Ok(Stream::from(stream))
}

#[cfg(unix)]
async fn connect_unix(path: &Path) -> io::Result<Stream> {
    tokio::net::UnixStream::connect(path).await.map(Stream::from)
}

#[cfg(not(unix))]
async fn connect_unix(_: &Path) -> io::Result<Stream> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "this system has no socket files"))
}

/// One of each family in turn, starting with the family of the first, which the system prefers.
fn in_turn(addresses: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let mut addresses = addresses.peekable();
    let is_first_v6 = addresses.peek().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) = addresses.partition(|address| address.is_ipv6() == is_first_v6);
    let mut second = second.into_iter();
    let mut turns = Vec::new();
    for address in first {
        turns.push(address);
        turns.extend(second.next());
    }
    turns.extend(second);
    turns.truncate(ADDRESSES_MAX);
    turns
}

/// Connects to whichever address answers first. The next one is tried as soon as one fails, and at the latest after
/// [`HEAD_START`].
async fn race<S, F>(addresses: &[SocketAddr], connect: impl Fn(SocketAddr) -> F) -> io::Result<S>
where
    F: Future<Output = io::Result<S>>,
{
    let mut waiting = addresses.iter();
    let mut running: Vec<(SocketAddr, Pin<Box<F>>)> = Vec::new();
    let mut failures = Vec::new();
    let mut head_start = pin!(time::sleep(HEAD_START));
    poll_fn(|cx| {
        loop {
            let mut is_next_due = running.is_empty();
            let mut at = 0;
            while let Some((address, attempt)) = running.get_mut(at) {
                match attempt.as_mut().poll(cx) {
                    Poll::Ready(Ok(stream)) => return Poll::Ready(Ok(stream)),
                    Poll::Ready(Err(error)) => {
                        failures.push((*address, error));
                        drop(running.remove(at));
                        is_next_due = true;
                    }
                    Poll::Pending => at = at.saturating_add(1),
                }
            }
            is_next_due |= head_start.as_mut().poll(cx).is_ready();
            if !is_next_due {
                return Poll::Pending;
            }
            let Some(address) = waiting.next() else {
                return if running.is_empty() { Poll::Ready(Err(sum_up(&failures))) } else { Poll::Pending };
            };
            running.push((*address, Box::pin(connect(*address))));
            head_start.as_mut().reset(Instant::now() + HEAD_START);
        }
    })
    .await
}

/// One error for all addresses, of the first one's kind.
fn sum_up(failures: &[(SocketAddr, io::Error)]) -> io::Error {
    let Some((_, first)) = failures.first() else {
        return io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    };
    let all: Vec<_> = failures.iter().map(|(address, error)| format!("{address}: {error}")).collect();
    io::Error::new(first.kind(), all.join("; "))
}

#[cfg(test)]
mod tests;
