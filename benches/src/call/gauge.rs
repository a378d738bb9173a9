//! What counts of a load: the time between its warm-up and its end, and the calls that began in it.
//!
//! ```text
//!   Warm ──warm_ms──▶ Counted ──time_ms──▶ Over
//! ```
//!
//! Callers ask for the phase before each call, which is one load of a cache line that nobody writes. They read the
//! clock for few calls only, and keep what they measured to themselves until the end.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use super::job::{Job, Sample};
use super::message::Error;
use super::process::{all_cpu_s, cpu_s};

/// With more than one caller, one call in this many is timed.
pub(super) const TIMED_EVERY: u64 = 16;

/// Where a load stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing counts yet.
    Warm,
    /// Everything that begins now counts.
    Counted,
    /// Nobody begins anything.
    Over,
}

/// The phase, as all callers see it.
#[derive(Debug, Default)]
pub(super) struct Gauge {
    phase: AtomicU8,
}

impl Gauge {
    pub(super) fn phase(&self) -> Phase {
        // It orders nothing: a caller that sees it late does a call more.
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Warm,
            1 => Phase::Counted,
            _ => Phase::Over,
        }
    }

    /// Lets the time pass, while others do the work, and says how long it was and what CPU it took.
    pub(super) async fn pass(&self, job: &Job) -> Result<Used, Error> {
        tokio::time::sleep(Duration::from_millis(job.warm_ms)).await;
        let meter = Meter::start(job.server)?;
        self.phase.store(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(job.time_ms)).await;
        self.phase.store(2, Ordering::Relaxed);
        meter.used()
    }

    /// Ends the load at once.
    pub(super) fn end(&self) {
        self.phase.store(2, Ordering::Relaxed);
    }

    /// Starts to count at once.
    pub(super) fn count(&self) {
        self.phase.store(1, Ordering::Relaxed);
    }
}

/// Time and CPU time, from a moment on.
#[derive(Debug)]
pub(super) struct Meter {
    server: u32,
    cpu_s: f64,
    all_cpu_s: f64,
    start: Instant,
}

/// What something took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used {
    pub(super) seconds: f64,
    pub(super) cpu_s: f64,
    pub(super) others_cores: f64,
}

impl Meter {
    pub(super) fn start(server: u32) -> Result<Self, Error> {
        let cpu_s = Self::cpu_s(server)?;
        Ok(Self { server, cpu_s, all_cpu_s: all_cpu_s()?, start: Instant::now() })
    }

    pub(super) fn used(&self) -> Result<Used, Error> {
        let seconds = self.start.elapsed().as_secs_f64();
        let cpu_s = Self::cpu_s(self.server)? - self.cpu_s;
        // Two clocks that tick in hundredths: the difference may be less than nothing.
        let others_s = (all_cpu_s()? - self.all_cpu_s - cpu_s).max(0.0);
        Ok(Used { seconds, cpu_s, others_cores: others_s / seconds })
    }

    fn cpu_s(server: u32) -> Result<f64, Error> {
        Ok(cpu_s(server)? + cpu_s(std::process::id())?)
    }
}

/// What one caller counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) calls: u64,
    /// The latencies of those calls that were timed.
    pub(super) nanos: Vec<u64>,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.calls += other.calls;
        self.nanos.extend(other.nanos);
    }

    /// As a sample. All latencies are kept, so the quantiles are exact.
    pub(super) fn sample(mut self, used: Used) -> Sample {
        self.nanos.sort_unstable();
        Sample {
            calls: self.calls,
            seconds: used.seconds,
            cpu_s: used.cpu_s,
            others_cores: used.others_cores,
            p50_us: quantile(&self.nanos, 0.5),
            p99_us: quantile(&self.nanos, 0.99),
            kb_per_connection: None,
        }
    }
}

/// The least of the sorted latencies that this share of them does not exceed, in microseconds.
fn quantile(nanos: &[u64], share: f64) -> Option<f64> {
    let place = (nanos.len() as f64 * share).ceil() as usize;
    nanos.get(place.max(1) - 1).map(|nanos| *nanos as f64 / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_one_of_the_latencies() {
        let nanos: Vec<u64> = (1..=100).map(|n| n * 1_000).collect();
        assert_eq!(quantile(&nanos, 0.5), Some(50.0));
        assert_eq!(quantile(&nanos, 0.99), Some(99.0));
        assert_eq!(quantile(&[3_000], 0.99), Some(3.0));
        assert_eq!(quantile(&[], 0.99), None);
    }
}
