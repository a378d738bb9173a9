//! How a connection behaves.

use std::time::Duration;

use crate::limits::Limits;

/// How a connection behaves. The defaults do for both sides.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// What this side takes from its peer.
    pub limits: Limits,
    /// The peer has said hello by then, or the connection ends; 5 s.
    pub hello_timeout: Duration,
    /// A frame that has begun is whole by then, or the connection ends; 30 s.
    pub frame_timeout: Duration,
    /// After 5 s, a frame that has begun comes in at least this fast; 1 KiB/s. 0 for any speed.
    pub frame_bytes_per_second_min: u32,
    /// When nothing was read for so long, ask whether the peer is there; 20 s. `None` to never ask.
    pub ping_interval: Option<Duration>,
    /// Nothing is read for so long after asking: the peer is gone; 10 s.
    pub ping_timeout: Duration,
    /// The peer may ask once in this time, on average; 5 s.
    pub ping_interval_min: Duration,
    /// The peer may ask so often at once; 10.
    pub ping_burst: u32,
    /// Without a call for so long, this side leaves, and before it is twice as long; 300 s. `None` to stay.
    pub idle_timeout: Option<Duration>,
    /// A side that leaves waits so long for the peer to know; 1 s.
    pub barrier_timeout: Duration,
    /// A call has no more time than this, whatever its client says; 24 h.
    pub timeout_max: Duration,
    /// The calls that a client may cancel in [`Config::budget_window`] beyond those it lets finish; 200.
    pub cancels_max: u32,
    /// The calls beyond the limits that are turned away in [`Config::budget_window`]; 1,000.
    pub refusals_max: u32,
    /// Frames that do nothing, in [`Config::budget_window`]; 1,000.
    pub idle_frames_max: u32,
    /// After so long, the three budgets above begin anew; 30 s.
    pub budget_window: Duration,
    /// No call gets a higher number: the connection is used up; 2^31 - 1.
    pub seq_max: u32,
    /// The compressions that this side reads, the best first; none.
    pub compressions: Vec<String>,
    /// The name of this program, for people who look at the other side.
    pub agent: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            hello_timeout: Duration::from_secs(5),
            frame_timeout: Duration::from_secs(30),
            frame_bytes_per_second_min: 1 << 10,
            ping_interval: Some(Duration::from_secs(20)),
            ping_timeout: Duration::from_secs(10),
            ping_interval_min: Duration::from_secs(5),
            ping_burst: 10,
            idle_timeout: Some(Duration::from_secs(300)),
            barrier_timeout: Duration::from_secs(1),
            timeout_max: Duration::from_secs(24 * 60 * 60),
            cancels_max: 200,
            refusals_max: 1_000,
            idle_frames_max: 1_000,
            budget_window: Duration::from_secs(30),
            seq_max: (1 << 31) - 1,
            compressions: Vec::new(),
            agent: concat!("mrpc/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}
