//! Certificates that are made for the test, and both ends of a handshake.

use std::io;
use std::net::IpAddr;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
};

use crate::transport::tls::{Authorities, Client, Identity, Server};
use crate::transport::{Address, Peer, Stream};

/// Somebody who vouches for others.
pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate and its key, in PEM.
pub(super) struct Pair {
    pub(super) certificate: String,
    pub(super) key: String,
    pub(super) der: Vec<u8>,
}

impl Authority {
    pub(super) fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self { issuer: CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap() }
    }

    pub(super) fn trusted(&self) -> Authorities {
        Authorities::from_pem(self.issuer.pem().as_bytes()).unwrap()
    }

    pub(super) fn issue(&self, name: &str) -> Pair {
        self.issue_with(name, |_| {})
    }

    pub(super) fn issue_with(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Pair {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Pair { certificate: certificate.pem(), key: key.serialize_pem(), der: certificate.der().to_vec() }
    }

    pub(super) fn server(&self, name: &str) -> Server {
        Server::new(self.issue(name).identity()).unwrap()
    }

    pub(super) fn client(&self) -> Client {
        Client::new(&self.trusted()).unwrap()
    }
}

impl Pair {
    pub(super) fn identity(&self) -> Identity {
        Identity::from_pem(self.certificate.as_bytes(), self.key.as_bytes()).unwrap()
    }
}

/// A stream each, with what is written on one to be read on the other.
pub(super) fn streams() -> (Stream, Stream) {
    let (client, server) = tokio::io::duplex(64 << 10);
    (Stream::from(client), Stream::from(server))
}

pub(super) fn somebody() -> Peer {
    Peer::new(Address::Ip((IpAddr::from([10, 1, 2, 3]), 4).into()))
}

/// What both ends say about a handshake.
pub(super) async fn shake(
    client: &Client,
    host: &str,
    server: &Server,
) -> (io::Result<Stream>, io::Result<(Stream, Peer)>) {
    let (ours, theirs) = streams();
    tokio::join!(client.connect(ours, host), server.accept(theirs, somebody()))
}
