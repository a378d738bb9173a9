//! The rows that most libraries have.

use std::fmt::Debug;
use std::hint::black_box;

use crate::measure::{Row, What};

/// How a library writes and reads a value.
pub(super) struct Codec<V> {
    pub(super) library: &'static str,
    /// Writes to the beginning of a buffer that it may leave any length, and says how many bytes.
    pub(super) encode: fn(&V, &mut Vec<u8>) -> usize,
    pub(super) encode_to_new: fn(&V) -> Vec<u8>,
    pub(super) decode: fn(&[u8]) -> V,
}

impl<V: Clone + Debug + PartialEq + 'static> Codec<V> {
    /// Its three rows for the value that is `bytes`, which everybody who speaks this format has to write again.
    ///
    /// # Panics
    ///
    /// If the library writes anything else, or does not give back what it was given.
    pub(super) fn rows_of_bytes(self, shape: &'static str, bytes: &[u8]) -> Vec<Row> {
        let value = (self.decode)(bytes);
        assert!((self.encode_to_new)(&value) == bytes, "{} writes {shape} as others do", self.library);
        self.rows(shape, value)
    }

    /// Its three rows, after one trial.
    ///
    /// # Panics
    ///
    /// If the library does not give back what it was given.
    pub(super) fn rows(self, shape: &'static str, value: V) -> Vec<Row> {
        let Self { library, encode, encode_to_new, decode } = self;
        let bytes = encode_to_new(&value);
        let mut buffer = Vec::new();
        let len = encode(&value, &mut buffer);
        assert_eq!(buffer.get(..len), Some(bytes.as_slice()), "{library} writes {shape} in one way only");
        assert_eq!(decode(&bytes), value, "{library} gives {shape} back");
        let again = value.clone();
        vec![
            Row::new(shape, What::Encode, library, move || encode(black_box(&value), &mut buffer)),
            Row::new(shape, What::EncodeToNew, library, move || encode_to_new(black_box(&again))),
            Row::new(shape, What::Decode, library, move || decode(black_box(&bytes))),
        ]
    }
}
