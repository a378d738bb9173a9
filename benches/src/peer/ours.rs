//! mrpc.

use std::fmt::Debug;

use mrpc::Message;

use super::rows::Codec;
use crate::generated::ours::bench::shapes::v1::{Rich, Small};
use crate::measure::Row;

/// The rows for the value that is `bytes` in the wire format of protobuf.
pub(super) fn small_rows(shape: &'static str, bytes: &[u8]) -> Vec<Row> {
    rows::<Small>(shape, bytes)
}

/// The rows for the value that is `bytes` in the wire format of protobuf.
pub(super) fn rich_rows(shape: &'static str, bytes: &[u8]) -> Vec<Row> {
    rows::<Rich>(shape, bytes)
}

fn rows<M: Message + Clone + Debug + PartialEq + 'static>(shape: &'static str, bytes: &[u8]) -> Vec<Row> {
    let codec = Codec {
        library: "mrpc",
        encode: |value: &M, buffer| {
            buffer.clear();
            value.encode(buffer);
            buffer.len()
        },
        encode_to_new: M::encode_to_vec,
        decode: |bytes| M::decode(bytes).expect("these are a message"),
    };
    codec.rows_of_bytes(shape, bytes)
}
