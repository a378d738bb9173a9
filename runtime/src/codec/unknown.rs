//! Fields that a schema does not know.

use std::fmt;

use super::varint;

/// The fields that came with a message and that its schema does not know, as they came. They are written again
/// when the message is, so what an old program passes on is whole. Only what is no message in Rust has no place for
/// them: `Value`, and scalars in a wrapper.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
// A pointer: nearly always there is nothing, and every message has one of these.
pub struct UnknownFields(
    #[expect(clippy::box_collection, reason = "8 bytes in every message, not 24")] Option<Box<Vec<u8>>>,
);

impl UnknownFields {
    /// No fields.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// The fields as they came: tags and values in order.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Forgets them.
    pub fn clear(&mut self) {
        self.0 = None;
    }

    /// Adds a field.
    pub(crate) fn push(&mut self, tag: u32, value: &[u8]) {
        let mut room = [0; varint::LEN_MAX];
        let len = varint::write(&mut room, u64::from(tag));
        let bytes = self.bytes_mut();
        bytes.extend_from_slice(&room[..len]);
        bytes.extend_from_slice(value);
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut Vec<u8> {
        self.0.get_or_insert_default()
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.as_bytes().len())
    }
}
