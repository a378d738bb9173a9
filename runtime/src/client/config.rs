//! What a client can be told.

use std::time::Duration;

use crate::compress::Algorithm;
use crate::packing;

/// What a client can be told. The defaults are those of a call inside a data centre.
///
/// ```
/// let mut config = mrpc::client::Config::default();
/// config.timeout = Some(std::time::Duration::from_secs(2));
/// config.connections_max = 1;
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// How long a call may take whose schema does not say so, and which nobody gave another timeout. `None` waits for
    /// ever, which is seldom wise. Calls with streams last as long as they like if nobody says otherwise. Default: 10 s.
    pub timeout: Option<Duration>,
    /// How long it may take until a connection is there: its name, its socket, TLS, and the peer's first frame.
    /// Default: 5 s.
    pub connect_timeout: Duration,
    /// How many connections one address may get. Default: 4.
    pub connections_max: usize,
    /// With this many calls on each connection, another is opened, as far as there may be more. Default: 256.
    pub calls_per_connection: usize,
    /// How long to wait before connecting again, after the first failure. Each further one waits 1.6 times as long,
    /// give or take a fifth. Default: 50 ms.
    pub backoff_min: Duration,
    /// And never longer than this. Default: 10 s.
    pub backoff_max: Duration,
    /// How many bytes may wait for a socket before calls wait instead. Default: 4 MiB.
    pub outbox_bytes_high: usize,
    /// How large payloads are compressed, if the peer can undo it. It costs more time than a fast network does.
    /// Default: not at all.
    pub compression: Option<Algorithm>,
    /// The limits of the connection, and what keeps it alive.
    pub protocol: mrpc_protocol::Config,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(10)),
            connect_timeout: Duration::from_secs(5),
            connections_max: 4,
            calls_per_connection: 256,
            backoff_min: Duration::from_millis(50),
            backoff_max: Duration::from_secs(10),
            compression: None,
            outbox_bytes_high: 4 << 20,
            protocol: packing::offer(mrpc_protocol::Config::default()),
        }
    }
}
