//! Connections inside one process, for tests and for services that happen to be at home.
//!
//! They behave as sockets do: bytes wait in a bounded buffer, connections in a bounded queue, and an end that is
//! dropped is closed. No clock is involved, so tests may pause time.

use std::future;
use std::io;

use tokio::io::DuplexStream;
use tokio::sync::mpsc;

use super::listener;
use super::peer::{Address, Peer};
use super::stream::Stream;

/// As many connections wait to be accepted; whoever comes then waits, too.
const BACKLOG: usize = 128;

/// What either end may have written that the other has not read: as much as a frame holds.
const BUFFER_BYTES: usize = 64 << 10;

/// The end that accepts.
#[derive(Debug)]
pub struct Listener {
    backlog: mpsc::Receiver<DuplexStream>,
}

/// The end that connects. Clones connect to the same listener.
#[derive(Clone, Debug)]
pub struct Connector {
    backlog: mpsc::Sender<DuplexStream>,
}

/// A listener, and what connects to it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// use mrpc::transport::{Listener, memory};
/// use tokio::io::{AsyncReadExt, AsyncWriteExt};
///
/// let (mut listener, connector) = memory::listen();
/// let mut ours = connector.connect().await?;
/// let (mut theirs, _peer) = listener.accept().await?;
///
/// ours.write_all(b"hello").await?;
/// let mut buffer = [0; 5];
/// theirs.read_exact(&mut buffer).await?;
/// assert_eq!(&buffer, b"hello");
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn listen() -> (Listener, Connector) {
    let (tx, rx) = mpsc::channel(BACKLOG);
    (Listener { backlog: rx }, Connector { backlog: tx })
}

impl Connector {
    /// Connects. It waits while too many others wait to be accepted.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::ConnectionRefused`]: the listener is gone.
    pub async fn connect(&self) -> io::Result<Stream> {
        let (ours, theirs) = tokio::io::duplex(BUFFER_BYTES);
        match self.backlog.send(theirs).await {
            Ok(()) => Ok(Stream::from(ours)),
            Err(_) => Err(io::Error::new(io::ErrorKind::ConnectionRefused, "nobody listens in this process")),
        }
    }
}

impl listener::Listener for Listener {
    async fn accept(&mut self) -> io::Result<(Stream, Peer)> {
        match self.backlog.recv().await {
            Some(stream) => Ok((Stream::from(stream), Peer::new(Address::Memory))),
            // Nobody can connect any more. That is no error: a port may be quiet for ever, too.
            None => future::pending().await,
        }
    }

    fn address(&self) -> io::Result<Address> {
        Ok(Address::Memory)
    }
}
