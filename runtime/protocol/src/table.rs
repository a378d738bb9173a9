//! The calls that are open, by seq.
//!
//! ```text
//!  seq ── × 2^32/φ, highest bits ──▶ slot ──▶ next slot ... until the seq is found, or a free slot
//! ```
//!
//! Open addressing without a hasher. Seqs rise, so the low bits alone would fill the slots in a row, and taking
//! one out of a row means to walk all of it; the multiplication spreads neighbours evenly instead. At most half of
//! the slots are in use. Nothing is allocated before the first call, nor while the number of calls stays the same.

use crate::number::wide;

/// The slots of the first allocation.
const SLOTS_LEAST: usize = 16;
/// 2^32 divided by the golden ratio.
const SPREAD: u32 = 0x9e37_79b9;

#[derive(Debug)]
struct Entry<V> {
    seq: u32,
    value: V,
}

/// What is known of each open call.
#[derive(Debug)]
pub(crate) struct Table<V> {
    /// None, or a power of two.
    slots: Vec<Option<Entry<V>>>,
    /// The bits of a spread seq that are left out to get its slot.
    shift: u32,
    len: usize,
}

impl<V> Table<V> {
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new(), shift: 0, len: 0 }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    fn home(&self, seq: u32) -> usize {
        wide((seq >> 1 ^ seq << 31).wrapping_mul(SPREAD).wrapping_shr(self.shift))
    }

    fn next(&self, slot: usize) -> usize {
        slot.wrapping_add(1) & self.slots.len().wrapping_sub(1)
    }

    fn find(&self, seq: u32) -> Option<usize> {
        let mut slot = self.home(seq);
        loop {
            // Some slot is free, so the walk ends. Without slots it ends at once.
            match self.slots.get(slot)? {
                Some(entry) if entry.seq == seq => return Some(slot),
                Some(_) => slot = self.next(slot),
                None => return None,
            }
        }
    }

    pub(crate) fn contains(&self, seq: u32) -> bool {
        self.find(seq).is_some()
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, seq: u32) -> Option<&mut V> {
        let slot = self.find(seq)?;
        self.slots.get_mut(slot)?.as_mut().map(|entry| &mut entry.value)
    }

    /// Adds a call. What was there under the same seq is replaced.
    #[inline]
    pub(crate) fn insert(&mut self, seq: u32, value: V) {
        if let Some(known) = self.get_mut(seq) {
            *known = value;
            return;
        }
        if self.len.saturating_mul(2) >= self.slots.len() {
            self.grow();
        }
        self.put(Entry { seq, value });
        self.len = self.len.saturating_add(1);
    }

    /// Puts an entry into the first free slot from its home on.
    fn put(&mut self, entry: Entry<V>) {
        let mut slot = self.home(entry.seq);
        while self.slots.get(slot).is_some_and(Option::is_some) {
            slot = self.next(slot);
        }
        if let Some(free) = self.slots.get_mut(slot) {
            *free = Some(entry);
        }
    }

    #[cold]
    fn grow(&mut self) {
        let slots = self.slots.len().saturating_mul(2).max(SLOTS_LEAST);
        let mut new = Vec::new();
        new.resize_with(slots, || None);
        let old = std::mem::replace(&mut self.slots, new);
        self.shift = u32::BITS.saturating_sub(slots.trailing_zeros());
        old.into_iter().flatten().for_each(|entry| self.put(entry));
    }

    /// Takes a call out.
    #[inline]
    pub(crate) fn remove(&mut self, seq: u32) -> Option<V> {
        let slot = self.find(seq)?;
        self.remove_at(slot).map(|(_, value)| value)
    }

    /// Takes out what is in `slot`, and moves back into the gap what is beyond it only for want of room.
    fn remove_at(&mut self, slot: usize) -> Option<(u32, V)> {
        let entry = self.slots.get_mut(slot)?.take()?;
        self.len = self.len.saturating_sub(1);
        let mask = self.slots.len().wrapping_sub(1);
        let mut gap = slot;
        let mut at = self.next(slot);
        while let Some(Some(moved)) = self.slots.get(at) {
            // How far an entry is from its home says whether the gap lies between the two.
            let from_home = at.wrapping_sub(self.home(moved.seq)) & mask;
            let from_gap = at.wrapping_sub(gap) & mask;
            if from_home >= from_gap {
                self.slots.swap(gap, at);
                gap = at;
            }
            at = self.next(at);
        }
        Some((entry.seq, entry.value))
    }

    /// Takes out the first call from slot `cursor` on that `is_wanted`. A walk that goes on with the cursor it was
    /// left with sees every call; those that were moved into gaps it may see twice.
    pub(crate) fn take_next(
        &mut self,
        cursor: &mut usize,
        mut is_wanted: impl FnMut(u32, &V) -> bool,
    ) -> Option<(u32, V)> {
        loop {
            let wanted = self.slots.get(*cursor)?.as_ref().is_some_and(|e| is_wanted(e.seq, &e.value));
            if wanted {
                // What moves into this slot is looked at next, so the cursor stays. An entry that moves from the
                // front to the back of the slots is met again there.
                return self.remove_at(*cursor);
            }
            *cursor = cursor.saturating_add(1);
        }
    }

    /// Gives its memory back, if no call is open.
    pub(crate) fn shrink(&mut self) {
        if self.len == 0 {
            *self = Self::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn it_does_what_a_map_does() {
        let mut table = Table::new();
        let mut map = BTreeMap::new();
        let mut random = 1_u32;
        for step in 0..20_000_u32 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let seq = step.wrapping_sub(random >> 24) | 1;
            if random & 0x300 == 0 {
                assert_eq!(table.remove(seq), map.remove(&seq), "{step}");
            } else if map.len() < 300 {
                table.insert(seq, step);
                map.insert(seq, step);
            } else {
                let (seq, _) = map.pop_first().unwrap();
                assert!(table.remove(seq).is_some());
            }
            assert_eq!(table.len(), map.len());
        }
        for (seq, value) in &map {
            assert_eq!(table.get_mut(*seq), Some(&mut value.clone()));
        }
    }

    #[test]
    fn seqs_that_share_a_home_are_told_apart() {
        let mut table = Table::new();
        // Sixteen slots: find seqs of one home.
        table.insert(1, 0);
        let home = table.home(1);
        let twins: Vec<_> = (3..).step_by(2).filter(|seq| table.home(*seq) == home).take(5).collect();
        twins.iter().for_each(|seq| table.insert(*seq, *seq));
        assert_eq!(table.remove(twins[1]), Some(twins[1]));
        assert_eq!(table.remove(1), Some(0));
        for seq in [twins[0], twins[2], twins[3], twins[4]] {
            assert_eq!(table.remove(seq), Some(seq));
        }
        assert_eq!(table.len(), 0);
    }

    #[test]
    fn a_walk_takes_out_every_call() {
        for count in [0_u32, 1, 7, 100, 1_000] {
            let mut table = Table::new();
            (0..count).for_each(|n| table.insert(n * 2 + 1, n));
            let mut cursor = 0;
            let mut taken = Vec::new();
            while let Some((seq, _)) = table.take_next(&mut cursor, |_, _| true) {
                taken.push(seq);
            }
            assert_eq!(table.len(), 0, "of {count}");
            taken.sort_unstable();
            assert!(taken.iter().copied().eq((0..count).map(|n| n * 2 + 1)));
        }
    }

    #[test]
    fn nothing_is_allocated_before_the_first_call() {
        let mut table = Table::<u8>::new();
        assert_eq!(table.remove(1), None);
        assert_eq!(table.slots.capacity(), 0);
        table.insert(1, 1);
        table.shrink();
        assert_eq!(table.len(), 1);
        table.remove(1);
        table.shrink();
        assert_eq!(table.slots.capacity(), 0);
    }
}
