//! Rules for lengths, and for what a list holds.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Bound, RangeBounds};

use super::violation::Violation;

/// `@len` of a string, in characters.
pub fn chars(value: &(impl AsRef<str> + ?Sized), range: impl RangeBounds<u64>) -> Result<(), Violation> {
    check(value.as_ref().chars().count(), &range, "character")
}

/// `@len` of bytes.
pub fn bytes(value: &(impl AsRef<[u8]> + ?Sized), range: impl RangeBounds<u64>) -> Result<(), Violation> {
    check(value.as_ref().len(), &range, "byte")
}

/// A list or a map.
pub trait Elements {
    /// How many it has.
    fn count(&self) -> usize;
}

impl<T> Elements for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }
}

impl<K, V> Elements for BTreeMap<K, V> {
    fn count(&self) -> usize {
        self.len()
    }
}

impl<K, V, S> Elements for HashMap<K, V, S> {
    fn count(&self) -> usize {
        self.len()
    }
}

/// `@len` of a list or a map.
pub fn elements(value: &impl Elements, range: impl RangeBounds<u64>) -> Result<(), Violation> {
    check(value.count(), &range, "element")
}

fn check(len: usize, range: &impl RangeBounds<u64>, unit: &str) -> Result<(), Violation> {
    let is_inside = u64::try_from(len).is_ok_and(|len| range.contains(&len));
    if is_inside { Ok(()) } else { Err(outside(range, unit)) }
}

#[cold]
fn outside(range: &impl RangeBounds<u64>, unit: &str) -> Violation {
    let min = match range.start_bound() {
        Bound::Included(&min) => min,
        Bound::Excluded(&min) => min.saturating_add(1),
        Bound::Unbounded => 0,
    };
    let max = match range.end_bound() {
        Bound::Included(&max) => Some(max),
        Bound::Excluded(&max) => Some(max.saturating_sub(1)),
        Bound::Unbounded => None,
    };
    let counted = |count: u64| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    Violation::new(match (min, max) {
        (min, None) => format!("must have at least {}", counted(min)),
        (min, Some(max)) if min == max => format!("must have exactly {}", counted(max)),
        (0, Some(max)) => format!("must have at most {}", counted(max)),
        (min, Some(max)) => format!("must have {min} to {}", counted(max)),
    })
}

/// `@unique`. Sorts references, so a long list takes little more time than a short one.
pub fn unique<T: Ord>(values: &impl AsRef<[T]>) -> Result<(), Violation> {
    let mut sorted: Vec<(&T, usize)> = values.as_ref().iter().zip(0..).collect();
    sorted.sort_unstable();
    let again = sorted.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1).min();
    match again {
        Some(index) => Err(Violation::new("must not be there twice").at_index(index)),
        None => Ok(()),
    }
}
