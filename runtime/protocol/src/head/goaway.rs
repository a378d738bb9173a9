//! How a side takes its leave.

use super::field::{self, Field, Fields, Malformed};
use super::response::cut;

/// No call is above it: what was taken is not known yet.
pub(crate) const LAST_OPEN: u32 = u32::MAX;

/// The body of a GOAWAY.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GoAway {
    /// The last call that was or will be executed, or [`LAST_OPEN`].
    pub(crate) last: u32,
    pub(crate) code: u32,
    pub(crate) message: String,
}

impl GoAway {
    /// Writes the message with its length in front.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        field::put_message(out, |out| {
            field::put_number(out, 1, self.last.into());
            field::put_number(out, 2, self.code.into());
            field::put_some_bytes(out, 3, cut(&self.message).as_bytes());
        });
    }

    /// Reads the message without its length.
    pub(crate) fn read(goaway: &[u8]) -> Result<Self, Malformed> {
        let mut read = Self::default();
        let mut fields = Fields::new(goaway);
        while let Some(field) = fields.next()? {
            match field {
                (1, Field::Number(last)) => read.last = u32::try_from(last).map_err(|_| Malformed)?,
                (2, Field::Number(code)) => read.code = u32::try_from(code).unwrap_or(u32::MAX),
                (3, Field::Bytes(text)) => read.message = cut(&field::text(text)).to_owned(),
                _ => {}
            }
        }
        Ok(read)
    }
}
