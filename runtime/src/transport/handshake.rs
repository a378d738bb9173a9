//! The seam where a stream becomes private, so that nothing above has to know whether TLS is built in.

use std::fmt;
use std::io;
use std::pin::Pin;

use super::peer::Peer;
use super::stream::Stream;

/// A handshake on its way.
pub type Shaking<'a, T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send + 'a>>;

/// Makes the streams that a client opens private. `tls::Client` is one.
pub trait ClientHandshake: fmt::Debug + Send + Sync {
    /// Goes on as soon as the other end has proved that it is `host`.
    fn connect<'a>(&'a self, stream: Stream, host: &'a str) -> Shaking<'a, Stream>;
}

/// Makes the streams that a server accepts private. `tls::Server` is one.
pub trait ServerHandshake: fmt::Debug + Send + Sync {
    /// Goes on as soon as both ends have proved what they have to prove. How long that may take is for the caller
    /// to say; it is the peer who decides how fast it goes.
    fn accept(&self, stream: Stream, peer: Peer) -> Shaking<'_, (Stream, Peer)>;
}
