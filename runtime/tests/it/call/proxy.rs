//! A network between a client and a server, that can be cut, held up or made to swallow everything.

use std::sync::Arc;

use mrpc::transport::{Listener as _, Stream, memory};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadHalf, WriteHalf};
use tokio::sync::watch;

/// What happens to bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Weather {
    /// They arrive.
    #[default]
    Fair,
    /// They wait.
    Held,
    /// They are gone, and nobody is told.
    Swallowed,
}

/// The network.
pub(crate) struct Proxy {
    /// What to connect to instead of the server.
    pub(crate) connector: memory::Connector,
    pub(crate) weather: Arc<watch::Sender<Weather>>,
}

impl Proxy {
    /// All is well, until somebody says otherwise.
    pub(crate) fn new(server: memory::Connector) -> Self {
        Self::cutting(server, usize::MAX, usize::MAX)
    }

    /// The first connection is cut after so many bytes from the client, or from the server.
    pub(crate) fn cutting(server: memory::Connector, from_client: usize, from_server: usize) -> Self {
        let (mut listener, connector) = memory::listen();
        let weather = Arc::new(watch::Sender::new(Weather::Fair));
        let known = Arc::clone(&weather);
        tokio::spawn(async move {
            let (mut from_client, mut from_server) = (from_client, from_server);
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = server.connect().await else { continue };
                tokio::spawn(carry(client, server, from_client, from_server, known.subscribe()));
                (from_client, from_server) = (usize::MAX, usize::MAX);
            }
        });
        Self { connector, weather }
    }
}

/// Carries bytes both ways until one way ends.
async fn carry(
    client: Stream,
    server: Stream,
    from_client: usize,
    from_server: usize,
    weather: watch::Receiver<Weather>,
) {
    let (client_reads, client_writes) = tokio::io::split(client);
    let (server_reads, server_writes) = tokio::io::split(server);
    tokio::select! {
        () = one_way(client_reads, server_writes, from_client, weather.clone()) => {}
        () = one_way(server_reads, client_writes, from_server, weather) => {}
    }
}

async fn one_way<T: AsyncRead + AsyncWrite>(
    mut from: ReadHalf<T>,
    mut to: WriteHalf<T>,
    mut left: usize,
    mut weather: watch::Receiver<Weather>,
) {
    let mut buffer = vec![0; 64 << 10];
    while left > 0 {
        let part = buffer.len().min(left);
        let Ok(read) = from.read(&mut buffer[..part]).await else { return };
        if read == 0 {
            return;
        }
        let now = *weather.wait_for(|weather| *weather != Weather::Held).await.unwrap();
        if now == Weather::Fair && to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
        left -= read;
    }
}
