//! Who is at the other end.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

/// The other end of a connection: where it is, and what it has proved about itself. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    address: Address,
    certificates: Arc<[Bytes]>,
}

/// Where a peer is, or where a server listens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Address {
    /// A port of a host.
    Ip(SocketAddr),
    /// A socket in the file system. Clients seldom have a path.
    Unix(Option<PathBuf>),
    /// This process.
    Memory,
    /// What a transport of your own calls it.
    Other(Arc<str>),
}

impl Peer {
    /// A peer that has proved nothing.
    #[must_use]
    pub fn new(address: Address) -> Self {
        Self { address, certificates: Arc::default() }
    }

    /// The same peer, which has proved that it is whom these certificates name. Its own comes first, then who
    /// vouches for it; each is X.509 in DER.
    #[must_use]
    pub fn with_certificates(mut self, certificates: impl IntoIterator<Item = Bytes>) -> Self {
        self.certificates = certificates.into_iter().collect();
        self
    }

    /// Where it is.
    #[must_use]
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// The host it is on, if it has one.
    #[must_use]
    pub const fn ip(&self) -> Option<IpAddr> {
        match &self.address {
            Address::Ip(address) => Some(address.ip()),
            _ => None,
        }
    }

    /// The certificates it has proved to own; its own comes first. There are none unless TLS asked for them.
    #[must_use]
    pub fn certificates(&self) -> &[Bytes] {
        &self.certificates
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address.fmt(f)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            // A path may hold anything; what is odd in it is shown escaped.
            Self::Unix(Some(path)) => write!(f, "unix:{}", path.display().to_string().escape_debug()),
            Self::Unix(None) => f.write_str("unix"),
            Self::Memory => f.write_str("memory"),
            Self::Other(name) => f.write_str(name),
        }
    }
}
