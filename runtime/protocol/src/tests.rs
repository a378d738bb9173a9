//! What the tests beside the code share.

use std::time::{Duration, Instant};

/// Some time. Which one does not matter, as nothing here reads a clock.
pub(crate) fn start() -> Instant {
    Instant::now() + Duration::from_secs(3_600)
}
