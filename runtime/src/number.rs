//! Numbers of enums.

use std::fmt;

/// A number that a closed enum does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownNumber(pub i32);

impl fmt::Display for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is the number of no value", self.0)
    }
}

impl std::error::Error for UnknownNumber {}
