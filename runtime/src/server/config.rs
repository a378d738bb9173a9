//! What a server can be told.

use std::time::Duration;

use crate::compress::Algorithm;
use crate::packing;

/// What a server can be told. The defaults are finite, each of them.
///
/// ```
/// let mut config = mrpc::server::Config::default();
/// config.drain_timeout = std::time::Duration::from_secs(5);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// How many connections may be open. Who comes then is told so, and sent away. Default: 10,000.
    pub connections_max: usize,
    /// How many of them may come from one IP address. Default: as many as there may be.
    pub connections_per_ip_max: usize,
    /// How many handlers may wait for something at the same time, on all connections. Default: 16,384.
    pub calls_in_flight_max: usize,
    /// How old a connection may get, give or take a tenth. Then its client is told to open another, which a balancer
    /// in between may send elsewhere; calls that are open may take `drain_timeout` to end. Default: no limit.
    pub connection_age_max: Option<Duration>,
    /// How long calls that are open may take when the server stops; the rest is cut off. Default: 30 s.
    pub drain_timeout: Duration,
    /// How long handlers of one connection may keep it waiting by working without a pause, before the next ones
    /// get tasks of their own. Default: 200 µs.
    pub inline_budget: Duration,
    /// How many bytes may wait for a socket before handlers of streams wait instead, and no further request of the
    /// connection is read. Default: 4 MiB.
    pub outbox_bytes_high: usize,
    /// How large payloads are compressed, if the peer can undo it. It costs more time than a fast network does.
    /// Default: not at all.
    pub compression: Option<Algorithm>,
    /// The limits of a connection, and what keeps it alive.
    pub protocol: mrpc_protocol::Config,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            connections_max: 10_000,
            connections_per_ip_max: usize::MAX,
            calls_in_flight_max: 16_384,
            connection_age_max: None,
            drain_timeout: Duration::from_secs(30),
            inline_budget: Duration::from_micros(200),
            compression: None,
            outbox_bytes_high: 4 << 20,
            protocol: packing::offer(mrpc_protocol::Config::default()),
        }
    }
}
