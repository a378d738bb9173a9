//! Messages as the payloads of calls, in whichever codec a peer speaks.

use std::fmt;

use bytes::Bytes;
use mrpc_protocol::{Codec, Encode};

use crate::codec::{Limits, Message};
use crate::status::Status;

/// A message in its usual form, which goes straight to where it is sent from.
pub(crate) struct Typed<'a, M>(pub(crate) &'a M);

impl<M: Message> Encode for Typed<'_, M> {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }
}

/// A message as a payload.
///
/// # Errors
///
/// If it cannot be JSON, but has to be.
pub(crate) fn encode<M: Message>(message: &M, codec: Codec) -> Result<Bytes, Status> {
    let mut out = Vec::new();
    match codec {
        Codec::Binary => message.encode(&mut out),
        Codec::Json => {
            let json = M::JSON.ok_or_else(no_json::<M>)?;
            json.write(message, &mut out)
                .map_err(|error| Status::internal(format!("this {} cannot be JSON: {error}", M::NAME)))?;
        }
    }
    Ok(out.into())
}

/// The message that a payload is.
#[inline]
pub(crate) fn read<M: Message>(payload: &Bytes, codec: Codec, limits: &Limits) -> Result<M, Status> {
    match codec {
        Codec::Binary => M::decode_shared(payload, limits).map_err(|error| broken::<M>(&error)),
        Codec::Json => {
            let json = M::JSON.ok_or_else(no_json::<M>)?;
            json.read(payload, limits).map_err(|error| broken::<M>(&error))
        }
    }
}

#[cold]
fn broken<M: Message>(error: &dyn fmt::Display) -> Status {
    Status::invalid_argument(format!("this is no {}: {error}", M::NAME))
}

/// Types are generated without JSON where somebody wants it so.
#[cold]
fn no_json<M: Message>() -> Status {
    Status::unimplemented(format!("{} was generated without JSON", M::NAME))
}
