//! A peer that says anything.

use std::time::{Duration, Instant};

use mrpc_protocol::Event;

use super::end::End;
use super::script::Script;

/// A HELLO with the limits that peers have.
fn hello(mut peer: End) -> Vec<u8> {
    peer.write(usize::MAX)
}

/// A server survives any client: it does not panic, takes no more memory than its limits allow, and each call that it
/// accepted ends once.
///
/// # Panics
///
/// If it does not.
pub fn server(bytes: &[u8]) {
    let now = Instant::now();
    let mut server = End::server(now);
    server.read(&hello(End::client(now)));
    run(server, &mut Script::new(bytes));
}

/// A client survives any server, in the same way.
///
/// # Panics
///
/// If it does not.
pub fn client(bytes: &[u8]) {
    let now = Instant::now();
    let mut client = End::client(now);
    let mut server = End::server(now);
    server.read(&client.write(usize::MAX));
    client.read(&server.write(usize::MAX));
    run(client, &mut Script::new(bytes));
}

fn run(mut end: End, script: &mut Script<'_>) {
    while !script.is_over() {
        let events = match script.below(12) {
            0..=3 => {
                let frame = frame(script);
                end.read(&frame)
            }
            4 => {
                let count = script.below(64);
                end.read(script.take(count))
            }
            5 => end.wait(Duration::from_millis(u64::from(script.byte()) * 40)),
            6 => {
                end.write(usize::MAX);
                Vec::new()
            }
            7 => {
                end.start(script);
                Vec::new()
            }
            8 => {
                end.answer(script);
                end.cancel(script);
                Vec::new()
            }
            9 => {
                end.send(script);
                Vec::new()
            }
            10 => {
                end.consume(script);
                Vec::new()
            }
            _ => {
                if script.byte() == 255 {
                    end.leave();
                }
                Vec::new()
            }
        };
        events.into_iter().for_each(|event| look(&mut end, event));
        assert!(end.connection.in_flight() <= 9, "{} calls are open", end.connection.in_flight());
    }
    end.close();
}

/// A frame that is right in its outer form.
fn frame(script: &mut Script<'_>) -> Vec<u8> {
    let (mode, kind, seq, length) = (script.byte(), script.byte() % 9, script.byte(), script.below(48));
    let body = script.take(length);
    let mut frame = b"mrp\x02".to_vec();
    frame.extend([mode, kind, 0, 0, 0, seq, 0, 0, 0]);
    frame.push(u8::try_from(body.len()).unwrap_or(0));
    frame.extend(body);
    frame
}

/// Does what an application has to do, and looks at what ended.
fn look(end: &mut End, event: Event<u32>) {
    match event {
        Event::Request { id, payload, .. } => end.accept(id, payload),
        Event::Response { attachment, .. }
        | Event::Cancelled { attachment, .. }
        | Event::Expired { attachment, .. }
        | Event::Refused { attachment, .. } => {
            end.ended(attachment);
        }
        Event::Item { id, credit, .. } => end.owe(id, credit),
        _ => {}
    }
}
