//! Why JSON is not a message, or a message not JSON.

use std::fmt;

/// Why JSON is not a message, or a message cannot be JSON: what is wrong, in which field, on which line.
///
/// ```
/// let options = mrpc::json::Options::new();
/// let error = options.from_str::<mrpc::FieldMask>("\n  7").unwrap_err();
/// assert_eq!(error.to_string(), "expected the paths of fields, found 7 at line 2 column 3");
/// assert_eq!((error.line(), error.column()), (2, 3));
/// ```
pub struct Error(pub(super) serde_json::Error);

impl Error {
    /// The line it was found on, from 1; 0 if it is not about a text.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.line()
    }

    /// The column it was found at, from 1; 0 if it is not about a text.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.column()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {}
