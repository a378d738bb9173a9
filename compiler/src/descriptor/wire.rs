//! Writes the wire format of protobuf, as far as descriptors need it.

use super::setting::{Given, Setting};

const VARINT: u64 = 0;
const FIXED64: u64 = 1;
const LEN: u64 = 2;

/// The bytes of one message, field by field. Fields are written even where they are zero.
#[derive(Debug, Default)]
pub(super) struct Bytes(Vec<u8>);

impl Bytes {
    pub(super) fn varint(&mut self, number: u32, value: u64) {
        self.tag(number, VARINT);
        self.raw(value);
    }

    /// An `int32`, an `int64` or an enum.
    pub(super) fn int(&mut self, number: u32, value: i64) {
        self.varint(number, value.cast_unsigned());
    }

    pub(super) fn flag(&mut self, number: u32, is_set: bool) {
        if is_set {
            self.varint(number, 1);
        }
    }

    pub(super) fn text(&mut self, number: u32, text: &str) {
        self.bytes(number, text.as_bytes());
    }

    pub(super) fn bytes(&mut self, number: u32, bytes: &[u8]) {
        self.tag(number, LEN);
        self.raw(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn message(&mut self, number: u32, inner: &Self) {
        self.bytes(number, &inner.0);
    }

    /// A message of options; nothing where there are none.
    pub(super) fn options(&mut self, number: u32, options: &[Setting]) {
        if !options.is_empty() {
            self.settings(number, options);
        }
    }

    fn settings(&mut self, number: u32, settings: &[Setting]) {
        let mut inner = Self::default();
        for Setting { number, value, .. } in settings {
            match value {
                Given::Bool(value) => inner.varint(*number, (*value).into()),
                Given::Int(value) => inner.int(*number, *value),
                Given::Uint(value) => inner.varint(*number, *value),
                Given::Double(value) => {
                    inner.tag(*number, FIXED64);
                    inner.0.extend_from_slice(&value.to_le_bytes());
                }
                Given::Text(text) => inner.text(*number, text),
                Given::Word(_, value) => inner.int(*number, (*value).into()),
                Given::Message(settings) => inner.settings(*number, settings),
            }
        }
        self.message(number, &inner);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn tag(&mut self, number: u32, wire_type: u64) {
        self.raw(u64::from(number) << 3 | wire_type);
    }

    fn raw(&mut self, mut value: u64) {
        while value >= 0x80 {
            // The lowest seven bits, and a sign that more follow.
            self.0.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}
