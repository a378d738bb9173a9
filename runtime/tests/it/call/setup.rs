//! A server and its clients, in memory, and ways to look at them.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mrpc::client::{self, Connector};
use mrpc::server::{self, Server, Stopped};
use mrpc::transport::{Address, Listener, Peer, Stream, memory};
use mrpc::{__gen::Service, Client};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::echo::{Calls as _, int};

/// A server that runs.
pub(crate) struct Running {
    pub(crate) connector: memory::Connector,
    /// How many connections it has taken.
    pub(crate) accepted: Arc<AtomicUsize>,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) serving: JoinHandle<io::Result<Stopped>>,
}

impl Running {
    /// Serves with this configuration.
    pub(crate) fn new(config: server::Config, service: impl Service) -> Self {
        Self::of(Server::new(config).with_service(service))
    }

    pub(crate) fn of(server: Server) -> Self {
        let (listener, connector) = memory::listen();
        let accepted = Arc::new(AtomicUsize::new(0));
        let listener = Counted { listener, accepted: Arc::clone(&accepted) };
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(server.serve(listener, async {
            let _ = stopped.await;
        }));
        Self { connector, accepted, stop, serving }
    }

    /// A client of it, with one connection.
    pub(crate) fn client(&self) -> Client {
        let mut config = client::Config::default();
        config.connections_max = 1;
        self.client_with(config)
    }

    pub(crate) fn client_with(&self, config: client::Config) -> Client {
        Connector::new(config).in_memory(self.connector.clone())
    }

    pub(crate) async fn stop(self) -> Stopped {
        drop(self.stop);
        self.serving.await.unwrap().unwrap()
    }
}

/// Counts whom it accepts.
pub(crate) struct Counted<L> {
    pub(crate) listener: L,
    pub(crate) accepted: Arc<AtomicUsize>,
}

impl<L: Listener> Listener for Counted<L> {
    async fn accept(&mut self) -> io::Result<(Stream, Peer)> {
        let accepted = self.listener.accept().await?;
        self.accepted.fetch_add(1, Ordering::Relaxed);
        Ok(accepted)
    }

    fn address(&self) -> io::Result<Address> {
        self.listener.address()
    }
}

/// Limits so narrow that whatever leaks is missed soon. Cancels are free.
pub(crate) fn narrow() -> server::Config {
    let mut config = server::Config::default();
    config.calls_in_flight_max = 4;
    config.protocol.limits.calls_in_flight_max = 4;
    config.protocol.limits.stream_window = 512;
    config.protocol.limits.connection_window = 1024;
    config.protocol.cancels_max = u32::MAX;
    config
}

/// The same at the other end.
pub(crate) fn narrow_client() -> client::Config {
    let mut config = client::Config::default();
    config.connections_max = 1;
    config.protocol.limits.stream_window = 512;
    config.protocol.limits.connection_window = 1024;
    config
}

/// Nothing has leaked: calls and items get through, more of them than the limits let be open at once.
pub(crate) async fn works(client: &Client) {
    // Who was told to go has gone.
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    let checking = async {
        for number in 0..100 {
            let text = format!("number {number}");
            assert_eq!(client.say(&text).await.unwrap().value, text);
        }
        let many = (0..4).map(|_| async { client.say("yield").await.unwrap() }).collect::<Vec<_>>();
        for one in many {
            assert_eq!(one.await.value, "yield");
        }
        let mut items = client.count(500).await.unwrap();
        for value in 0..500 {
            assert_eq!(items.next().await.unwrap().unwrap().value, value);
        }
        assert_eq!(items.next().await.unwrap(), None);
        let mut upload = client.sum().await.unwrap();
        for value in 0..500 {
            upload.send(int(value)).await.unwrap();
        }
        assert_eq!(upload.finish().await.unwrap().value, 124_750);
    };
    // In paused time this passes as soon as nothing else can happen.
    within(Duration::from_secs(60), checking).await;
}

/// What takes longer has got stuck.
pub(crate) async fn within<F: Future>(limit: Duration, future: F) -> F::Output {
    match tokio::time::timeout(limit, future).await {
        Ok(output) => output,
        Err(_) => panic!("it is stuck"),
    }
}

/// Lets time pass. Where the clock is paused, that is as soon as nothing else can happen.
pub(crate) async fn pass(time: Duration) {
    let _ = tokio::time::timeout(time, std::future::pending::<()>()).await;
}

/// Waits until `is_so`, while others run.
pub(crate) async fn until(mut is_so: impl FnMut() -> bool) {
    for _ in 0..100_000 {
        if is_so() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("it does not come true");
}

/// How many tasks there are.
pub(crate) fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}
