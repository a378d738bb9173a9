//! How calls end when the connection does.

use mrpc_protocol::{Config, Delivery, Error, Event, Request};

use crate::peer::{Peer, only, payload, request};
use crate::wire::{self, BINARY, DATA, MORE, RESPONSE, UNARY, frame};

/// [P-51]
#[test]
fn c25_what_never_left_was_not_executed() {
    let mut peer = Peer::client();
    peer.start(&request(0), b"").unwrap();
    peer.sent();
    peer.start(&request(0), b"").unwrap();
    assert_eq!(peer.close(), [(1, Delivery::Unknown), (3, Delivery::Unsent)]);
    assert_eq!(peer.close(), [], "a call ends once");
    assert!(peer.sent().is_empty(), "what was said to be unsent is not sent");
    peer.assert_dead();
}

/// [P-51]: a request whose last part never left cannot have been executed.
#[test]
fn c25_half_a_request_was_not_executed() {
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(1, 4_096)]));
    peer.start(&request(0), &[0; 1 << 20]).unwrap();
    let mut output = mrpc_protocol::Output::new();
    assert!(peer.connection.poll_transmit(&mut output));
    assert_eq!(peer.close(), [(1, Delivery::Unsent)]);
    // With all of it on its way, nobody knows.
    let mut peer = Peer::client_with(&Config::default(), &wire::hello_with(&[(1, 4_096)]));
    peer.start(&request(0), &[0; 1 << 20]).unwrap();
    peer.sent();
    assert_eq!(peer.close(), [(1, Delivery::Unknown)]);
}

/// [P-51]: after an error, too, and the requests that waited are not sent with the GOAWAY.
#[test]
fn c25_an_error_ends_each_call_once() {
    let mut peer = Peer::client();
    peer.start(&request(0), b"").unwrap();
    peer.sent();
    peer.start(&request(0), b"").unwrap();
    peer.feed(frame(8, 15, 0, b""));
    assert_eq!(peer.error, Some(Error::UnknownKind(8)));
    assert_eq!(peer.frame().kind, wire::GOAWAY);
    assert_eq!(peer.close(), [(1, Delivery::Unknown), (3, Delivery::Unsent)]);
    assert_eq!(peer.close(), []);
}

/// [P-51]
#[test]
fn c25_a_server_gets_back_what_it_accepted() {
    let mut peer = Peer::server();
    peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    peer.feed(wire::request(3, BINARY | MORE, "a.B/C", b""));
    peer.feed(wire::request(5, UNARY, "a.B/C", b""));
    assert_eq!(peer.close(), [(1, Delivery::Unknown)], "the others have nobody to tell");
    assert_eq!(peer.connection.in_flight(), 0);
}

/// Everything that a client reads of a call with items.
fn conversation() -> Vec<Vec<u8>> {
    vec![
        frame(DATA, BINARY, 1, b"one"),
        wire::credit(1, 5),
        frame(DATA, BINARY | MORE, 1, b"tw"),
        frame(DATA, BINARY, 1, b"o"),
        frame(RESPONSE, BINARY | MORE, 1, b"\0do"),
        frame(RESPONSE, UNARY, 1, b"ne"),
    ]
}

/// [P-51]: the socket ends after each byte.
#[test]
fn c25_the_end_of_the_socket_is_never_the_end_of_a_call() {
    let bytes = conversation().concat();
    let item: usize = 17;
    let second = bytes.len() - conversation()[4].len() - conversation()[5].len();
    for at in 0..=bytes.len() {
        let mut peer = Peer::client();
        peer.open();
        let events = peer.feed(&bytes[..at]);
        let answered = matches!(events.last(), Some(Event::Response { .. }));
        assert_eq!(answered, at == bytes.len(), "cut at {at}");
        let items = events.iter().filter(|event| matches!(event, Event::Item { .. })).count();
        assert_eq!(items, usize::from(at >= item) + usize::from(at >= second), "cut at {at}");
        let left = if answered { vec![] } else { vec![(1, Delivery::Unknown)] };
        assert_eq!(peer.close(), left, "cut at {at}");
        assert_eq!(peer.close(), []);
    }
}

/// [P-50]
#[test]
fn nothing_happens_after_the_end() {
    let mut server = Peer::server();
    let id = server.accept(wire::request(1, BINARY, "a.B/C", b""));
    assert_eq!(server.close().len(), 1);
    assert!(!server.answer(id, b"late"));
    assert!(server.connection.send_item(id, payload(b"late"), false).is_err());
    server.connection.consumed(id, 16);
    server.assert_dead();
    let mut client = Peer::client();
    let id = client.open();
    client.feed_error(frame(9, 15, 0, b""));
    assert_eq!(client.connection.cancel(id), Some(1), "the caller may give up what did not come out yet");
    client.connection.end_items(id);
    assert_eq!(client.close(), []);
    client.assert_dead();
}

/// [P-50]: a server says what it executed.
#[test]
fn an_error_of_the_client_is_told_with_the_last_call() {
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(7, UNARY, "a.B/C", b""));
    assert!(peer.answer(id, b"done"));
    let open = Request { is_open: true, ..request(0) };
    assert!(peer.start(&open, b"").is_err(), "a server calls nobody");
    peer.feed(frame(8, 15, 0, b""));
    let frames = peer.frames();
    assert_eq!((frames[0].kind, frames[1].kind), (RESPONSE, wire::GOAWAY), "what was answered is sent");
    assert_eq!((frames[1].number(1), frames[1].number(2)), (7, 1));
    assert!(frames[1].text(3).contains("unknown kind 8"));
}

#[test]
fn a_connection_gives_its_memory_back() {
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    peer.connection.shrink();
    assert!(peer.answer(id, b"still there"));
    peer.connection.shrink();
    assert_eq!(peer.frame().split().1, b"still there");
    peer.connection.shrink();
    let event = only(peer.feed(wire::request(3, UNARY, "a.B/C", b"")));
    assert!(matches!(event, Event::Request { .. }));
}
