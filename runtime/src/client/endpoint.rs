//! Where a lane leads.

use std::fmt;
use std::io;

use mrpc_protocol::Version;

use crate::transport::{self, Stream, memory};

/// Where a lane leads.
#[derive(Clone, Debug)]
pub(crate) enum Endpoint {
    /// An address that a target names.
    Address(transport::target::Endpoint),
    /// A server in this process.
    Memory(memory::Connector),
}

impl Endpoint {
    pub(crate) async fn open(&self) -> io::Result<Stream> {
        match self {
            Self::Address(address) => address.connect().await,
            Self::Memory(connector) => connector.connect().await,
        }
    }

    pub(crate) fn version(&self) -> Version {
        match self {
            Self::Address(address) => address.version(),
            Self::Memory(_) => Version::V2,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Memory(_) => f.write_str("this process"),
        }
    }
}
