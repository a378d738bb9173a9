//! What stands in front of the payload of a REQUEST.

use std::time::Duration;

use super::field::{self, Field, Fields, Malformed};
use crate::event::RequestExtra;
use crate::metadata::{EntryError, Metadata};
use crate::number::long;
use crate::varint;

/// What a client writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestHead<'a> {
    /// 0 for none.
    pub(crate) method_id: u32,
    /// Empty for none.
    pub(crate) method: &'a str,
    /// 0 for none.
    pub(crate) timeout_us: u64,
    pub(crate) metadata: &'a Metadata,
    pub(crate) attempt: u32,
}

impl RequestHead<'_> {
    /// The bytes of the head, without its length.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        let parts = [
            field::number_len(self.method_id.into()),
            field::some_bytes_len(self.method.len()),
            field::number_len(self.timeout_us),
            self.metadata.size(),
            field::number_len(self.attempt.into()),
        ];
        parts.into_iter().fold(0, usize::saturating_add)
    }

    /// Writes the head with its length in front.
    #[inline]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        varint::write(out, long(self.len()));
        field::put_number(out, 1, self.method_id.into());
        field::put_some_bytes(out, 2, self.method.as_bytes());
        field::put_number(out, 3, self.timeout_us);
        out.extend_from_slice(self.metadata.as_wire());
        field::put_number(out, 5, self.attempt.into());
    }
}

/// What a server reads.
#[derive(Debug, Default)]
pub(crate) struct ReadHead<'a> {
    pub(crate) method_id: u32,
    pub(crate) method: Option<&'a [u8]>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) extra: Option<Box<RequestExtra>>,
    /// Whether an entry of the metadata has a name that names do not have.
    pub(crate) has_bad_metadata: bool,
    /// The bytes and the number of the entries, including those that were left out.
    pub(crate) metadata_bytes: usize,
    pub(crate) metadata_entries: usize,
}

impl<'a> ReadHead<'a> {
    /// Reads the head without its length; no more than `entries_max` of its entries are kept.
    #[inline]
    pub(crate) fn read(head: &'a [u8], entries_max: usize) -> Result<Self, Malformed> {
        let mut read = Self::default();
        let mut fields = Fields::new(head);
        while let Some(field) = fields.next()? {
            match field {
                (1, Field::Number(id)) => read.method_id = u32::try_from(id).map_err(|_| Malformed)?,
                (2, Field::Bytes(name)) => read.method = Some(name),
                (3, Field::Number(0)) => read.timeout = None,
                (3, Field::Number(us)) => read.timeout = Some(Duration::from_micros(us)),
                (4, Field::Bytes(entry)) => read.read_entry(entry, entries_max)?,
                (5, Field::Number(attempt)) => {
                    read.extra.get_or_insert_default().attempt = u32::try_from(attempt).unwrap_or(u32::MAX);
                }
                _ => {}
            }
        }
        Ok(read)
    }

    fn read_entry(&mut self, entry: &[u8], entries_max: usize) -> Result<(), Malformed> {
        self.metadata_bytes = self.metadata_bytes.saturating_add(field::some_bytes_len(entry.len()));
        self.metadata_entries = self.metadata_entries.saturating_add(1);
        if self.metadata_entries > entries_max {
            return Ok(());
        }
        match self.extra.get_or_insert_default().metadata.read_entry(entry) {
            Ok(()) => Ok(()),
            Err(EntryError::Key) => {
                self.has_bad_metadata = true;
                Ok(())
            }
            Err(EntryError::Malformed) => Err(Malformed),
        }
    }
}
