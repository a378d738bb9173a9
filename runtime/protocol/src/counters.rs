//! What a connection has seen, for whoever counts.

/// What a connection has seen since it began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Frames that were read whole.
    pub frames_read: u64,
    /// Calls that were begun, by this side or the peer.
    pub calls_started: u64,
    /// Calls that an answer ended.
    pub calls_answered: u64,
    /// Calls that the client gave up.
    pub calls_cancelled: u64,
    /// Calls whose deadline passed.
    pub calls_expired: u64,
    /// Calls that this side turned away before a handler saw them.
    pub calls_refused: u64,
    /// Frames for calls that had ended: late answers and items, which were dropped.
    pub frames_late: u64,
    /// Frames of kinds that this side passes over.
    pub frames_skipped: u64,
    /// Pings that were answered.
    pub pings_answered: u64,
}
