//! The end that is asked for its name.

use std::fmt;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use rustls::crypto::ring;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{ServerConfig, ServerConnection};
use tokio_rustls::TlsAcceptor;

use super::ALPN;
use super::authorities::Authorities;
use super::error::{Error, ErrorKind};
use super::identity::Identity;
use super::pem::Place;
use super::reason::Reason;
use super::stream::Private;
use crate::transport::handshake::{ServerHandshake, Shaking};
use crate::transport::peer::Peer;
use crate::transport::stream::Stream;

/// How a server proves who it is, and whom it lets in. Cheap to clone.
#[derive(Clone)]
pub struct Server {
    identity: Identity,
    acceptor: TlsAcceptor,
}

impl Server {
    /// Lets everybody in, and asks nobody for a certificate.
    ///
    /// # Errors
    ///
    /// The identity's key is of a kind that TLS does not use.
    pub fn new(identity: Identity) -> Result<Self, Error> {
        Self::build(identity, None)
    }

    /// Lets in only those for whom one of `authorities` vouches. [`Peer::certificates`] then says who it is.
    ///
    /// # Errors
    ///
    /// The identity's key is of a kind that TLS does not use.
    pub fn with_clients(identity: Identity, authorities: &Authorities) -> Result<Self, Error> {
        Self::build(identity, Some(authorities))
    }

    /// Makes a stream private; the peer says how fast that goes, so give it a limit.
    ///
    /// # Errors
    ///
    /// The peer does not speak TLS, has no good certificate if one is asked for, or goes away.
    pub async fn accept(&self, stream: Stream, peer: Peer) -> io::Result<(Stream, Peer)> {
        self.identity.refresh().await;
        let reason = Reason::Client;
        let stream = self.acceptor.accept(stream).await.map_err(|error| reason.of_handshake(error))?;
        let peer = peer.with_certificates(certificates(stream.get_ref().1));
        Ok((Stream::new(Private::new(stream, reason)), peer))
    }

    fn build(identity: Identity, clients: Option<&Authorities>) -> Result<Self, Error> {
        let provider = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::new(Place::Text, ErrorKind::Unusable(error)))?;
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(authorities) => {
                let roots = Arc::clone(authorities.roots());
                let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider).build();
                let refused = |error| Error::new(Place::Text, ErrorKind::Refused(format!("{error}")));
                builder.with_client_cert_verifier(verifier.map_err(refused)?)
            }
        };
        let mut config = builder.with_cert_resolver(Arc::new(identity.clone()));
        config.alpn_protocols = vec![ALPN.to_vec()];
        if clients.is_some() {
            // Who resumes a session is not asked for a certificate again, though the one it showed may have expired.
            config.session_storage = Arc::new(NoServerSessionStorage {});
            config.send_tls13_tickets = 0;
        }
        Ok(Self { identity, acceptor: TlsAcceptor::from(Arc::new(config)) })
    }
}

impl ServerHandshake for Server {
    fn accept(&self, stream: Stream, peer: Peer) -> Shaking<'_, (Stream, Peer)> {
        Box::pin(self.accept(stream, peer))
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("identity", &self.identity).finish_non_exhaustive()
    }
}

fn certificates(connection: &ServerConnection) -> impl Iterator<Item = Bytes> {
    connection
        .peer_certificates()
        .unwrap_or_default()
        .iter()
        .map(|certificate| Bytes::copy_from_slice(certificate))
}
