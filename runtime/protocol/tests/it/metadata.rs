//! What travels beside messages, and how much of it.

use mrpc_protocol::{Config, Error, Event, Metadata, Payload, Refusal, Request, ResponseHead};

use crate::peer::{Peer, failure, only, request};
use crate::wire::{self, REQUEST, RESPONSE, UNARY, frame};

fn entry(key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> Vec<u8> {
    wire::bytes(4, [wire::bytes(1, key), wire::bytes(2, value)].concat())
}

fn request_with(entries: &[Vec<u8>]) -> Vec<u8> {
    frame(REQUEST, UNARY, 1, wire::body(&[wire::bytes(2, "a.B/C"), entries.concat()].concat(), b""))
}

/// [P-30]
#[test]
fn a18_entries_keep_order_and_duplicates() {
    let mut peer = Peer::server();
    let entries = [entry("b", "1"), entry("a-bin", b"\0\xff"), entry("b", ""), entry("a", "2")];
    let events = peer.feed(request_with(&entries));
    let Event::Request { extra: Some(extra), .. } = only(events) else { panic!() };
    let expected: [(&str, &[u8]); 4] = [("b", b"1"), ("a-bin", b"\0\xff"), ("b", b""), ("a", b"2")];
    assert_eq!(extra.metadata.iter().collect::<Vec<_>>(), expected);
}

#[track_caller]
fn check_refused(bytes: Vec<u8>, code: u64) {
    let mut peer = Peer::server();
    assert!(peer.feed(bytes).is_empty());
    let frame = peer.frame();
    assert_eq!((frame.number(1), frame.number(5)), (code, 1));
    peer.assert_alive();
}

/// [P-30]
#[test]
fn a18_metadata_beyond_the_limits_costs_the_call_and_far_beyond_the_connection() {
    let of = |count: usize| vec![entry("k", ""); count];
    Peer::server().accept(request_with(&of(128)));
    check_refused(request_with(&of(129)), 8);
    check_refused(request_with(&of(5_000)), 8);
    // What is left of 16 KiB for the value: three tags, lengths of two, one and two bytes, a name of one.
    let room = (16 << 10) - 9;
    Peer::server().accept(request_with(&[entry("k", vec![b'x'; room])]));
    check_refused(request_with(&[entry("k", vec![b'x'; room + 1])]), 8);
    let four = vec![entry("k", vec![b'x'; room]); 4];
    check_refused(request_with(&four), 8);
    let more = [four, vec![entry("k", "x".repeat(100))]].concat();
    assert_eq!(Peer::server().feed_error(request_with(&more)), Error::MetadataTooLarge);
}

/// [P-31]
#[test]
fn a18_names_are_checked() {
    for key in ["K", "", "a b", "a\n", "ä", &"k".repeat(257)] {
        check_refused(request_with(&[entry(key, "")]), 3);
    }
    check_refused(request_with(&[entry(b"\xff", "")]), 3);
    Peer::server().accept(request_with(&[entry("k".repeat(256), "")]));
    let broken = wire::bytes(4, b"\x0a\x05k");
    assert!(matches!(Peer::server().feed_error(request_with(&[broken])), Error::Malformed(_)));
}

/// [P-30]
#[test]
fn a18_a_client_keeps_the_limits_of_its_server() {
    let mut metadata = Metadata::new();
    metadata.insert("k", "v").unwrap();
    metadata.insert("k", "v").unwrap();
    for different in [[(3, 10)], [(4, 1)]] {
        let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&different));
        let refusal = peer.start(&Request { metadata: &metadata, ..request(0) }, b"");
        assert_eq!(refusal, Err(Refusal::MetadataTooLarge));
        assert!(peer.sent().is_empty());
    }
    let hello = wire::hello_with(&[(1, 4_096), (3, 100_000)]);
    let mut peer = Peer::client_with(&Config::default(), &hello);
    metadata.insert("large", vec![0; 4_100]).unwrap();
    let refusal = peer.start(&Request { metadata: &metadata, ..request(0) }, b"");
    assert_eq!(refusal, Err(Refusal::MetadataTooLarge), "a head is never split");
}

/// [P-30]
#[test]
fn a18_an_answer_keeps_the_limits_of_the_client() {
    let mut head = ResponseHead::default();
    head.metadata.insert("k", vec![0; 100]).unwrap();
    let mut peer = Peer::server_with(&Config::default(), &wire::hello_with(&[(3, 100)]));
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    assert!(peer.connection.answer(id, Some(&head), Payload::EMPTY, false));
    assert_eq!(peer.frame().number(1), 8);
    // Too many entries, and details that do not fit into a frame.
    let mut peer = Peer::server_with(&Config::default(), &wire::hello_with(&[(4, 1), (1, 4_096)]));
    let ids = [1, 3, 5].map(|seq| peer.accept(wire::request(seq, UNARY, "a.B/C", b"")));
    assert!(peer.connection.answer(ids[0], Some(&head), Payload::EMPTY, false));
    assert_eq!(peer.frame().number(1), 0);
    head.metadata.insert("l", "").unwrap();
    assert!(peer.connection.answer(ids[1], Some(&head), Payload::EMPTY, false));
    assert_eq!(peer.frame().number(1), 8);
    let mut head = ResponseHead::new(5, "");
    head.details = vec![mrpc_protocol::Detail { type_url: "t/x".to_owned(), value: vec![0; 4_096].into() }];
    assert!(peer.connection.answer(ids[2], Some(&head), Payload::EMPTY, false));
    assert_eq!(peer.frame().number(1), 8);
}

/// [P-33]: the length of a head counts, too.
#[test]
fn a18_a_head_fits_into_a_frame_or_is_refused() {
    let hello = wire::hello_with(&[(1, 4_096), (3, 100_000)]);
    let mut refused = 0;
    for len in 4_000..4_200 {
        let mut metadata = Metadata::new();
        metadata.insert("k", vec![0; len]).unwrap();
        let mut peer = Peer::client_with(&Config::default(), &hello);
        match peer.start(&Request { metadata: &metadata, ..request(0) }, b"payload") {
            Ok(_) => assert!(peer.frames().iter().all(|frame| frame.body.len() <= 4_096), "{len}"),
            Err(_) => refused += 1,
        }
    }
    // Id, name, and what is around the value.
    assert_eq!(refused, 200 - (4_096 - 4_000 - 2 - 2 - 10 - 9) - 1);
}

#[test]
fn a18_an_answer_with_too_many_entries_is_still_one() {
    let entries = vec![entry("k", "v"); 200].concat();
    let mut peer = Peer::client();
    peer.open();
    let head = [wire::number(1, 5), entries, entry("BAD", "v")].concat();
    let head = failure(peer.feed(frame(RESPONSE, UNARY, 1, wire::body(&head, b""))));
    assert_eq!((head.code, head.metadata.len()), (5, 128));
}

/// [P-30]: split over frames it does not become more.
#[test]
fn c10_metadata_is_in_the_first_frame_or_nowhere() {
    let head = [wire::bytes(2, "a.B/C"), entry("k", vec![b'x'; 1_000])].concat();
    let whole = wire::body(&head, b"");
    let mut peer = Peer::server();
    let first = frame(REQUEST, 0x11, 1, &whole[..500]);
    assert!(matches!(peer.feed_error(first), Error::Malformed(_)));
}
