//! buffa, with a `BTreeMap` for its maps, and its borrowed view.

use std::fmt::Debug;
use std::hint::black_box;

use ::buffa::{Message, MessageView};

use super::rows::Codec;
use crate::measure::{Row, What};

use crate::generated::buffa::bench::shapes::v1::{Rich, RichView, Small, SmallView};

const LIBRARY: &str = "buffa";

/// The rows for the value that is `bytes` in the wire format of protobuf.
pub(super) fn small_rows(shape: &'static str, bytes: &[u8]) -> Vec<Row> {
    let mut rows = rows::<Small>(shape, bytes);
    let bytes = bytes.to_vec();
    let borrow = move || {
        black_box(SmallView::decode_view(black_box(&bytes)).expect("these are a message"));
    };
    rows.push(Row::new(shape, What::Borrow, LIBRARY, borrow));
    rows
}

/// The rows for the value that is `bytes` in the wire format of protobuf.
pub(super) fn rich_rows(shape: &'static str, bytes: &[u8]) -> Vec<Row> {
    let mut rows = rows::<Rich>(shape, bytes);
    let bytes = bytes.to_vec();
    let borrow = move || {
        black_box(RichView::decode_view(black_box(&bytes)).expect("these are a message"));
    };
    rows.push(Row::new(shape, What::Borrow, LIBRARY, borrow));
    rows
}

fn rows<M: Message + Clone + Debug + PartialEq>(shape: &'static str, bytes: &[u8]) -> Vec<Row> {
    let codec = Codec {
        library: LIBRARY,
        encode: |value: &M, buffer| {
            buffer.clear();
            value.encode(buffer);
            buffer.len()
        },
        encode_to_new: M::encode_to_vec,
        decode: |bytes| M::decode_from_slice(bytes).expect("these are a message"),
    };
    codec.rows_of_bytes(shape, bytes)
}
