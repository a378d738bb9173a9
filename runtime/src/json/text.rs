//! Text and bytes. Bytes are base64 in JSON.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::Serializer;

use crate::codec::{Blob, SharedBlob, Str};

use super::atom::{Atom, Atomic, Misfit};

impl Atomic for Str {
    const EXPECTED: &'static str = "text";

    fn from_atom(atom: Atom<'_>) -> Result<String, Misfit> {
        match atom {
            Atom::Text(text) => Ok(text.to_owned()),
            _ => Err(Misfit::Kind),
        }
    }

    fn write_atom<S: Serializer>(value: &String, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value)
    }
}

impl Atomic for Blob {
    const EXPECTED: &'static str = "bytes in base64";

    fn from_atom(atom: Atom<'_>) -> Result<Vec<u8>, Misfit> {
        match atom {
            Atom::Text(text) => decode(text),
            _ => Err(Misfit::Kind),
        }
    }

    fn write_atom<S: Serializer>(value: &Vec<u8>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&PLAIN.encode(value))
    }
}

impl Atomic for SharedBlob {
    const EXPECTED: &'static str = Blob::EXPECTED;

    fn from_atom(atom: Atom<'_>) -> Result<Bytes, Misfit> {
        Blob::from_atom(atom).map(Bytes::from)
    }

    fn write_atom<S: Serializer>(value: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&PLAIN.encode(value))
    }
}

/// Written is the plain alphabet with padding. Read is either alphabet, with padding or without; bits at the end
/// that belong to no byte are dropped, as by protobuf's own parsers.
const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::RequireNone)
    .with_decode_allow_trailing_bits(true);
const PLAIN: GeneralPurpose = GeneralPurpose::new(&STANDARD, CONFIG);
const FOR_URLS: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, CONFIG);

fn decode(text: &str) -> Result<Vec<u8>, Misfit> {
    let engine = if text.contains(['-', '_']) { FOR_URLS } else { PLAIN };
    let unpadded = match text.strip_suffix("==").or_else(|| text.strip_suffix('=')) {
        Some(unpadded) if text.len().is_multiple_of(4) => unpadded,
        Some(_) => return Err(Misfit::Kind),
        None => text,
    };
    engine.decode(unpadded).map_err(|_| Misfit::Kind)
}
