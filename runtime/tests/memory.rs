//! How much memory bytes from a peer can make a decoder take.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "memory/calls.rs"]
mod calls;
#[path = "it/call/echo.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod echo;
#[path = "it/json_sample.rs"]
mod json_sample;
#[path = "it/sample.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod sample;

use json_sample::Every;
use mrpc::bytes::Bytes;
use mrpc::codec::Limits;
use mrpc::json::{Options, Shape};
use mrpc::{Any, ListValue, Message, Value};
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
    // Maps of one entry each take a node of a tree for eleven.
    let maps = [0x0a, 4, 0x2a, 2, 0x0a, 0].repeat(500_000);
    let peak = taken::<ListValue>(&maps);
    assert!(peak <= allowed(&maps), "small maps: {peak}");
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

/// The most memory that reading `json` takes at any time.
fn taken_by_json<M: Shape>(options: &Options, json: &str) -> usize {
    let info = allocation_counter::measure(|| drop(options.from_str::<M>(json)));
    usize::try_from(info.bytes_max).unwrap()
}

#[test]
fn b08_much_json_about_nothing_stays_within_the_budget() {
    let options = Options::new().ignore_unknown(true).with::<Every>();
    let list = |element: &str| {
        format!("[{}{element}]", format!("{element},").repeat((512 << 10) / (element.len() + 1)))
    };
    let map = |value: &str| {
        let entries: Vec<String> = (0..30_000).map(|key| format!("\"{key}\":{value}")).collect();
        format!("{{{}}}", entries.join(","))
    };
    let mut documents: Vec<String> = Vec::new();
    for (name, element) in [
        ("values", "0"),
        ("values", "[]"),
        ("values", "{}"),
        ("values", "[[[[0]]]]"),
        // A map with an entry has room for eleven.
        ("values", "{\"\":0}"),
        ("aList", "\"\""),
        ("texts", "\"\""),
        ("longs", "0"),
        ("times", "null"),
        ("times", "\"1970-01-01T00:00:00Z\""),
        ("nulls", "null"),
        ("unknown", "{}"),
    ] {
        documents.push(format!("{{\"{name}\":{}}}", list(element)));
    }
    for (name, value) in [
        ("byText", "{}"),
        ("byInt", "null"),
        ("byLong", "0"),
        ("object", "0"),
        ("object", "{}"),
        ("unknown", "{}"),
    ] {
        documents.push(format!("{{\"{name}\":{}}}", map(value)));
    }
    documents.push(format!("{{\"mask\":\"{}a\"}}", "a,".repeat(256 << 10)));
    documents.push(format!("{{\"mask\":\"{}\"}}", "A".repeat(512 << 10)));
    for json in &documents {
        let peak = taken_by_json::<Every>(&options, json);
        assert!(peak <= allowed(json.as_bytes()), "{:.40}: {peak}", json);
        // An `Any` keeps all of it until it knows what it is.
        for any in [
            json.replacen('{', "{\"@type\":\"x/sample.v1.Every\",", 1),
            format!("{},\"@type\":\"x/sample.v1.Every\"}}", &json[..json.len() - 1]),
        ] {
            let peak = taken_by_json::<Any>(&options, &any);
            assert!(peak <= allowed(any.as_bytes()), "{:.60}: {peak}", any);
        }
    }
    // Fifty of them in each other, which read the same again and again.
    let inner = &documents[0];
    let deep =
        format!("{}{inner}{}", "{\"@type\":\"x/google.protobuf.Any\",\"value\":".repeat(50), "}".repeat(50))
            .replacen(inner, &inner.replacen('{', "{\"@type\":\"x/sample.v1.Every\",", 1), 1);
    let peak = taken_by_json::<Any>(&options, &deep);
    assert!(peak <= allowed(deep.as_bytes()), "{peak}");
}

#[test]
fn b10_any_in_any_is_written_without_a_copy_for_each() {
    let texts = ListValue::from_iter((0..10_000).map(|number| Value::from(number.to_string())));
    let allocations = |levels: usize| {
        let any = (0..levels).fold(Any::pack(&texts), |any, level| {
            // A message between them changes nothing.
            if level % 2 == 0 {
                Any::pack(&any)
            } else {
                Any::pack(&Every { any: Some(any), ..Every::default() })
            }
        });
        let options = Options::new().with::<Every>();
        allocation_counter::measure(|| drop(options.to_string(&any).unwrap())).count_total
    };
    let (one, many) = (allocations(0), allocations(40));
    assert!(many < one + 10_000, "{one} at the top, {many} in forty others");
}
