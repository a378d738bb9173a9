//! Bytes that are frames, nearly frames, and no frames.

use mrpc_protocol::{Config, Error, Event, Version};

use crate::peer::{Peer, failure, only, texts};
use crate::wire::{
    self, BINARY, CANCEL, DATA, END, GOAWAY, HEARTBEAT, HELLO, MORE, NONE, REQUEST, RESPONSE, UNARY, frame,
};

/// A bit of everything that a server reads.
fn everything() -> Vec<u8> {
    let bind = [wire::number(1, 1), wire::bytes(2, "a.B/C"), wire::bytes(4, b"\x0a\x01k\x12\x01v")].concat();
    let parts = [
        wire::hello(),
        frame(REQUEST, UNARY, 1, wire::body(&bind, b"payload")),
        frame(REQUEST, BINARY, 3, wire::body(&wire::number(1, 1), b"")),
        frame(DATA, BINARY, 3, b"item"),
        frame(DATA, BINARY | MORE, 3, b"it"),
        frame(HEARTBEAT, NONE, 0, b"12345678"),
        frame(DATA, BINARY | END, 3, b"em"),
        frame(REQUEST, BINARY | MORE, 5, wire::body(&wire::bytes(2, "a.B/D"), b"fir")),
        wire::credit(3, 100),
        frame(REQUEST, UNARY, 5, b"st"),
        wire::cancel(3),
        frame(200, NONE, 9, b"?"),
        wire::request(7, UNARY, "a b", b""),
        wire::goaway(0, 0),
    ];
    parts.concat()
}

fn fed_in(pieces: &[&[u8]]) -> (Vec<String>, Vec<u8>) {
    let mut peer = Peer::new_server(&Config::default());
    let mut events = Vec::new();
    for piece in pieces {
        events.extend(texts(&peer.feed(piece)));
    }
    peer.assert_alive();
    (events, peer.sent())
}

/// [P-01]: cut at each position, and into single bytes.
#[test]
fn a01_what_happens_does_not_depend_on_cuts() {
    let bytes = everything();
    let whole = fed_in(&[&bytes]);
    assert_eq!(whole.0.len(), 9, "{:#?}", whole.0);
    for at in 0..=bytes.len() {
        assert_eq!(fed_in(&[&bytes[..at], &bytes[at..]]), whole, "cut at {at}");
    }
    for len in 1..=29 {
        assert_eq!(fed_in(&bytes.chunks(len).collect::<Vec<_>>()), whole, "in pieces of {len}");
    }
}

#[test]
fn a02_the_last_of_a_thousand_frames_is_awaited() {
    let mut peer = Peer::server();
    let mut bytes: Vec<u8> =
        (0..1_000).flat_map(|n| wire::request(n * 2 + 1, UNARY, "a.B/C", b"x")).collect();
    let last = bytes.pop().unwrap();
    assert_eq!(peer.feed(&bytes).len(), 999);
    assert_eq!(peer.connection.wanted(&peer.input), 1);
    assert_eq!(peer.feed([last]).len(), 1);
    assert_eq!(peer.connection.wanted(&peer.input), 14);
    assert_eq!(peer.connection.in_flight(), 1_000);
}

/// [P-02]
#[test]
fn a03_a_stranger_is_turned_away_on_its_first_wrong_byte() {
    for start in ["G", "mG", "mrG", "M", "mR", "mrP", "GET / HTTP/1.1\r\n"] {
        let mut peer = Peer::new_server(&Config::default());
        assert!(peer.feed(start).is_empty());
        assert_eq!(peer.error, Some(Error::BadMagic), "{start}");
        assert!(peer.sent().is_empty(), "a stranger would not understand");
        peer.assert_dead();
    }
}

/// [P-03]
#[test]
fn a03_other_versions_are_turned_away_with_the_reason() {
    for version in [0, 3, 255] {
        let mut hello = wire::hello();
        hello[3] = version;
        let mut server = Peer::new_server(&Config::default());
        assert_eq!(server.feed_error(&hello), Error::UnsupportedVersion(version));
        let mut client = Peer::new_client(Version::V2, &Config::default());
        assert_eq!(client.feed_error(&hello), Error::UnsupportedVersion(version));
    }
    // A connection does not change its mind.
    let mut peer = Peer::server();
    assert_eq!(peer.feed_error(wire::version1(1, 2, 0, b"")), Error::UnsupportedVersion(1));
    assert!(peer.error.unwrap().to_string().contains("versions 1 and 2"));
}

#[test]
fn a04_the_end_within_a_header_is_an_end() {
    let mut peer = Peer::server();
    assert!(peer.feed(&wire::hello()[..13]).is_empty());
    assert_eq!(peer.close(), []);
    peer.assert_dead();
}

/// [P-04]
#[test]
fn a05_a_length_beyond_the_limit_is_refused_at_once() {
    let limit = 68 << 10;
    for length in [limit + 1, 0x8000_0000, u32::MAX] {
        let mut bytes = wire::request(1, UNARY, "a.B/C", b"");
        bytes[10..14].copy_from_slice(&length.to_be_bytes());
        let mut peer = Peer::server();
        assert_eq!(peer.feed_error(&bytes[..14]), Error::FrameTooLarge { bytes: length, limit });
    }
    let mut peer = Peer::server();
    let mut bytes = wire::request(1, UNARY, "a.B/C", b"");
    bytes[10..14].copy_from_slice(&limit.to_be_bytes());
    assert!(peer.feed(&bytes[..14]).is_empty());
    assert_eq!(peer.connection.wanted(&peer.input), 68 << 10);
    peer.assert_alive();
}

/// [P-15]
#[test]
fn a06_an_unknown_codec_costs_the_call_alone() {
    for codec in 2..=15 {
        let mut peer = Peer::server();
        assert!(peer.feed(wire::request(1, codec | END, "a.B/C", b"?")).is_empty());
        let frame = peer.frame();
        assert_eq!((frame.kind, frame.mode, frame.number(1)), (RESPONSE, codec | END, 12));
        assert_eq!(frame.number(5), 1, "no handler ran");
        peer.accept(wire::request(3, UNARY, "a.B/C", b""));
    }
}

/// [P-15]
#[test]
fn a06_an_answer_in_another_codec_than_the_request_is_an_error() {
    let mut peer = Peer::client();
    peer.start(&crate::peer::request(0), b"").unwrap();
    peer.frames();
    assert!(matches!(peer.feed_error(frame(RESPONSE, END, 1, [0])), Error::Unexpected(_)));
}

/// [P-12]
#[test]
fn a07_an_unknown_kind_is_an_error_or_passed_over() {
    for kind in [8, 9, 127] {
        assert_eq!(Peer::server().feed_error(frame(kind, NONE, 0, b"")), Error::UnknownKind(kind));
        assert_eq!(Peer::client().feed_error(frame(kind, NONE, 0, b"")), Error::UnknownKind(kind));
    }
    for kind in [128, 255] {
        let mut peer = Peer::server();
        assert!(peer.feed(frame(kind, NONE, 77, b"whatever")).is_empty());
        peer.assert_alive();
        assert_eq!(peer.connection.counters().frames_skipped, 1);
    }
}

/// [P-11]
#[test]
fn a07_the_flag_that_must_be_0_must_be_0() {
    for kind in [REQUEST, DATA, HEARTBEAT, 200] {
        let mode = 0x80 | UNARY;
        assert_eq!(Peer::server().feed_error(frame(kind, mode, 1, b"12345678")), Error::BadFlags(mode));
    }
}

/// [P-14]
#[test]
fn a09_a_frame_without_a_body_is_judged_by_its_kind() {
    for kind in [REQUEST, HEARTBEAT, CANCEL, wire::CREDIT, GOAWAY] {
        let mut peer = Peer::server();
        let id = peer.accept(wire::request(1, BINARY, "a.B/C", b""));
        let seq = if kind == REQUEST {
            3
        } else if kind == HEARTBEAT || kind == GOAWAY {
            0
        } else {
            id.seq()
        };
        assert!(matches!(peer.feed_error(frame(kind, UNARY, seq, b"")), Error::Malformed(_)), "{kind}");
    }
    let mut peer = Peer::client();
    peer.open();
    assert!(matches!(peer.feed_error(frame(RESPONSE, UNARY, 1, b"")), Error::Malformed(_)));
    assert!(matches!(
        Peer::new_server(&Config::default()).feed_error(frame(HELLO, NONE, 0, b"")),
        Error::Malformed(_)
    ));
    // An item may be empty.
    let mut peer = Peer::server();
    peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    assert!(matches!(only(peer.feed(frame(DATA, BINARY, 1, b""))), Event::Item { .. }));
}

/// [P-22] [P-28] [P-41]
#[test]
fn a10_frames_for_a_call_that_never_was_are_an_error() {
    let frames = [wire::success(1, b""), frame(DATA, BINARY, 1, b"x"), wire::credit(1, 1)];
    for bytes in &frames {
        assert!(matches!(Peer::client().feed_error(bytes), Error::Unexpected(_)));
    }
    for bytes in [&frames[1], &frames[2], &wire::cancel(1)] {
        let mut peer = Peer::server();
        assert!(matches!(peer.feed_error(bytes), Error::Unexpected(_)));
        assert_eq!(peer.connection.in_flight(), 0);
    }
}

/// [P-19]
#[test]
fn a11_a_seq_that_is_in_use_is_an_error() {
    let mut peer = Peer::server();
    peer.accept(wire::request(5, UNARY, "a.B/C", b""));
    assert_eq!(peer.feed_error(wire::request(5, UNARY, "a.B/C", b"")), Error::BadSeq(5));
    assert_eq!(peer.close().len(), 1, "the first call ends once");
}

/// [P-19]
#[test]
fn a11_a_seq_that_was_used_begins_no_call() {
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(5, UNARY, "a.B/C", b""));
    assert!(peer.answer(id, b""));
    for seq in [5, 3] {
        assert!(peer.feed(wire::request(seq, UNARY, "a.B/C", b"")).is_empty());
    }
    assert_eq!(peer.connection.counters().frames_late, 2);
    assert_eq!(peer.connection.in_flight(), 0);
}

/// [P-19]
#[test]
fn a12_zero_and_even_seqs_are_errors() {
    for seq in [0, 2, u32::MAX - 1] {
        assert_eq!(Peer::server().feed_error(wire::request(seq, UNARY, "a.B/C", b"")), Error::BadSeq(seq));
    }
    let mut peer = Peer::client();
    peer.open();
    assert!(matches!(peer.feed_error(wire::success(2, b"")), Error::Unexpected(_)));
}

/// [P-13]
#[test]
fn a14_frames_from_the_wrong_side_are_errors() {
    let mut peer = Peer::server();
    peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    assert!(matches!(peer.feed_error(wire::success(1, b"")), Error::Unexpected(_)));
    for bytes in [wire::request(1, UNARY, "a.B/C", b""), wire::cancel(1)] {
        let mut peer = Peer::client();
        peer.open();
        assert!(matches!(peer.feed_error(bytes), Error::Unexpected(_)));
        assert_eq!(peer.close().len(), 1);
    }
}

/// [P-50]
#[test]
fn a15_what_comes_after_the_end_is_thrown_away() {
    let mut peer = Peer::server();
    let both = [frame(8, NONE, 0, b""), wire::request(1, UNARY, "a.B/C", b"")].concat();
    peer.feed_error(both);
    assert!(peer.feed(vec![0xff; 100_000]).is_empty());
    assert_eq!(peer.input.len(), 0);
    assert_eq!(peer.connection.counters().calls_started, 0);
}

/// [P-14]
#[test]
fn a16_a_head_that_is_longer_than_its_frame_is_an_error() {
    let heads: [&[u8]; 8] = [
        b"\x05\x12\x03a",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        b"\x80",
        b"\x03\x12\x05a",
        b"\x02\x12\xff",
        b"\x01\x0b",
        b"\x02\x00\x00",
        b"\x01\x08",
    ];
    for head in heads {
        let mut peer = Peer::server();
        assert!(matches!(peer.feed_error(frame(REQUEST, UNARY, 1, head)), Error::Malformed(_)), "{head:?}");
        let mut peer = Peer::client();
        peer.open();
        assert!(matches!(peer.feed_error(frame(RESPONSE, UNARY, 1, head)), Error::Malformed(_)), "{head:?}");
    }
}

/// [P-14]
#[test]
fn a16_fields_that_nobody_knows_are_passed_over() {
    let mut head = [wire::bytes(2, "a.B/C"), wire::number(99, 5), wire::bytes(15, "new")].concat();
    head.extend(b"\x81\x01\x01\x02\x03\x04\x05\x06\x07\x08\x85\x01\x01\x02\x03\x04");
    let mut peer = Peer::server();
    peer.accept(frame(REQUEST, UNARY, 1, wire::body(&head, b"x")));
}

/// [P-25]
#[test]
fn a17_a_name_that_no_method_has_costs_the_call_alone() {
    let long = "a".repeat(256);
    let names: [&[u8]; 8] =
        [b"", b"a\0", b"a\n", b"\x1b[1m", b"\xff\xfe", "ä".as_bytes(), b"a b", long.as_bytes()];
    for name in names {
        let mut peer = Peer::server();
        let head = wire::bytes(2, name);
        assert!(peer.feed(frame(REQUEST, UNARY, 1, wire::body(&head, b""))).is_empty());
        let answer = peer.frame();
        assert_eq!((answer.number(1), answer.number(5)), (3, 1), "{name:?}");
        // Bound to a number, it stays as bad.
        let head = [wire::number(1, 1), head].concat();
        assert!(peer.feed(frame(REQUEST, UNARY, 3, wire::body(&head, b""))).is_empty());
        assert!(peer.feed(frame(REQUEST, UNARY, 5, wire::body(&wire::number(1, 1), b""))).is_empty());
        assert_eq!(peer.frames().iter().map(|frame| frame.number(1)).collect::<Vec<_>>(), [3, 3]);
        peer.assert_alive();
    }
    Peer::server().accept(wire::request(1, UNARY, &"a".repeat(255), b""));
}

/// [P-32]
#[test]
fn a20_a_long_message_of_the_peer_is_cut() {
    let text = "ä".repeat(20_000);
    let head = [wire::number(1, 13), wire::bytes(2, &text)].concat();
    let mut peer = Peer::client();
    peer.open();
    let head = failure(peer.feed(frame(RESPONSE, UNARY, 1, wire::body(&head, b""))));
    assert_eq!(head.message, "ä".repeat(512));
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    let head = mrpc_protocol::ResponseHead::new(13, text);
    assert!(peer.connection.answer(id, Some(&head), mrpc_protocol::Payload::EMPTY, false));
    assert_eq!(peer.frame().text(2).len(), 1_024);
}

#[test]
fn a20_a_message_that_is_no_text_is_mended() {
    let head = [wire::number(1, 13), wire::bytes(2, b"a\xff\x1b")].concat();
    let mut peer = Peer::client();
    peer.open();
    assert_eq!(
        failure(peer.feed(frame(RESPONSE, UNARY, 1, wire::body(&head, b"")))).message,
        "a\u{fffd}\u{1b}"
    );
}

/// Each bit of the header of an answer: no other call gets it.
#[test]
fn a24_a_flipped_bit_reaches_no_other_call() {
    for bit in 0..112 {
        let mut peer = Peer::client();
        for _ in 0..8 {
            peer.start(&crate::peer::request(0), b"").unwrap();
        }
        let mut bytes = wire::success(5, b"five");
        bytes[bit / 8] ^= 1 << (bit % 8);
        for event in peer.feed(&bytes) {
            match event {
                // The payload says whose it is; the seq alone cannot, so a flip within it may meet another call.
                Event::Response { id, .. } => assert!(id.seq() == 5 || (48..80).contains(&bit), "bit {bit}"),
                other => panic!("bit {bit}: {other:?}"),
            }
        }
        let answered = peer.connection.counters().calls_answered;
        assert_eq!(peer.close().len() as u64 + answered, 8, "bit {bit}");
    }
}

/// Each bit of the header of a request.
#[test]
fn a24_a_flipped_bit_of_a_request_is_harmless() {
    for bit in 0..112 {
        let mut peer = Peer::server();
        let first = peer.accept(wire::request(1, UNARY, "a.B/C", b"one"));
        let mut bytes = wire::request(3, UNARY, "a.B/C", b"three");
        bytes[bit / 8] ^= 1 << (bit % 8);
        for event in peer.feed(&bytes) {
            match event {
                Event::Request { id, .. } => assert_ne!(id, first, "bit {bit}"),
                Event::GoAway { .. } => {}
                other => panic!("bit {bit}: {other:?}"),
            }
        }
        assert!(peer.close().iter().any(|(seq, _)| *seq == 1), "bit {bit}");
    }
}

/// [P-16]
#[test]
fn a_connection_begins_with_one_hello() {
    let mut peer = Peer::new_server(&Config::default());
    assert!(matches!(peer.feed_error(wire::request(1, UNARY, "a.B/C", b"")), Error::Unexpected(_)));
    assert!(matches!(Peer::server().feed_error(wire::hello()), Error::Unexpected(_)));
    assert!(matches!(Peer::client().feed_error(wire::hello()), Error::Unexpected(_)));
    let mut client = Peer::new_client(Version::V2, &Config::default());
    let refusal = client.start(&crate::peer::request(0), b"");
    assert_eq!(refusal, Err(mrpc_protocol::Refusal::NotReady));
    assert_eq!(client.frame().kind, HELLO);
    // A server says nothing before it is spoken to: it does not know in which version.
    let mut server = Peer::new_server(&Config::default());
    assert!(server.sent().is_empty());
    assert_eq!(server.feed(wire::hello()).len(), 1);
    assert_eq!(server.frame().kind, HELLO);
}

/// [P-17]
#[test]
fn what_a_hello_does_not_name_is_not_taken() {
    let bare = frame(HELLO, NONE, 0, wire::body(&wire::number(1, 4_096), b""));
    let mut peer = Peer::new_client(Version::V2, &Config::default());
    assert_eq!(peer.feed(bare).len(), 1);
    let refusal = peer.start(&crate::peer::request(0), b"");
    assert_eq!(refusal, Err(mrpc_protocol::Refusal::TooManyCalls));
    let small = wire::hello_with(&[(1, 4_095)]);
    let mut peer = Peer::new_server(&Config::default());
    assert!(matches!(peer.feed_error(small), Error::Malformed(_)));
}

#[test]
fn a_hello_tells_who_the_peer_is() {
    let mut config = Config::default();
    config.agent = "tester/1".to_owned();
    config.compressions = vec!["zstd".to_owned(), "gzip".to_owned()];
    let mut client = Peer::new_client(Version::V2, &config);
    let mut server = Peer::new_server(&Config::default());
    server.feed(client.sent());
    let hello = server.connection.peer().unwrap();
    assert_eq!((hello.agent.as_str(), &hello.compressions), ("tester/1", &config.compressions));
    assert_eq!((hello.limits, hello.ping_interval_min_ms), (config.limits, 5_000));
    assert_eq!(hello.codecs.len(), 2);
}
