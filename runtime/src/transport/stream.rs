//! The two ways of one connection, whatever carries them.

use std::fmt;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, DuplexStream, ReadBuf};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;

/// What a [`Stream`] can be made of: bytes both ways, on any thread.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// Bytes both ways. The ones that are usual cost no indirection, and all that is above them is compiled once.
pub struct Stream {
    kind: Kind,
    /// What was looked at, and is still to be read.
    ahead: Vec<u8>,
}

enum Kind {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
    Memory(DuplexStream),
    Other(Box<dyn Io>),
}

/// The same for each kind of stream.
macro_rules! each {
    ($stream:expr, $io:ident => $body:expr) => {
        match $stream {
            Kind::Tcp($io) => $body,
            #[cfg(unix)]
            Kind::Unix($io) => $body,
            Kind::Memory($io) => $body,
            Kind::Other($io) => $body,
        }
    };
}

impl Stream {
    /// A stream of a kind of your own, such as one that a library for another transport gives.
    ///
    /// ```
    /// let (ours, _theirs) = tokio::io::duplex(1024);
    /// let buffered = tokio::io::BufStream::new(ours);
    /// let stream = mrpc::transport::Stream::new(buffered);
    /// ```
    #[must_use]
    pub fn new(io: impl Io + 'static) -> Self {
        Self::of(Kind::Other(Box::new(io)))
    }

    const fn of(kind: Kind) -> Self {
        Self { kind, ahead: Vec::new() }
    }

    pub(super) fn ahead(&self) -> &[u8] {
        &self.ahead
    }

    /// Reads on until so many bytes are looked at; gives how many are new. They stay to be read.
    pub(super) async fn read_ahead(&mut self, bytes_max: usize) -> io::Result<usize> {
        let rest = u64::try_from(bytes_max.saturating_sub(self.ahead.len())).unwrap_or(0);
        let ahead = &mut self.ahead;
        each!(&mut self.kind, io => io.take(rest).read_buf(ahead).await)
    }
}

impl From<TcpStream> for Stream {
    fn from(stream: TcpStream) -> Self {
        Self::of(Kind::Tcp(stream))
    }
}

#[cfg(unix)]
impl From<UnixStream> for Stream {
    fn from(stream: UnixStream) -> Self {
        Self::of(Kind::Unix(stream))
    }
}

impl From<DuplexStream> for Stream {
    fn from(stream: DuplexStream) -> Self {
        Self::of(Kind::Memory(stream))
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.ahead.is_empty() {
            let part = buf.remaining().min(self.ahead.len());
            buf.put_slice(self.ahead.get(..part).unwrap_or_default());
            self.ahead.drain(..part);
            return Poll::Ready(Ok(()));
        }
        each!(&mut self.kind, io => Pin::new(io).poll_read(cx, buf))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        each!(&mut self.kind, io => Pin::new(io).poll_write(cx, buf))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        each!(&mut self.kind, io => Pin::new(io).poll_write_vectored(cx, bufs))
    }

    fn is_write_vectored(&self) -> bool {
        each!(&self.kind, io => io.is_write_vectored())
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(&mut self.kind, io => Pin::new(io).poll_flush(cx))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(&mut self.kind, io => Pin::new(io).poll_shutdown(cx))
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Tcp(stream) => f.debug_tuple("Stream").field(stream).finish(),
            #[cfg(unix)]
            Kind::Unix(stream) => f.debug_tuple("Stream").field(stream).finish(),
            Kind::Memory(_) => f.write_str("Stream(memory)"),
            Kind::Other(_) => f.write_str("Stream(other)"),
        }
    }
}
