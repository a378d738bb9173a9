//! The head of the last request, for the next one that says the same.

use std::time::Duration;

use super::request::RequestHead;
use crate::call::Request;

/// What the head of a request without metadata takes at most: its length, and two numbers.
const BYTES_MAX: usize = 20;

/// The head of the last request without a name and metadata, as bytes.
#[derive(Debug, Default)]
pub(crate) struct Usual {
    /// 0 for none: methods have other numbers on the wire.
    method_id: u32,
    timeout: Option<Duration>,
    bytes: [u8; BYTES_MAX],
    len: usize,
}

impl Usual {
    /// The head of `request`, if it is the one that is kept.
    #[inline]
    pub(crate) fn get(&self, request: &Request<'_>) -> Option<&[u8]> {
        let is_it = self.method_id == request.method.index.saturating_add(1)
            && self.timeout == request.timeout
            && request.metadata.is_empty()
            && request.attempt == 0;
        if is_it { self.bytes.get(..self.len) } else { None }
    }

    /// Keeps `head`, which is that of `request`, if it has nothing but numbers.
    pub(crate) fn keep(&mut self, request: &Request<'_>, head: &RequestHead<'_>) {
        if !head.method.is_empty() || !request.metadata.is_empty() || request.attempt != 0 {
            return;
        }
        self.method_id = head.method_id;
        self.timeout = request.timeout;
        // The length in front of it is a byte, as it is so short.
        self.len = 1;
        self.put_number(1, head.method_id.into());
        self.put_number(3, head.timeout_us);
        self.bytes[0] = u8::try_from(self.len.saturating_sub(1)).unwrap_or(0);
    }

    /// As `field::put_number` does, without a vector.
    fn put_number(&mut self, number: u8, mut value: u64) {
        if value == 0 {
            return;
        }
        self.put(number << 3);
        while value >= 0x80 {
            self.put(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.put(value.to_le_bytes()[0]);
    }

    fn put(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len = self.len.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Codec, Method};
    use crate::head::micros;
    use crate::metadata::Metadata;

    #[test]
    fn what_is_kept_is_what_would_be_written() {
        let metadata = Metadata::new();
        for index in [0, 126, 127, 16_000, u32::MAX - 1] {
            for timeout in
                [None, Some(Duration::from_micros(1)), Some(Duration::from_secs(10)), Some(Duration::MAX)]
            {
                let method = Method { index, path: "a.B/C" };
                let request = Request {
                    method,
                    timeout,
                    metadata: &metadata,
                    attempt: 0,
                    is_open: false,
                    codec: Codec::Binary,
                    is_compressed: false,
                };
                let head = RequestHead {
                    method_id: index + 1,
                    method: "",
                    timeout_us: timeout.map_or(0, micros),
                    metadata: &metadata,
                    attempt: 0,
                };
                let mut written = Vec::new();
                head.write(&mut written);
                let mut usual = Usual::default();
                assert_eq!(usual.get(&request), None);
                usual.keep(&request, &head);
                assert_eq!(usual.get(&request), Some(&written[..]), "{index}, {timeout:?}");
                let other = Request { timeout: Some(Duration::from_millis(3)), ..request };
                assert_eq!(usual.get(&other), None);
                assert_eq!(usual.get(&Request { attempt: 1, ..request }), None);
            }
        }
    }
}
