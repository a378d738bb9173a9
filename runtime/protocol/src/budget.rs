//! How much nonsense a peer is allowed.

use std::time::{Duration, Instant};

/// So many in a time; then the time begins anew.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    max: u32,
    window: Duration,
    since: Instant,
    spent: u32,
}

impl Budget {
    pub(crate) const fn new(now: Instant, max: u32, window: Duration) -> Self {
        Self { max, window, since: now, spent: 0 }
    }

    /// Spends one. Whether there was one.
    pub(crate) fn spend(&mut self, now: Instant) -> bool {
        if now.saturating_duration_since(self.since) >= self.window {
            self.since = now;
            self.spent = 0;
        }
        self.spent = self.spent.saturating_add(1);
        self.spent <= self.max
    }

    /// Gives one back.
    #[inline]
    pub(crate) const fn earn(&mut self) {
        self.spent = self.spent.saturating_sub(1);
    }
}

/// So many at once, and one more in each interval.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    burst: u32,
    interval: Duration,
    tokens: u32,
    since: Instant,
}

impl Bucket {
    pub(crate) const fn new(now: Instant, burst: u32, interval: Duration) -> Self {
        Self { burst, interval, tokens: burst, since: now }
    }

    /// Takes one. Whether there was one.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        while self.tokens < self.burst && now.saturating_duration_since(self.since) >= self.interval {
            if self.interval.is_zero() {
                self.tokens = self.burst;
                break;
            }
            self.tokens = self.tokens.saturating_add(1);
            self.since = self.since.checked_add(self.interval).unwrap_or(now);
        }
        if self.tokens == self.burst {
            self.since = now;
        }
        let had = self.tokens > 0;
        self.tokens = self.tokens.saturating_sub(1);
        had
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::start;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn c09_a_budget_begins_anew() {
        let now = start();
        let mut budget = Budget::new(now, 2, 30 * SECOND);
        assert!(budget.spend(now) && budget.spend(now) && !budget.spend(now + 29 * SECOND));
        assert!(budget.spend(now + 30 * SECOND));
        let mut budget = Budget::new(now, 2, 30 * SECOND);
        for _ in 0..100 {
            assert!(budget.spend(now));
            budget.earn();
        }
    }

    #[test]
    fn c21_a_bucket_fills_slowly() {
        let now = start();
        let mut bucket = Bucket::new(now, 3, 5 * SECOND);
        assert!((0..3).all(|_| bucket.take(now)));
        assert!(!bucket.take(now + 4 * SECOND));
        assert!(bucket.take(now + 5 * SECOND));
        assert!(!bucket.take(now + 9 * SECOND));
        assert!((0..3).all(|_| bucket.take(now + 100 * SECOND)));
        assert!(!bucket.take(now + 100 * SECOND));
        assert!((0..1_000).all(|_| Bucket::new(now, 1, Duration::ZERO).take(now)));
    }
}
