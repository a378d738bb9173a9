//! The face that every RPC library shows to the load.

use std::future::Future;
use std::net::SocketAddr;

use bytes::Bytes;

use super::message::Error;

/// One connection; a clone is another caller on it.
pub trait Client: Clone + Send + Sync + 'static {
    /// Opens a connection.
    fn connect(address: SocketAddr) -> impl Future<Output = Result<Self, Error>> + Send;

    /// Makes a message, calls, and checks the answer.
    fn unary(&mut self, id: u64, payload: &Bytes) -> impl Future<Output = Result<(), Error>> + Send;

    /// Asks for a stream of items with this payload, and checks each.
    fn stream(&mut self, items: u64, payload: &Bytes) -> impl Future<Output = Result<(), Error>> + Send;
}
