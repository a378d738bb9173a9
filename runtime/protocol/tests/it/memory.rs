//! What is allocated, counted by the allocator.

use allocation_counter::measure;
use bytes::{Buf, BytesMut};
use mrpc_protocol::{Config, Connection, Encode, Error, Event, Output, Payload, Request, Version};

use crate::peer::{Peer, request, some_time};
use crate::wire::{self, BINARY, MORE, UNARY};

struct Text(&'static [u8]);

impl Encode for Text {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0);
    }
}

/// One end, and memory that a driver uses again.
struct End {
    connection: Connection<u32>,
    input: BytesMut,
    output: Output,
}

impl End {
    fn new(connection: Connection<u32>) -> Self {
        Self { connection, input: BytesMut::with_capacity(64 << 10), output: Output::new() }
    }

    fn send_to(&mut self, other: &mut Self) {
        while self.connection.poll_transmit(&mut self.output) {
            while self.output.has_remaining() {
                let chunk = self.output.chunk();
                let len = chunk.len();
                other.input.reserve(len);
                other.input.extend_from_slice(chunk);
                self.output.advance(len);
            }
        }
    }
}

/// A round of calls, all begun, then all answered.
fn round(client: &mut End, server: &mut End, calls: u32) -> u32 {
    round_of(client, server, calls, &Text(b"a message of some bytes"))
}

fn round_of(client: &mut End, server: &mut End, calls: u32, message: &Text) -> u32 {
    let now = some_time();
    let asked = Request { timeout: Some(std::time::Duration::from_secs(30)), ..request(0) };
    for _ in 0..calls {
        assert!(client.connection.start_call(now, &asked, Payload::Encode(message), 1).is_ok());
    }
    client.send_to(server);
    while let Ok(Some(event)) = server.connection.handle(now, &mut server.input) {
        if let Event::Request { id, .. } = event {
            assert!(server.connection.answer(id, None, Payload::Encode(message), false));
        }
    }
    server.send_to(client);
    let mut answered = 0;
    while let Ok(Some(event)) = client.connection.handle(now, &mut client.input) {
        if let Event::Response { attachment, .. } = event {
            answered += attachment;
        }
    }
    answered
}

#[test]
fn a_unary_call_allocates_nothing() {
    let now = some_time();
    let mut client = End::new(Connection::client(now, Version::V2, &Config::default()));
    let mut server = End::new(Connection::server(now, &Config::default()));
    client.send_to(&mut server);
    round(&mut client, &mut server, 0);
    server.send_to(&mut client);
    // Tables and buffers grow to what is needed.
    round(&mut client, &mut server, 0);
    for _ in 0..50 {
        assert_eq!(round(&mut client, &mut server, 64), 64);
    }
    let mut answered = 0;
    let seen = measure(|| answered = round(&mut client, &mut server, 64));
    assert_eq!((answered, seen.count_total), (64, 0));
}

#[test]
fn bursts_find_their_room_again() {
    let now = some_time();
    let mut peer = Peer::client();
    let mut output = Output::new();
    let mut burst = || {
        for _ in 0..64 {
            let id = peer
                .connection
                .start_call(now, &request(0), Payload::Encode(&Text(&[7; 16_000])), 1)
                .unwrap();
            peer.connection.cancel(id);
        }
        assert!(peer.connection.poll_transmit(&mut output));
        assert!(output.remaining() > 1_000_000);
        output.advance(output.remaining());
    };
    (0..4).for_each(|_| burst());
    assert_eq!(measure(burst).count_total, 0);
}

/// [P-04]
#[test]
fn a05_a_length_takes_no_memory() {
    let mut header = wire::request(1, UNARY, "a.B/C", b"");
    header.truncate(14);
    for (length, is_refused) in [(u32::MAX, true), (0x8000_0000, true), (68 << 10, false)] {
        header[10..14].copy_from_slice(&length.to_be_bytes());
        let mut peer = Peer::server();
        let seen = measure(|| {
            peer.feed(&header);
        });
        assert_eq!(matches!(peer.error, Some(Error::FrameTooLarge { .. })), is_refused);
        assert!(seen.bytes_max < 4 << 10, "{length}: {} bytes", seen.bytes_max);
    }
}

/// [P-04]: a message of many frames grows as it comes.
#[test]
fn a08_a_message_takes_what_has_come() {
    let mut peer = Peer::server();
    let seen = measure(|| {
        peer.feed(wire::request(1, BINARY | MORE, "a.B/C", &[7; 1_000]));
        for _ in 0..9 {
            peer.feed(wire::frame(wire::REQUEST, BINARY | MORE, 1, [7; 1_000]));
        }
    });
    assert_eq!(peer.connection.assembling_bytes(), 10_000);
    assert!(seen.bytes_max < 64 << 10, "{} bytes", seen.bytes_max);
}

/// What a server keeps of a connection that does nothing.
#[test]
fn a_connection_at_rest_is_small() {
    let seen = measure(|| {
        let mut peer = Peer::server();
        peer.sent();
        peer.connection.shrink();
        std::mem::forget(peer.connection);
    });
    let bytes = seen.bytes_current as usize + size_of::<Connection<u32>>();
    assert!(bytes < 2 << 10, "{bytes} bytes");
}
