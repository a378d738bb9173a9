//! Certificates and keys as they lie in files.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::error::{Error, ErrorKind};

/// More than all authorities of the world take; a pipe or a device has no end.
const FILE_BYTES_MAX: usize = 4 << 20;

/// Where something comes from, for messages.
#[derive(Clone, Debug)]
pub(super) enum Place {
    File(Arc<Path>),
    Text,
    Platform,
    Name(Arc<str>),
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let error = |kind| Error::new(Place::File(Arc::from(path)), kind);
    let unreadable = |source| error(ErrorKind::Unreadable(Arc::new(source)));
    let file = File::open(path).map_err(unreadable)?;
    let mut text = Vec::new();
    let bytes_max = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX);
    file.take(bytes_max.saturating_add(1)).read_to_end(&mut text).map_err(unreadable)?;
    if text.len() > FILE_BYTES_MAX { Err(error(ErrorKind::TooLarge(FILE_BYTES_MAX))) } else { Ok(text) }
}

/// All certificates, one at least.
pub(super) fn certificates(text: &[u8], place: &Place) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut certificates = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(text) {
        certificates.push(certificate.map_err(|error| malformed(&error, place))?);
    }
    if certificates.is_empty() {
        return Err(Error::new(place.clone(), ErrorKind::NoCertificate));
    }
    Ok(certificates)
}

/// The first key.
pub(super) fn key(text: &[u8], place: &Place) -> Result<PrivateKeyDer<'static>, Error> {
    PrivateKeyDer::from_pem_slice(text).map_err(|error| match error {
        pem::Error::NoItemsFound => Error::new(place.clone(), ErrorKind::NoKey),
        error => malformed(&error, place),
    })
}

fn malformed(error: &pem::Error, place: &Place) -> Error {
    let reason = match error {
        pem::Error::MissingSectionEnd { .. } => "a section does not end".to_owned(),
        pem::Error::IllegalSectionStart { .. } => "a section does not start as it should".to_owned(),
        pem::Error::Base64Decode(_) => "a section is not base64".to_owned(),
        error => error.to_string(),
    };
    Error::new(place.clone(), ErrorKind::Malformed(reason))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "`{}`", path.display()),
            Self::Text => f.write_str("the text given"),
            Self::Platform => f.write_str("what this machine trusts"),
            Self::Name(name) => write!(f, "the name `{}`", name.escape_debug()),
        }
    }
}
