//! Frames by hand: written without the code that is tested.

pub(crate) const REQUEST: u8 = 0;
pub(crate) const RESPONSE: u8 = 1;
pub(crate) const HEARTBEAT: u8 = 2;
pub(crate) const DATA: u8 = 3;
pub(crate) const CANCEL: u8 = 4;
pub(crate) const CREDIT: u8 = 5;
pub(crate) const GOAWAY: u8 = 6;
pub(crate) const HELLO: u8 = 7;

pub(crate) const MORE: u8 = 0x10;
pub(crate) const COMPRESSED: u8 = 0x20;
pub(crate) const END: u8 = 0x40;
pub(crate) const BINARY: u8 = 1;
pub(crate) const NONE: u8 = 15;

/// The flags of a call that has nothing but a request.
pub(crate) const UNARY: u8 = BINARY | END;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) version: u8,
    pub(crate) mode: u8,
    pub(crate) kind: u8,
    pub(crate) seq: u32,
    pub(crate) body: Vec<u8>,
}

impl Frame {
    pub(crate) fn has(&self, flag: u8) -> bool {
        self.mode & flag != 0
    }

    /// The head of the body, and what is behind it.
    pub(crate) fn split(&self) -> (&[u8], &[u8]) {
        let (len, rest) = read_varint(&self.body);
        rest.split_at(usize::try_from(len).unwrap())
    }

    /// A number of the head, 0 if it is not there.
    pub(crate) fn number(&self, field: u64) -> u64 {
        fields(self.split().0).iter().rev().find(|(number, ..)| *number == field).map_or(0, |(_, n, _)| *n)
    }

    /// A text of the head.
    pub(crate) fn text(&self, field: u64) -> String {
        let fields = fields(self.split().0);
        let found = fields.into_iter().rev().find(|(number, ..)| *number == field);
        String::from_utf8(found.map(|(.., bytes)| bytes).unwrap_or_default()).unwrap()
    }
}

/// Fields of the two wire types that heads have.
pub(crate) fn fields(mut message: &[u8]) -> Vec<(u64, u64, Vec<u8>)> {
    let mut found = Vec::new();
    while !message.is_empty() {
        let (tag, rest) = read_varint(message);
        let (number, rest) = read_varint(rest);
        message = rest;
        let mut bytes = Vec::new();
        if tag & 7 == 2 {
            let (field, rest) = message.split_at(usize::try_from(number).unwrap());
            (bytes, message) = (field.to_vec(), rest);
        }
        found.push((tag >> 3, number, bytes));
    }
    found
}

pub(crate) fn read_varint(bytes: &[u8]) -> (u64, &[u8]) {
    let end = bytes.iter().position(|byte| *byte < 0x80).expect("a varint ends");
    let value = bytes[..=end].iter().rev().fold(0, |value, byte| value << 7 | u64::from(byte & 0x7f));
    (value, &bytes[end + 1..])
}

pub(crate) fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A field with a number.
pub(crate) fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

/// A field with bytes.
pub(crate) fn bytes(field: u64, value: impl AsRef<[u8]>) -> Vec<u8> {
    let value = value.as_ref();
    [varint(field << 3 | 2), varint(value.len() as u64), value.to_vec()].concat()
}

/// A head with its length, and a payload.
pub(crate) fn body(head: &[u8], payload: &[u8]) -> Vec<u8> {
    [&varint(head.len() as u64), head, payload].concat()
}

pub(crate) fn frame(kind: u8, mode: u8, seq: u32, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = u32::try_from(body.len()).unwrap();
    [b"mrp\x02", &[mode, kind][..], &seq.to_be_bytes(), &length.to_be_bytes(), body].concat()
}

pub(crate) fn version1(codec: u8, kind: u8, seq: u32, body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut bytes = frame(kind, codec, seq, body);
    bytes[3] = 1;
    bytes
}

/// A request of a method by its name.
pub(crate) fn request(seq: u32, mode: u8, path: &str, payload: &[u8]) -> Vec<u8> {
    frame(REQUEST, mode, seq, body(&bytes(2, path), payload))
}

/// A plain success.
pub(crate) fn success(seq: u32, payload: &[u8]) -> Vec<u8> {
    frame(RESPONSE, UNARY, seq, body(&[], payload))
}

/// A HELLO with the usual limits, and some that differ.
pub(crate) fn hello_with(different: &[(u64, u64)]) -> Vec<u8> {
    let usual: [u64; 9] = [69_632, 4 << 20, 16 << 10, 128, 1_000, 1_024, 256 << 10, 4 << 20, 16 << 20];
    let mut head: Vec<u8> = (1..).zip(usual).flat_map(|(field, value)| number(field, value)).collect();
    // Of a field that comes twice, the last counts.
    different.iter().for_each(|(field, value)| head.extend(number(*field, *value)));
    frame(HELLO, NONE, 0, body(&head, &[]))
}

pub(crate) fn hello() -> Vec<u8> {
    hello_with(&[])
}

pub(crate) fn credit(seq: u32, bytes: u64) -> Vec<u8> {
    frame(CREDIT, NONE, seq, varint(bytes))
}

pub(crate) fn cancel(seq: u32) -> Vec<u8> {
    frame(CANCEL, NONE, seq, [0])
}

pub(crate) fn goaway(last: u32, code: u64) -> Vec<u8> {
    let head = [number(1, last.into()), number(2, code), bytes(3, "why")].concat();
    frame(GOAWAY, NONE, 0, body(&head, &[]))
}

/// The frames in `bytes`, which have no part of one at their end.
pub(crate) fn parse(mut bytes: &[u8]) -> Vec<Frame> {
    let mut frames = Vec::new();
    while !bytes.is_empty() {
        let (header, rest) = bytes.split_at(14);
        assert_eq!(&header[..3], b"mrp");
        let u32_at = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().unwrap());
        let (body, rest) = rest.split_at(u32_at(10) as usize);
        let (version, mode, kind) = (header[3], header[4], header[5]);
        frames.push(Frame { version, mode, kind, seq: u32_at(6), body: body.to_vec() });
        bytes = rest;
    }
    frames
}
