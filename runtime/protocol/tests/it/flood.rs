//! Peers that send much and mean little.

use std::time::Duration;

use mrpc_protocol::{Error, Event};

use crate::peer::{Peer, payload, request};
use crate::wire::{self, BINARY, DATA, END, HEARTBEAT, MORE, NONE, UNARY, frame};

fn ping() -> Vec<u8> {
    frame(HEARTBEAT, NONE, 0, b"12345678")
}

/// Feeds the same kind of frame until it is too much.
#[track_caller]
fn frames_until_error(peer: &mut Peer, expected: Error, mut next: impl FnMut(u32) -> Vec<u8>) -> u32 {
    for count in 0..100_000 {
        peer.feed(next(count));
        peer.sent();
        if peer.error.is_some() {
            assert_eq!(peer.error, Some(expected));
            return count;
        }
    }
    panic!("nothing is too much");
}

/// [P-45]
#[test]
fn a21_pings_without_end_are_an_error() {
    assert_eq!(frames_until_error(&mut Peer::server(), Error::TooManyPings, |_| ping()), 10);
    let mut peer = Peer::client();
    assert_eq!(frames_until_error(&mut peer, Error::TooManyPings, |_| ping()), 10);
}

/// [P-45]
#[test]
fn c21_pings_at_their_pace_are_fine() {
    let mut peer = Peer::server();
    for _ in 0..1_000 {
        peer.after(Duration::from_secs(5));
        peer.feed(ping());
        let answer = peer.frames().pop().unwrap();
        assert_eq!((answer.mode, answer.body.as_slice()), (NONE | END, &b"12345678"[..]));
    }
    peer.assert_alive();
}

/// [P-52]
#[test]
fn c06_calls_that_go_on_beyond_the_limit_end_the_connection() {
    let mut peer = Peer::server();
    let mut told = 0;
    let count = frames_until_error(&mut peer, Error::TooManyRefusals, |n| {
        told = told.max(n);
        wire::request(n * 2 + 1, BINARY, "a.B/C", b"")
    });
    assert_eq!(count, 2_000, "1,000 are open, 1,000 are refused, the next is one too many");
    assert_eq!(peer.connection.counters().calls_started, 2_001);
}

/// [P-52]
#[test]
fn c09_calls_that_are_cancelled_at_once_end_the_connection() {
    let mut peer = Peer::server();
    let mut most = 0;
    let count = {
        let mut count = 0;
        loop {
            let seq = count * 2 + 1;
            for event in peer.feed(wire::request(seq, UNARY, "a.B/C", b"")) {
                if let Event::Request { id, .. } = event {
                    assert_eq!(peer.connection.accept(id, seq), None);
                }
            }
            most = most.max(peer.connection.in_flight());
            peer.feed(wire::cancel(seq));
            if peer.error.is_some() {
                break count;
            }
            count += 1;
        }
    };
    assert_eq!((peer.error, count, most), (Some(Error::TooManyCancels), 200, 1));
}

/// [P-52]: who lets calls finish may cancel as many.
#[test]
fn c09_cancels_among_calls_that_finish_are_fine() {
    let mut peer = Peer::server();
    for n in 0..5_000 {
        let (kept, dropped) = (n * 4 + 1, n * 4 + 3);
        let id = peer.accept(wire::request(kept, UNARY, "a.B/C", b""));
        peer.accept(wire::request(dropped, UNARY, "a.B/C", b""));
        assert!(peer.answer(id, b""));
        assert_eq!(peer.feed(wire::cancel(dropped)).len(), 1);
    }
    peer.assert_alive();
    // And later the count begins anew.
    for round in 0..3 {
        peer.after(Duration::from_secs(30));
        peer.sent();
        for n in 0..200 {
            let seq = 20_001 + round * 400 + n * 2;
            peer.accept(wire::request(seq, UNARY, "a.B/C", b""));
            peer.feed(wire::cancel(seq));
        }
        peer.assert_alive();
    }
}

/// [P-33]
#[test]
fn c11_parts_without_a_byte_are_errors() {
    let mut peer = Peer::server();
    peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    // The first begins the item.
    assert_eq!(peer.feed(frame(DATA, BINARY | MORE, 1, b"")).len(), 0);
    assert!(matches!(peer.feed_error(frame(DATA, BINARY | MORE, 1, b"")), Error::Malformed(_)));
    let mut peer = Peer::client();
    peer.open();
    peer.feed(frame(wire::RESPONSE, BINARY | MORE, 1, b"\0x"));
    assert!(matches!(peer.feed_error(frame(wire::RESPONSE, UNARY, 1, b"")), Error::Malformed(_)));
}

/// [P-39]: an empty item is an item, and costs credit.
#[test]
fn c11_empty_items_end_with_the_credit() {
    let mut peer = Peer::server();
    peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    let count = frames_until_error(&mut peer, Error::FlowControl, |_| frame(DATA, BINARY, 1, b""));
    assert_eq!(count, (256 << 10) / 16);
}

/// [P-37]: with progress there is no end to them.
#[test]
fn c11_empty_items_that_are_consumed_are_fine() {
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    for _ in 0..100_000 {
        for event in peer.feed(frame(DATA, BINARY, 1, b"")) {
            let Event::Item { credit, .. } = event else { panic!("{event:?}") };
            peer.connection.consumed(id, credit);
        }
        peer.sent();
    }
    peer.assert_alive();
}

/// [P-52]
#[test]
fn frames_that_are_passed_over_end_the_connection() {
    let mut peer = Peer::client();
    let count = frames_until_error(&mut peer, Error::TooManyIdleFrames, |_| frame(200, NONE, 0, b""));
    assert_eq!(count, 1_000);
}

/// A client that asks and never reads: nothing grows without the driver's leave.
#[test]
fn c12_what_waits_to_be_sent_is_known() {
    let mut peer = Peer::server();
    let mut answered = 0;
    for n in 0..1_000 {
        let id = peer.accept(wire::request(n * 2 + 1, UNARY, "a.B/C", b""));
        assert!(peer.answer(id, &[0; 10_000]));
        answered += 10_000;
        assert!((answered..answered + 16 * (n as usize + 1)).contains(&peer.connection.queued_bytes()));
    }
    assert_eq!(peer.sent().len(), 1_000 * 10_015);
    assert_eq!(peer.connection.queued_bytes(), 0);
}

#[test]
fn c12_items_wait_for_credit_and_not_in_memory() {
    let mut peer = Peer::client();
    let id = peer.open();
    while peer.connection.send_item(id, payload(&[0; 1_000]), false) == Ok(mrpc_protocol::Sent::Queued) {}
    assert!(peer.connection.queued_bytes() < (256 << 10) + 8_000);
    let before = peer.connection.queued_bytes();
    for _ in 0..1_000 {
        assert!(matches!(
            peer.connection.send_item(id, payload(&[0; 1_000]), false),
            Ok(mrpc_protocol::Sent::NoCredit)
        ));
    }
    assert_eq!(peer.connection.queued_bytes(), before);
    peer.start(&request(0), b"").unwrap();
}

/// [P-52]: a server that stands still for a moment makes its clients cancel much, and must not blame them.
#[test]
fn c09_cancels_of_an_unlucky_client_are_fine() {
    let mut peer = Peer::server();
    let mut seqs = (1..).step_by(2);
    for round in 0..3 {
        let seqs = seqs.by_ref().take(1_000);
        let ids: Vec<_> = seqs.map(|seq| peer.accept(request_within(seq, 1_000_000))).collect();
        match round {
            // The answers and the cancels meet on the way.
            0 => ids.iter().for_each(|id| assert!(peer.answer(*id, b"late"))),
            // The time is up at both sides, at the client first.
            1 => assert!(peer.after(Duration::from_millis(960)).is_empty()),
            // The same, at the server first.
            _ => assert_eq!(peer.after(Duration::from_millis(1_000)).len(), 1_000),
        }
        peer.feed(ids.iter().flat_map(|id| wire::cancel(id.seq())).collect::<Vec<_>>());
        peer.assert_alive();
        peer.sent();
    }
}

/// [P-52]
#[test]
fn c06_requests_that_waited_too_long_are_not_held_against_the_client() {
    let mut peer = Peer::server();
    for seq in (1..4_000).step_by(2) {
        let bytes = request_within(seq, 1_000);
        assert!(peer.feed(&bytes[..20]).is_empty());
        peer.now += Duration::from_millis(1);
        assert!(peer.feed(&bytes[20..]).is_empty());
        assert_eq!(peer.frame().number(1), 4);
    }
    peer.assert_alive();
    assert_eq!(peer.connection.counters().calls_refused, 2_000);
}

/// A request with so many microseconds left.
fn request_within(seq: u32, micros: u64) -> Vec<u8> {
    let head = [wire::bytes(2, "a.B/C"), wire::number(3, micros)].concat();
    frame(wire::REQUEST, UNARY, seq, wire::body(&head, b""))
}
