//! Unary calls: begun, answered, refused, cancelled.

use std::time::Duration;

use bytes::Bytes;
use mrpc_protocol::{
    CancelReason, Codec, Config, Encode, Error, Event, Payload, Refusal, Request, RequestMethod, ResponseHead,
};

use crate::peer::{NO_METADATA, Peer, failure, only, payload, request, success};
use crate::wire::{self, BINARY, CANCEL, COMPRESSED, END, REQUEST, RESPONSE, UNARY, frame};

struct Text(&'static str);

impl Encode for Text {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0.as_bytes());
    }
}

/// [P-24]: the name travels once.
#[test]
fn a_method_is_named_once() {
    let mut peer = Peer::client();
    let id = peer.connection.start_call(peer.now, &request(2), Payload::Encode(&Text("one")), 7).unwrap();
    let first = peer.frame();
    assert_eq!((first.kind, first.mode, first.seq), (REQUEST, UNARY, 1));
    assert_eq!((first.number(1), first.text(2).as_str(), first.split().1), (3, "a.B/Two", &b"one"[..]));
    peer.start(&request(2), b"two").unwrap();
    let second = peer.frame();
    assert_eq!((second.seq, second.body.as_slice()), (3, &b"\x02\x08\x03two"[..]));
    assert_eq!(peer.connection.cancel(id), Some(7));
}

/// [P-24]
#[test]
fn past_the_table_methods_are_named_each_time() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(6, 1)]));
    for _ in 0..2 {
        peer.start(&request(0), b"").unwrap();
        peer.start(&request(1), b"").unwrap();
    }
    let heads: Vec<_> = peer.frames().iter().map(|frame| (frame.number(1), frame.text(2))).collect();
    let expected = [(1, "a.B/Zero"), (0, "a.B/One"), (1, ""), (0, "a.B/One")];
    assert_eq!(heads, expected.map(|(id, name)| (id, name.to_owned())));
}

/// [P-24]
#[test]
fn a_method_is_told_before_its_first_request() {
    let mut peer = Peer::server();
    let bind = [wire::number(1, 5), wire::bytes(2, "a.B/C")].concat();
    let both = [
        frame(REQUEST, UNARY, 1, wire::body(&bind, b"x")),
        frame(REQUEST, UNARY, 3, wire::body(&wire::number(1, 5), b"y")),
        wire::request(5, UNARY, "a.B/D", b"z"),
    ];
    let events = peer.feed(both.concat());
    assert!(matches!(&events[0], Event::Method { index: 4, path } if path == "a.B/C"));
    let methods: Vec<_> = events[1..]
        .iter()
        .map(|event| match event {
            Event::Request { method, .. } => method.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    let named = RequestMethod::Named("a.B/D".to_owned());
    assert_eq!(methods, [RequestMethod::Bound(4), RequestMethod::Bound(4), named]);
}

/// [P-24]
#[test]
fn a_binding_holds_though_its_call_is_refused() {
    let mut config = Config::default();
    config.limits.calls_in_flight_max = 0;
    let mut peer = Peer::server_with(&config, &wire::hello());
    let bind = [wire::number(1, 1), wire::bytes(2, "a.B/C")].concat();
    let events = peer.feed(frame(REQUEST, UNARY, 1, wire::body(&bind, b"")));
    assert!(matches!(only(events), Event::Method { .. }));
    assert!(peer.feed(frame(REQUEST, UNARY, 3, wire::body(&wire::number(1, 1), b""))).is_empty());
    assert_eq!(peer.frames().len(), 2);
    peer.assert_alive();
}

/// [P-24]
#[test]
fn bad_bindings_are_errors() {
    let bind = |id| [wire::number(1, id), wire::bytes(2, "a.B/C")].concat();
    let frame_of = |seq, head: &[u8]| frame(REQUEST, UNARY, seq, wire::body(head, b""));
    assert_eq!(Peer::server().feed_error(frame_of(1, &wire::number(1, 1))), Error::UnknownMethod(1));
    let mut peer = Peer::server();
    peer.accept(frame_of(1, &bind(1)));
    assert_eq!(peer.feed_error(frame_of(3, &bind(1))), Error::BadBinding(1));
    Peer::server().accept(frame_of(1, &bind(1_024)));
    assert_eq!(Peer::server().feed_error(frame_of(1, &bind(1_025))), Error::BadBinding(1_025));
    assert!(matches!(Peer::server().feed_error(frame_of(1, &bind(1 << 32))), Error::Malformed(_)));
    assert!(matches!(Peer::server().feed_error(frame_of(1, &[])), Error::Malformed(_)));
}

/// [P-21]
#[test]
fn a_plain_success_is_one_byte_in_front_of_the_payload() {
    let mut peer = Peer::server();
    for kept in [false, true] {
        let events = peer.feed(wire::request(if kept { 3 } else { 1 }, UNARY, "a.B/C", b"x"));
        let Event::Request { id, .. } = only(events) else { panic!() };
        if kept {
            assert_eq!(peer.connection.accept(id, 9), None);
        }
        assert!(peer.answer(id, b"yes"));
        assert!(!peer.answer(id, b"again"), "a call is answered once");
        let frame = peer.frame();
        assert_eq!((frame.kind, frame.mode, frame.seq), (RESPONSE, UNARY, id.seq()));
        assert_eq!(frame.body, b"\0yes");
    }
    assert_eq!(peer.connection.in_flight(), 0);
}

/// [P-21]
#[test]
fn the_last_frame_of_an_answer_has_end() {
    for mode in [BINARY, UNARY | 0x10] {
        let mut peer = Peer::client();
        peer.open();
        assert_eq!(peer.feed_error(frame(RESPONSE, mode, 1, [0])), Error::BadFlags(mode));
    }
}

#[test]
fn an_answer_comes_back_with_all_that_it_says() {
    let mut client = Peer::client();
    let mut server = Peer::server();
    client
        .start(&Request { attempt: 3, is_compressed: true, codec: Codec::Json, ..request(0) }, b"?")
        .unwrap();
    let events = server.feed(client.sent());
    let Some(Event::Request { id, extra: Some(extra), is_compressed: true, codec: Codec::Json, .. }) =
        events.last()
    else {
        panic!("{events:?}")
    };
    assert_eq!((extra.attempt, extra.metadata.len()), (3, 0));
    let mut head = ResponseHead::new(8, "slow down");
    head.retry_after = Some(Duration::from_millis(1_500));
    head.details =
        vec![mrpc_protocol::Detail { type_url: "t/x".to_owned(), value: Bytes::from_static(b"\x08\x01") }];
    head.metadata.insert("k", "v").unwrap();
    assert!(server.connection.answer(*id, Some(&head), payload(b"left"), true));
    match only(client.feed(server.sent())) {
        Event::Response { head: Some(read), is_compressed: true, payload, .. } => {
            assert_eq!((*read, payload), (head, Bytes::from_static(b"left")));
        }
        other => panic!("{other:?}"),
    }
}

/// [P-22] [P-28]
#[test]
fn c01_a_late_answer_is_dropped() {
    let mut peer = Peer::client();
    let (first, second) = (peer.start(&request(0), b"").unwrap(), peer.start(&request(0), b"").unwrap());
    assert_eq!(peer.connection.cancel(first), Some(1));
    assert_eq!(peer.connection.cancel(first), None);
    let frames = peer.frames();
    let last = frames.last().unwrap();
    assert_eq!((last.kind, last.seq, last.body.as_slice()), (CANCEL, 1, &[0][..]));
    assert!(peer.feed(wire::success(first.seq(), b"late")).is_empty());
    assert_eq!(peer.connection.counters().frames_late, 1);
    assert_eq!(success(peer.feed(wire::success(second.seq(), b"mine"))), (3, Bytes::from_static(b"mine")));
}

/// [P-28]
#[test]
fn a_cancelled_call_is_told_and_not_answered() {
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    for (reason, expected) in [(1, CancelReason::Deadline)] {
        let bytes = frame(CANCEL, 15, 1, [reason]);
        match only(peer.feed(bytes)) {
            Event::Cancelled { id: of, attachment: 1, reason } => assert_eq!((of, reason), (id, expected)),
            other => panic!("{other:?}"),
        }
    }
    assert!(!peer.answer(id, b"late"));
    assert!(peer.sent().is_empty());
    // What is cancelled before it was accepted is known when it is.
    let events = peer.feed(wire::request(3, UNARY, "a.B/C", b""));
    let Event::Request { id, .. } = only(events) else { panic!() };
    assert!(peer.feed(wire::cancel(3)).is_empty());
    assert_eq!(peer.connection.accept(id, 3), Some(3));
    // Late ones do no harm.
    assert!(peer.feed([wire::cancel(1), wire::cancel(3)].concat()).is_empty());
    assert_eq!(peer.connection.in_flight(), 0);
}

/// [P-22]
#[test]
fn c03_of_two_answers_the_second_is_dropped() {
    let mut peer = Peer::client();
    peer.open();
    let twice = [wire::success(1, b"one"), wire::success(1, b"two")].concat();
    assert_eq!(success(peer.feed(twice)), (1, Bytes::from_static(b"one")));
    assert_eq!(peer.connection.counters().frames_late, 1);
}

/// [P-29]
#[test]
fn c06_calls_beyond_the_limit_are_refused() {
    let mut config = Config::default();
    config.limits.calls_in_flight_max = 2;
    let mut peer = Peer::server_with(&config, &wire::hello());
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    peer.accept(wire::request(3, BINARY, "a.B/C", b""));
    assert!(peer.feed(wire::request(5, UNARY, "a.B/C", b"")).is_empty());
    let frame = peer.frame();
    assert_eq!((frame.seq, frame.number(1), frame.number(5)), (5, 8, 1));
    assert!(peer.answer(id, b""));
    peer.accept(wire::request(7, UNARY, "a.B/C", b""));
    assert_eq!(peer.connection.counters().calls_refused, 1);
}

/// [P-29]: a good client does not even ask.
#[test]
fn c06_a_client_keeps_the_limit_of_its_server() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(5, 2)]));
    let id = peer.start(&request(0), b"").unwrap();
    peer.start(&request(0), b"").unwrap();
    assert_eq!(peer.start(&request(0), b""), Err(Refusal::TooManyCalls));
    peer.connection.cancel(id);
    peer.start(&request(0), b"").unwrap();
}

/// [P-20]
#[test]
fn a13_numbers_end_before_they_wrap() {
    let mut config = Config::default();
    config.seq_max = 6;
    let mut peer = Peer::client_with(&config, &wire::hello());
    let ids: Vec<_> = (0..3).map(|_| peer.start(&request(0), b"").unwrap().seq()).collect();
    assert_eq!(ids, [1, 3, 5]);
    assert_eq!(peer.start(&request(0), b""), Err(Refusal::Exhausted));
    // The old call is not mixed up with anything.
    assert_eq!(success(peer.feed(wire::success(1, b"x"))).0, 1);
    assert_eq!(peer.start(&request(0), b""), Err(Refusal::Exhausted));
    config.seq_max = u32::MAX;
    assert!(Config::default().seq_max < u32::MAX / 2 + 1);
}

/// [P-25]
#[test]
fn a_client_does_not_send_a_name_that_no_method_has() {
    let mut peer = Peer::client();
    for path in ["", "a b", "ä"] {
        let bad = mrpc_protocol::Method { index: 0, path };
        assert_eq!(peer.start(&Request { method: bad, ..request(0) }, b""), Err(Refusal::BadMethod));
    }
    assert!(peer.sent().is_empty());
}

/// [P-34]
#[test]
fn a_client_does_not_send_what_its_server_does_not_take() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(2, 10)]));
    let too_large = Err(Refusal::MessageTooLarge { bytes: 11, limit: 10 });
    assert_eq!(peer.start(&request(0), &[0; 11]), too_large);
    let encoded = peer.connection.start_call(peer.now, &request(0), Payload::Encode(&Text("12345678901")), 0);
    assert!(matches!(encoded, Err((Refusal::MessageTooLarge { bytes: 11, limit: 10 }, 0))));
    assert!(peer.sent().is_empty());
    // The method was not bound by what was not sent.
    peer.start(&request(0), &[0; 10]).unwrap();
    assert_eq!(peer.frame().text(2), "a.B/Zero");
}

/// [P-34]
#[test]
fn an_answer_that_the_client_does_not_take_becomes_a_failure() {
    let mut peer = Peer::server_with(&Config::default(), &wire::hello_with(&[(2, 10)]));
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    assert!(peer.answer(id, &[0; 11]));
    assert_eq!(peer.frame().number(1), 8);
    let id = peer.accept(wire::request(3, UNARY, "a.B/C", b""));
    assert!(peer.connection.answer(id, None, Payload::Encode(&Text("12345678901")), false));
    assert_eq!(peer.frame().number(1), 8);
}

/// [P-23]
#[test]
fn a_refusal_says_that_no_handler_ran() {
    let mut peer = Peer::client();
    peer.open();
    let head = [wire::number(1, 14), wire::number(5, 1)].concat();
    let head = failure(peer.feed(frame(RESPONSE, UNARY, 1, wire::body(&head, b""))));
    assert_eq!((head.code, head.refused), (14, true));
}

#[test]
fn a_number_of_flags_travels_with_a_request() {
    let mut peer = Peer::client();
    let asked = Request { is_open: true, is_compressed: true, metadata: NO_METADATA, ..request(0) };
    peer.start(&asked, b"").unwrap();
    let frame = peer.frame();
    assert_eq!(frame.mode, BINARY | COMPRESSED);
    assert!(!frame.has(END));
}
