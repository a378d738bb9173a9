//! What a side may still send, and what the other has given.
//!
//! ```text
//!        ┌───────────── credit ◀──── CREDIT ──────┐
//!        │ item arrives                           │ half a window is owed
//!        ▼                                        │
//!      held ──── the application takes it ────▶ owed
//! ```
//!
//! `credit + held + owed` is always the window. An item may begin while there is any credit, and is then sent
//! whole, so credit may become negative: no side ever waits within an item, and none can wait for ever.

use crate::number::amount;

/// What an item costs besides its bytes, so that empty ones are bounded, too.
pub(crate) const ITEM_COST: usize = 16;
/// No side has more credit than this.
pub(crate) const CREDIT_MAX: i64 = (1 << 31) - 1;

/// The receiver's side of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    size: i64,
    credit: i64,
    held: i64,
    owed: i64,
}

impl Window {
    pub(crate) fn new(size: u32) -> Self {
        Self { size: size.into(), credit: size.into(), held: 0, owed: 0 }
    }

    /// Whether the peer may begin an item. True of a call, whose items keep their order.
    pub(crate) const fn is_open(&self) -> bool {
        self.credit > 0
    }

    /// Whether more has come than a peer sends that begins no item without credit. Items of different calls overtake
    /// each other, so of all of them nothing more can be told.
    pub(crate) fn is_overdrawn(&self, message_bytes_max: usize) -> bool {
        self.credit.saturating_add(amount(item_cost(message_bytes_max))) <= 0
    }

    /// What has come and was not consumed.
    pub(crate) const fn held(&self) -> i64 {
        self.held
    }

    /// A part of an item came.
    pub(crate) fn receive(&mut self, cost: usize) {
        let cost = amount(cost);
        self.credit = self.credit.saturating_sub(cost);
        self.held = self.held.saturating_add(cost);
    }

    /// It was consumed, or nobody will. What to grant the peer, once that is worth a frame.
    #[must_use]
    pub(crate) fn consume(&mut self, cost: i64) -> Option<u64> {
        // Nobody gives back more than came.
        let cost = cost.clamp(0, self.held);
        self.held = self.held.saturating_sub(cost);
        self.owed = self.owed.saturating_add(cost);
        if self.owed == 0 || self.owed.saturating_mul(2) < self.size {
            return None;
        }
        let grant = self.owed;
        self.credit = self.credit.saturating_add(grant);
        self.owed = 0;
        u64::try_from(grant).ok()
    }

    /// What the peer may still send.
    pub(crate) const fn credit(&self) -> i64 {
        self.credit
    }

    pub(crate) const fn owed(&self) -> i64 {
        self.owed
    }
}

/// Adds what the peer grants; `None` if that is more than can be counted.
pub(crate) fn grant(credit: i64, bytes: u64) -> Option<i64> {
    let sum = credit.checked_add(i64::try_from(bytes).ok()?)?;
    (sum <= CREDIT_MAX).then_some(sum)
}

/// What an item of so many bytes costs.
pub(crate) const fn item_cost(bytes: usize) -> usize {
    bytes.saturating_add(ITEM_COST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_window_is_given_back_at_once() {
        let mut window = Window::new(100);
        window.receive(30);
        window.receive(60);
        assert_eq!(window.consume(30), None);
        assert_eq!(window.consume(20), Some(50));
        assert_eq!((window.credit(), window.held(), window.owed()), (60, 40, 0));
    }

    #[test]
    fn credit_may_be_overdrawn_but_not_given_back_twice() {
        let mut window = Window::new(100);
        window.receive(500);
        assert!(!window.is_open());
        assert_eq!(window.consume(700), Some(500));
        assert_eq!(window.credit(), 100);
        assert_eq!(window.consume(1), None);
        assert_eq!(window.held() + window.owed(), 0);
    }

    #[test]
    fn a_window_of_nothing_stays_shut() {
        let mut window = Window::new(0);
        assert!(!window.is_open());
        assert_eq!(window.consume(0), None);
    }

    #[test]
    fn c07_grants_have_an_end() {
        assert_eq!(grant(-5, 10), Some(5));
        assert_eq!(grant(0, (1 << 31) - 1), Some(CREDIT_MAX));
        assert_eq!(grant(1, (1 << 31) - 1), None);
        assert_eq!(grant(0, u64::MAX), None);
    }
}
