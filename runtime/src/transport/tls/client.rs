//! The end that asks for a name.

use std::fmt;
use std::io;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;

use super::ALPN;
use super::authorities::Authorities;
use super::error::{Error, ErrorKind};
use super::identity::Identity;
use super::pem::Place;
use super::reason::Reason;
use super::stream::Private;
use crate::transport::handshake::{ClientHandshake, Shaking};
use crate::transport::stream::Stream;

/// Whom a client trusts, and how it proves who it is. Cheap to clone.
///
/// ```no_run
/// use mrpc::transport::tls;
///
/// # fn example() -> Result<(), tls::Error> {
/// let client = tls::Client::new(&tls::Authorities::open("ca.pem")?)?
///     .with_identity(tls::Identity::open("me.pem", "me.key")?)?
///     .with_server_name("shop.example")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    authorities: Authorities,
    identity: Option<Identity>,
    server_name: Option<ServerName<'static>>,
    connector: TlsConnector,
}

impl Client {
    /// Trusts servers for whose name one of `authorities` vouches.
    ///
    /// # Errors
    ///
    /// None of those that exist today.
    pub fn new(authorities: &Authorities) -> Result<Self, Error> {
        Self::build(authorities.clone(), None, None)
    }

    /// Proves to servers that ask who we are.
    ///
    /// # Errors
    ///
    /// None of those that exist today.
    pub fn with_identity(self, identity: Identity) -> Result<Self, Error> {
        Self::build(self.authorities, Some(identity), self.server_name)
    }

    /// Expects servers to prove this name, whatever the target calls them: for targets that are addresses.
    ///
    /// # Errors
    ///
    /// It is no name.
    pub fn with_server_name(mut self, name: &str) -> Result<Self, Error> {
        let refused = |_| {
            let kind = ErrorKind::Refused("it is neither a host's name nor an address".to_owned());
            Error::new(Place::Name(Arc::from(name)), kind)
        };
        self.server_name = Some(ServerName::try_from(name.to_owned()).map_err(refused)?);
        Ok(self)
    }

    /// Makes a stream private, if the other end proves to be `host`; it says how fast that goes, so set a limit.
    ///
    /// # Errors
    ///
    /// The other end does not speak TLS, is not who it should be, does not let us in, or goes away. The message
    /// says which.
    pub async fn connect(&self, stream: Stream, host: &str) -> io::Result<Stream> {
        if let Some(identity) = &self.identity {
            identity.refresh().await;
        }
        let name = match &self.server_name {
            Some(name) => name.clone(),
            None => ServerName::try_from(host.to_owned()).map_err(|_| {
                let message = format!("no certificate can be for `{}`", host.escape_debug());
                io::Error::new(io::ErrorKind::InvalidInput, message)
            })?,
        };
        let reason = Reason::Server(Arc::from(name.to_str()));
        match self.connector.connect(name, stream).await {
            Ok(stream) => Ok(Stream::new(Private::new(stream, reason))),
            Err(error) => Err(reason.of_handshake(error)),
        }
    }

    fn build(
        authorities: Authorities,
        identity: Option<Identity>,
        server_name: Option<ServerName<'static>>,
    ) -> Result<Self, Error> {
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::new(Place::Text, ErrorKind::Unusable(error)))?
            .with_root_certificates(Arc::clone(authorities.roots()));
        let mut config = match &identity {
            None => builder.with_no_client_auth(),
            Some(identity) => builder.with_client_cert_resolver(Arc::new(identity.clone())),
        };
        config.alpn_protocols = vec![ALPN.to_vec()];
        let connector = TlsConnector::from(Arc::new(config));
        Ok(Self { authorities, identity, server_name, connector })
    }
}

impl ClientHandshake for Client {
    fn connect<'a>(&'a self, stream: Stream, host: &'a str) -> Shaking<'a, Stream> {
        Box::pin(self.connect(stream, host))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("authorities", &self.authorities)
            .field("identity", &self.identity)
            .field("server_name", &self.server_name)
            .finish_non_exhaustive()
    }
}
