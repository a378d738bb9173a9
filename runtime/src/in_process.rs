//! A service and its client in one process, without a socket.

use tokio::sync::oneshot;

use crate::client::{self, Client};
use crate::server::{self, Server, Service};
use crate::transport::memory;

/// A client of `service`, which is served for as long as there are clients of it.
///
/// # Panics
///
/// Outside of a tokio runtime.
pub fn in_process(service: impl Service) -> Client {
    let (listener, connector) = memory::listen();
    let server = Server::new(server::Config::default()).with_service(service);
    let (alive, gone) = oneshot::channel::<()>();
    let shutdown = async {
        // It never sends anything: it is dropped.
        let _ = gone.await;
    };
    tokio::spawn(server.serve(listener, shutdown));
    client::Connector::new(client::Config::default()).in_process(connector, alive)
}
