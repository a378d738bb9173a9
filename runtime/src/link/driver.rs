//! The task that owns a socket.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use bytes::{Buf as _, BytesMut};
use mrpc_protocol::{Error, Event, Output};
use tokio::io::{AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::Sleep;

use super::call::Key;
use super::state::{Link, State, now};
use crate::transport::Stream;

/// What an idle connection keeps for reading.
const READ_BYTES_MIN: usize = 1024;
/// What a busy one reads at once.
const READ_BYTES_MAX: usize = 64 * 1024;
/// With more than this to send, waiting for more to send gains nothing.
const BATCH_BYTES: usize = 32 * 1024;
/// How long a socket may take nothing while there is something to send.
const STALL: Duration = Duration::from_secs(30);
/// How long the peer may take to close, once we have nothing to say.
const LINGER: Duration = Duration::from_secs(1);
/// Sooner than this nobody needs to be woken by the clock.
const TICK: Duration = Duration::from_millis(1);

/// What the two sides do differently.
pub(crate) trait Role: Send {
    /// Something came, and the state is locked.
    fn event(&mut self, event: Event<Key>, state: &mut State, wake: &mut Vec<Waker>);

    /// All that was read at once has been dealt with, or there is room again for what was put off, and nothing is
    /// locked.
    fn settle(&mut self, link: &Arc<Link>);

    /// There is nothing to do: memory can be given back.
    fn shrink(&mut self) {}

    /// Whether nothing is read while too much waits to be sent. A client always reads, or both sides could wait for
    /// each other.
    const IS_PATIENT: bool;
}

/// Why a driver ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// Both sides wanted it.
    Done,
    /// The peer closed, or the socket failed.
    Lost(io::Error),
    /// One side broke a rule.
    Broken(Error),
}

enum Step {
    /// Let others run first: they may have something to add.
    Yield,
    End(Ended),
}

struct Driver {
    input: BytesMut,
    read_bytes: usize,
    output: Output,
    wake: Vec<Waker>,
    has_yielded: bool,
    /// Too much waits to be sent to read what would make it more.
    is_full: bool,
    /// Since when the socket has taken nothing.
    stalled: Option<Instant>,
}

/// Moves bytes between a socket and a connection until one of them ends. All open calls have ended then, too.
pub(crate) async fn drive<R: Role>(link: Arc<Link>, mut stream: Stream, mut role: R) -> Ended {
    let mut driver = Driver {
        input: BytesMut::new(),
        read_bytes: READ_BYTES_MIN,
        output: Output::default(),
        wake: Vec::new(),
        has_yielded: false,
        is_full: false,
        stalled: None,
    };
    let mut ending = Ending { link: Arc::clone(&link), reason: "the connection was cut off".into() };
    let ended = {
        let mut sleep = pin!(tokio::time::sleep(Duration::from_secs(3600)));
        loop {
            let step =
                std::future::poll_fn(|cx| driver.poll(cx, &link, &mut stream, &mut role, sleep.as_mut()));
            match step.await {
                Step::Yield => tokio::task::yield_now().await,
                Step::End(ended) => break ended,
            }
        }
    };
    let farewell = link.farewell();
    ending.reason = match (&ended, farewell) {
        (Ended::Done, _) => "the connection was closed".into(),
        (Ended::Lost(_), Some(farewell)) => format!("the peer has left: {farewell}").into(),
        (Ended::Lost(error), None) => format!("the connection was lost: {error}").into(),
        (Ended::Broken(error), _) => format!("the connection broke: {error}").into(),
    };
    drop(ending);
    if !matches!(ended, Ended::Lost(_)) {
        // What the peer still sends must not make the kernel throw away what it has not read yet.
        let _ = tokio::time::timeout(LINGER, linger(&mut stream)).await;
    }
    ended
}

/// Ends all calls of a connection, also if its driver is dropped.
struct Ending {
    link: Arc<Link>,
    reason: Arc<str>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let mut wake = Vec::new();
        self.link.lock().lose(&self.reason, &mut wake);
        wake.into_iter().for_each(Waker::wake);
    }
}

async fn linger(stream: &mut Stream) -> io::Result<()> {
    stream.shutdown().await?;
    let mut rest = [0; 1024];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}

impl Driver {
    fn poll<R: Role>(
        &mut self,
        cx: &mut Context<'_>,
        link: &Arc<Link>,
        stream: &mut Stream,
        role: &mut R,
        mut sleep: Pin<&mut Sleep>,
    ) -> Poll<Step> {
        loop {
            if let Err(error) = self.write(cx, stream) {
                // What the peer has said before may be there: answers, and why it left.
                while let Poll::Ready(Ok(1..)) = self.read(cx, stream) {
                    let broken = self.receive(link, role).is_err();
                    self.wake.drain(..).for_each(Waker::wake);
                    if broken {
                        break;
                    }
                }
                return Poll::Ready(Step::End(Ended::Lost(error)));
            }
            let read = if self.is_full { Poll::Pending } else { self.read(cx, stream) };
            let got = match read {
                Poll::Pending => false,
                Poll::Ready(Ok(0)) => {
                    let error = io::Error::new(io::ErrorKind::UnexpectedEof, "the peer closed it");
                    return Poll::Ready(Step::End(Ended::Lost(error)));
                }
                Poll::Ready(Ok(_)) => true,
                Poll::Ready(Err(error)) => return Poll::Ready(Step::End(Ended::Lost(error))),
            };
            let mut has_woken = false;
            if got {
                let broken = self.receive(link, role).err();
                has_woken = self.wake.len() > 1;
                self.wake.drain(..).for_each(Waker::wake);
                role.settle(link);
                if let Some(error) = broken {
                    return self.part(cx, link, stream, error);
                }
            }

            let mut state = link.lock();
            // It is at work, and need not be woken.
            state.driver = None;
            let is_full = R::IS_PATIENT && state.is_crowded();
            if is_full != self.is_full {
                self.is_full = is_full;
                let now = now();
                state.connection.set_reading(now, !is_full);
                if !is_full {
                    drop(state);
                    role.settle(link);
                    continue;
                }
            }
            if state.is_leaving {
                let now = now();
                state.connection.start_drain(now, "the peer is stopping");
            }
            if !self.output.has_remaining() && state.has_output() {
                let is_alone = state.connection.in_flight() <= 1;
                if !is_alone && !self.has_yielded && state.connection.queued_bytes() < BATCH_BYTES {
                    self.has_yielded = true;
                    state.yield_for_more(cx);
                    return Poll::Ready(Step::Yield);
                }
                self.has_yielded = false;
                state.connection.poll_transmit(&mut self.output);
                if !state.is_crowded() {
                    self.wake.append(&mut state.crowd);
                    state.make_room();
                }
                drop(state);
                self.wake.drain(..).for_each(Waker::wake);
                continue;
            }
            if got {
                if has_woken && !self.has_yielded && !self.output.has_remaining() {
                    // Those who were woken are about to send: they need not wake us for it.
                    self.has_yielded = true;
                    state.yield_for_more(cx);
                    return Poll::Ready(Step::Yield);
                }
                continue;
            }
            if state.connection.is_drained() && !self.output.has_remaining() {
                return Poll::Ready(Step::End(Ended::Done));
            }
            self.has_yielded = false;
            if self.is_due(cx, &mut state, sleep.as_mut()) {
                let now = now();
                state.set_now(now);
                let broken = loop {
                    match state.connection.handle_timeout(now) {
                        Ok(Some(event)) => {
                            if let Some(event) = state.common(event, &mut self.wake) {
                                role.event(event, &mut state, &mut self.wake);
                            }
                        }
                        Ok(None) => break None,
                        Err(error) => break Some(error),
                    }
                };
                if state.connection.in_flight() == 0 && self.input.is_empty() && !self.output.has_remaining()
                {
                    // It has nothing to do, and needs no room for it.
                    self.input = BytesMut::new();
                    self.read_bytes = READ_BYTES_MIN;
                    self.output.shrink();
                    state.shrink();
                    role.shrink();
                }
                let is_stalled = self.stalled.is_some_and(|since| now.duration_since(since) >= STALL);
                drop(state);
                self.wake.drain(..).for_each(Waker::wake);
                if let Some(error) = broken {
                    return self.part(cx, link, stream, error);
                }
                if is_stalled {
                    let error = io::Error::new(io::ErrorKind::TimedOut, "the peer takes no bytes");
                    return Poll::Ready(Step::End(Ended::Lost(error)));
                }
                continue;
            }
            state.is_kicked = false;
            state.driver = Some(cx.waker().clone());
            return Poll::Pending;
        }
    }

    /// Writes until nothing is left, or the socket takes no more.
    fn write(&mut self, cx: &mut Context<'_>, stream: &mut Stream) -> io::Result<()> {
        while self.output.has_remaining() {
            match self.write_some(cx, stream) {
                Poll::Ready(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
                Poll::Ready(Ok(_)) => self.stalled = None,
                Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                Poll::Ready(Err(error)) => return Err(error),
                Poll::Pending => {
                    self.stalled.get_or_insert_with(now);
                    return Ok(());
                }
            }
        }
        // A socket has no buffer of its own that needs this, but one with encryption has.
        match Pin::new(stream).poll_flush(cx) {
            Poll::Ready(Err(error)) => Err(error),
            _ => Ok(()),
        }
    }

    fn write_some(&mut self, cx: &mut Context<'_>, stream: &mut Stream) -> Poll<io::Result<usize>> {
        let chunk = self.output.chunk();
        if chunk.len() < self.output.remaining() {
            return pin!(stream.write_buf(&mut self.output)).poll(cx);
        }
        // Most of the time there is one piece, and that is cheaper to say.
        let written = Pin::new(stream).poll_write(cx, chunk);
        if let Poll::Ready(Ok(bytes)) = written {
            self.output.advance(bytes);
        }
        written
    }

    fn read(&mut self, cx: &mut Context<'_>, stream: &mut Stream) -> Poll<io::Result<usize>> {
        let spare = self.input.capacity() - self.input.len();
        if spare < self.read_bytes / 2 {
            self.input.reserve(self.read_bytes);
        }
        let spare = self.input.capacity() - self.input.len();
        let polled = pin!(stream.read_buf(&mut self.input)).poll(cx);
        match polled {
            Poll::Ready(Ok(bytes)) if bytes == spare => {
                self.read_bytes = (self.read_bytes * 4).min(READ_BYTES_MAX);
            }
            Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            _ => {}
        }
        polled
    }

    fn receive<R: Role>(&mut self, link: &Link, role: &mut R) -> Result<(), Error> {
        let now = now();
        let mut state = link.lock();
        state.set_now(now);
        // What is answered right away need not wake us: we are about to look.
        state.is_kicked = true;
        while let Some(event) = state.connection.handle(now, &mut self.input)? {
            if let Some(event) = state.common(event, &mut self.wake) {
                role.event(event, &mut state, &mut self.wake);
            }
        }
        let wanted = state.connection.wanted(&self.input);
        drop(state);
        if wanted > 0 {
            self.input.reserve(wanted);
        }
        Ok(())
    }

    /// Says why we go, if the socket takes it at once, and goes.
    fn part(&mut self, cx: &mut Context<'_>, link: &Link, stream: &mut Stream, error: Error) -> Poll<Step> {
        let _ = self.write(cx, stream);
        if !self.output.has_remaining() {
            link.lock().connection.poll_transmit(&mut self.output);
            let _ = self.write(cx, stream);
        }
        Poll::Ready(Step::End(Ended::Broken(error)))
    }

    /// Whether the time has come that the connection waits for; `cx` is woken then.
    fn is_due(&self, cx: &mut Context<'_>, state: &mut State, mut sleep: Pin<&mut Sleep>) -> bool {
        let stall = self.stalled.map(|since| since + STALL);
        let next = [state.connection.poll_timeout(), stall].into_iter().flatten().min();
        let Some(next) = next.map(tokio::time::Instant::from_std) else { return false };
        while sleep.is_elapsed() || next < sleep.deadline() {
            let now = tokio::time::Instant::now();
            if next <= now {
                return true;
            }
            sleep.as_mut().reset(next.max(now + TICK));
            if sleep.as_mut().poll(cx).is_pending() {
                return false;
            }
        }
        let _ = sleep.poll(cx);
        false
    }
}
