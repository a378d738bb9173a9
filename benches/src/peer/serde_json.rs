//! `serde_json`, as a text format beside the binary ones.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::rows::Codec;
use crate::measure::Row;

pub(super) fn rows<V>(shape: &'static str, value: V) -> Vec<Row>
where
    V: Serialize + DeserializeOwned + Clone + std::fmt::Debug + PartialEq + 'static,
{
    rows_of("serde_json", shape, value)
}

/// The rows of a library whose types `serde_json` reads and writes.
pub(super) fn rows_of<V>(library: &'static str, shape: &'static str, value: V) -> Vec<Row>
where
    V: Serialize + DeserializeOwned + Clone + std::fmt::Debug + PartialEq + 'static,
{
    let codec = Codec {
        library,
        encode: |value: &V, buffer| {
            buffer.clear();
            ::serde_json::to_writer(&mut *buffer, value).expect("a vector has room");
            buffer.len()
        },
        encode_to_new: |value| ::serde_json::to_vec(value).expect("a vector has room"),
        decode: |bytes| ::serde_json::from_slice(bytes).expect("serde_json wrote this"),
    };
    codec.rows(shape, value)
}
