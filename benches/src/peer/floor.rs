//! What nobody can beat: copying the bytes, and allocating what a value owns.

use std::hint::black_box;

use crate::measure::{Row, What};

/// The rows for a value whose encoding is `bytes`.
pub(super) fn rows<V: Clone + 'static>(shape: &'static str, value: V, bytes: Vec<u8>) -> Vec<Row> {
    let again = bytes.clone();
    let mut buffer = Vec::new();
    let copy = move || {
        buffer.clear();
        buffer.extend_from_slice(black_box(&bytes));
        buffer.len()
    };
    vec![
        Row::new(shape, What::Encode, "(copy the bytes)", copy),
        Row::new(shape, What::EncodeToNew, "(copy the bytes)", move || black_box(&again).clone()),
        Row::new(shape, What::Decode, "(clone the value)", move || black_box(&value).clone()),
    ]
}
