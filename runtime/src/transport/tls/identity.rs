//! Who we are: a certificate and its key, which may change while we run.
//!
//! ```text
//!   handshake ──▶ last look 5 s ago? ──▶ files changed? ──▶ read ──▶ whole? ──▶ the new one from now on
//!                        │ no                 │ no                     │ no: say so, keep the old one
//!                        └────────────────────┴────────────────────────┴──▶ the one we have
//! ```
//!
//! Connections that are open keep the identity that they began with.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use rustls::SignatureScheme;
use rustls::client::ResolvesClientCert;
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::task;
use tokio::time::Instant;

use super::error::{Error, ErrorKind};
use super::pem::{self, Place};

/// The files are looked at no more often. A new certificate is made days before the old one ends.
const LOOK_INTERVAL: Duration = Duration::from_secs(5);

/// A certificate and its key. Clones are the same identity: when one is read again, so are all.
#[derive(Clone)]
pub struct Identity {
    inner: Arc<Inner>,
}

struct Inner {
    /// None if it does not come from files.
    files: Option<Files>,
    current: RwLock<Arc<CertifiedKey>>,
    looked: Mutex<Looked>,
}

struct Files {
    certificates: Arc<Path>,
    key: Arc<Path>,
}

/// What was seen when the files were looked at last.
struct Looked {
    at: Instant,
    stamps: Stamps,
}

/// Length and time of both files; none of one that is not there.
type Stamps = [Option<(u64, Option<SystemTime>)>; 2];

impl Identity {
    /// Reads a certificate, with those who vouch for it behind it, and its key from files of PEM. Both may be the
    /// same file.
    ///
    /// If the files change, the next connections get what is in them then; see also [`reload`](Self::reload).
    ///
    /// # Errors
    ///
    /// A file cannot be read or does not contain what it should, or the two do not belong together.
    pub fn open(certificates: impl AsRef<Path>, key: impl AsRef<Path>) -> Result<Self, Error> {
        let files = Files { certificates: Arc::from(certificates.as_ref()), key: Arc::from(key.as_ref()) };
        // First the stamps: what is written between the two is seen at the next look.
        let stamps = files.stamps();
        let current = files.read()?;
        Ok(Self::new(Some(files), current, stamps))
    }

    /// Takes both from texts of PEM, and keeps them.
    ///
    /// # Errors
    ///
    /// A text does not contain what it should, or the two do not belong together.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, Error> {
        let current = certified(certificates, &Place::Text, key, &Place::Text)?;
        Ok(Self::new(None, current, Stamps::default()))
    }

    /// Reads the files again, now: for a signal or a command. There is no need to call it otherwise.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open). The identity is then what it was before.
    pub fn reload(&self) -> Result<(), Error> {
        let Some(files) = &self.inner.files else {
            return Ok(());
        };
        self.looked().stamps = files.stamps();
        let new = files.read()?;
        *self.inner.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        Ok(())
    }

    /// Looks whether the files have changed, if it is time to. Reading them must not hold up other connections.
    pub(super) async fn refresh(&self) {
        if self.inner.files.is_none() || !self.is_look_due() {
            return;
        }
        let this = self.clone();
        // It only ends early when the runtime does.
        let _ = task::spawn_blocking(move || this.look()).await;
    }

    fn new(files: Option<Files>, current: CertifiedKey, stamps: Stamps) -> Self {
        let looked = Mutex::new(Looked { at: Instant::now(), stamps });
        Self { inner: Arc::new(Inner { files, current: RwLock::new(Arc::new(current)), looked }) }
    }

    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.inner.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn looked(&self) -> std::sync::MutexGuard<'_, Looked> {
        self.inner.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_look_due(&self) -> bool {
        let now = Instant::now();
        let mut looked = self.looked();
        let is_due = now >= looked.at + LOOK_INTERVAL;
        if is_due {
            looked.at = now;
        }
        is_due
    }

    pub(super) fn look(&self) {
        let Some(files) = &self.inner.files else {
            return;
        };
        if files.stamps() == self.looked().stamps {
            return;
        }
        match self.reload() {
            Ok(()) => tracing::info!(certificates = %files.certificates.display(), "a new TLS identity"),
            // Said once for each change of the files, as their stamps are kept.
            Err(error) => tracing::warn!(%error, "the new TLS identity is broken, keeping the old one"),
        }
    }
}

impl Files {
    fn stamps(&self) -> Stamps {
        [&self.certificates, &self.key].map(|path| {
            let metadata = path.metadata().ok()?;
            Some((metadata.len(), metadata.modified().ok()))
        })
    }

    fn read(&self) -> Result<CertifiedKey, Error> {
        let Self { certificates, key } = self;
        let place = |path| Place::File(Arc::clone(path));
        certified(&pem::read(certificates)?, &place(certificates), &pem::read(key)?, &place(key))
    }
}

fn certified(
    certificates: &[u8],
    certificates_place: &Place,
    key: &[u8],
    key_place: &Place,
) -> Result<CertifiedKey, Error> {
    let certificates = pem::certificates(certificates, certificates_place)?;
    let key = pem::key(key, key_place)?;
    CertifiedKey::from_der(certificates, key, &ring::default_provider())
        .map_err(|error| Error::new(key_place.clone(), ErrorKind::Unusable(error)))
}

impl ResolvesServerCert for Identity {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

impl ResolvesClientCert for Identity {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

impl fmt::Debug for Identity {
    /// Never the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.inner.files {
            Some(files) => f.debug_tuple("Identity").field(&files.certificates).finish(),
            None => f.write_str("Identity"),
        }
    }
}
