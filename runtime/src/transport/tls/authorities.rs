//! Whom we trust.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::RootCertStore;

use super::error::{Error, ErrorKind};
use super::pem::{self, Place};

/// Those who may vouch for the other end. Cheap to clone.
#[derive(Clone)]
pub struct Authorities {
    roots: Arc<RootCertStore>,
}

impl Authorities {
    /// Those in a PEM file. Prefer this one between services of your own: nobody else can vouch for them then.
    ///
    /// # Errors
    ///
    /// The file cannot be read, contains no certificate, or one that is none.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Self::read(&pem::read(path)?, &Place::File(Arc::from(path)))
    }

    /// Those in a text of PEM.
    ///
    /// # Errors
    ///
    /// There is no certificate, or one that is none.
    pub fn from_pem(text: &[u8]) -> Result<Self, Error> {
        Self::read(text, &Place::Text)
    }

    /// Those whom this machine trusts, as a browser does: for servers of the public Internet. Reads files.
    ///
    /// # Errors
    ///
    /// The machine trusts nobody.
    pub fn platform() -> Result<Self, Error> {
        let found = rustls_native_certs::load_native_certs();
        let mut roots = RootCertStore::empty();
        let (_, refused) = roots.add_parsable_certificates(found.certs);
        if refused > 0 {
            tracing::debug!(refused, "some authorities of this machine cannot be read");
        }
        if roots.is_empty() {
            let kind = match found.errors.first() {
                Some(error) => ErrorKind::Refused(error.to_string()),
                None => ErrorKind::NoCertificate,
            };
            return Err(Error::new(Place::Platform, kind));
        }
        Ok(Self { roots: Arc::new(roots) })
    }

    fn read(text: &[u8], place: &Place) -> Result<Self, Error> {
        let mut roots = RootCertStore::empty();
        for certificate in pem::certificates(text, place)? {
            let unusable = |error| Error::new(place.clone(), ErrorKind::Unusable(error));
            roots.add(certificate).map_err(unusable)?;
        }
        Ok(Self { roots: Arc::new(roots) })
    }

    pub(super) const fn roots(&self) -> &Arc<RootCertStore> {
        &self.roots
    }
}

impl fmt::Debug for Authorities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorities({})", self.roots.len())
    }
}
