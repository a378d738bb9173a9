//! Where the value of a rule is.

use std::fmt::Debug;

use super::violation::Violation;

type Outcome = Result<(), Violation>;

/// A field that is always there.
pub fn field<T: ?Sized>(name: &'static str, value: &T, check: impl FnOnce(&T) -> Outcome) -> Outcome {
    check(value).map_err(|violation| violation.in_field(name))
}

/// A field that can be absent; then it keeps every rule.
pub fn optional<T>(name: &'static str, value: &Option<T>, check: impl FnOnce(&T) -> Outcome) -> Outcome {
    match value {
        Some(value) => field(name, value, check),
        None => Ok(()),
    }
}

/// Each element of a list.
pub fn each<T>(name: &'static str, values: &[T], check: impl Fn(&T) -> Outcome) -> Outcome {
    for (index, value) in values.iter().enumerate() {
        check(value).map_err(|violation| violation.at_index(index).in_field(name))?;
    }
    Ok(())
}

/// Each value of a map.
pub fn each_value<'a, K: Debug + 'a, V: 'a>(
    name: &'static str,
    entries: impl IntoIterator<Item = (&'a K, &'a V)>,
    check: impl Fn(&V) -> Outcome,
) -> Outcome {
    for (key, value) in entries {
        check(value).map_err(|violation| violation.at_key(key).in_field(name))?;
    }
    Ok(())
}

/// The member of a oneof that is set. Its own name is all of its path: members are fields of the message.
pub fn oneof<T>(value: &Option<T>, check: impl FnOnce(&T) -> Outcome) -> Outcome {
    value.as_ref().map_or(Ok(()), check)
}
