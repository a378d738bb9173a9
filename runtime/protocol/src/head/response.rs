//! What stands in front of the payload of a RESPONSE.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;

use super::field::{self, Field, Fields, Malformed};
use crate::code;
use crate::metadata::Metadata;
use crate::number::wide;

/// The bytes of a message for people that are kept of what a peer or a handler wrote.
pub const MESSAGE_BYTES_MAX: usize = 1024;

/// What an answer says besides its payload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseHead {
    /// One of the numbers in [`crate::code`].
    pub code: u32,
    /// What happened, for people. No more than [`MESSAGE_BYTES_MAX`] bytes of it travel.
    pub message: Cow<'static, str>,
    /// What happened, for programs.
    pub details: Vec<Detail>,
    /// What travels along.
    pub metadata: Metadata,
    /// Promises that no handler ran.
    pub refused: bool,
    /// When to try again, if at all.
    pub retry_after: Option<Duration>,
}

/// A message of any type, as `google.protobuf.Any` has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Which type, as a URL.
    pub type_url: String,
    /// The message.
    pub value: Bytes,
}

impl ResponseHead {
    /// The head of a failure.
    pub fn new(code: u32, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), ..Self::default() }
    }

    /// The head of a call that was turned away before a handler saw it.
    pub(crate) fn refusal(code: u32, message: &'static str) -> Self {
        Self { refused: true, ..Self::new(code, message) }
    }

    /// Writes the head with its length in front.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        field::put_message(out, |out| {
            field::put_number(out, 1, self.code.into());
            field::put_some_bytes(out, 2, cut(&self.message).as_bytes());
            for detail in &self.details {
                out.push(3 << 3 | 2);
                field::put_message(out, |out| {
                    field::put_some_bytes(out, 1, detail.type_url.as_bytes());
                    field::put_some_bytes(out, 2, &detail.value);
                });
            }
            out.extend_from_slice(self.metadata.as_wire());
            field::put_number(out, 5, self.refused.into());
            let after = self.retry_after.map_or(0, |after| micros(after).max(1));
            field::put_number(out, 6, after);
        });
    }

    /// Reads the head without its length.
    pub(crate) fn read(head: &[u8], entries_max: u32) -> Result<Self, Malformed> {
        let mut read = Self::default();
        let mut fields = Fields::new(head);
        while let Some(field) = fields.next()? {
            match field {
                (1, Field::Number(code)) => read.code = u32::try_from(code).unwrap_or(code::UNKNOWN),
                (2, Field::Bytes(text)) => read.message = cut(&field::text(text)).to_owned().into(),
                (3, Field::Bytes(detail)) => read.details.push(Detail::read(detail)?),
                // An entry that cannot be kept does not spoil the answer.
                (4, Field::Bytes(entry)) if read.metadata.len() < wide(entries_max) => {
                    let _ = read.metadata.read_entry(entry);
                }
                (5, Field::Number(refused)) => read.refused = refused != 0,
                (6, Field::Number(0)) => read.retry_after = None,
                (6, Field::Number(us)) => read.retry_after = Some(Duration::from_micros(us)),
                _ => {}
            }
        }
        Ok(read)
    }
}

impl Detail {
    fn read(detail: &[u8]) -> Result<Self, Malformed> {
        let mut read = Self::default();
        let mut fields = Fields::new(detail);
        while let Some(field) = fields.next()? {
            match field {
                (1, Field::Bytes(url)) => read.type_url = field::text(url),
                (2, Field::Bytes(value)) => read.value = Bytes::copy_from_slice(value),
                _ => {}
            }
        }
        Ok(read)
    }
}

pub(crate) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// As much of `message` as travels.
pub(crate) fn cut(message: &str) -> &str {
    let mut end = message.len().min(MESSAGE_BYTES_MAX);
    while !message.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    message.get(..end).unwrap_or_default()
}
