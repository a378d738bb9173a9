//! What a method can end with whose schema says which errors it throws.

use std::error::Error;
use std::fmt;

use crate::code::Code;
use crate::declared::{Declared, Never};
use crate::status::Status;
use crate::well_known::Any;

/// How a call ends that does not succeed, where the schema declares errors for it.
///
/// A handler may use `?` on both kinds: on errors of the schema, and on a [`Status`].
///
/// ```
/// use mrpc::{Failure, Status};
///
/// fn explain<E: std::fmt::Display>(failure: &Failure<E>) -> String {
///     match failure {
///         Failure::Declared(error) => format!("as the schema says: {error}"),
///         Failure::Status(status) => format!("anything else: {status}"),
///     }
/// }
///
/// let failure: Failure<std::fmt::Error> = Failure::Status(Status::unavailable("try again"));
/// assert_eq!(explain(&failure), "anything else: UNAVAILABLE: try again");
/// ```
#[derive(Clone, Debug)]
pub enum Failure<E> {
    /// An error that the schema declares.
    Declared(E),
    /// Anything else.
    Status(Status),
}

impl<E: Declared> Failure<E> {
    /// What to branch on, whichever it is.
    pub fn code(&self) -> Code {
        match self {
            Self::Declared(error) => error.code(),
            Self::Status(status) => status.code(),
        }
    }
}

impl<E: Declared> From<E> for Failure<E> {
    fn from(error: E) -> Self {
        Self::Declared(error)
    }
}

impl<E> From<Status> for Failure<E> {
    fn from(status: Status) -> Self {
        Self::Status(status)
    }
}

impl<E: Declared> From<Failure<E>> for Status {
    fn from(failure: Failure<E>) -> Self {
        match failure {
            Failure::Declared(error) => {
                Self::new(error.code(), error.to_string()).with_detail(Any::pack(&error))
            }
            Failure::Status(status) => status,
        }
    }
}

impl<E: fmt::Display> fmt::Display for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(error) => error.fmt(f),
            Self::Status(status) => status.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for Failure<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Declared(error) => error.source(),
            Self::Status(status) => status.source(),
        }
    }
}

/// What a method throws: an error of the schema, or nothing.
#[doc(hidden)]
pub trait Thrown: Sized {
    /// How its calls end that do not succeed.
    type Failure: From<Status> + fmt::Debug + Send;

    /// What a status says.
    fn from_status(status: Status) -> Self::Failure;
}

impl Thrown for Never {
    type Failure = Status;

    fn from_status(status: Status) -> Status {
        status
    }
}

impl<E: Declared> Thrown for E {
    type Failure = Failure<E>;

    #[cold]
    fn from_status(status: Status) -> Failure<E> {
        let declared = status.details().iter().find_map(|detail| detail.unpack::<E>().ok());
        declared.map_or(Failure::Status(status), Failure::Declared)
    }
}
