//! Rules for numbers.

use std::fmt::Display;
use std::ops::{Bound, RangeBounds};

use super::violation::Violation;

/// A number of any type.
pub trait Number: PartialOrd + Display {
    /// Whether it is 0.
    fn is_zero(&self) -> bool;
}

/// A number with a fraction.
pub trait Float {
    /// Whether it is neither infinite nor NaN.
    fn is_finite_number(&self) -> bool;
}

macro_rules! numbers {
    ($($ty:ty)*) => {$(
        impl Number for $ty {
            fn is_zero(&self) -> bool {
                *self == <$ty>::default()
            }
        }
    )*};
}

numbers!(i32 i64 u32 u64 f32 f64);

impl Float for f32 {
    fn is_finite_number(&self) -> bool {
        self.is_finite()
    }
}

impl Float for f64 {
    fn is_finite_number(&self) -> bool {
        self.is_finite()
    }
}

/// `@range`; a NaN is in no range.
pub fn range<T: Number>(value: &T, range: impl RangeBounds<T>) -> Result<(), Violation> {
    if range.contains(value) { Ok(()) } else { Err(outside(&range)) }
}

#[cold]
fn outside<T: Display>(range: &impl RangeBounds<T>) -> Violation {
    let least = match range.start_bound() {
        Bound::Included(min) => Some(format!("at least {min}")),
        Bound::Excluded(min) => Some(format!("above {min}")),
        Bound::Unbounded => None,
    };
    let most = match range.end_bound() {
        Bound::Included(max) => Some(format!("at most {max}")),
        Bound::Excluded(max) => Some(format!("below {max}")),
        Bound::Unbounded => None,
    };
    let ends: Vec<String> = least.into_iter().chain(most).collect();
    Violation::new(format!("must be {}", ends.join(" and ")))
}

/// `@nonzero`
pub fn nonzero<T: Number>(value: &T) -> Result<(), Violation> {
    if value.is_zero() { Err(Violation::new("must not be 0")) } else { Ok(()) }
}

/// `@finite`
pub fn finite<T: Float>(value: &T) -> Result<(), Violation> {
    if value.is_finite_number() { Ok(()) } else { Err(Violation::new("must be finite")) }
}
