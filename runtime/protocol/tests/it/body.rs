//! Bodies of more than one frame.

use bytes::Bytes;
use mrpc_protocol::{CancelReason, Config, Encode, Error, Event, Payload, Request, Sent};

use crate::peer::{Peer, failure, only, payload, request, success};
use crate::wire::{self, BINARY, CANCEL, DATA, END, Frame, MORE, REQUEST, RESPONSE, UNARY, frame};

/// Bytes that are all different from their neighbours.
fn large(len: usize) -> Vec<u8> {
    (0..len).map(|at| (at % 251) as u8).collect()
}

struct Large(usize);

impl Encode for Large {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend(large(self.0));
    }
}

fn small_frames() -> Vec<u8> {
    wire::hello_with(&[(1, 4_096)])
}

/// The bodies of these frames, put together, without the head of the first.
fn joined(frames: &[Frame]) -> Vec<u8> {
    let body =
        |(at, frame): (usize, &Frame)| if at == 0 { frame.split().1.to_vec() } else { frame.body.clone() };
    frames.iter().enumerate().flat_map(body).collect()
}

/// [P-33]: on each side of each border, however the payload comes.
#[test]
fn a_body_is_split_if_and_only_if_it_must() {
    for len in [4_095, 4_096, 4_097, 8_191, 8_192, 8_193, 20_000, 70_000] {
        for is_encoded in [false, true] {
            let mut peer = Peer::server_with(&Config::default(), &small_frames());
            let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
            let message = Large(len);
            let payload = if is_encoded { Payload::Encode(&message) } else { payload(&large(len)) };
            assert!(peer.connection.answer(id, None, payload, true));
            assert!(peer.connection.queued_bytes() > len);
            let frames = peer.frames();
            assert_eq!(peer.connection.queued_bytes(), 0);
            assert_eq!(frames.len(), (len + 1).div_ceil(4_096), "{len}");
            assert_eq!(joined(&frames), large(len));
            let (last, others) = frames.split_last().unwrap();
            assert!(last.has(END) && !last.has(MORE));
            assert!(
                others.iter().all(|frame| frame.has(MORE) && !frame.has(END) && frame.body.len() == 4_096)
            );
            assert!(frames.iter().all(|frame| frame.kind == RESPONSE && frame.has(wire::COMPRESSED)));
        }
    }
}

/// [P-33]: requests, answers and items of any size come out as they went in.
#[test]
fn bodies_come_out_as_they_went_in() {
    let mut config = Config::default();
    config.limits.frame_bytes_max = 5_000;
    for len in [0, 1, 4_990, 5_000, 16_384, 50_001, 1 << 20] {
        let mut client = Peer::client_with(&config, &small_frames());
        let mut server = Peer::server_with(&config, &small_frames());
        let open = Request { is_open: true, is_compressed: true, ..request(0) };
        let id = client.start(&open, &large(len)).unwrap();
        assert_eq!(client.connection.send_item(id, payload(&large(len)), true), Ok(Sent::Queued));
        client.connection.end_items(id);
        let events = server.feed(client.sent());
        let [
            _,
            Event::Request { payload: asked, is_open: true, is_compressed: true, .. },
            item,
            Event::End { .. },
        ] = &events[..]
        else {
            panic!("{events:?}")
        };
        assert_eq!(asked[..], large(len));
        assert!(
            matches!(item, Event::Item { payload, is_compressed: true, .. } if payload[..] == large(len))
        );
        assert!(server.answer(id, &large(len)));
        assert_eq!(success(client.feed(server.sent())), (1, Bytes::from(large(len))));
        assert_eq!((client.connection.assembling_bytes(), server.connection.assembling_bytes()), (0, 0));
    }
}

/// [P-34]: on each side of the limit, in one frame and in many.
#[test]
fn c05_a_message_that_never_ends_is_refused_at_the_limit() {
    let mut config = Config::default();
    config.limits.message_bytes_max = 10;
    for pieces in [&[10][..], &[5, 5], &[1; 10]] {
        let mut peer = Peer::server_with(&config, &wire::hello());
        peer.accept(pieces_of(pieces).concat());
    }
    for pieces in [&[11][..], &[5, 6], &[1; 11], &[5; 100]] {
        let mut peer = Peer::server_with(&config, &wire::hello());
        assert!(peer.feed(pieces_of(pieces).concat()).is_empty());
        let frame = peer.frame();
        assert_eq!((frame.seq, frame.number(1), frame.number(5)), (1, 8, 1));
        assert_eq!((peer.connection.in_flight(), peer.connection.assembling_bytes()), (0, 0));
        peer.accept(wire::request(3, UNARY, "a.B/C", b"next"));
    }
}

/// A request in pieces of these lengths.
fn pieces_of(lengths: &[usize]) -> Vec<Vec<u8>> {
    let last = lengths.len() - 1;
    let piece = |(at, len): (usize, &usize)| {
        let mode = if at == last { UNARY } else { BINARY | MORE };
        match at {
            0 => wire::request(1, mode, "a.B/C", &large(*len)),
            _ => frame(REQUEST, mode, 1, large(*len)),
        }
    };
    lengths.iter().enumerate().map(piece).collect()
}

/// [P-34]
#[test]
fn c05_an_answer_that_never_ends_costs_the_call() {
    let mut config = Config::default();
    config.limits.message_bytes_max = 10;
    let mut peer = Peer::client_with(&config, &wire::hello());
    peer.open();
    let first = frame(RESPONSE, BINARY | MORE, 1, b"\x00123456");
    let head = failure(peer.feed([first, frame(RESPONSE, UNARY, 1, b"78901")].concat()));
    assert_eq!((head.code, head.refused), (8, false));
    let frame_sent = peer.frame();
    assert_eq!((frame_sent.kind, frame_sent.body.as_slice()), (CANCEL, &[2][..]));
    assert!(peer.feed(frame(RESPONSE, UNARY, 1, b"more")).is_empty());
    peer.assert_alive();
    assert_eq!(peer.connection.assembling_bytes(), 0);
}

/// [P-34]
#[test]
fn c05_an_item_that_is_too_large_costs_the_call() {
    let mut config = Config::default();
    config.limits.message_bytes_max = 10;
    for bytes in [
        frame(DATA, BINARY, 1, [0; 11]),
        [frame(DATA, 0x11, 1, [0; 6]), frame(DATA, 0x11, 1, [0; 6])].concat(),
    ] {
        let mut peer = Peer::server_with(&config, &wire::hello());
        peer.accept(wire::request(1, BINARY, "a.B/C", b""));
        let event = only(peer.feed(&bytes));
        assert!(matches!(event, Event::Cancelled { attachment: 1, reason: CancelReason::TooLarge, .. }));
        assert_eq!(peer.frame().number(1), 8);
        assert_eq!(peer.connection.windows().held, 0);
        let mut peer = Peer::client_with(&config, &wire::hello());
        peer.open();
        assert_eq!(failure(peer.feed(&bytes)).code, 8);
        assert_eq!(peer.frame().kind, CANCEL);
    }
}

/// [P-35]
#[test]
fn what_is_put_together_is_bounded_for_all_calls() {
    let mut config = Config::default();
    config.limits.message_bytes_max = 10_000;
    config.limits.assembling_bytes_max = 20_000;
    let mut peer = Peer::server_with(&config, &wire::hello());
    for n in 0..20 {
        assert!(peer.feed(wire::request(n * 2 + 1, BINARY | MORE, "a.B/C", &large(1_000))).is_empty());
    }
    peer.assert_alive();
    assert_eq!(peer.connection.assembling_bytes(), 20_000);
    assert_eq!(peer.feed_error(wire::request(41, BINARY | MORE, "a.B/C", b"x")), Error::TooMuchAssembling);
}

/// [P-35]: a good peer keeps to it, and its requests stay in order.
#[test]
fn bodies_wait_for_room_at_the_peer() {
    let hello = wire::hello_with(&[(1, 4_096), (9, 25_000)]);
    let mut peer = Peer::client_with(&Config::default(), &hello);
    for _ in 0..5 {
        peer.start(&request(0), &large(10_000)).unwrap();
    }
    peer.start(&request(0), b"small").unwrap();
    let frames = peer.frames();
    let mut under_way = std::collections::BTreeMap::new();
    let mut seen = 0;
    for frame in &frames {
        if frame.seq > seen {
            assert!(frame.seq == seen + 2 || seen == 0, "the first frames come in order");
            seen = frame.seq;
        }
        let bytes = under_way.entry(frame.seq).or_insert(0);
        *bytes += frame.body.len();
        if !frame.has(MORE) {
            under_way.remove(&frame.seq);
        }
        assert!(under_way.values().sum::<usize>() <= 25_000 + 5 * 30);
    }
    assert!(under_way.is_empty());
}

/// [P-33]: a small call is not held up by large ones.
#[test]
fn c17_small_frames_pass_large_bodies() {
    let mut peer = Peer::server();
    let ids: Vec<_> = (0..20).map(|n| peer.accept(wire::request(n * 2 + 1, UNARY, "a.B/C", b""))).collect();
    for id in &ids[..12] {
        assert!(peer.answer(*id, &large(1 << 20)));
    }
    let mut output = mrpc_protocol::Output::new();
    assert!(peer.connection.poll_transmit(&mut output));
    let queued = peer.connection.queued_bytes();
    assert!(queued > 11 << 20, "most of it waits");
    assert!(peer.answer(ids[19], b"small"));
    // What is handed out comes first, then the small answer, then the rest in turn.
    use bytes::Buf;
    let first = output.copy_to_bytes(output.remaining());
    assert!(first.len() < 1 << 20, "{}", first.len());
    assert!(peer.connection.poll_transmit(&mut output));
    let second = wire::parse(&output.copy_to_bytes(output.remaining()));
    assert_eq!(second[0].seq, ids[19].seq());
    assert_eq!(second.len(), 2, "one frame of the large ones fills a turn");
    let frames = peer.frames();
    let under_way = frames
        .windows(8)
        .take(50)
        .map(|frames| frames.iter().map(|frame| frame.seq).collect::<std::collections::BTreeSet<_>>().len());
    assert!(under_way.min().unwrap() >= 8, "eight bodies take turns");
    assert_eq!(most_under_way(&frames).1, 8, "and no more than eight");
}

/// How many bytes of unfinished bodies the receiver of these frames has, at most, and of how many calls.
fn most_under_way(frames: &[Frame]) -> (usize, usize) {
    let mut under_way = std::collections::BTreeMap::new();
    let (mut bytes, mut calls) = (0, 0);
    for frame in frames {
        *under_way.entry(frame.seq).or_insert(0) += frame.body.len();
        if !frame.has(MORE) {
            under_way.remove(&frame.seq);
        }
        bytes = bytes.max(under_way.values().sum());
        calls = calls.max(under_way.values().filter(|bytes| **bytes > 100).count());
    }
    (bytes, calls)
}

/// [P-35]
#[test]
fn the_second_large_item_of_a_call_waits_as_others_do() {
    let hello = wire::hello_with(&[(1, 4_096), (9, 25_000)]);
    let mut peer = Peer::client_with(&Config::default(), &hello);
    let (first, second) = (peer.open(), peer.open());
    for (id, len) in [(first, 5_000), (first, 24_000), (second, 20_000)] {
        assert_eq!(peer.connection.send_item(id, payload(&large(len)), false), Ok(Sent::Queued));
    }
    let frames = peer.frames();
    assert_eq!(frames.iter().map(|frame| frame.body.len()).sum::<usize>(), 49_000);
    assert!(most_under_way(&frames).0 <= 25_000, "{:?}", most_under_way(&frames));
}

/// [P-28]
#[test]
fn an_answer_that_nobody_waits_for_is_not_sent_to_its_end() {
    let mut peer = Peer::server();
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    assert!(peer.answer(id, &large(1 << 20)));
    assert!(peer.feed(wire::cancel(1)).is_empty());
    assert!(peer.connection.queued_bytes() <= 69_632 + 14);
    assert_eq!(peer.frames().len(), 1);
}

/// [P-36]
#[test]
fn an_answer_ends_an_item_that_is_under_way() {
    let mut peer = Peer::client();
    peer.open();
    let half = frame(DATA, BINARY | MORE, 1, b"half");
    assert_eq!(success(peer.feed([half, wire::success(1, b"done")].concat())).0, 1);
    assert_eq!((peer.connection.assembling_bytes(), peer.connection.windows().held), (0, 0));
}

/// [P-36]
#[test]
fn an_answer_of_many_frames_ends_an_item_that_is_under_way() {
    let mut peer = Peer::client();
    peer.open();
    let half = frame(DATA, BINARY | MORE, 1, b"half");
    let first = frame(RESPONSE, BINARY | MORE, 1, b"\0do");
    let last = frame(RESPONSE, UNARY, 1, b"ne");
    assert_eq!(success(peer.feed([half, first, last].concat())).1, "done");
    assert_eq!((peer.connection.assembling_bytes(), peer.connection.windows().held), (0, 0));
}

/// [P-36]
#[test]
fn another_frame_within_a_body_is_an_error() {
    let mut peer = Peer::client();
    peer.open();
    let first = frame(RESPONSE, BINARY | MORE, 1, b"\0do");
    assert!(matches!(peer.feed_error([first, frame(DATA, BINARY, 1, b"x")].concat()), Error::Unexpected(_)));
    let mut peer = Peer::server();
    let first = wire::request(1, BINARY | MORE, "a.B/C", b"");
    assert!(matches!(peer.feed_error([first, frame(DATA, BINARY, 1, b"x")].concat()), Error::Unexpected(_)));
    let mut peer = Peer::server();
    peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    let first = frame(DATA, BINARY | MORE, 1, b"x");
    assert_eq!(peer.feed_error([first, frame(REQUEST, UNARY, 1, b"x")].concat()), Error::BadSeq(1));
}

/// [P-33]
#[test]
fn more_and_end_do_not_go_together() {
    let mode = UNARY | MORE;
    assert_eq!(Peer::server().feed_error(wire::request(1, mode, "a.B/C", b"")), Error::BadFlags(mode));
    let mut peer = Peer::server();
    peer.accept(wire::request(1, BINARY, "a.B/C", b""));
    assert_eq!(peer.feed_error(frame(DATA, mode, 1, b"x")), Error::BadFlags(mode));
}

/// [P-33]: of one call, nothing overtakes anything.
#[test]
fn what_comes_behind_a_large_item_waits_for_it() {
    let mut peer = Peer::server_with(&Config::default(), &small_frames());
    let id = peer.accept(wire::request(1, UNARY, "a.B/C", b""));
    let other = peer.accept(wire::request(3, UNARY, "a.B/C", b""));
    for bytes in [large(20_000), b"second".to_vec(), large(10_000), b"fourth".to_vec()] {
        assert_eq!(peer.connection.send_item(id, payload(&bytes), false), Ok(Sent::Queued));
    }
    assert!(peer.answer(id, b"end"));
    assert!(peer.answer(other, b"other"));
    let frames = peer.frames();
    let other_at = frames.iter().position(|frame| frame.seq == 3).unwrap();
    assert_eq!(other_at, 1, "the other call is behind the first frame alone");
    let of_call: Vec<_> = frames.into_iter().filter(|frame| frame.seq == 1).collect();
    let (answer, items) = of_call.split_last().unwrap();
    assert_eq!(answer.split().1, b"end");
    let bytes: Vec<u8> = items.iter().flat_map(|frame| frame.body.clone()).collect();
    assert_eq!(bytes, [large(20_000), b"second".to_vec(), large(10_000), b"fourth".to_vec()].concat());
    assert_eq!(items.iter().filter(|frame| !frame.has(MORE)).count(), 4);
}

#[test]
fn c16_what_is_cancelled_within_a_body_is_not_sent_to_its_end() {
    let mut peer = Peer::client_with(&Config::default(), &small_frames());
    let id = peer.start(&request(0), &large(1 << 20)).unwrap();
    let before = peer.connection.windows();
    peer.connection.cancel(id);
    let frames = peer.frames();
    assert_eq!(frames.iter().map(|frame| frame.kind).collect::<Vec<_>>(), [REQUEST, CANCEL]);
    let open = peer.open();
    assert_eq!(peer.connection.send_item(open, payload(&large(1 << 20)), false), Ok(Sent::Queued));
    peer.connection.cancel(open);
    assert_eq!(peer.connection.windows().send, before.send - 4_096, "what was sent is paid for, and no more");
}

/// [P-35]: what is cancelled makes room for what waits.
#[test]
fn a_body_that_is_cancelled_makes_room() {
    let hello = wire::hello_with(&[(1, 4_096), (9, 25_000)]);
    let mut peer = Peer::client_with(&Config::default(), &hello);
    let ids: Vec<_> = (0..3).map(|_| peer.start(&request(0), &large(20_000)).unwrap()).collect();
    for id in &ids[..2] {
        assert!(peer.connection.cancel(*id).is_some());
    }
    let last = peer.start(&request(0), &large(4_500)).unwrap();
    let frames = peer.frames();
    let body =
        |seq| frames.iter().filter(|frame| frame.seq == seq).map(|frame| frame.body.len()).sum::<usize>();
    assert!(body(ids[2].seq()) > 20_000 && body(last.seq()) > 4_500);
    // The two have room together, so they take turns.
    let order: Vec<_> = frames.iter().map(|frame| frame.seq).filter(|seq| *seq >= ids[2].seq()).collect();
    let end = order.iter().rposition(|seq| *seq == ids[2].seq()).unwrap();
    assert!(order[..end].contains(&last.seq()), "{order:?}");
}
