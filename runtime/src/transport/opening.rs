//! Who is there, by the first bytes of a connection.
//!
//! ```text
//!   'mrp'                  native          16 03                         TLS: look again behind it
//!   'PRI '                 HTTP/2          'GET ', 'POST ' and the like  HTTP/1.1
//! ```
//!
//! No two begin alike, so there is one decision, after eight bytes at most. What was read to make it is read again
//! by whoever gets the stream.

use std::io;

use super::stream::Stream;

/// The longest of the beginnings, `OPTIONS ` and `CONNECT `.
const BYTES_MAX: usize = 8;

/// What a connection begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Opening {
    /// Our protocol, of any version.
    Native,
    /// A TLS hello.
    Tls,
    /// HTTP/2 without TLS.
    Http2,
    /// A request of HTTP/1.
    Http1,
    /// Something else.
    Unknown,
}

const BEGINNINGS: [(&[u8], Opening); 12] = [
    (b"mrp", Opening::Native),
    (b"\x16\x03", Opening::Tls),
    (b"PRI ", Opening::Http2),
    (b"GET ", Opening::Http1),
    (b"POST ", Opening::Http1),
    (b"HEAD ", Opening::Http1),
    (b"PUT ", Opening::Http1),
    (b"PATCH ", Opening::Http1),
    (b"TRACE ", Opening::Http1),
    (b"DELETE ", Opening::Http1),
    (b"OPTIONS ", Opening::Http1),
    (b"CONNECT ", Opening::Http1),
];

impl Opening {
    /// What begins with these bytes; nothing, if it takes more of them to say.
    #[must_use]
    pub fn of(first: &[u8]) -> Option<Self> {
        let whole = BEGINNINGS.into_iter().find(|(beginning, _)| first.starts_with(beginning));
        let may_become_whole = BEGINNINGS.iter().any(|(beginning, _)| beginning.starts_with(first));
        match whole {
            Some((_, opening)) => Some(opening),
            None if may_become_whole => None,
            None => Some(Self::Unknown),
        }
    }
}

impl Stream {
    /// Waits for as many bytes as it takes to say who is there. They stay to be read. It is the peer who decides how
    /// long that takes, so give it a limit. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::UnexpectedEof`]: the stream ends before that. Whatever reading ends in.
    pub async fn opening(&mut self) -> io::Result<Opening> {
        loop {
            if let Some(opening) = Opening::of(self.ahead()) {
                return Ok(opening);
            }
            if self.read_ahead(BYTES_MAX).await? == 0 {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "the connection ended before it said who it is",
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests;
