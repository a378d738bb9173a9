//! What is wrong with certificates and keys of our own.

use std::error;
use std::fmt;
use std::io;
use std::sync::Arc;

use super::pem::Place;

/// Why TLS cannot be set up. What goes wrong with a connection is an [`io::Error`].
#[derive(Clone, Debug)]
pub struct Error {
    place: Place,
    kind: ErrorKind,
}

#[derive(Clone, Debug)]
pub(super) enum ErrorKind {
    Unreadable(Arc<io::Error>),
    TooLarge(usize),
    Malformed(String),
    NoCertificate,
    NoKey,
    /// Rustls says why.
    Unusable(rustls::Error),
    Refused(String),
}

impl Error {
    pub(super) const fn new(place: Place, kind: ErrorKind) -> Self {
        Self { place, kind }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, kind } = self;
        match kind {
            ErrorKind::Unreadable(error) => write!(f, "cannot read {place}: {error}"),
            ErrorKind::TooLarge(bytes_max) => write!(f, "{place} is larger than {bytes_max} bytes"),
            ErrorKind::Malformed(reason) => write!(f, "{place} is no PEM file: {reason}"),
            ErrorKind::NoCertificate => write!(f, "{place} contains no certificate"),
            ErrorKind::NoKey => write!(f, "{place} contains no private key"),
            ErrorKind::Unusable(rustls::Error::InconsistentKeys(_)) => {
                write!(f, "the key in {place} is not that of the certificate")
            }
            ErrorKind::Unusable(error) => write!(f, "what is in {place} cannot be used: {error}"),
            ErrorKind::Refused(reason) => write!(f, "{place} cannot be used: {reason}"),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Unreadable(error) => Some(error),
            ErrorKind::Unusable(error) => Some(error),
            _ => None,
        }
    }
}
