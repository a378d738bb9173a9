//! How much a document may still ask for.

use std::cell::Cell;

use crate::codec::Limits;

/// What is left of [`Limits`]. serde does not say how long a document is, so memory is allowed as it is read: for
/// each value at least as many bytes are counted as it takes to write.
#[derive(Debug)]
pub(crate) struct Budget {
    elements: Cell<usize>,
    memory: Cell<usize>,
    memory_per_byte: usize,
}

/// What was left of a [`Budget`] at some point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    elements: usize,
    memory: usize,
}

pub(super) const TOO_MANY: &str = "more elements than `elements_max`";
pub(super) const TOO_LARGE: &str = "more memory than the limits allow for so few bytes";

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            elements: Cell::new(limits.elements_max),
            memory: Cell::new(limits.memory_base),
            memory_per_byte: limits.memory_per_byte,
        }
    }

    /// Says that `bytes` of the document were read.
    #[inline]
    pub(super) fn read(&self, bytes: usize) {
        let more = bytes.saturating_mul(self.memory_per_byte);
        self.memory.set(self.memory.get().saturating_add(more));
    }

    /// What is left now.
    pub(super) fn left(&self) -> Left {
        Left { elements: self.elements.get(), memory: self.memory.get() }
    }

    /// Goes back to what was left before something was kept that is now read again, from where it is kept. What is
    /// kept may take as much as that allows, and what becomes of it as much again: both are there at once, and
    /// nothing else, as each value moves from one to the other.
    pub(super) fn go_back(&self, left: Left) {
        self.elements.set(left.elements);
        self.memory.set(left.memory);
    }

    /// Counts an element.
    #[inline]
    pub(super) fn count(&self) -> Result<(), &'static str> {
        self.elements.set(self.elements.get().checked_sub(1).ok_or(TOO_MANY)?);
        Ok(())
    }

    /// Counts `bytes` of memory.
    #[inline]
    pub(super) fn charge(&self, bytes: usize) -> Result<(), &'static str> {
        self.memory.set(self.memory.get().checked_sub(bytes).ok_or(TOO_LARGE)?);
        Ok(())
    }

    /// Counts an element, and makes room for it in `list`.
    #[inline]
    pub(super) fn grow<T>(&self, list: &mut Vec<T>) -> Result<(), &'static str> {
        self.count()?;
        self.make_room(list)
    }

    /// Makes room for an element in `list`.
    #[inline]
    pub(super) fn make_room<T>(&self, list: &mut Vec<T>) -> Result<(), &'static str> {
        if list.len() == list.capacity() {
            let more = list.capacity().max(1);
            self.charge(more.saturating_mul(size_of::<T>()))?;
            list.reserve_exact(more);
        }
        Ok(())
    }
}
