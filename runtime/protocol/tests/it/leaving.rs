//! GOAWAY: leaving without losing a call.

use std::time::Duration;

use bytes::Bytes;
use mrpc_protocol::{Config, Delivery, Error, Event, Reason, Refusal, Version};

use crate::peer::{Peer, only, request, success};
use crate::wire::{self, END, GOAWAY, HEARTBEAT, NONE, RESPONSE, UNARY, frame};

const ALL: u32 = u32::MAX;

/// [P-47] [P-48] [P-53]
#[test]
fn c19_a_server_leaves_in_two_steps() {
    let mut peer = Peer::server();
    let first = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    peer.connection.start_drain(peer.now, "deploy");
    peer.connection.start_drain(peer.now, "again");
    let frames = peer.frames();
    assert_eq!(frames.iter().map(|frame| frame.kind).collect::<Vec<_>>(), [GOAWAY, HEARTBEAT]);
    assert_eq!(
        (frames[0].number(1), frames[0].number(2), frames[0].text(3).as_str()),
        (ALL.into(), 0, "deploy")
    );
    // What was under way is taken.
    let second = peer.accept(wire::request(3, UNARY, "a.B/C", b""));
    assert!(!peer.connection.is_drained());
    assert!(peer.feed(frame(HEARTBEAT, NONE | END, 0, &frames[1].body)).is_empty());
    let last = peer.frame();
    assert_eq!((last.kind, last.number(1)), (GOAWAY, 3));
    // What comes now was never looked at, as the client can tell.
    assert!(peer.feed(wire::request(5, 1, "a.B/C", b"")).is_empty());
    assert!(
        peer.feed([frame(wire::DATA, 1, 5, b"item"), wire::credit(5, 9), wire::cancel(5)].concat())
            .is_empty()
    );
    assert!(peer.sent().is_empty());
    assert_eq!(peer.connection.windows().owed, 20);
    for id in [first, second] {
        assert!(!peer.connection.is_drained());
        assert!(peer.answer(id, b"done"));
    }
    assert!(!peer.connection.is_drained(), "the answers are not sent");
    assert_eq!(peer.frames().len(), 2);
    assert!(peer.connection.is_drained());
    peer.assert_alive();
}

/// [P-55]
#[test]
fn g01_a_server_that_is_full_says_so_and_takes_nothing() {
    let mut peer = Peer::server();
    peer.connection.turn_away(Reason::ResourceExhausted, "full");
    peer.connection.turn_away(Reason::ResourceExhausted, "once is enough");
    peer.connection.start_drain(peer.now, "nor is there a second step");
    let told = peer.frame();
    assert_eq!((told.kind, told.number(1), told.number(2), told.text(3).as_str()), (GOAWAY, 0, 5, "full"));
    assert!(peer.connection.is_drained());
    assert!(peer.feed(wire::request(1, UNARY, "a.B/C", b"")).is_empty());
    assert!(peer.sent().is_empty());
    // Calls that are open go on.
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    peer.connection.turn_away(Reason::ResourceExhausted, "full");
    assert_eq!(peer.frame().number(1), 1);
    assert!(!peer.connection.is_drained());
    assert!(peer.answer(id, b"done"));
    assert_eq!(peer.frames().len(), 1);
    assert!(peer.connection.is_drained());
}

/// [P-48]
#[test]
fn a_client_that_does_not_answer_is_left_after_a_second() {
    let mut peer = Peer::server();
    peer.connection.start_drain(peer.now, "");
    peer.sent();
    assert!(peer.connection.poll_timeout().unwrap() <= peer.now + Duration::from_secs(1));
    peer.after(Duration::from_millis(999));
    assert!(peer.sent().is_empty());
    peer.after(Duration::from_millis(1));
    assert_eq!(peer.frame().number(1), 0);
    assert!(peer.connection.is_drained());
}

/// [P-47]
#[test]
fn c19_a_client_that_is_told_starts_nothing_and_goes_on() {
    let mut peer = Peer::client();
    peer.start(&request(0), b"").unwrap();
    assert!(
        matches!(only(peer.feed(wire::goaway(ALL, 0))), Event::GoAway { code: 0, message } if message == "why")
    );
    assert_eq!(peer.start(&request(0), b""), Err(Refusal::GoingAway));
    assert!(!peer.connection.is_drained());
    assert_eq!(success(peer.feed(wire::success(1, b"x"))), (1, Bytes::from_static(b"x")));
    peer.sent();
    assert!(peer.connection.is_drained());
}

/// [P-49]
#[test]
fn c19_calls_above_the_last_may_be_made_again() {
    let mut peer = Peer::client();
    for _ in 0..50 {
        peer.start(&request(0), b"").unwrap();
    }
    let events = peer.feed(wire::goaway(41, 0));
    assert!(matches!(events[0], Event::GoAway { .. }));
    let mut refused: Vec<_> = events[1..]
        .iter()
        .map(|event| match event {
            Event::Refused { id, attachment } => {
                assert_eq!(id.seq(), *attachment);
                *attachment
            }
            other => panic!("{other:?}"),
        })
        .collect();
    refused.sort_unstable();
    assert!(refused.into_iter().eq((43..100).step_by(2)));
    assert_eq!(peer.connection.in_flight(), 21);
    assert_eq!(success(peer.feed(wire::success(41, b"x"))).0, 41);
    peer.sent();
    assert!(peer.close().iter().all(|(seq, delivery)| *seq < 41 && *delivery == Delivery::Unknown));
}

/// [P-49]
#[test]
fn c20_a_last_may_fall_and_not_rise() {
    let mut peer = Peer::client();
    for _ in 0..4 {
        peer.start(&request(0), b"").unwrap();
    }
    assert_eq!(peer.feed(wire::goaway(5, 0)).len(), 2);
    assert_eq!(peer.feed(wire::goaway(1, 0)).len(), 3);
    assert_eq!(peer.feed(wire::goaway(1, 0)).len(), 1);
    assert!(matches!(peer.feed_error(wire::goaway(3, 0)), Error::Unexpected(_)));
    assert_eq!(peer.close().len(), 1);
}

/// [P-49]
#[test]
fn c20_a_last_beyond_every_call_is_an_error() {
    let mut peer = Peer::client();
    peer.start(&request(0), b"").unwrap();
    assert!(matches!(peer.feed_error(wire::goaway(3, 0)), Error::Unexpected(_)));
}

#[test]
fn c20_a_goaway_that_is_none_is_an_error() {
    for body in [&b""[..], b"\x05", b"\x02\x08\xff"] {
        assert!(matches!(Peer::client().feed_error(frame(GOAWAY, NONE, 0, body)), Error::Malformed(_)));
    }
    let on_a_call = frame(GOAWAY, NONE, 1, b"\0");
    assert!(matches!(Peer::client().feed_error(on_a_call), Error::Malformed(_)));
}

/// [P-53]
#[test]
fn a_client_leaves_when_its_calls_are_done() {
    let mut client = Peer::client();
    let mut server = Peer::server();
    client.start(&request(0), b"").unwrap();
    client.connection.start_drain(client.now, "bye");
    assert_eq!(client.start(&request(0), b""), Err(Refusal::GoingAway));
    let events = server.feed(client.sent());
    assert!(matches!(
        &events[..],
        [Event::Method { .. }, Event::Request { .. }, Event::GoAway { code: 0, .. }]
    ));
    assert!(!client.connection.is_drained() && !server.connection.is_drained());
    let Event::Request { id, .. } = events[1] else { panic!() };
    assert!(server.answer(id, b""));
    assert_eq!(client.feed(server.sent()).len(), 1);
    assert!(client.connection.is_drained() && server.connection.is_drained());
}

/// [P-43]
#[test]
fn c21_pings_during_a_drain_are_answered_and_others_ignored() {
    let mut peer = Peer::server();
    peer.connection.start_drain(peer.now, "");
    peer.sent();
    peer.feed(frame(HEARTBEAT, NONE, 0, b"12345678"));
    assert_eq!(peer.frame().body, b"12345678");
    peer.feed(frame(HEARTBEAT, NONE | END, 0, b"mrpdraim"));
    assert!(peer.sent().is_empty(), "that was not the answer");
    for body in [&b"1234567"[..], b"123456789", b""] {
        assert!(matches!(Peer::server().feed_error(frame(HEARTBEAT, NONE, 0, body)), Error::Malformed(_)));
    }
}

#[test]
fn who_said_nothing_leaves_at_once() {
    let mut peer = Peer::new_server(&Config::default());
    peer.connection.start_drain(peer.now, "");
    assert!(peer.sent().is_empty());
    assert!(peer.connection.is_drained());
    let mut peer = Peer::new_client(Version::V2, &Config::default());
    peer.connection.start_drain(peer.now, "");
    peer.sent();
    assert!(peer.connection.is_drained());
}

/// [P-53]
#[test]
fn a_drained_server_has_sent_what_is_large() {
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    peer.connection.start_drain(peer.now, "");
    peer.after(Duration::from_secs(1));
    assert!(peer.answer(id, &vec![0; 1 << 20]));
    let mut output = mrpc_protocol::Output::new();
    let mut bytes = Vec::new();
    while !peer.connection.is_drained() {
        use bytes::Buf;
        assert!(peer.connection.poll_transmit(&mut output));
        bytes.extend_from_slice(&output.copy_to_bytes(output.remaining()));
    }
    let answer = wire::parse(&bytes).into_iter().filter(|frame| frame.kind == RESPONSE);
    assert_eq!(answer.map(|frame| frame.body.len()).sum::<usize>(), (1 << 20) + 1);
}
