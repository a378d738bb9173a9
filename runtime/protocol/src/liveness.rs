//! Whether the peer is there, and sends what it began.
//!
//! ```text
//!  nothing read for ping_interval ──▶ ask ──▶ nothing read for ping_timeout ──▶ silent
//!                                      │ anything read
//!                                      └──▶ alive
//! ```

use std::time::{Duration, Instant};

use crate::config::Config;
use crate::number::long;

/// The speed of a frame counts after this time.
const RATE_GRACE: Duration = Duration::from_secs(5);
/// How often it is looked at then.
const RATE_PAUSE: Duration = Duration::from_secs(1);

/// What to do about the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fine,
    Ask,
    Silent,
    Slow,
}

/// A frame that has begun and is not whole.
#[derive(Clone, Copy, Debug)]
struct Partial {
    since: Instant,
    /// What was there when the time began.
    from: usize,
    bytes: usize,
    next_look: Instant,
}

/// When something was read last, and what is awaited.
#[derive(Debug)]
pub(crate) struct Liveness {
    interval: Option<Duration>,
    timeout: Duration,
    frame_timeout: Duration,
    rate_min: u32,
    last_read: Instant,
    asked: Option<Instant>,
    partial: Option<Partial>,
    /// The driver has stopped reading, so silence means nothing.
    is_held: bool,
    is_one_way: bool,
}

impl Liveness {
    pub(crate) fn new(now: Instant, config: &Config) -> Self {
        Self {
            interval: config.ping_interval,
            timeout: config.ping_timeout,
            frame_timeout: config.frame_timeout,
            rate_min: config.frame_bytes_per_second_min,
            last_read: now,
            asked: None,
            partial: None,
            is_held: false,
            is_one_way: false,
        }
    }

    /// The peer takes no more pings than one in this time.
    pub(crate) fn slow_down(&mut self, interval_min: Duration) {
        self.interval = self.interval.map(|interval| interval.max(interval_min));
    }

    /// The peer does not answer pings: only tell it that we are there.
    pub(crate) const fn expect_no_answer(&mut self) {
        self.is_one_way = true;
    }

    /// No pings at all.
    pub(crate) fn stop_asking(&mut self) {
        self.interval = None;
    }

    /// Whether a frame has begun and was not whole.
    #[inline]
    pub(crate) const fn is_waiting(&self) -> bool {
        self.partial.is_some()
    }

    /// A frame came. When its first byte was read.
    #[inline]
    pub(crate) fn read(&mut self, now: Instant) -> Instant {
        self.last_read = now;
        self.asked = None;
        self.partial.take().map_or(now, |partial| partial.since)
    }

    /// A frame has begun, and so many bytes of it are there.
    pub(crate) fn wait(&mut self, now: Instant, bytes: usize) {
        match &mut self.partial {
            _ if bytes == 0 => self.partial = None,
            None => {
                self.last_read = now;
                self.asked = None;
                let next_look = now.checked_add(RATE_GRACE).unwrap_or(now);
                self.partial = Some(Partial { since: now, from: 0, bytes, next_look });
            }
            Some(partial) if partial.bytes != bytes => {
                partial.bytes = bytes;
                self.last_read = now;
                self.asked = None;
            }
            Some(_) => {}
        }
    }

    /// Whether the driver reads.
    pub(crate) fn set_reading(&mut self, now: Instant, is_reading: bool) {
        if self.is_held && is_reading {
            self.last_read = now;
            self.asked = None;
            if let Some(partial) = &mut self.partial {
                partial.since = now;
                partial.from = partial.bytes;
                partial.next_look = now.checked_add(RATE_GRACE).unwrap_or(now);
            }
        }
        self.is_held = !is_reading;
    }

    /// When to look.
    pub(crate) fn next(&self) -> Option<Instant> {
        if self.is_held {
            return None;
        }
        let ping = match (self.asked, self.interval) {
            (Some(asked), _) => asked.checked_add(self.timeout),
            (None, Some(interval)) => self.last_read.checked_add(interval),
            (None, None) => None,
        };
        let frame = self.partial.and_then(|partial| {
            let end = partial.since.checked_add(self.frame_timeout);
            earlier(end, Some(partial.next_look).filter(|_| self.rate_min > 0))
        });
        earlier(ping, frame)
    }

    /// Looks.
    pub(crate) fn check(&mut self, now: Instant) -> Verdict {
        if self.is_held {
            return Verdict::Fine;
        }
        if self.is_slow(now) {
            return Verdict::Slow;
        }
        let is_past = |from: Instant, time: Duration| now.saturating_duration_since(from) >= time;
        match (self.asked, self.interval) {
            (Some(asked), _) if is_past(asked, self.timeout) => Verdict::Silent,
            (None, Some(interval)) if is_past(self.last_read, interval) => {
                if self.is_one_way {
                    self.last_read = now;
                } else {
                    self.asked = Some(now);
                }
                Verdict::Ask
            }
            _ => Verdict::Fine,
        }
    }

    fn is_slow(&mut self, now: Instant) -> bool {
        let Some(partial) = &mut self.partial else { return false };
        let elapsed = now.saturating_duration_since(partial.since);
        if elapsed >= self.frame_timeout {
            return true;
        }
        if self.rate_min == 0 || now < partial.next_look {
            return false;
        }
        partial.next_look = now.checked_add(RATE_PAUSE).unwrap_or(now);
        let least = elapsed.as_secs().saturating_mul(self.rate_min.into());
        long(partial.bytes.saturating_sub(partial.from)) < least
    }
}

/// The earlier of two times that there may be.
pub(crate) fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::start;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_silent_peer_is_asked_once() {
        let now = start();
        let mut liveness = Liveness::new(now, &Config::default());
        assert_eq!(liveness.next(), Some(now + 20 * SECOND));
        assert_eq!(liveness.check(now + 19 * SECOND), Verdict::Fine);
        assert_eq!(liveness.check(now + 20 * SECOND), Verdict::Ask);
        assert_eq!(liveness.check(now + 21 * SECOND), Verdict::Fine);
        assert_eq!(liveness.next(), Some(now + 30 * SECOND));
        assert_eq!(liveness.check(now + 30 * SECOND), Verdict::Silent);
        liveness.read(now + 30 * SECOND);
        assert_eq!(liveness.check(now + 31 * SECOND), Verdict::Fine);
    }

    #[test]
    fn a_part_of_a_frame_is_a_sign_of_life() {
        let now = start();
        let config = Config { frame_bytes_per_second_min: 0, ..Config::default() };
        let mut liveness = Liveness::new(now, &config);
        assert_eq!(liveness.check(now + 20 * SECOND), Verdict::Ask);
        liveness.wait(now + 25 * SECOND, 1);
        assert_eq!(liveness.check(now + 30 * SECOND), Verdict::Fine);
        // The same byte again is not.
        liveness.wait(now + 44 * SECOND, 1);
        assert_eq!(liveness.check(now + 45 * SECOND), Verdict::Ask);
    }

    #[test]
    fn a08_a_frame_must_come_to_its_end() {
        let now = start();
        let config = Config { frame_bytes_per_second_min: 0, ping_interval: None, ..Config::default() };
        let mut liveness = Liveness::new(now, &config);
        liveness.wait(now, 1);
        for second in 1..30 {
            liveness.wait(now + second * SECOND, 1_000_000);
            assert_eq!(liveness.check(now + second * SECOND), Verdict::Fine);
        }
        assert_eq!(liveness.next(), Some(now + 30 * SECOND));
        assert_eq!(liveness.check(now + 30 * SECOND), Verdict::Slow);
    }

    #[test]
    fn a08_a_frame_must_come_fast_enough() {
        let now = start();
        let mut liveness = Liveness::new(now, &Config::default());
        liveness.wait(now, 14);
        assert_eq!(liveness.next(), Some(now + 5 * SECOND));
        liveness.wait(now + 5 * SECOND, 5 << 10);
        assert_eq!(liveness.check(now + 5 * SECOND), Verdict::Fine);
        assert_eq!(liveness.next(), Some(now + 6 * SECOND));
        liveness.wait(now + 6 * SECOND, (6 << 10) - 1);
        assert_eq!(liveness.check(now + 6 * SECOND), Verdict::Slow);
    }

    #[test]
    fn who_does_not_read_hears_nothing() {
        let now = start();
        let mut liveness = Liveness::new(now, &Config::default());
        liveness.wait(now, 14);
        liveness.set_reading(now, false);
        assert_eq!(liveness.next(), None);
        assert_eq!(liveness.check(now + 300 * SECOND), Verdict::Fine);
        liveness.set_reading(now + 300 * SECOND, true);
        assert_eq!(liveness.check(now + 304 * SECOND), Verdict::Fine);
        assert_eq!(liveness.next(), Some(now + 305 * SECOND));
        // What came before does not make up for what comes now.
        liveness.wait(now + 304 * SECOND, 5 << 10);
        assert_eq!(liveness.check(now + 305 * SECOND), Verdict::Slow);
    }
}
