//! The values that every codec is given, in types without a schema.
//!
//! Libraries that derive take these as they are; those with a schema have types of their own, made from these.

use std::collections::BTreeMap;

/// Data of any size behind a number and a name.
#[derive(
    Clone,
    Debug,
    PartialEq,
    serde::Serialize,
    serde::Deserialize,
    bincode::Encode,
    bincode::Decode,
    rkyv::Archive,
    rkyv::Serialize,
    rkyv::Deserialize,
)]
#[expect(missing_docs, reason = "the fields are those of `proto/shapes.proto`")]
pub struct Small {
    pub id: u64,
    pub name: String,
    #[serde(with = "base64_text")]
    pub data: Vec<u8>,
}

/// Something of everything.
#[derive(
    Clone,
    Debug,
    PartialEq,
    serde::Serialize,
    serde::Deserialize,
    bincode::Encode,
    bincode::Decode,
    rkyv::Archive,
    rkyv::Serialize,
    rkyv::Deserialize,
)]
#[expect(missing_docs, reason = "the fields are those of `proto/shapes.proto`")]
pub struct Rich {
    pub id: u64,
    pub delta: i32,
    pub balance: i64,
    pub count: u32,
    pub checksum: u64,
    pub offset: i32,
    pub active: bool,
    pub score: f64,
    pub ratio: f32,
    pub kind: Kind,
    pub name: String,
    pub email: String,
    pub note: String,
    #[serde(with = "base64_text")]
    pub digest: Vec<u8>,
    pub home: Option<Address>,
    pub work: Option<Address>,
    pub tags: Vec<String>,
    pub samples: Vec<f64>,
    pub numbers: Vec<u32>,
    pub labels: BTreeMap<String, i64>,
    pub contact: Option<Contact>,
}

/// A place.
#[derive(
    Clone,
    Debug,
    PartialEq,
    serde::Serialize,
    serde::Deserialize,
    bincode::Encode,
    bincode::Decode,
    rkyv::Archive,
    rkyv::Serialize,
    rkyv::Deserialize,
)]
#[expect(missing_docs, reason = "the fields are those of `proto/shapes.proto`")]
pub struct Address {
    pub street: String,
    pub city: String,
    pub code: u32,
}

/// What something is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    serde::Serialize,
    serde::Deserialize,
    bincode::Encode,
    bincode::Decode,
    rkyv::Archive,
    rkyv::Serialize,
    rkyv::Deserialize,
)]
#[expect(missing_docs, reason = "the values are those of `proto/shapes.proto`")]
pub enum Kind {
    Unspecified,
    Person,
    Organisation,
}

/// How to reach somebody.
#[derive(
    Clone,
    Debug,
    PartialEq,
    serde::Serialize,
    serde::Deserialize,
    bincode::Encode,
    bincode::Decode,
    rkyv::Archive,
    rkyv::Serialize,
    rkyv::Deserialize,
)]
#[expect(missing_docs, reason = "the variants are those of `proto/shapes.proto`")]
pub enum Contact {
    Phone(String),
    Mail(Address),
}

/// A number, a string of sixteen bytes and `bytes` more.
#[must_use]
pub fn small(bytes: usize) -> Small {
    Small {
        id: 0x1234_5678_9abc,
        name: "sixteen-letters!".to_owned(),
        data: (0..bytes).map(|n| (n * 31) as u8).collect(),
    }
}

/// About twenty fields, of which the longest are a hundred numbers and ten labels.
#[must_use]
pub fn rich() -> Rich {
    let address =
        |street: &str, city: &str| Address { street: street.to_owned(), city: city.to_owned(), code: 10_115 };
    Rich {
        id: 0x1234_5678_9abc,
        delta: -17,
        balance: -1_250_000,
        count: 42,
        checksum: 0xdead_beef_cafe_f00d,
        offset: -90,
        active: true,
        score: 0.75,
        ratio: 1.5,
        kind: Kind::Organisation,
        name: "Ada Lovelace".to_owned(),
        email: "ada@analytical.example".to_owned(),
        note: "The engine weaves algebraic patterns as the loom weaves flowers and leaves. Größe: 30 Fuß."
            .to_owned(),
        digest: (0..32).map(|n| n * 7).collect(),
        home: Some(address("12 St James's Square", "London")),
        work: Some(address("1 Dorset Street", "Marylebone")),
        tags: ["mathematics", "engines", "poetry"].map(str::to_owned).to_vec(),
        samples: (0..8_u32).map(|n| f64::from(n) * 0.125).collect(),
        // A third of them take one byte as a varint, a third two, a third three.
        numbers: (0..100_u32).map(|n| (n + 1) << (n % 3 * 7)).collect(),
        labels: (0..10_i64).map(|n| (format!("label-{n}"), (n + 1) * 1_000)).collect(),
        contact: Some(Contact::Phone("+44 20 7946 0000".to_owned())),
    }
}

/// Bytes are base64 in JSON, as protobuf has them; a list of numbers would be a handicap.
mod base64_text {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        // None of the texts has an escape, so each can be borrowed.
        STANDARD.decode(<&str>::deserialize(from)?).map_err(D::Error::custom)
    }
}
