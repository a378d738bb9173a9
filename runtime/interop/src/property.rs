//! What holds for all bytes, said once: the fuzz targets and the tests run the same functions.

use mrpc::Message as _;
use mrpc::codec::DecodeErrorKind;
use prost::Message as _;

use crate::{ours, theirs};

/// We and prost take the same bytes for messages, and for the same ones. What differs is in `is_reviewed`.
///
/// # Panics
///
/// If it does not hold.
pub fn decode(bytes: &[u8]) {
    let ours = ours::Kitchen::decode(bytes);
    if bytes.windows(2).any(is_map_of_another_type) {
        return;
    }
    match (ours, <theirs::Kitchen as prost::Message>::decode(bytes)) {
        (Ok(ours), Ok(theirs)) => {
            // prost drops the fields that it does not know, so it is prost who compares.
            let again = <theirs::Kitchen as prost::Message>::decode(ours.encode_to_vec().as_slice());
            let again = again.expect("what we write can be read");
            assert!(again.encode_to_vec() == theirs.encode_to_vec(), "we read {ours:?}, they {theirs:?}");
        }
        (Err(_), Err(_)) => {}
        (ours, theirs) => {
            let ours = ours.map_err(|error| error.kind());
            let theirs = theirs.map_err(|error| error.to_string());
            let reviewed = is_reviewed(bytes, ours.as_ref().err().copied(), theirs.as_ref().err());
            assert!(reviewed, "we read {ours:?}, they {theirs:?}");
        }
    }
}

/// Where we differ from prost, and mean it.
fn is_reviewed(bytes: &[u8], ours: Option<DecodeErrorKind>, theirs: Option<&String>) -> bool {
    match (ours, theirs) {
        // A known field in another wire type is an unknown field to protobuf, and an error to prost.
        (None, Some(error)) if error.contains("invalid wire type") => true,
        // What the tenth byte of a number has beyond 64 bits, protobuf drops.
        (None, Some(error)) => error.contains("invalid varint") && bytes.windows(10).any(is_beyond_64_bits),
        // A tag has five bytes at most; prost takes longer ones with leading zeros.
        (Some(DecodeErrorKind::Tag), None) => {
            bytes.windows(6).any(|tag| tag.iter().take(5).all(|byte| *byte >= 0x80))
        }
        // prost bounds the depth only.
        (Some(DecodeErrorKind::Elements | DecodeErrorKind::Memory), None) => true,
        _ => false,
    }
}

/// prost does not look at the wire type of a map, and reads what is none as one. It may stand in bytes that are
/// something else; then there are others to compare.
fn is_map_of_another_type(tag: &[u8]) -> bool {
    let &[low @ 0x80..=0xff, high @ 0..0x80] = tag else { return false };
    let tag = u32::from(low & 0x7f) | u32::from(high) << 7;
    MAPS.contains(&(tag >> 3)) && tag & 7 != 2
}

/// The numbers of the maps in `kitchen.proto`.
const MAPS: std::ops::RangeInclusive<u32> = 51..=56;

fn is_beyond_64_bits(varint: &[u8]) -> bool {
    matches!(varint, [more @ .., 2..0x80] if more.iter().all(|byte| *byte >= 0x80))
}

/// What we have read and written, we read as the same value and write as the same bytes.
///
/// # Panics
///
/// If it does not hold.
pub fn decode_encode_decode(bytes: &[u8]) {
    let Ok(message) = ours::Kitchen::decode(bytes) else { return };
    let once = message.encode_to_vec();
    let again = ours::Kitchen::decode(&once).expect("what we write can be read");
    assert!(again.encode_to_vec() == once, "{message:?} became {again:?}");
}

/// What we have read of JSON and written, we read as the same value and write as the same text.
///
/// # Panics
///
/// If it does not hold.
pub fn json_decode(text: &[u8]) {
    let Ok(message) = serde_json::from_slice::<ours::Kitchen>(text) else { return };
    let once = serde_json::to_string(&message).expect("what was JSON can be JSON again");
    let again: ours::Kitchen = serde_json::from_str(&once).expect("what we write can be read");
    assert!(again.encode_to_vec() == message.encode_to_vec(), "{message:?} became {again:?}");
    assert_eq!(serde_json::to_string(&again).ok(), Some(once));
}

/// A message that knows no field keeps every byte, and takes for fields what others take for fields.
///
/// # Panics
///
/// If it does not hold.
pub fn skip(bytes: &[u8]) {
    let theirs = <theirs::Nothing as prost::Message>::decode(bytes).map_err(|error| error.to_string());
    match ours::Nothing::decode(bytes) {
        Ok(nothing) => {
            assert!(nothing.encode_to_vec() == bytes, "{bytes:?} became {nothing:?}");
            let is_ok = theirs.is_ok() || is_reviewed(bytes, None, theirs.as_ref().err());
            assert!(is_ok, "they say {theirs:?}");
        }
        Err(error) => {
            let is_ok = theirs.is_err() || is_reviewed(bytes, Some(error.kind()), None);
            assert!(is_ok, "we say {error}, they nothing");
        }
    }
}
