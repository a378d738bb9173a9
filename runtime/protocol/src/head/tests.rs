use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::{prop_assert_eq, proptest};

use super::field::split;
use super::*;
use crate::call::Codec;
use crate::limits::Limits;
use crate::metadata::Metadata;

/// What is behind the length, which takes all the rest.
fn inner(bytes: &[u8]) -> &[u8] {
    let (head, rest) = split(bytes).unwrap();
    assert!(rest.is_empty());
    head
}

fn metadata() -> impl Strategy<Value = Metadata> {
    vec(("[a-z0-9_.-]{1,20}", vec(any::<u8>(), 0..200)), 0..5).prop_map(|entries| {
        let mut metadata = Metadata::new();
        entries.iter().for_each(|(key, value)| metadata.insert(key, value).unwrap());
        metadata
    })
}

proptest! {
    #[test]
    fn a_request_head_comes_back(
        method_id in any::<u32>(),
        method in "[a-z./]{0,30}",
        timeout_us in any::<u64>(),
        attempt in any::<u32>(),
        metadata in metadata(),
    ) {
        let head = RequestHead { method_id, method: &method, timeout_us, metadata: &metadata, attempt };
        let mut bytes = Vec::new();
        head.write(&mut bytes);
        prop_assert_eq!(inner(&bytes).len(), head.len());
        let read = ReadHead::read(inner(&bytes), 128).unwrap();
        prop_assert_eq!(read.method_id, method_id);
        prop_assert_eq!(read.method.unwrap_or_default(), method.as_bytes());
        prop_assert_eq!(read.timeout, (timeout_us > 0).then(|| Duration::from_micros(timeout_us)));
        prop_assert_eq!((read.metadata_bytes, read.metadata_entries), (metadata.size(), metadata.len()));
        let extra = read.extra.unwrap_or_default();
        prop_assert_eq!((extra.metadata, extra.attempt), (metadata, attempt));
    }

    #[test]
    fn a_response_head_comes_back(
        code in 0..17_u32,
        message in ".{0,100}",
        details in vec(("[a-z/]{0,20}", vec(any::<u8>(), 0..50)), 0..3),
        metadata in metadata(),
        refused in any::<bool>(),
        after in proptest::option::of(1..1_000_000_u64),
    ) {
        let mut head = ResponseHead::new(code, message);
        let detail = |(type_url, value): (String, Vec<u8>)| Detail { type_url, value: value.into() };
        head.details = details.into_iter().map(detail).collect();
        (head.metadata, head.refused) = (metadata, refused);
        head.retry_after = after.map(Duration::from_micros);
        let mut bytes = Vec::new();
        head.write(&mut bytes);
        prop_assert_eq!(ResponseHead::read(inner(&bytes), 128).unwrap(), head);
    }

    #[test]
    fn hello_and_goaway_come_back(numbers in any::<[u32; 9]>(), ms in any::<u64>(), name in "[a-z]{0,20}") {
        let hello = Hello {
            limits: Limits::from_numbers(numbers),
            codecs: vec![Codec::Json, Codec::Binary],
            compressions: vec![name.clone(), "gzip".to_owned()],
            ping_interval_min_ms: ms,
            agent: name.clone(),
            features: vec!["x".to_owned()],
        };
        let mut bytes = Vec::new();
        hello.write(&mut bytes);
        prop_assert_eq!(Hello::read(inner(&bytes)).unwrap(), hello);
        let goaway = GoAway { last: numbers[0], code: numbers[1], message: name };
        let mut bytes = Vec::new();
        goaway.write(&mut bytes);
        prop_assert_eq!(GoAway::read(inner(&bytes)).unwrap(), goaway);
    }

    /// [P-14]
    #[test]
    fn a16_any_bytes_are_a_head_or_are_not(bytes in vec(any::<u8>(), 0..60)) {
        let _ = ReadHead::read(&bytes, 2);
        let _ = ResponseHead::read(&bytes, 2);
        let _ = Hello::read(&bytes);
        let _ = GoAway::read(&bytes);
    }
}

#[test]
fn a_list_of_a_hello_has_an_end() {
    let hello = Hello { features: vec!["y".repeat(500); 100], ..Hello::default() };
    let mut bytes = Vec::new();
    hello.write(&mut bytes);
    let read = Hello::read(inner(&bytes)).unwrap();
    assert_eq!((read.features.len(), read.features[0].len()), (32, 128));
}

#[test]
fn codecs_may_be_packed_or_not() {
    for bytes in [&b"\x52\x03\x00\x01\x09"[..], b"\x50\x00\x50\x01\x50\x09"] {
        assert_eq!(Hello::read(bytes).unwrap().codecs, [Codec::Json, Codec::Binary]);
    }
    assert!(Hello::read(b"\x52\x01\x80").is_err());
}
