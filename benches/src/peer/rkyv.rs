//! rkyv: a value is written as it lies in memory, so reading can be pointing. What is pointed into is checked.

use std::hint::black_box;

use ::rkyv::api::high::to_bytes_in;
use ::rkyv::rancor::Error;
use ::rkyv::util::AlignedVec;
use ::rkyv::{access, from_bytes, to_bytes};

use crate::measure::{Row, What};
use crate::shape::{ArchivedRich, ArchivedSmall, Rich, Small};

const LIBRARY: &str = "rkyv";

// The bounds that a function over both types would need say more than the types.
macro_rules! rows {
    ($name:ident, $value:ty, $archived:ty) => {
        pub(super) fn $name(shape: &'static str, value: $value) -> Vec<Row> {
            let bytes = to_bytes::<Error>(&value).expect("memory is enough");
            let decode = |bytes: &AlignedVec| from_bytes::<$value, Error>(bytes).expect("rkyv wrote this");
            assert_eq!(decode(&bytes), value, "{LIBRARY} gives {shape} back");
            let mut buffer: AlignedVec = AlignedVec::new();
            let encode = {
                let value = value.clone();
                move || {
                    let mut empty = std::mem::take(&mut buffer);
                    empty.clear();
                    buffer = to_bytes_in::<_, Error>(black_box(&value), empty).expect("memory is enough");
                    buffer.len()
                }
            };
            let encode_to_new = move || to_bytes::<Error>(black_box(&value)).expect("memory is enough");
            let again = bytes.clone();
            let borrow = move || {
                let archived = access::<$archived, Error>(black_box(&again)).expect("rkyv wrote this");
                black_box(archived);
            };
            vec![
                Row::new(shape, What::Encode, LIBRARY, encode),
                Row::new(shape, What::EncodeToNew, LIBRARY, encode_to_new),
                Row::new(shape, What::Decode, LIBRARY, move || decode(black_box(&bytes))),
                Row::new(shape, What::Borrow, LIBRARY, borrow),
            ]
        }
    };
}

rows!(small_rows, Small, ArchivedSmall);
rows!(rich_rows, Rich, ArchivedRich);
