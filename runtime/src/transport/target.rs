//! Where a client goes, as text.
//!
//! ```text
//!   mrpc://localhost:5000                      one server
//!   mrpc://10.0.0.1:5000,10.0.0.2:5000         several, of which each will do
//!   mrpcs://shop.example:5000                  over TLS; the certificate must be for this name
//!   mrpc+unix:///run/shop.sock                 a socket file
//!   mrpc://localhost:5000?protocol=v1          a server that speaks version 1
//! ```

use std::error;
use std::fmt;
use std::net::Ipv6Addr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

/// As much of a target is shown when it is wrong.
const SHOWN_CHARS_MAX: usize = 200;

const HOST_BYTES_MAX: usize = 253;

/// Where a client goes, and how it speaks there.
///
/// ```
/// use mrpc::transport::{Protocol, Target};
///
/// let target: Target = "mrpc://localhost:5000,[::1]:5001?protocol=v1".parse().unwrap();
/// assert_eq!(target.endpoints().len(), 2);
/// assert_eq!(target.protocol(), Protocol::V1);
///
/// let error = "mrpc://localhost".parse::<Target>().unwrap_err();
/// assert_eq!(error.to_string(), "target `mrpc://localhost`, character 17: expected `:` and a port");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    endpoints: Vec<Endpoint>,
    is_tls: bool,
    protocol: Protocol,
}

/// One place to connect to. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Endpoint {
    /// A port of a host.
    Host {
        /// A name, or an address. The brackets around those of IPv6 are left out.
        host: Arc<str>,
        /// Not zero.
        port: u16,
    },
    /// A socket file.
    Unix(Arc<PathBuf>),
}

/// What is spoken to a server. Nobody guesses it: a server of version 1 knows no other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// Version 2.
    #[default]
    V2,
    /// Version 1, in its binary envelope.
    V1,
    /// Version 1, in its JSON envelope.
    V1Json,
}

/// What is wrong with a target's text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetError {
    text: String,
    /// In bytes.
    at: usize,
    expected: &'static str,
}

impl Target {
    /// A target with one endpoint, without TLS, for version 2.
    #[must_use]
    pub fn new(endpoint: Endpoint) -> Self {
        Self { endpoints: vec![endpoint], is_tls: false, protocol: Protocol::V2 }
    }

    /// The places to connect to: one at least.
    #[must_use]
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// Whether connections must be private.
    #[must_use]
    pub const fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// What is spoken there.
    #[must_use]
    pub const fn protocol(&self) -> Protocol {
        self.protocol
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let mut rest = Rest { text, at: 0 };
        let (is_tls, is_unix) = if rest.eat("mrpc://") {
            (false, false)
        } else if rest.eat("mrpcs://") {
            (true, false)
        } else if rest.eat("mrpc+unix://") {
            (false, true)
        } else {
            return Err(rest.expected("`mrpc://`, `mrpcs://` or `mrpc+unix://`"));
        };
        let endpoints = if is_unix { vec![rest.path()?] } else { rest.hosts()? };
        let protocol = if rest.eat("?") { rest.protocol()? } else { Protocol::V2 };
        if !rest.left().is_empty() {
            return Err(rest.expected("`,` and another server, `?protocol=`, or the end"));
        }
        Ok(Self { endpoints, is_tls, protocol })
    }
}

/// A text and how much of it is read.
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    fn left(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, word: &str) -> bool {
        let is_next = self.left().starts_with(word);
        if is_next {
            self.at = self.at.saturating_add(word.len());
        }
        is_next
    }

    /// What comes before the first character that does not belong.
    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let left = self.left();
        let end = left.find(|c| !belongs(c)).unwrap_or(left.len());
        self.at = self.at.saturating_add(end);
        left.get(..end).unwrap_or_default()
    }

    fn expected(&self, expected: &'static str) -> TargetError {
        self.expected_at(self.at, expected)
    }

    fn expected_at(&self, at: usize, expected: &'static str) -> TargetError {
        TargetError { text: self.text.to_owned(), at, expected }
    }

    fn hosts(&mut self) -> Result<Vec<Endpoint>, TargetError> {
        let mut endpoints = vec![self.host()?];
        while self.eat(",") {
            endpoints.push(self.host()?);
        }
        Ok(endpoints)
    }

    fn host(&mut self) -> Result<Endpoint, TargetError> {
        let start = self.at;
        let host = if self.eat("[") {
            let address = self.take_while(|c| c.is_ascii_hexdigit() || c == ':' || c == '.');
            if address.parse::<Ipv6Addr>().is_err() {
                return Err(
                    self.expected_at(start.saturating_add(1), "an IPv6 address, as in `[2001:db8::1]:5000`")
                );
            }
            if !self.eat("]") {
                return Err(self.expected("`]`"));
            }
            address
        } else {
            self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        };
        if host.is_empty() || host.len() > HOST_BYTES_MAX {
            return Err(self.expected_at(start, "the name or the address of a host"));
        }
        if !self.eat(":") {
            return Err(self.expected("`:` and a port"));
        }
        let start = self.at;
        match self.take_while(|c| c.is_ascii_digit()).parse() {
            Ok(port) if port != 0 => Ok(Endpoint::Host { host: Arc::from(host), port }),
            _ => Err(self.expected_at(start, "a port from 1 to 65535")),
        }
    }

    fn path(&mut self) -> Result<Endpoint, TargetError> {
        let start = self.at;
        let path = self.take_while(|c| c != '?');
        if !path.starts_with('/') || path.ends_with('/') || path.contains('\0') {
            return Err(self.expected_at(start, "the whole path of a socket file, as in `/run/shop.sock`"));
        }
        Ok(Endpoint::Unix(Arc::new(PathBuf::from(path))))
    }

    fn protocol(&mut self) -> Result<Protocol, TargetError> {
        if !self.eat("protocol=") {
            return Err(self.expected("`protocol=`"));
        }
        let start = self.at;
        match self.take_while(|c| c.is_ascii_alphanumeric() || c == '-') {
            "v1" => Ok(Protocol::V1),
            "v1-json" => Ok(Protocol::V1Json),
            "v2" => Ok(Protocol::V2),
            _ => Err(self.expected_at(start, "`v1`, `v1-json` or `v2`")),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_unix = matches!(self.endpoints.first(), Some(Endpoint::Unix(_)));
        f.write_str(match (is_unix, self.is_tls) {
            (true, _) => "mrpc+unix://",
            (false, true) => "mrpcs://",
            (false, false) => "mrpc://",
        })?;
        for (index, endpoint) in self.endpoints.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "," })?;
            endpoint.fmt(f)?;
        }
        f.write_str(match self.protocol {
            Protocol::V2 => "",
            Protocol::V1 => "?protocol=v1",
            Protocol::V1Json => "?protocol=v1-json",
        })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Host { host, port } => write!(f, "{host}:{port}"),
            Self::Unix(path) => path.display().fmt(f),
        }
    }
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.text.chars().take(SHOWN_CHARS_MAX).collect();
        let cut = if shown.len() < self.text.len() { "…" } else { "" };
        let before = self.text.get(..self.at).unwrap_or_default().chars().count();
        let Self { expected, .. } = self;
        write!(
            f,
            "target `{}{cut}`, character {}: expected {expected}",
            shown.escape_debug(),
            before.saturating_add(1)
        )
    }
}

impl error::Error for TargetError {}

#[cfg(test)]
mod tests;
