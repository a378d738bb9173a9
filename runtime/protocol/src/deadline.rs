//! When to look for calls whose time has run out.
//!
//! There is no timer per call: the earliest deadline is kept as a bound, which a call that ends does not move.
//! When it passes, all calls are looked at, at most once in a millisecond, and the bound is found anew.

use std::time::{Duration, Instant};

/// The least time between two looks.
const PAUSE: Duration = Duration::from_millis(1);

/// The bound, and how far a look has come.
#[derive(Debug, Default)]
pub(crate) struct Deadlines {
    /// No deadline is before it.
    earliest: Option<Instant>,
    /// The last look.
    looked: Option<Instant>,
    /// Where a look that is not finished goes on.
    pub(crate) cursor: Option<usize>,
}

impl Deadlines {
    /// A call has this deadline.
    #[inline]
    pub(crate) fn add(&mut self, deadline: Option<Instant>) {
        let Some(deadline) = deadline else { return };
        if self.earliest.is_none_or(|earliest| deadline < earliest) {
            self.earliest = Some(deadline);
        }
    }

    /// When to look.
    pub(crate) fn next(&self) -> Option<Instant> {
        if self.cursor.is_some() {
            return self.looked;
        }
        let pause = self.looked.and_then(|looked| looked.checked_add(PAUSE));
        self.earliest.max(pause.filter(|_| self.earliest.is_some()))
    }

    /// Where to look, if it is time. Deadlines that are seen and have not passed must be added.
    pub(crate) fn begin(&mut self, now: Instant) -> Option<usize> {
        if self.cursor.is_none() {
            self.next().filter(|next| *next <= now)?;
            self.looked = Some(now);
            self.earliest = None;
            self.cursor = Some(0);
        }
        self.cursor
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::start;

    #[test]
    fn a_look_is_due_at_the_earliest_deadline() {
        let now = start();
        let ms = |ms| now + Duration::from_millis(ms);
        let mut deadlines = Deadlines::default();
        assert_eq!(deadlines.next(), None);
        deadlines.add(None);
        deadlines.add(Some(ms(20)));
        deadlines.add(Some(ms(10)));
        deadlines.add(Some(ms(30)));
        assert_eq!(deadlines.next(), Some(ms(10)));
        assert_eq!(deadlines.begin(ms(9)), None);
        assert_eq!(deadlines.begin(ms(10)), Some(0));
        // What the look sees.
        deadlines.add(Some(ms(20)));
        deadlines.cursor = None;
        assert_eq!(deadlines.next(), Some(ms(20)));
    }

    #[test]
    fn looks_are_a_millisecond_apart() {
        let now = start();
        let us = |us| now + Duration::from_micros(us);
        let mut deadlines = Deadlines::default();
        deadlines.add(Some(us(100)));
        assert!(deadlines.begin(us(100)).is_some());
        deadlines.cursor = None;
        assert_eq!(deadlines.next(), None);
        deadlines.add(Some(us(200)));
        assert_eq!(deadlines.next(), Some(us(1_100)));
    }
}
