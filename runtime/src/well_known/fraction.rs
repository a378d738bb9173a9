//! Seconds with a fraction, as text.

use std::fmt;

/// A time that the other type does not have, or none at all, such as one with two billion nanoseconds beside
/// its seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time is out of range")
    }
}

impl std::error::Error for OutOfRange {}

/// The nanoseconds of a second.
pub(super) const SECOND: i32 = 1_000_000_000;

/// What stands behind the seconds: nothing, or a dot and 3, 6 or 9 digits.
pub(super) struct Fraction(pub(super) u32);

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => Ok(()),
            nanos if nanos % 1_000_000 == 0 => write!(f, ".{:03}", nanos / 1_000_000),
            nanos if nanos % 1_000 == 0 => write!(f, ".{:06}", nanos / 1_000),
            nanos => write!(f, ".{nanos:09}"),
        }
    }
}

/// The nanoseconds that `digits` behind the dot are, of which there are one to nine.
pub(super) fn parse(digits: &str) -> Option<i32> {
    if digits.len() > 9 {
        return None;
    }
    let value = all_digits(digits)?;
    let missing = 9 - u32::try_from(digits.len()).ok()?;
    i32::try_from(value * 10_i64.pow(missing)).ok()
}

/// The number that `text` is, if it is nothing but digits.
pub(super) fn all_digits(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}
