//! A peer that keeps no rule.

use mrpc_protocol::{Config, Event, Request, Sent};

use super::random::{Random, for_seeds};
use crate::peer::{Peer, Told, payload, request};
use crate::wire::{self, frame};

fn config() -> Config {
    let mut config = Config::default();
    config.limits.message_bytes_max = 2_000;
    config.limits.calls_in_flight_max = 10;
    config.limits.assembling_bytes_max = 8_000;
    config.limits.stream_window = 500;
    config.limits.connection_window = 2_000;
    config
}

/// Something that is nearly right, most of the time.
fn nonsense(random: &mut Random, last: &mut u32, is_server: bool) -> Vec<u8> {
    let seq = match random.below(10) {
        0 => 0,
        1 => random.next() as u32,
        2..5 if is_server => {
            *last += 2;
            *last - 1
        }
        _ => random.below(u64::from(*last) + 1) as u32 | 1,
    };
    let len = random.pick(&[0, 1, 20, 700, 3_000]);
    let bytes = random.bytes(random.clone().size(len + 1));
    let mode = random.pick(&[1, 1, 1, 1, 0x41, 0x41, 0x11, 0x11, 0x51, 0x31, 0x81, 0x4f, 0x40]);
    let mut frame = match random.below(16) {
        0..4 if is_server => wire::request(seq, mode, random.pick(&["a.B/C", "a.B/D", "a b", ""]), &bytes),
        4 if is_server => {
            let head = [wire::number(1, random.below(5)), wire::number(3, random.below(3))].concat();
            frame(wire::REQUEST, mode, seq, wire::body(&head, &bytes))
        }
        0..5 => frame(wire::RESPONSE, mode, seq, [&[0], &bytes[..]].concat()),
        5..9 => frame(wire::DATA, mode, seq, &bytes),
        9 => wire::credit(random.pick(&[0, seq]), random.below(1_000)),
        10 if is_server => wire::cancel(seq),
        11 => frame(wire::HEARTBEAT, random.pick(&[15, 0x4f]), 0, b"12345678"),
        12 => frame(random.next() as u8, mode, seq, &bytes),
        13 if random.percent(5) => wire::goaway(seq, random.below(9)),
        _ => frame(wire::DATA, 1, seq, b""),
    };
    if random.percent(2) {
        let at = random.size(frame.len());
        frame[at] ^= 1 << random.below(8);
    }
    frame
}

/// What the application does about an event, and what must be true of it.
fn respond(peer: &mut Peer, random: &mut Random, open: &mut Vec<u32>, event: Told) {
    let gone = |open: &mut Vec<u32>, seq: u32| {
        let at = open.iter().position(|other| *other == seq).expect("a call that was not open has ended");
        open.swap_remove(at);
    };
    match event {
        Event::Request { id, .. } if random.percent(50) => assert!(peer.answer(id, b"yes")),
        Event::Request { id, .. } => {
            assert_eq!(peer.connection.accept(id, id.seq()), None);
            open.push(id.seq());
            if random.percent(50) {
                while peer.connection.send_item(id, payload(&[0; 100]), false) == Ok(Sent::Queued) {}
            }
        }
        Event::Item { id, credit, payload, .. } => {
            assert!(payload.len() <= 2_000);
            if random.percent(50) {
                peer.connection.consumed(id, credit);
            }
            if random.percent(10) && peer.answer(id, b"done") {
                gone(open, id.seq());
            }
        }
        Event::Response { attachment, .. }
        | Event::Cancelled { attachment, .. }
        | Event::Expired { attachment, .. }
        | Event::Refused { attachment, .. } => gone(open, attachment),
        _ => {}
    }
}

fn check(peer: &Peer) {
    let windows = peer.connection.windows();
    assert_eq!(windows.receive + windows.held + windows.owed, 2_000);
    assert!(peer.connection.assembling_bytes() <= 8_000 + (68 << 10));
    assert!(peer.connection.in_flight() <= 10);
    assert!(windows.held <= 2_000 + 2_016, "{windows:?}");
}

fn run(seed: u64, is_server: bool) {
    let mut random = Random::new(seed);
    let mut peer = match is_server {
        true => Peer::server_with(&config(), &wire::hello()),
        false => Peer::client_with(&config(), &wire::hello()),
    };
    let mut open = Vec::new();
    let mut last = 0;
    for _ in 0..300 {
        if !is_server && random.percent(40) {
            let asked = Request { is_open: random.percent(50), ..request(random.below(4) as u32) };
            if open.len() < 10
                && let Ok(id) = peer.start(&asked, b"hello")
            {
                open.push(id.seq());
                last = id.seq();
            }
        }
        let bytes = nonsense(&mut random, &mut last, is_server);
        let cut = random.size(bytes.len());
        for part in [&bytes[..cut], &bytes[cut..]] {
            for event in peer.feed(part) {
                respond(&mut peer, &mut random, &mut open, event);
            }
        }
        if peer.error.is_some() {
            break;
        }
        check(&peer);
        peer.sent();
    }
    if peer.error.is_some() {
        peer.sent();
    }
    let mut closed: Vec<_> = peer.close().into_iter().map(|(seq, _)| seq).collect();
    closed.sort_unstable();
    open.sort_unstable();
    assert_eq!(closed, open, "each call ends once");
    peer.assert_dead();
}

/// [P-50]
#[test]
fn a_server_survives_any_client() {
    for_seeds(3_000, |seed| run(seed, true));
}

/// [P-50]
#[test]
fn a_client_survives_any_server() {
    for_seeds(3_000, |seed| run(seed, false));
}
