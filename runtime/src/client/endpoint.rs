//! Where a lane leads.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use mrpc_protocol::{Codec, Version};
use tokio::time;

use crate::transport::{self, ClientHandshake, Protocol, Stream, Target, connect, memory};

/// Where a lane leads.
#[derive(Clone, Debug)]
pub(crate) enum Endpoint {
    /// A server on its own.
    Address { address: transport::Endpoint, protocol: Protocol, handshake: Option<Arc<dyn ClientHandshake>> },
    /// A server in this process.
    Memory(memory::Connector),
}

impl Endpoint {
    /// All places that a target names.
    pub(crate) fn of(target: &Target, handshake: Option<&Arc<dyn ClientHandshake>>) -> Vec<Self> {
        let address = |address: &transport::Endpoint| Self::Address {
            address: address.clone(),
            protocol: target.protocol(),
            handshake: handshake.cloned(),
        };
        target.endpoints().iter().map(address).collect()
    }

    pub(crate) async fn open(&self, timeout: Duration) -> io::Result<Stream> {
        match self {
            Self::Address { address, handshake, .. } => connect(address, handshake.as_deref(), timeout).await,
            Self::Memory(connector) => {
                time::timeout(timeout, connector.connect()).await.unwrap_or_else(|_| {
                    let message = format!("cannot connect to {self}: nobody accepts within {timeout:?}");
                    Err(io::Error::new(io::ErrorKind::TimedOut, message))
                })
            }
        }
    }

    pub(crate) fn version(&self) -> Version {
        match self {
            Self::Address { protocol: Protocol::V1, .. } => Version::V1(Codec::Binary),
            Self::Address { protocol: Protocol::V1Json, .. } => Version::V1(Codec::Json),
            Self::Address { protocol: Protocol::V2, .. } | Self::Memory(_) => Version::V2,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { address, .. } => address.fmt(f),
            Self::Memory(_) => f.write_str("this process"),
        }
    }
}
