//! Why a handshake failed, in words that say what to do.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error};

/// Whom the words are about.
#[derive(Clone, Debug)]
pub(super) enum Reason {
    /// The server, and the name that it should have.
    Server(Arc<str>),
    Client,
}

impl Reason {
    /// What went wrong in a handshake.
    pub(super) fn of_handshake(&self, error: io::Error) -> io::Error {
        let peer = self.peer();
        let message = match cause(&error) {
            Some(cause) => self.of_cause(cause),
            None if error.kind() == io::ErrorKind::UnexpectedEof => {
                format!("the {peer} closed the connection in the middle of the TLS handshake")
            }
            None => return error,
        };
        io::Error::new(error.kind(), message)
    }

    /// What went wrong later. Nothing did if the peer said goodbye.
    pub(super) fn of_stream(&self, error: io::Error) -> io::Error {
        let peer = self.peer();
        let message = match cause(&error) {
            Some(cause) => self.of_cause(cause),
            None if error.kind() == io::ErrorKind::UnexpectedEof => {
                format!("the connection to the {peer} was cut off: TLS did not end it")
            }
            None => return error,
        };
        io::Error::new(error.kind(), message)
    }

    const fn peer(&self) -> &'static str {
        match self {
            Self::Server(_) => "server",
            Self::Client => "client",
        }
    }

    fn of_cause(&self, cause: &Error) -> String {
        let peer = self.peer();
        match cause {
            Error::InvalidCertificate(reason) => {
                format!("the {peer}'s certificate {}", self.of_certificate(reason))
            }
            Error::NoCertificatesPresented => format!("the {peer} shows no certificate"),
            Error::AlertReceived(alert) => format!("the {peer} refuses the connection: {}", received(*alert)),
            Error::NoApplicationProtocol => {
                format!("the {peer} speaks another protocol: it does not offer `mrpc/2`")
            }
            Error::InvalidMessage(_) => format!("the {peer} does not speak TLS"),
            other => format!("no TLS with the {peer}: {other}"),
        }
    }

    /// Goes on from "the server's certificate".
    fn of_certificate(&self, reason: &CertificateError) -> String {
        match reason {
            CertificateError::Expired => "has expired".to_owned(),
            CertificateError::ExpiredContext { time, not_after } => {
                format!("expired {} ago", days(*not_after, *time))
            }
            CertificateError::NotValidYet => "is not valid yet".to_owned(),
            CertificateError::NotValidYetContext { time, not_before } => {
                format!("will be valid in {}; is the clock right?", days(*time, *not_before))
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                let presented = match reason {
                    CertificateError::NotValidForNameContext { presented, .. } if !presented.is_empty() => {
                        let names: Vec<_> = presented.iter().map(|name| bare(name)).collect();
                        names.join(", ")
                    }
                    _ => "no name at all".to_owned(),
                };
                format!("is not for `{}`, but for {}", self.name(), presented.escape_debug())
            }
            CertificateError::UnknownIssuer => "was issued by nobody whom we trust".to_owned(),
            CertificateError::BadSignature => "is not signed by whom it says".to_owned(),
            CertificateError::Revoked => "was revoked".to_owned(),
            other => format!("is not good: {other}"),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Server(name) => name,
            Self::Client => "",
        }
    }
}

/// What TLS has against the peer, if that is what it is.
fn cause(error: &io::Error) -> Option<&Error> {
    error.get_ref()?.downcast_ref()
}

/// The name alone: rustls writes its kind around it.
fn bare(name: &str) -> &str {
    let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(name);
    inner.trim_matches('"')
}

/// What the other end has against us.
fn received(alert: AlertDescription) -> String {
    let reason = match alert {
        AlertDescription::CertificateRequired => "it asks for a certificate, and we show none",
        AlertDescription::UnknownCA => "it does not trust whoever issued our certificate",
        AlertDescription::CertificateExpired => "our certificate has expired",
        AlertDescription::CertificateRevoked => "our certificate was revoked",
        AlertDescription::BadCertificate | AlertDescription::CertificateUnknown => {
            "it does not take our certificate"
        }
        AlertDescription::NoApplicationProtocol => "it does not speak `mrpc/2`",
        AlertDescription::ProtocolVersion => "we have no version of TLS in common",
        AlertDescription::HandshakeFailure => "we have no way to encrypt in common",
        other => return format!("{other:?}"),
    };
    reason.to_owned()
}

/// How long it is from one time to the other, to the precision that helps.
fn days(from: UnixTime, to: UnixTime) -> String {
    let between = Duration::from_secs(to.as_secs().saturating_sub(from.as_secs()));
    let hours = between.as_secs() / 3600;
    match hours / 24 {
        0 if hours == 0 => format!("{} seconds", between.as_secs()),
        0 => format!("{hours} hours"),
        days => format!("{days} days"),
    }
}
