//! How much memory bytes from a peer can make a decoder take.
#![forbid(unsafe_code)]

#[path = "it/sample.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod sample;

use mrpc::Message;
use mrpc::bytes::Bytes;
use mrpc::codec::Limits;
use sample::{Mixed, Tree};

/// The most memory that decoding `bytes` takes at any time.
fn taken<M: Message>(bytes: &[u8]) -> usize {
    let info = allocation_counter::measure(|| drop(M::decode(bytes)));
    usize::try_from(info.bytes_max).unwrap()
}

/// What [`Limits`] say: so much for each byte and so much in any case, and the strings, which are never larger than what was
/// sent. While a list grows, its old and its new place are there at once.
fn allowed(bytes: &[u8]) -> usize {
    let limits = Limits::default();
    3 * (bytes.len() * limits.memory_per_byte + limits.memory_base) / 2 + bytes.len()
}

#[test]
fn b05_a_length_reserves_nothing() {
    for tag in [0x0a, 0x12, 0x1a, 0x32, 0x3a, 0x4a, 0x52, 0x6a, 0x7a] {
        for len in [&[0xff, 0xff, 0xff, 0xff, 0x07][..], &[0xff; 9]] {
            let bytes = [&[tag], len, &[1, 2, 3]].concat();
            assert!(taken::<Tree>(&bytes) < 1024);
            assert!(taken::<Mixed>(&bytes) < 1024);
        }
    }
}

#[test]
fn b08_four_mebibytes_of_nothing_stay_within_the_budget() {
    let bytes = |field: &[u8]| field.repeat((4 << 20) / field.len());
    for field in [
        // Messages, a pointer each time, strings, entries of both kinds of map, unknown fields, packed numbers.
        &[0x0a, 0][..],
        &[0x12, 0],
        &[0x1a, 0],
        &[0x0a, 2, 0x0a, 0],
        &[0x0a, 0, 0x1a, 0],
        &[0x9a, 0x9a, 0x01, 1, 1],
        &[0x92, 0x03, 8, 1, 1, 1, 1, 1, 1, 1, 1],
        &[0x48, 1],
    ] {
        let bytes = bytes(field);
        let peak = taken::<Tree>(&bytes);
        assert!(peak <= allowed(&bytes), "{field:?}: {peak}");
    }
    for field in
        [&[0x32, 0][..], &[0x3a, 0], &[0x3a, 3, 0x0a, 1, b'a'], &[0x6a, 0], &[0x20, 9], &[0x22, 1, 9]]
    {
        let bytes = bytes(field);
        let peak = taken::<Mixed>(&bytes);
        assert!(peak <= allowed(&bytes), "{field:?}: {peak}");
    }
    let many: Vec<u8> = (0..500_000_u32)
        .flat_map(|key| {
            let [a, b, c, _] = (key | 0x0010_0000).to_le_bytes();
            [0x32, 4, 8, a | 0x80, b | 0x80, c & 0x7f]
        })
        .collect();
    let peak = taken::<Mixed>(&many);
    assert!(peak <= allowed(&many), "a map: {peak}");
}

#[test]
fn b12_what_is_kept_of_a_large_message_is_small() {
    let text = [&[0x1a, 10][..], b"0123456789", &[0x7a, 0x80, 0x80, 0x40], &vec![0; 1 << 20]].concat();
    let message = Bytes::from(text);
    let mut kept: Vec<String> = Vec::with_capacity(1000);
    let info = allocation_counter::measure(|| {
        for _ in 0..1000 {
            let mut tree = Tree::decode_shared(&message, &Limits::default()).unwrap();
            kept.push(std::mem::take(&mut tree.name));
        }
    });
    assert!(kept.iter().all(|name| name == "0123456789"));
    assert!(info.bytes_current < 100_000, "{}", info.bytes_current);
}
