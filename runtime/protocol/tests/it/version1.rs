//! What Mini-RPC speaks, byte for byte.

use std::time::Duration;

use bytes::Bytes;
use mrpc_protocol::{
    Codec, Config, Delivery, Error, Event, Metadata, Method, Refusal, Request, RequestMethod, ResponseHead,
    Version,
};

use crate::peer::{Peer, failure, only, payload, request, success};
use crate::wire;

const REQUEST: &[u8] = b"mrp\x01\x01\x00\0\0\0\x07\0\0\0\x1e\0\x09Arith.Add\0\0\0\x0d{\"A\":1,\"B\":2}\0\0";
const RESPONSE: &[u8] = b"mrp\x01\x01\x01\0\0\0\x07\0\0\0\x1d\0\x09Arith.Add\0\0\0\x0c{\"Result\":3}\0\0";
const FAILURE: &[u8] =
    b"mrp\x01\x01\x01\0\0\0\x08\0\0\0\x2b\0\x09Arith.Div\0\0\0\x0c{\"Result\":0}\0\x0edivide by zero";
const JSON: &[u8] =
    b"mrp\x01\x00\x01\0\0\0\x09\0\0\0\x45{\"ServiceMethod\":\"Arith.Add\",\"Error\":\"\",\"Payload\":\"eyJSZXN1bHQiOjN9\"}";

fn server() -> Peer {
    Peer::new_server(&Config::default())
}

fn client(codec: Codec) -> Peer {
    Peer::new_client(Version::V1(codec), &Config::default())
}

fn add() -> Request<'static> {
    Request { method: Method { index: 0, path: "math.Arith/Add" }, codec: Codec::Json, ..request(0) }
}

/// [P-03] [P-05] [P-06]
#[test]
fn a_client_of_mini_rpc_is_answered() {
    let mut peer = server();
    let events = peer.feed(REQUEST);
    assert_eq!(peer.connection.version(), Some(Version::V1(Codec::Binary)));
    let [Event::Ready, Event::Request { id, method, codec: Codec::Json, payload, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!((id.seq(), payload.as_ref()), (7, &b"{\"A\":1,\"B\":2}"[..]));
    assert_eq!(*method, RequestMethod::Named("Arith.Add".to_owned()));
    assert!(peer.answer(*id, b"{\"Result\":3}"));
    assert_eq!(peer.sent(), RESPONSE);
}

/// [P-05]: cut at each position.
#[test]
fn a01_what_version_1_means_does_not_depend_on_cuts() {
    for at in 0..=REQUEST.len() {
        let mut peer = server();
        let mut events = peer.feed(&REQUEST[..at]);
        events.extend(peer.feed(&REQUEST[at..]));
        assert_eq!(events.len(), 2, "cut at {at}");
        peer.assert_alive();
    }
}

/// [P-05] [P-06]
#[test]
fn a_server_of_mini_rpc_is_called() {
    let mut peer = client(Codec::Binary);
    assert!(peer.connection.is_ready());
    for _ in 0..3 {
        peer.start(&add(), b"").unwrap();
    }
    let id = peer.start(&add(), b"{\"A\":1,\"B\":2}").unwrap();
    let sent = peer.sent();
    assert_eq!(id.seq(), 7);
    assert!(sent.ends_with(REQUEST), "{}", String::from_utf8_lossy(&sent));
    assert_eq!(success(peer.feed(RESPONSE)), (7, Bytes::from_static(b"{\"Result\":3}")));
    assert!(peer.feed(RESPONSE).is_empty(), "late");
    assert_eq!(peer.connection.counters().frames_late, 1);
}

/// [P-07]
#[test]
fn an_error_is_a_text() {
    let mut peer = client(Codec::Binary);
    for _ in 0..4 {
        peer.start(&add(), b"").unwrap();
    }
    let mut bytes = FAILURE.to_vec();
    bytes[9] = 7;
    let head = failure(peer.feed(bytes));
    assert_eq!((head.code, &*head.message), (2, "divide by zero"));
    let mut peer = server();
    let events = peer.feed(REQUEST);
    let Some(Event::Request { id, .. }) = events.last() else { panic!() };
    let head = ResponseHead::new(5, "no such number");
    assert!(peer.connection.answer(*id, Some(&head), payload(b"ignored"), false));
    let sent = peer.sent();
    assert!(sent.ends_with(b"\0\x09Arith.Add\0\0\0\0\0\x19NOT_FOUND: no such number"), "{sent:?}");
}

/// [P-05]: the answer is in the envelope of its request.
#[test]
fn json_envelopes_are_those_of_go() {
    let mut peer = server();
    let body = br#"{"ServiceMethod":"Arith.Add","Error":"","Payload":"eyJBIjoxLCJCIjoyfQ=="}"#;
    let events = peer.feed(wire::version1(0, 0, 9, body));
    let Some(Event::Request { id, payload, .. }) = events.last() else { panic!("{events:?}") };
    assert_eq!(payload.as_ref(), b"{\"A\":1,\"B\":2}");
    assert!(peer.answer(*id, b"{\"Result\":3}"));
    assert_eq!(peer.sent(), JSON);
    let mut peer = client(Codec::Json);
    for _ in 0..5 {
        peer.start(&add(), b"{}").unwrap();
    }
    assert!(peer.sent().ends_with(br#"{"ServiceMethod":"Arith.Add","Error":"","Payload":"e30="}"#));
    assert_eq!(success(peer.feed(JSON)), (9, Bytes::from_static(b"{\"Result\":3}")));
}

/// [P-08]
#[test]
fn heartbeats_are_not_answered() {
    let mut peer = server();
    let heartbeat = wire::version1(1, 2, 0, b"");
    assert!(matches!(peer.feed(&heartbeat)[..], [Event::Ready]));
    assert!(peer.feed(&heartbeat).is_empty());
    peer.after(Duration::from_secs(200));
    assert!(peer.sent().is_empty());
    peer.assert_alive();
    let mut peer = client(Codec::Binary);
    for _ in 0..10 {
        peer.after(Duration::from_secs(20));
        assert_eq!(peer.sent(), heartbeat);
    }
    peer.assert_alive();
}

/// [P-09]
#[test]
fn any_seq_will_do_that_is_free() {
    let mut peer = server();
    for seq in [7, 2, 0, u32::MAX, 7] {
        let events = peer.feed(wire::version1(1, 0, seq, &REQUEST[14..]));
        let Some(Event::Request { id, .. }) = events.last() else { panic!() };
        assert_eq!(peer.connection.accept(*id, seq), None);
        assert!(peer.answer(*id, b"{}"));
    }
    peer.sent();
    let twice = wire::version1(1, 0, 4, &REQUEST[14..]);
    assert!(peer.feed(&twice).len() == 1);
    assert!(peer.feed(&twice).is_empty());
    assert_eq!(peer.error, Some(Error::BadSeq(4)));
}

/// [P-10]
#[test]
fn version_1_has_no_goaway() {
    for bytes in [
        wire::version1(1, 3, 0, b""),
        wire::version1(2, 0, 0, b""),
        wire::version1(1, 1, 7, &RESPONSE[14..]),
        wire::version1(1, 0, 7, &REQUEST[14..REQUEST.len() - 1]),
        wire::hello(),
    ] {
        let mut peer = server();
        peer.feed(wire::version1(1, 2, 0, b""));
        assert!(peer.feed(&bytes).is_empty());
        assert!(peer.error.is_some(), "{bytes:?}");
        assert!(peer.sent().is_empty());
        peer.assert_dead();
    }
}

#[test]
fn a06_a_codec_that_version_1_does_not_have_closes_the_connection() {
    let mut peer = server();
    peer.feed(wire::version1(2, 0, 0, b""));
    assert_eq!(peer.error, Some(Error::BadFlags(2)));
    assert!(peer.sent().is_empty());
}

#[test]
fn a17_a_bad_name_in_version_1_is_an_error_text() {
    let mut peer = server();
    let bytes = b"\0\x04a\n\x1bb\0\0\0\0\0\0";
    assert!(matches!(peer.feed(wire::version1(1, 0, 3, bytes))[..], [Event::Ready]));
    let sent = peer.sent();
    assert!(String::from_utf8_lossy(&sent).contains("INVALID_ARGUMENT: "));
    peer.assert_alive();
}

/// [P-10]
#[test]
fn what_version_1_cannot_say_is_not_said() {
    let mut peer = client(Codec::Binary);
    let mut metadata = Metadata::new();
    metadata.insert("tenant", "tea").unwrap();
    for asked in [
        Request { metadata: &metadata, ..add() },
        Request { is_open: true, ..add() },
        Request { is_compressed: true, ..add() },
        Request { codec: Codec::Binary, ..add() },
    ] {
        assert_eq!(peer.start(&asked, b""), Err(Refusal::Unsupported));
    }
    let bad = Request { method: Method { index: 0, path: "Add" }, ..add() };
    assert_eq!(peer.start(&bad, b""), Err(Refusal::BadMethod));
    assert!(peer.sent().is_empty());
    // A deadline is kept here alone, and nobody is told.
    peer.start(&Request { timeout: Some(Duration::from_secs(1)), ..add() }, b"").unwrap();
    peer.sent();
    assert!(matches!(only(peer.after(Duration::from_secs(2))), Event::Expired { .. }));
    let id = peer.start(&add(), b"").unwrap();
    peer.sent();
    assert_eq!(peer.connection.cancel(id), Some(3));
    assert!(peer.sent().is_empty());
    peer.start(&add(), b"").unwrap();
    assert_eq!(peer.close(), [(5, Delivery::Unsent)]);
}

/// [P-04]
#[test]
fn a05_frames_of_version_1_have_a_limit_too() {
    let mut peer = server();
    peer.feed(wire::version1(1, 2, 0, b""));
    let mut bytes = REQUEST.to_vec();
    bytes[10..14].copy_from_slice(&u32::MAX.to_be_bytes());
    peer.feed(&bytes[..14]);
    assert!(matches!(peer.error, Some(Error::FrameTooLarge { bytes: u32::MAX, .. })));
}

/// [P-29]
#[test]
fn calls_of_version_1_have_a_limit_too() {
    let mut config = Config::default();
    config.limits.calls_in_flight_max = 1;
    let mut peer = Peer::new_server(&config);
    assert_eq!(peer.feed(wire::version1(1, 0, 1, &REQUEST[14..])).len(), 2);
    assert!(peer.feed(wire::version1(1, 0, 2, &REQUEST[14..])).is_empty());
    assert!(String::from_utf8_lossy(&peer.sent()).contains("RESOURCE_EXHAUSTED: "));
    peer.assert_alive();
}
