//! The errors that a schema declares.

use std::error::Error;
use std::fmt;

use crate::code::Code;
use crate::codec::Fields;

/// An error that a schema declares, and that methods throw. Generated types implement this; nobody else does.
///
/// It travels among the details of a status, as an [`Any`](crate::Any) with its name, so that a caller who knows it
/// gets it whole. One who does not still has its code.
///
/// ```
/// use mrpc::{Code, Declared};
///
/// /// Works for every error of every schema.
/// fn is_worth_another_try(error: &impl Declared) -> bool {
///     error.is_retryable() || error.code() == Code::Unavailable
/// }
/// ```
pub trait Declared: Fields + Error + Clone + Send + Sync + 'static {
    /// The status code that it travels under.
    fn code(&self) -> Code;

    /// Whether another attempt is worth it, whatever the code.
    fn is_retryable(&self) -> bool;
}

/// What a method throws whose schema declares no error for it: there is no such value.
///
/// ```
/// fn unreachable(never: mrpc::Never) -> u8 {
///     match never {}
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl Error for Never {}
