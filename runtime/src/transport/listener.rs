//! Where connections come from.

use std::io;

use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;

use super::peer::{Address, Peer};
use super::stream::Stream;
use super::tcp;

/// Gives one connection after another.
///
/// The caller makes it, so the port, the file and who may open it are the caller's. Implement it for a transport
/// of your own:
///
/// ```
/// use mrpc::transport::{Address, Listener, Peer, Stream};
///
/// /// Refuses who is not on this machine.
/// struct Local(tokio::net::TcpListener);
///
/// impl Listener for Local {
///     async fn accept(&mut self) -> std::io::Result<(Stream, Peer)> {
///         loop {
///             let (stream, peer) = Listener::accept(&mut self.0).await?;
///             if peer.ip().is_some_and(|ip| ip.is_loopback()) {
///                 return Ok((stream, peer));
///             }
///         }
///     }
///
///     fn address(&self) -> std::io::Result<Address> {
///         Listener::address(&self.0)
///     }
/// }
/// ```
pub trait Listener: Send {
    /// Waits for the next connection. It waits for nothing of the peer's: a handshake belongs to the connection,
    /// or one slow peer would keep out the others.
    ///
    /// Dropping the future must lose no connection.
    ///
    /// # Errors
    ///
    /// Whatever went wrong with one connection, or with all. The server goes on after any error but those that
    /// say that this is no listener: see `server`.
    fn accept(&mut self) -> impl Future<Output = io::Result<(Stream, Peer)>> + Send;

    /// Where it listens, for whoever asks and for messages.
    ///
    /// # Errors
    ///
    /// The operating system does not say.
    fn address(&self) -> io::Result<Address>;
}

impl Listener for TcpListener {
    async fn accept(&mut self) -> io::Result<(Stream, Peer)> {
        let (stream, address) = Self::accept(self).await?;
        tcp::tune(&stream);
        Ok((Stream::from(stream), Peer::new(Address::Ip(address))))
    }

    fn address(&self) -> io::Result<Address> {
        self.local_addr().map(Address::Ip)
    }
}

#[cfg(unix)]
impl Listener for UnixListener {
    async fn accept(&mut self) -> io::Result<(Stream, Peer)> {
        let (stream, address) = Self::accept(self).await?;
        Ok((Stream::from(stream), Peer::new(unix_address(&address))))
    }

    fn address(&self) -> io::Result<Address> {
        self.local_addr().map(|address| unix_address(&address))
    }
}

#[cfg(unix)]
fn unix_address(address: &tokio::net::unix::SocketAddr) -> Address {
    Address::Unix(address.as_pathname().map(std::path::Path::to_path_buf))
}
