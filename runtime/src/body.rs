//! Messages as the payloads of calls, in whichever codec a peer speaks.

use bytes::Bytes;
use mrpc_protocol::{Codec, Encode};

use crate::codec::{Limits, Message};
use crate::code::Code;
use crate::status::Status;

/// A message that does not know yet which codec the connection speaks.
pub(crate) trait Body: Send + Sync {
    fn write(&self, codec: Codec, out: &mut Vec<u8>);
}

/// A message as a [`Body`].
pub(crate) struct Typed<'a, M>(pub(crate) &'a M);

impl<M: Message + Sync> Body for Typed<'_, M> {
    fn write(&self, codec: Codec, out: &mut Vec<u8>) {
        write(self.0, codec, out);
    }
}

/// A message that knows.
pub(crate) struct In<'a> {
    pub(crate) body: &'a dyn Body,
    pub(crate) codec: Codec,
}

impl Encode for In<'_> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.body.write(self.codec, out);
    }
}

#[inline]
pub(crate) fn write<M: Message>(message: &M, codec: Codec, out: &mut Vec<u8>) {
    match (codec, M::JSON) {
        (Codec::Json, Some(json)) => json.write(message, out),
        _ => message.encode(out),
    }
}

/// The message that a payload is.
#[inline]
pub(crate) fn read<M: Message>(payload: &Bytes, codec: Codec, limits: &Limits) -> Result<M, Status> {
    match codec {
        Codec::Binary => M::decode_shared(payload, limits).map_err(|error| broken::<M>(&error)),
        Codec::Json => match M::JSON {
            Some(json) => json.read(payload, limits).map_err(|error| broken::<M>(&error)),
            None => Err(no_json::<M>()),
        },
    }
}

#[cold]
fn broken<M: Message>(error: &dyn std::fmt::Display) -> Status {
    Status::new(Code::InvalidArgument, format!("this is no {}: {error}", M::NAME))
}

/// Types are generated without JSON where somebody says so.
#[cold]
pub(crate) fn no_json<M: Message>() -> Status {
    Status::new(Code::Unimplemented, format!("{} was generated without JSON", M::NAME))
}
