//! Rules that list values.

use super::violation::Violation;

/// `@in`; `shown` has the values as text.
pub fn one_of<T: PartialEq<U>, U>(value: &T, values: &[U], shown: &str) -> Result<(), Violation> {
    if values.iter().any(|one| value == one) {
        Ok(())
    } else {
        Err(Violation::new(format!("must be one of {shown}")))
    }
}

/// `@not_in`
pub fn none_of<T: PartialEq<U>, U>(value: &T, values: &[U], shown: &str) -> Result<(), Violation> {
    if values.iter().any(|one| value == one) {
        Err(Violation::new(format!("must be none of {shown}")))
    } else {
        Ok(())
    }
}
