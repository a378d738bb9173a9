//! prost, with a `BTreeMap` for its maps.

use std::fmt::Debug;

use ::prost::Message;

use super::rows::Codec;
use crate::measure::Row;
use crate::shape;

use crate::generated::prost::{Address, Kind, Rich, Small, rich::Contact};

/// The value in the wire format of protobuf.
pub(super) fn small(value: shape::Small) -> Vec<u8> {
    Small::from(value).encode_to_vec()
}

/// The value in the wire format of protobuf.
pub(super) fn rich(value: shape::Rich) -> Vec<u8> {
    Rich::from(value).encode_to_vec()
}

/// The rows for the value that is `bytes` in the wire format of protobuf.
pub(super) fn small_rows(shape: &'static str, bytes: &[u8]) -> Vec<Row> {
    rows::<Small>(shape, bytes)
}

/// The rows for the value that is `bytes` in the wire format of protobuf.
pub(super) fn rich_rows(shape: &'static str, bytes: &[u8]) -> Vec<Row> {
    rows::<Rich>(shape, bytes)
}

fn rows<M: Message + Clone + Debug + Default + PartialEq + 'static>(
    shape: &'static str,
    bytes: &[u8],
) -> Vec<Row> {
    let codec = Codec {
        library: "prost",
        encode: |value: &M, buffer| {
            buffer.clear();
            value.encode(buffer).expect("a vector has room");
            buffer.len()
        },
        encode_to_new: M::encode_to_vec,
        decode: |bytes| M::decode(bytes).expect("these are a message"),
    };
    codec.rows_of_bytes(shape, bytes)
}

impl From<shape::Small> for Small {
    fn from(shape::Small { id, name, data }: shape::Small) -> Self {
        Self { id, name, data }
    }
}

impl From<shape::Rich> for Rich {
    fn from(value: shape::Rich) -> Self {
        Self {
            id: value.id,
            delta: value.delta,
            balance: value.balance,
            count: value.count,
            checksum: value.checksum,
            offset: value.offset,
            active: value.active,
            score: value.score,
            ratio: value.ratio,
            kind: Kind::from(value.kind).into(),
            name: value.name,
            email: value.email,
            note: value.note,
            digest: value.digest,
            home: value.home.map(Address::from),
            work: value.work.map(Address::from),
            tags: value.tags,
            samples: value.samples,
            numbers: value.numbers,
            labels: value.labels,
            contact: value.contact.map(Contact::from),
        }
    }
}

impl From<shape::Address> for Address {
    fn from(shape::Address { street, city, code }: shape::Address) -> Self {
        Self { street, city, code }
    }
}

impl From<shape::Kind> for Kind {
    fn from(kind: shape::Kind) -> Self {
        match kind {
            shape::Kind::Unspecified => Self::Unspecified,
            shape::Kind::Person => Self::Person,
            shape::Kind::Organisation => Self::Organisation,
        }
    }
}

impl From<shape::Contact> for Contact {
    fn from(contact: shape::Contact) -> Self {
        match contact {
            shape::Contact::Phone(phone) => Self::Phone(phone),
            shape::Contact::Mail(mail) => Self::Mail(mail.into()),
        }
    }
}
