//! Items and credit.

use bytes::Bytes;
use mrpc_protocol::{Config, Error, Event, Gone, Request, Sent};

use crate::peer::{Peer, only, payload, request, success};
use crate::wire::{self, BINARY, CREDIT, DATA, END, UNARY, frame};

fn is_item(event: &Event<u32>, expected: &[u8]) -> bool {
    matches!(event, Event::Item { payload, .. } if payload == expected)
}

/// [P-37] [P-38]
#[test]
fn items_come_in_order_and_end() {
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, BINARY, "a.B/C", b"first"));
    let both = [frame(DATA, BINARY, 1, b"a"), frame(DATA, BINARY, 1, b""), frame(DATA, BINARY | END, 1, b"")];
    let events = peer.feed(both.concat());
    assert!(is_item(&events[0], b"a") && is_item(&events[1], b""));
    assert!(matches!(events[2], Event::End { id: of } if of == id));
    assert_eq!(events.len(), 3);
    // The last item and the end in one frame.
    peer.accept(wire::request(3, BINARY, "a.B/C", b""));
    let events = peer.feed(frame(DATA, UNARY, 3, b"last"));
    assert!(is_item(&events[0], b"last") && matches!(events[1], Event::End { .. }));
}

/// [P-38]
#[test]
fn c04_items_after_the_end_or_before_the_beginning_are_errors() {
    let mut peer = Peer::server();
    peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    let twice = [frame(DATA, UNARY, 1, b"last"), frame(DATA, BINARY, 1, b"x")].concat();
    assert!(matches!(peer.feed_error(twice), Error::Unexpected(_)));
    let mut peer = Peer::server();
    peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    assert!(matches!(peer.feed_error(frame(DATA, BINARY, 1, b"x")), Error::Unexpected(_)));
    let mut peer = Peer::client();
    peer.open();
    assert_eq!(peer.feed_error(frame(DATA, UNARY, 1, b"x")), Error::BadFlags(UNARY));
}

/// [P-22] [P-42]
#[test]
fn c04_items_of_a_call_that_has_ended_are_dropped_and_given_back() {
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    assert!(peer.answer(id, b"enough"));
    let before = peer.connection.windows();
    for bytes in [&b"late"[..], b"", b"later"] {
        assert!(peer.feed(frame(DATA, BINARY, 1, bytes)).is_empty());
    }
    assert!(peer.feed(frame(DATA, BINARY | END, 1, b"")).is_empty());
    let after = peer.connection.windows();
    assert_eq!(after.owed, before.owed + 9 + 3 * 16);
    assert_eq!((after.held, after.receive + after.owed), (0, 4 << 20));
    assert_eq!(peer.connection.counters().frames_late, 4);
}

/// [P-38]
#[test]
fn c18_what_came_before_the_answer_is_told_before_it() {
    let mut peer = Peer::client();
    let id = peer.open();
    let events = peer
        .feed([frame(DATA, BINARY, 1, b"a"), frame(DATA, BINARY, 1, b"b"), wire::success(1, b"")].concat());
    assert!(is_item(&events[0], b"a") && is_item(&events[1], b"b"));
    assert!(matches!(events[2], Event::Response { .. }));
    assert_eq!(peer.connection.send_item(id, payload(b"x"), false), Err(Gone));
}

#[test]
fn a_side_that_has_ended_its_items_sends_no_more() {
    let mut peer = Peer::client();
    let unary = peer.start(&request(0), b"").unwrap();
    assert_eq!(peer.connection.send_item(unary, payload(b"x"), false), Err(Gone));
    let id = peer.open();
    assert_eq!(peer.connection.send_item(id, payload(b"x"), false), Ok(Sent::Queued));
    peer.connection.end_items(id);
    peer.connection.end_items(id);
    assert_eq!(peer.connection.send_item(id, payload(b"x"), false), Err(Gone));
    let modes: Vec<_> = peer.frames().iter().map(|frame| (frame.kind, frame.mode)).collect();
    assert_eq!(modes, [(DATA, BINARY), (DATA, UNARY)]);
    // A server ends by its answer.
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    peer.connection.end_items(id);
    assert!(peer.sent().is_empty());
    assert_eq!(peer.connection.send_item(id, payload(b"x"), false), Ok(Sent::Queued));
}

/// [P-39] [P-40]
#[test]
fn an_item_may_begin_while_there_is_any_credit() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(7, 40), (8, 1_000)]));
    let id = peer.open();
    let mut send = |bytes: &[u8]| peer.connection.send_item(id, payload(bytes), false);
    assert_eq!(send(b"12345678"), Ok(Sent::Queued)); // 24: 16 are left
    assert_eq!(send(&[0; 100]), Ok(Sent::Queued)); // -100
    assert_eq!(send(b""), Ok(Sent::NoCredit));
    assert_eq!(peer.connection.windows().send, 1_000 - 24 - 116);
    assert!(peer.feed(wire::credit(1, 100)).is_empty(), "none is left yet");
    assert!(matches!(only(peer.feed(wire::credit(1, 1))), Event::Writable { id: of } if of == id));
    assert_eq!(peer.connection.send_item(id, payload(b""), false), Ok(Sent::Queued));
    assert_eq!(peer.connection.send_item(id, payload(b""), false), Ok(Sent::NoCredit));
}

/// [P-40] [P-41]
#[test]
fn the_credit_of_the_connection_is_shared() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(8, 100)]));
    let ids = [peer.open(), peer.open(), peer.open()];
    assert_eq!(peer.connection.send_item(ids[0], payload(&[0; 100]), false), Ok(Sent::Queued));
    for id in ids {
        assert_eq!(peer.connection.send_item(id, payload(b"x"), false), Ok(Sent::NoCredit));
        assert_eq!(peer.connection.send_item(id, payload(b"x"), false), Ok(Sent::NoCredit));
    }
    assert!(peer.connection.poll_timeout().unwrap() > peer.now, "there is nothing to do");
    assert_eq!(peer.connection.cancel(ids[1]), Some(ids[1].seq()));
    assert!(peer.feed(wire::credit(0, 16)).is_empty());
    let events = peer.feed(wire::credit(0, 100));
    let writable: Vec<_> = events
        .iter()
        .map(|event| match event {
            Event::Writable { id } => *id,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(writable, [ids[0], ids[2]], "each of them once, and none that has ended");
}

/// [P-39] [P-40]
#[test]
fn an_item_without_credit_is_an_error() {
    let mut config = Config::default();
    config.limits.stream_window = 50;
    config.limits.message_bytes_max = 100;
    let item = frame(DATA, BINARY, 1, b"0123456789");
    let mut peer = Peer::server_with(&config, &wire::hello());
    peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    // 26 of 50, then 52: the second may begin, the third may not.
    assert_eq!(peer.feed(item.repeat(2)).len(), 2);
    assert_eq!(peer.feed_error(&item), Error::FlowControl);
    config.limits.stream_window = 1_000;
    config.limits.connection_window = 40;
    let mut peer = Peer::server_with(&config, &wire::hello());
    peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    // With a credit of 1, a message of 100 may begin: down to 1 - 116, which is 155 of 40 and what is below.
    assert_eq!(peer.feed(item.repeat(5)).len(), 5);
    assert_eq!(peer.feed(frame(DATA, BINARY, 1, b"123456789")).len(), 1);
    assert_eq!(peer.connection.windows().receive, -115);
    assert_eq!(peer.feed_error(&item), Error::FlowControl);
}

/// [P-40]: what was taken for sending earlier may come later.
#[test]
fn items_of_different_calls_may_overtake_each_other() {
    let mut config = Config::default();
    config.limits.connection_window = 100;
    let hello = wire::hello_with(&[(1, 4_096), (8, 100), (9, 1)]);
    let (mut client, mut server) = (Peer::client_with(&config, &hello), Peer::server_with(&config, &hello));
    let ids = [client.open(), client.open(), client.open()];
    for seq in [1, 3, 5] {
        server.accept(wire::request(seq, BINARY, "a.B/C", b""));
    }
    // The first is on its way, the second waits for it, and the third overtakes both once there is credit.
    for (id, len) in [(ids[0], 50_000), (ids[1], 40_000), (ids[2], 30)] {
        assert_eq!(client.connection.send_item(id, payload(&vec![7; len]), false), Ok(Sent::Queued));
        client.feed(wire::credit(0, len as u64 + 16));
    }
    let events = server.feed(client.sent());
    let order: Vec<_> = events
        .iter()
        .map(|event| match event {
            Event::Item { id, .. } => *id,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!((server.error, order), (None, vec![ids[2], ids[0], ids[1]]));
}

/// [P-42]
#[test]
fn credit_goes_back_when_half_a_window_is_owed() {
    let mut config = Config::default();
    config.limits.stream_window = 100;
    config.limits.connection_window = 150;
    let mut peer = Peer::server_with(&config, &wire::hello());
    let id = peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    let mut credits = Vec::new();
    for _ in 0..3 {
        let Event::Item { credit, .. } = only(peer.feed(frame(DATA, BINARY, 1, [0; 14]))) else { panic!() };
        credits.push(credit);
    }
    assert_eq!(credits, [30; 3]);
    peer.connection.consumed(id, 30);
    assert!(peer.sent().is_empty());
    peer.connection.consumed(id, 60);
    let sent: Vec<_> =
        peer.frames().iter().map(|frame| (frame.kind, frame.seq, frame.body.clone())).collect();
    assert_eq!(sent, [(CREDIT, 1, vec![90]), (CREDIT, 0, vec![90])]);
    // Nobody gives back what did not come.
    peer.connection.consumed(id, 1_000);
    assert!(peer.sent().is_empty());
    // A call that gets no more items needs no more credit; the connection does.
    peer.feed([frame(DATA, BINARY, 1, [0; 59]), frame(DATA, BINARY | END, 1, b"")].concat());
    peer.connection.consumed(id, 75);
    assert_eq!(peer.frame().seq, 0);
}

/// [P-41]
#[test]
fn c07_credit_that_makes_no_sense_is_an_error() {
    for seq in [0, 1] {
        let mut peer = Peer::client();
        peer.open();
        assert!(matches!(peer.feed_error(wire::credit(seq, 0)), Error::Malformed(_)));
        for bytes in [1 << 31, u64::MAX] {
            let mut peer = Peer::client();
            peer.open();
            assert_eq!(peer.feed_error(wire::credit(seq, bytes)), Error::FlowControl);
        }
        let mut peer = Peer::client();
        peer.open();
        let window = if seq == 0 { 4 << 20 } else { 256 << 10 };
        assert!(peer.feed(wire::credit(seq, (1 << 31) - 1 - window)).is_empty());
        assert_eq!(peer.feed_error(wire::credit(seq, 1)), Error::FlowControl);
    }
}

/// [P-41]
#[test]
fn c07_credit_for_a_call_that_has_ended_is_dropped() {
    let mut peer = Peer::client();
    let id = peer.open();
    peer.connection.cancel(id);
    for _ in 0..1_000 {
        assert!(peer.feed(wire::credit(1, 1)).is_empty());
    }
    assert_eq!(peer.connection.counters().frames_late, 1_000);
    assert_eq!(peer.connection.in_flight(), 0);
}

/// [P-14]
#[test]
fn c08_credit_without_a_number_is_an_error() {
    for body in [&b""[..], b"\x80", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"] {
        let mut peer = Peer::client();
        peer.open();
        assert!(matches!(peer.feed_error(frame(CREDIT, 15, 1, body)), Error::Malformed(_)));
    }
    // A unary call has no items, and credit for it changes nothing.
    let mut peer = Peer::client();
    peer.start(&request(0), b"").unwrap();
    assert!(peer.feed(wire::credit(1, 10)).is_empty());
    assert_eq!(success(peer.feed(wire::success(1, b"x"))), (1, Bytes::from_static(b"x")));
}

/// [P-42]: the property itself is kept by the simulator; here are the ways in which a call ends.
#[test]
fn c14_credit_of_a_dropped_call_goes_back_at_once() {
    type End = fn(&mut Peer, mrpc_protocol::CallId);
    let ends: [End; 4] = [
        |peer, id| assert!(peer.connection.cancel(id).is_some()),
        |peer, _| assert_eq!(peer.feed(wire::success(1, b"")).len(), 1),
        |peer, _| assert_eq!(peer.after(std::time::Duration::from_secs(10)).len(), 1),
        |peer, _| assert_eq!(peer.feed(wire::goaway(0, 0)).len(), 2),
    ];
    for end in ends {
        let mut peer = Peer::client();
        let timeout = Some(std::time::Duration::from_secs(5));
        let id = peer.start(&Request { timeout, ..request(0) }, b"").unwrap();
        for _ in 0..3 {
            peer.feed(frame(DATA, BINARY, 1, [0; 1_000]));
        }
        peer.feed(frame(DATA, BINARY | 0x10, 1, [0; 500]));
        assert_eq!(peer.connection.windows().held, 3 * 1_016 + 500);
        end(&mut peer, id);
        let windows = peer.connection.windows();
        assert_eq!((windows.held, windows.receive + windows.owed), (0, 4 << 20));
        assert_eq!((peer.connection.in_flight(), peer.connection.assembling_bytes()), (0, 0));
        peer.connection.consumed(id, 1_016);
        assert_eq!(peer.connection.windows(), windows, "nothing goes back twice");
    }
}

/// [P-40]: one call that nobody reads holds up no other.
#[test]
fn c15_a_call_that_is_not_read_holds_up_no_other() {
    let mut client = Peer::client();
    let mut server = Peer::server();
    let ids: Vec<_> = (0..20).map(|_| client.start(&request(0), b"").unwrap()).collect();
    server.feed(client.sent());
    let item = [7; 60_000];
    // The first is filled up and never read.
    while server.connection.send_item(ids[0], payload(&item), false) == Ok(Sent::Queued) {}
    client.feed(server.sent());
    for _ in 0..20 {
        for id in &ids[1..] {
            assert_eq!(server.connection.send_item(*id, payload(&item), false), Ok(Sent::Queued));
            for event in client.feed(server.sent()) {
                let Event::Item { id, credit, .. } = event else { panic!("{event:?}") };
                client.connection.consumed(id, credit);
            }
            server.feed(client.sent());
        }
    }
    assert_eq!(server.connection.send_item(ids[0], payload(&item), false), Ok(Sent::NoCredit));
}

/// [P-40]: neither side waits for the other for ever.
#[test]
fn c22_both_sides_send_all_they_can() {
    for window in [1_u64, 16, 17, 1_000] {
        let mut config = Config::default();
        config.limits.stream_window = window as u32;
        config.limits.connection_window = window as u32;
        let hello = wire::hello_with(&[(7, window), (8, window)]);
        let (mut client, mut server) =
            (Peer::client_with(&config, &hello), Peer::server_with(&config, &hello));
        let id = client.open();
        server.accept(wire::request(1, BINARY, "a.B/C", b""));
        let (mut sent, mut received) = ([0; 2], [0; 2]);
        while received != [200, 200] {
            for (at, peer) in [&mut client, &mut server].into_iter().enumerate() {
                while sent[at] < 200
                    && peer.connection.send_item(id, payload(&[1; 10]), false) == Ok(Sent::Queued)
                {
                    sent[at] += 1;
                }
            }
            let (to_server, to_client) = (client.sent(), server.sent());
            assert!(!to_server.is_empty() || !to_client.is_empty(), "stuck with a window of {window}");
            for (at, (peer, bytes)) in
                [(&mut client, to_client), (&mut server, to_server)].into_iter().enumerate()
            {
                for event in peer.feed(bytes) {
                    if let Event::Item { credit, .. } = event {
                        received[at] += 1;
                        peer.connection.consumed(id, credit);
                    }
                }
            }
        }
    }
}

/// [P-34]
#[test]
fn an_item_that_the_peer_does_not_take_is_not_sent() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(2, 10)]));
    let id = peer.open();
    let before = peer.connection.windows();
    let too_large = Ok(Sent::TooLarge { bytes: 11, limit: 10 });
    assert_eq!(peer.connection.send_item(id, payload(&[0; 11]), false), too_large);
    assert!(peer.sent().is_empty());
    assert_eq!(peer.connection.windows(), before);
}

/// [P-42]: what a call did not send in the end pays for another, without a word from the peer.
#[test]
fn c16_credit_that_is_taken_back_wakes_who_waits() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(1, 4_096), (8, 100)]));
    let (large, small) = (peer.open(), peer.open());
    assert_eq!(peer.connection.send_item(large, payload(&[0; 100_000]), false), Ok(Sent::Queued));
    assert_eq!(peer.connection.send_item(small, payload(b"x"), false), Ok(Sent::NoCredit));
    assert!(peer.after(std::time::Duration::ZERO).is_empty());
    // The first frame of it is written already: only an item of less is paid for now.
    peer.connection.cancel(large);
    assert_eq!(peer.connection.windows().send, 100 - 4_096);
    assert!(peer.feed(wire::credit(0, 3_996)).is_empty());
    assert_eq!(peer.connection.send_item(small, payload(b"x"), false), Ok(Sent::NoCredit));
    let more = peer.open();
    assert!(matches!(peer.feed(wire::credit(0, 1))[..], [Event::Writable { id }] if id == small));
    assert_eq!(peer.connection.send_item(more, payload(&[0; 100_000]), false), Ok(Sent::Queued));
    assert_eq!(peer.connection.send_item(small, payload(b"x"), false), Ok(Sent::NoCredit));
    peer.feed(wire::credit(0, 5_000));
    assert!(peer.connection.windows().send < 0);
    peer.connection.cancel(more);
    assert!(peer.connection.windows().send > 0);
    assert!(peer.connection.poll_timeout().unwrap() <= peer.now, "the driver has something to do");
    let events = peer.after(std::time::Duration::ZERO);
    assert!(matches!(events[..], [Event::Writable { id }] if id == small));
}

/// Calls that wait for credit and are given up leave nothing behind.
#[test]
fn c12_calls_that_gave_up_waiting_do_not_pile_up() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(8, 1)]));
    let first = peer.open();
    assert_eq!(peer.connection.send_item(first, payload(b"x"), false), Ok(Sent::Queued));
    for _ in 0..1_000 {
        let id = peer.open();
        assert_eq!(peer.connection.send_item(id, payload(b"x"), false), Ok(Sent::NoCredit));
        peer.connection.cancel(id);
    }
    let text = format!("{:?}", peer.connection);
    let blocked = text.split("blocked: ").nth(1).unwrap().split(']').next().unwrap();
    assert!(blocked.matches("CallId").count() < 40, "{blocked}");
}
