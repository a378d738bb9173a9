//! Whether the work grows with the size of the text, or with its square.
//!
//! What counts is the time that this thread had a processor, not the time on the wall: a busy machine makes the
//! second as long as it likes.

use std::fs;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Below this, what is measured is mostly chance.
const LEAST: Duration = Duration::from_millis(2);

/// Asserts that `large`, which has four times as much to do as `small`, takes nothing like its square.
#[track_caller]
pub(crate) fn check_linear(small: impl Fn(), large: impl Fn()) {
    let (small, large) = (best_of_three(small).max(LEAST), best_of_three(large));
    // A square would take sixteen times as long.
    assert!(large < small * 10, "{small:?} became {large:?}");
}

/// Whatever disturbs a run only makes it longer.
fn best_of_three(run: impl Fn()) -> Duration {
    let time = || {
        let start = processor_time();
        run();
        processor_time().saturating_sub(start)
    };
    (0..3).map(|_| time()).min().unwrap_or_default()
}

/// The time that this thread has run so far.
fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let running = fs::read_to_string("/proc/thread-self/schedstat");
    let nanos = running.ok().and_then(|stat| stat.split(' ').next()?.parse().ok());
    // Other systems than Linux do not tell; there the wall has to do.
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
