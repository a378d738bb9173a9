//! A socket that does what sockets may do, but seldom do.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use mrpc::transport::{Address, ClientHandshake, Listener, Peer, Shaking, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What happens to a read or a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// As many bytes as there are, and no more than this.
    Bytes(usize),
    /// Nothing, for now.
    Later,
    /// The end: a read finds no more, a write takes none.
    Nothing,
    /// This error.
    Error(io::ErrorKind),
}

/// What happens in turn, and at the end for ever.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) first: VecDeque<Fault>,
    pub(crate) then: Fault,
}

impl Script {
    /// Bytes, one at a time; after so many of them something else.
    pub(crate) fn singles(bytes: usize, then: Fault) -> Self {
        Self { first: std::iter::repeat_n(Fault::Bytes(1), bytes).collect(), then }
    }

    /// Nothing is wrong.
    pub(crate) fn fine() -> Self {
        Self::singles(0, Fault::Bytes(usize::MAX))
    }

    /// In turn, again and again.
    pub(crate) fn cycle(faults: &[Fault], times: usize) -> Self {
        let first = faults.iter().copied().cycle().take(faults.len() * times).collect();
        Self { first, then: Fault::Bytes(usize::MAX) }
    }

    fn next(&mut self) -> Fault {
        self.first.pop_front().unwrap_or(self.then)
    }
}

/// What was done to a socket.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) reads: usize,
    pub(crate) writes: usize,
}

/// A socket with scripts.
pub(crate) struct Faulty {
    pub(crate) inner: Stream,
    pub(crate) reads: Script,
    pub(crate) writes: Script,
    pub(crate) seen: Arc<Mutex<Seen>>,
}

impl AsyncRead for Faulty {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.seen.lock().unwrap().reads += 1;
        match self.reads.next() {
            Fault::Bytes(bytes) => {
                let mut part = vec![0; bytes.min(buf.remaining())];
                let mut part = ReadBuf::new(&mut part);
                let polled = Pin::new(&mut self.inner).poll_read(cx, &mut part);
                if polled.is_pending() && bytes == 1 {
                    // It was no byte yet.
                    self.reads.first.push_front(Fault::Bytes(1));
                }
                buf.put_slice(part.filled());
                polled
            }
            Fault::Later => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Fault::Nothing => Poll::Ready(Ok(())),
            Fault::Error(kind) => Poll::Ready(Err(kind.into())),
        }
    }
}

impl AsyncWrite for Faulty {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.seen.lock().unwrap().writes += 1;
        match self.writes.next() {
            Fault::Bytes(bytes) => {
                let part = &buf[..bytes.min(buf.len())];
                Pin::new(&mut self.inner).poll_write(cx, part)
            }
            Fault::Later => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Fault::Nothing => Poll::Ready(Ok(0)),
            Fault::Error(kind) => Poll::Ready(Err(kind.into())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

/// Scripts for the sockets that come.
#[derive(Clone, Debug)]
pub(crate) struct Scripts {
    pub(crate) reads: Script,
    pub(crate) writes: Script,
    /// Only the first socket has them; the others are fine.
    pub(crate) is_once: bool,
    pub(crate) seen: Arc<Mutex<Seen>>,
    pub(crate) used: Arc<Mutex<usize>>,
}

impl Scripts {
    pub(crate) fn new(reads: Script, writes: Script) -> Self {
        Self { reads, writes, is_once: true, seen: Arc::default(), used: Arc::default() }
    }

    pub(crate) fn always(reads: Script, writes: Script) -> Self {
        Self { is_once: false, ..Self::new(reads, writes) }
    }

    fn wrap(&self, inner: Stream) -> Stream {
        let mut used = self.used.lock().unwrap();
        *used += 1;
        if *used > 1 && self.is_once {
            return inner;
        }
        let (reads, writes) = (self.reads.clone(), self.writes.clone());
        Stream::new(Faulty { inner, reads, writes, seen: Arc::clone(&self.seen) })
    }
}

/// For servers: a listener that gives such sockets.
pub(crate) struct Faults<L>(pub(crate) L, pub(crate) Scripts);

impl<L: Listener> Listener for Faults<L> {
    async fn accept(&mut self) -> io::Result<(Stream, Peer)> {
        let (stream, peer) = self.0.accept().await?;
        Ok((self.1.wrap(stream), peer))
    }

    fn address(&self) -> io::Result<Address> {
        self.0.address()
    }
}

/// For clients: what would be TLS gives such sockets.
impl ClientHandshake for Scripts {
    fn connect<'a>(&'a self, stream: Stream, _: &'a str) -> Shaking<'a, Stream> {
        let stream = self.wrap(stream);
        Box::pin(async { Ok(stream) })
    }
}
