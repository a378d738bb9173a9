//! What happened to a call, as both applications saw it.

use mrpc_protocol::{CallId, Delivery};

/// How a call ended at the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    Failure(u32),
    Cancelled,
    Expired,
    Refused,
    Closed(Delivery),
}

/// Where a call stands at the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Served {
    No,
    Accepted,
    Ended,
}

#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) id: CallId,
    /// Of the request, which the answer repeats.
    pub(crate) hash: u64,
    /// Whether the client may send items.
    pub(crate) is_open: bool,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) served: Served,
    /// Items that the client and the server sent.
    pub(crate) sent: [u32; 2],
    /// Items that the client and the server got.
    pub(crate) got: [u32; 2],
}

impl Story {
    pub(crate) fn new(id: CallId, hash: u64, is_open: bool) -> Self {
        Self { id, hash, is_open, outcome: None, served: Served::No, sent: [0; 2], got: [0; 2] }
    }

    /// The call ends, for the first and only time.
    pub(crate) fn end(&mut self, outcome: Outcome) {
        assert_eq!(self.outcome.replace(outcome), None, "a call ended twice, now by {outcome:?}");
    }

    /// The server is done with the call that it had accepted.
    pub(crate) fn release(&mut self) {
        assert_eq!(self.served, Served::Accepted, "a call ended that was not open");
        self.served = Served::Ended;
    }

    /// What must be true at the end of all.
    pub(crate) fn check(&self, seq: u32) {
        let outcome = self.outcome.unwrap_or_else(|| panic!("call {seq} never ended"));
        let was_executed = self.served != Served::No;
        match outcome {
            Outcome::Refused | Outcome::Closed(Delivery::Unsent) => {
                assert!(!was_executed, "call {seq}: {self:?}")
            }
            Outcome::Success => assert!(was_executed, "call {seq}: {self:?}"),
            _ => {}
        }
        assert_ne!(self.served, Served::Accepted, "call {seq} is still open at the server");
        assert!(self.got[0] <= self.sent[1] && self.got[1] <= self.sent[0]);
    }
}

/// FNV-1a.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
