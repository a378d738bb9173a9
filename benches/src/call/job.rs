//! What the load is told to do, and what it says of it: lines of JSON between the processes.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// One turn of one peer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Job {
    /// Where the server listens.
    pub(super) address: SocketAddr,
    /// The process of the server, whose CPU time and memory count.
    pub(super) server: u32,
    /// What is to be done.
    pub(super) task: Task,
    /// How long before anything counts.
    pub(super) warm_ms: u64,
    /// How long what counts takes, where the time is given.
    pub(super) time_ms: u64,
}

/// A kind of load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Task {
    /// Calls, each caller one after the other.
    Unary {
        /// How many connections.
        connections: u32,
        /// How many callers on each.
        callers: u32,
        /// How long the payload is.
        bytes: u32,
    },
    /// A stream from the server.
    List {
        /// How many items.
        items: u64,
    },
    /// Calls of a single caller, as long as a stream on the same connection takes.
    Beside {
        /// How many bytes the stream brings, in items of [`LARGE`].
        stream_bytes: u64,
    },
    /// Connections that do nothing, after a call on each.
    Idle {
        /// How many.
        connections: u32,
    },
}

/// The payload of an item in a large stream.
pub(super) const LARGE: u32 = 64 * 1024;

/// What a turn gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Sample {
    /// Calls that were answered, or items that came.
    pub(super) calls: u64,
    /// How long that took.
    pub(super) seconds: f64,
    /// CPU seconds of both processes.
    pub(super) cpu_s: f64,
    /// How many cores all other processes of the machine kept busy meanwhile.
    pub(super) others_cores: f64,
    /// The median of the latencies, in microseconds.
    pub(super) p50_us: Option<f64>,
    /// What 99 of 100 calls took at most.
    pub(super) p99_us: Option<f64>,
    /// What the server holds for a connection that does nothing, in units of 1,024 bytes.
    pub(super) kb_per_connection: Option<f64>,
}

impl Sample {
    /// Calls in a second.
    pub(super) fn calls_per_s(&self) -> f64 {
        self.calls as f64 / self.seconds
    }
}
