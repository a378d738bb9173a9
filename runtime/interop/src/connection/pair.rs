//! A client and a server that keep the rules, and a network that is as slow as it likes.

use std::time::{Duration, Instant};

use mrpc_protocol::Event;

use super::end::End;
use super::script::Script;

/// Neither breaks the connection, every answer is that of its own request, and all calls end.
///
/// # Panics
///
/// If one does.
pub fn pair(bytes: &[u8]) {
    let script = &mut Script::new(bytes);
    let now = Instant::now();
    let (mut client, mut server) = (End::client(now), End::server(now));
    let (mut to_server, mut to_client) = (Vec::new(), Vec::new());
    while !script.is_over() {
        match script.below(10) {
            0 | 1 => client.start(script),
            2 => client.cancel(script),
            3 => client.send(script),
            4 => server.send(script),
            5 | 6 => server.answer(script),
            7 => {
                client.consume(script);
                server.consume(script);
            }
            8 => match script.byte() {
                // The peers ask for a sign of life after a longer time.
                0..=200 => {
                    let time = Duration::from_millis(u64::from(script.byte()));
                    let expired = client.wait(time);
                    expired.into_iter().for_each(|event| look_as_client(&mut client, event));
                    let expired = server.wait(time);
                    expired.into_iter().for_each(|event| look_as_server(&mut server, event));
                }
                201..=254 => {}
                _ => server.leave(),
            },
            _ => {
                let (sent, arrives) = (script.below(256) * 8, script.below(256) * 8);
                carry(&mut client, &mut to_server, &mut server, sent, arrives, look_as_server);
                carry(&mut server, &mut to_client, &mut client, sent, arrives, look_as_client);
            }
        }
    }
    // All that was begun is answered, or both give up at the end.
    for _ in 0..64 {
        while !server.open.is_empty() {
            server.answer(script);
        }
        carry(&mut client, &mut to_server, &mut server, usize::MAX, usize::MAX, look_as_server);
        carry(&mut server, &mut to_client, &mut client, usize::MAX, usize::MAX, look_as_client);
    }
    assert!(!client.is_broken && !server.is_broken, "both keep the rules");
    client.close();
    server.close();
}

/// Moves bytes from one end to the other, through a network that holds some back.
fn carry(
    from: &mut End,
    network: &mut Vec<u8>,
    to: &mut End,
    sent: usize,
    arrives: usize,
    look: fn(&mut End, Event<u32>),
) {
    network.extend(from.write(sent));
    let count = arrives.min(network.len());
    let bytes: Vec<u8> = network.drain(..count).collect();
    to.read(&bytes).into_iter().for_each(|event| look(to, event));
}

fn look_as_client(client: &mut End, event: Event<u32>) {
    match event {
        Event::Response { attachment, head, payload, .. } => {
            let asked = client.ended(attachment);
            assert!(head.is_some() || payload == asked, "an answer is that of its own request");
        }
        Event::Expired { attachment, .. } | Event::Refused { attachment, .. } => {
            client.ended(attachment);
        }
        Event::Item { id, credit, .. } => client.owe(id, credit),
        _ => {}
    }
}

fn look_as_server(server: &mut End, event: Event<u32>) {
    match event {
        Event::Request { id, payload, .. } => server.accept(id, payload),
        Event::Cancelled { attachment, .. } | Event::Expired { attachment, .. } => {
            server.ended(attachment);
        }
        Event::Item { id, credit, .. } => server.owe(id, credit),
        _ => {}
    }
}
