//! Payloads that travel compressed.
//!
//! A payload that has the flag is one gzip member or one zstd frame, and its first bytes say which. A side packs what is
//! large, if it was told to and the peer's HELLO says that it can unpack it.

use bytes::Bytes;
use mrpc_protocol::{Config, Connection};

use crate::code::Code;
use crate::compress::{Algorithm, Error, compress, inflate};
use crate::status::Status;

/// Less than this is not worth it.
const BYTES_MIN: usize = 1024;

/// Says in the HELLO what can be unpacked here.
pub(crate) fn offer(mut config: Config) -> Config {
    let built_in = Algorithm::ALL.into_iter().filter(|algorithm| algorithm.is_built_in());
    config.compressions = built_in.map(|algorithm| algorithm.name().to_owned()).collect();
    config
}

/// Whether the peer can unpack what `algorithm` packs.
pub(crate) fn is_understood<T>(connection: &Connection<T>, algorithm: Algorithm) -> bool {
    let peer = connection.peer();
    peer.is_some_and(|peer| peer.compressions.iter().any(|name| name == algorithm.name()))
}

/// The payload packed, if that is worth it.
pub(crate) fn pack(payload: &Bytes, algorithm: Algorithm) -> Option<Bytes> {
    if payload.len() < BYTES_MIN { None } else { compress(algorithm, payload).map(Bytes::from) }
}

/// The payload as it was.
#[inline]
pub(crate) fn unpack(payload: Bytes, is_packed: bool, bytes_max: usize) -> Result<Bytes, Status> {
    if is_packed { unpack_packed(&payload, bytes_max) } else { Ok(payload) }
}

#[cold]
fn unpack_packed(payload: &Bytes, bytes_max: usize) -> Result<Bytes, Status> {
    let Some(algorithm) = Algorithm::of(payload) else {
        return Err(Status::unimplemented("the payload is compressed, and neither gzip nor zstd"));
    };
    match inflate(algorithm, payload, bytes_max) {
        Ok(payload) => Ok(payload.into()),
        Err(error) => {
            let code = match error {
                Error::TooLarge { .. } | Error::TooDense { .. } => Code::ResourceExhausted,
                Error::NotBuiltIn(_) => Code::Unimplemented,
                _ => Code::InvalidArgument,
            };
            Err(Status::new(code, error.to_string()))
        }
    }
}
