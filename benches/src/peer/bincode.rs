//! bincode 2, with numbers of a fixed size.

use ::bincode::config::{Configuration, Fixint, LittleEndian, standard};
use ::bincode::{Decode, Encode, decode_from_slice, encode_into_slice, encode_to_vec};

use super::rows::Codec;
use crate::measure::Row;

const CONFIG: Configuration<LittleEndian, Fixint> = standard().with_fixed_int_encoding();

/// More than any of the values takes: writing to a slice is what bincode is quickest at.
const ROOM: usize = 4096;

pub(super) fn rows<V>(shape: &'static str, value: V) -> Vec<Row>
where
    V: Encode + Decode<()> + Clone + std::fmt::Debug + PartialEq + 'static,
{
    let codec = Codec {
        library: "bincode",
        encode: |value: &V, buffer| {
            buffer.resize(ROOM, 0);
            encode_into_slice(value, buffer, CONFIG).expect("there is room")
        },
        encode_to_new: |value| encode_to_vec(value, CONFIG).expect("a vector has room"),
        decode: |bytes| decode_from_slice(bytes, CONFIG).expect("bincode wrote this").0,
    };
    codec.rows(shape, value)
}
