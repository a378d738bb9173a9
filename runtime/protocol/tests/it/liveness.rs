//! Time: deadlines, silence, slowness.

use std::time::Duration;

use mrpc_protocol::{Config, Error, Event, Request, Sent};

use crate::peer::{Peer, failure, only, payload, request, success};
use crate::wire::{self, BINARY, CANCEL, DATA, END, HEARTBEAT, MORE, NONE, REQUEST, RESPONSE, UNARY, frame};

const SECOND: Duration = Duration::from_secs(1);
const MS: Duration = Duration::from_millis(1);

fn within(timeout: Duration) -> Request<'static> {
    Request { timeout: Some(timeout), ..request(0) }
}

/// A request with a time limit.
fn request_within(seq: u32, mode: u8, micros: u64) -> Vec<u8> {
    let head = [wire::bytes(2, "a.B/C"), wire::number(3, micros)].concat();
    frame(REQUEST, mode, seq, wire::body(&head, b""))
}

/// Lets exactly as much time pass as the connection asks for.
#[track_caller]
fn until_timeout(peer: &mut Peer, at_most: Duration) -> Vec<Event<u32>> {
    let start = peer.now;
    loop {
        let next = peer.connection.poll_timeout().expect("there is something to wait for");
        assert!(next <= start + at_most, "{:?} is too long", next - start);
        let events = peer.after(next.saturating_duration_since(peer.now));
        if !events.is_empty() {
            return events;
        }
    }
}

/// [P-26]
#[test]
fn the_time_that_is_left_travels() {
    let mut peer = Peer::client();
    peer.start(&within(1_500 * MS), b"").unwrap();
    assert_eq!(peer.frame().number(3), 1_500_000);
    peer.start(&within(Duration::from_nanos(1)), b"").unwrap();
    assert_eq!(peer.frame().number(3), 1, "almost nothing is not all the time there is");
    assert_eq!(peer.start(&within(Duration::ZERO), b""), Err(mrpc_protocol::Refusal::Expired));
}

/// [P-27]: in each state that a call of the client can be in.
#[test]
fn c23_time_runs_out_at_the_client() {
    type Go = fn(&mut Peer);
    let states: [Go; 5] = [
        |_| {},
        |peer| drop(peer.sent()),
        |peer| {
            peer.sent();
            peer.feed(frame(DATA, BINARY, 1, b"x"));
        },
        |peer| {
            peer.sent();
            peer.feed(frame(RESPONSE, BINARY | MORE, 1, b"\0x"));
        },
        |peer| {
            let id = peer.connection.start_call(
                peer.now,
                &Request { is_open: true, ..request(0) },
                payload(b""),
                3,
            );
            while peer.connection.send_item(id.unwrap(), payload(&[0; 9_000]), false) == Ok(Sent::Queued) {}
            peer.sent();
        },
    ];
    for (at, state) in states.iter().enumerate() {
        let mut peer = Peer::client();
        let is_open = at == 4;
        let id = peer.start(&Request { is_open, ..within(100 * MS) }, b"").unwrap();
        state(&mut peer);
        assert!(peer.after(99 * MS).is_empty(), "{at}");
        let event = only(until_timeout(&mut peer, 2 * MS));
        assert!(matches!(event, Event::Expired { id: of, attachment: 1 } if of == id), "{at}");
        let cancel = peer.frames().pop().unwrap();
        assert_eq!((cancel.kind, cancel.seq, cancel.body.as_slice()), (CANCEL, 1, &[1][..]), "{at}");
        assert!(peer.feed(frame(RESPONSE, UNARY, 1, b"\0late")).is_empty(), "{at}");
        assert_eq!(peer.connection.windows().held, 0);
    }
}

/// [P-27]
#[test]
fn c23_time_runs_out_at_the_server() {
    let mut peer = Peer::server();
    let kept = peer.accept(request_within(1, UNARY, 100_000));
    peer.feed(request_within(3, UNARY, 100_000));
    peer.feed(request_within(5, BINARY | MORE, 100_000));
    let open = peer.accept(request_within(7, BINARY, 200_000));
    let events = until_timeout(&mut peer, 101 * MS);
    assert!(matches!(only(events), Event::Expired { id, attachment: 1 } if id == kept));
    let mut answers: Vec<_> = peer.frames().iter().map(|frame| (frame.seq, frame.number(1))).collect();
    answers.sort_unstable();
    assert_eq!(answers, [(1, 4), (3, 4), (5, 4)]);
    assert!(!peer.answer(kept, b"late"));
    assert!(matches!(only(until_timeout(&mut peer, 101 * MS)), Event::Expired { id, .. } if id == open));
    assert_eq!(peer.connection.in_flight(), 0);
    assert_eq!(peer.connection.counters().calls_expired, 4);
}

/// [P-26]
#[test]
fn c23_a_request_that_comes_too_late_is_not_told() {
    let mut peer = Peer::server();
    let bytes = request_within(1, UNARY, 50_000);
    assert!(peer.feed(&bytes[..20]).is_empty());
    peer.now += 50 * MS;
    assert!(peer.feed(&bytes[20..]).is_empty());
    let answer = peer.frame();
    assert_eq!((answer.number(1), answer.number(5)), (4, 1));
    // The time counts from the first byte, also if the method is told first.
    let bind = [wire::number(1, 1), wire::bytes(2, "a.B/C"), wire::number(3, 50_000)].concat();
    let bytes = frame(REQUEST, UNARY, 3, wire::body(&bind, b""));
    let start = peer.now;
    assert!(peer.feed(&bytes[..20]).is_empty());
    peer.now += 49 * MS;
    match &peer.feed(&bytes[20..])[..] {
        [Event::Method { .. }, Event::Request { deadline, timeout, .. }] => {
            assert_eq!((*deadline, *timeout), (Some(start + 50 * MS), Some(50 * MS)));
        }
        other => panic!("{other:?}"),
    }
}

/// [P-26]
#[test]
fn a_client_cannot_ask_for_more_than_a_day() {
    let mut peer = Peer::server();
    for (seq, micros) in [(1, u64::MAX), (3, 86_400_000_001)] {
        let Event::Request { timeout, .. } = only(peer.feed(request_within(seq, UNARY, micros))) else {
            panic!()
        };
        assert_eq!(timeout, Some(86_400 * SECOND));
    }
    let Event::Request { timeout, deadline, .. } = only(peer.feed(request_within(5, UNARY, 0))) else {
        panic!()
    };
    assert_eq!((timeout, deadline), (None, None));
}

/// [P-27]: an answer in time wins, whatever the timer says afterwards.
#[test]
fn an_answer_in_time_ends_the_call() {
    let mut peer = Peer::client();
    peer.start(&within(100 * MS), b"").unwrap();
    assert_eq!(success(peer.feed(wire::success(1, b""))).0, 1);
    assert!(peer.after(10 * SECOND).is_empty());
    let kinds: Vec<_> = peer.frames().iter().map(|frame| frame.kind).collect();
    assert_eq!(kinds, [REQUEST], "no CANCEL");
}

#[test]
fn a_thousand_deadlines_are_met_in_order_of_time() {
    let mut peer = Peer::client();
    for n in 0..1_000 {
        peer.start(&within((1 + n * 7 % 1_000) * MS), b"").unwrap();
    }
    let mut expired = 0;
    for step in 1..=1_000_u32 {
        expired += peer.after(MS).len();
        assert_eq!(expired, step as usize, "after {step} ms");
    }
    peer.assert_alive();
}

/// [P-44]
#[test]
fn c26_a_silent_peer_is_asked_and_given_up() {
    for mut peer in [Peer::server(), Peer::client()] {
        assert!(peer.after(19_999 * MS).is_empty());
        assert!(peer.sent().is_empty());
        peer.after(MS);
        let ping = peer.frame();
        assert_eq!((ping.kind, ping.has(END), ping.body.len()), (HEARTBEAT, false, 8));
        peer.after(9_999 * MS);
        peer.assert_alive();
        peer.after(MS);
        assert_eq!(peer.error, Some(Error::PeerSilent));
        assert_eq!(peer.frame().number(2), 8);
        peer.assert_dead();
    }
}

/// [P-44]
#[test]
fn any_byte_is_a_sign_of_life() {
    let mut peer = Peer::server();
    for _ in 0..100 {
        peer.after(20 * SECOND);
        assert_eq!(peer.frames().len(), 1);
        peer.after(9 * SECOND);
        peer.feed(frame(HEARTBEAT, NONE | END, 0, b"whatever"));
        // Otherwise idle for too long.
        let seq = peer.connection.counters().calls_started as u32 * 2 + 1;
        let id = peer.accept(wire::request(seq, UNARY, "a.B/C", b""));
        assert!(peer.answer(id, b""));
        peer.sent();
    }
    peer.assert_alive();
}

/// [P-44]
#[test]
fn a_side_asks_no_more_often_than_its_peer_allows() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(12, 60_000)]));
    peer.after(59_999 * MS);
    assert!(peer.sent().is_empty());
    peer.after(MS);
    assert_eq!(peer.frame().kind, HEARTBEAT);
}

/// [P-44]: a driver that has stopped reading hears nothing, and must not blame the peer.
#[test]
fn who_does_not_read_blames_nobody() {
    let mut peer = Peer::server();
    peer.connection.set_reading(peer.now, false);
    peer.after(200 * SECOND);
    peer.assert_alive();
    peer.connection.set_reading(peer.now, true);
    peer.after(20 * SECOND);
    assert_eq!(peer.frame().kind, HEARTBEAT);
}

/// [P-46]
#[test]
fn a08_a_frame_that_drips_ends_the_connection() {
    let mut bytes = wire::request(1, UNARY, "a.B/C", &[0; 60_000]);
    let mut peer = Peer::server();
    peer.feed(bytes.drain(..14));
    let mut elapsed = Duration::ZERO;
    while peer.error.is_none() {
        elapsed += 100 * MS;
        peer.after(100 * MS);
        if peer.error.is_none() {
            peer.feed(bytes.drain(..1));
            assert!(peer.input.capacity() < 8 << 10, "memory is taken for what has come");
        }
    }
    assert_eq!((peer.error, elapsed), (Some(Error::FrameTimeout), 5 * SECOND));
    // Fast enough, but without an end.
    let mut peer = Peer::server();
    let mut bytes = wire::request(1, UNARY, "a.B/C", &[0; 60_000]);
    let mut seconds = 0;
    while peer.error.is_none() {
        peer.feed(bytes.drain(..1_900));
        peer.after(SECOND);
        seconds += 1;
    }
    assert_eq!((peer.error, seconds), (Some(Error::FrameTimeout), 30));
}

/// [P-18]
#[test]
fn a_hello_is_due_in_five_seconds() {
    for mut peer in [
        Peer::new_server(&Config::default()),
        Peer::new_client(mrpc_protocol::Version::V2, &Config::default()),
    ] {
        peer.sent();
        peer.after(4_999 * MS);
        peer.assert_alive();
        assert_eq!(peer.connection.poll_timeout(), Some(peer.now + MS));
        peer.after(MS);
        assert_eq!(peer.error, Some(Error::HelloTimeout));
    }
}

/// [P-53]
#[test]
fn a_side_without_calls_leaves() {
    let mut config = Config::default();
    config.ping_interval = None;
    let mut peer = Peer::server_with(&config, &wire::hello());
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    peer.after(300 * SECOND);
    assert!(peer.sent().is_empty(), "a call is open");
    assert!(peer.answer(id, b""));
    peer.sent();
    // The calls of the last five minutes count.
    let id = peer.accept(wire::request(3, UNARY, "a.B/C", b""));
    assert!(peer.answer(id, b""));
    peer.sent();
    peer.after(300 * SECOND);
    assert!(peer.sent().is_empty());
    peer.after(300 * SECOND);
    assert_eq!(peer.frames()[0].text(3), "idle");
    peer.after(SECOND);
    peer.sent();
    assert!(peer.connection.is_drained());
    config.idle_timeout = None;
    assert_eq!(Peer::server_with(&config, &wire::hello()).connection.poll_timeout(), None);
}

#[test]
fn the_deadline_of_the_server_is_an_answer_like_others() {
    let mut client = Peer::client();
    client.start(&request(0), b"").unwrap();
    let head = [wire::number(1, 4), wire::bytes(2, "late")].concat();
    let head = failure(client.feed(frame(RESPONSE, UNARY, 1, wire::body(&head, b""))));
    assert_eq!((head.code, &*head.message), (4, "late"));
}
