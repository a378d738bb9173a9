//! Sockets that do what sockets seldom do, below a server and below a client.

use std::io::ErrorKind;
use std::time::Duration;

use mrpc::client::{self, Connector};
use mrpc::server::{self, Server};
use mrpc::transport::memory;
use mrpc::{Client, Code, Delivery, Status};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::echo::{Calls as _, Echo, int};
use super::faulty::{Fault, Faults, Script, Scripts};
use super::setup::{narrow, pass, within, works};

/// A client of a server with such sockets.
fn below_server(scripts: Scripts) -> Client {
    let (listener, connector) = memory::listen();
    let server = Server::new(narrow()).with_service(Echo::default());
    tokio::spawn(server.serve(Faults(listener, scripts), std::future::pending()));
    let mut config = client::Config::default();
    config.connections_max = 1;
    Connector::new(config).in_memory(connector)
}

/// A client with such sockets. The server stops when the sender is dropped.
async fn below_client(scripts: Scripts) -> (Client, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("mrpcs://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Server::new(server::Config::default()).with_service(Echo::default());
    tokio::spawn(server.serve(listener, async {
        let _ = stopped.await;
    }));
    let mut config = client::Config::default();
    config.connections_max = 1;
    (Connector::new(config).with_tls(scripts).lazy(&target).unwrap(), stop)
}

/// All kinds of calls, or the error that the first of them ends in.
async fn talk(client: &Client) -> Result<(), Status> {
    assert_eq!(client.say("hello").await?.value, "hello");
    let mut items = client.count(3).await?;
    for value in 0..3 {
        assert_eq!(items.next().await?.map(|item| item.value), Some(value));
    }
    assert_eq!(items.next().await?, None, "no clean end before the end");
    let mut upload = client.sum().await?;
    for value in 1..4 {
        upload.send(int(value)).await?;
    }
    assert_eq!(upload.finish().await?.value, 6);
    Ok(())
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test(start_paused = true)]
async fn a22_bytes_that_come_one_at_a_time_and_seldom_are_all_read() {
    let byte = Fault::Bytes(1);
    let interrupted = Fault::Error(ErrorKind::Interrupted);
    for script in [
        Script::cycle(&[byte], 30_000),
        Script::cycle(&[byte, interrupted], 30_000),
        Script::cycle(&[interrupted, interrupted, byte], 20_000),
        Script::cycle(&[Fault::Later, byte, interrupted, Fault::Bytes(13), Fault::Bytes(15)], 5_000),
    ] {
        works(&below_server(Scripts::always(script.clone(), Script::fine()))).await;
        let (client, _stop) = below_client(Scripts::always(script, Script::fine())).await;
        for _ in 0..20 {
            talk(&client).await.unwrap();
        }
    }
}

/// Cuts a connection after each number of bytes, until the whole conversation fits.
async fn at_each_byte(mut talk_over: impl AsyncFnMut(usize) -> Result<(), Status>) -> usize {
    for bytes in 0..2_000 {
        match within(MINUTE, talk_over(bytes)).await {
            Ok(()) => return bytes,
            Err(status) => {
                assert_eq!(status.code(), Code::Unavailable, "after {bytes} bytes: {status}");
                assert_ne!(status.delivery(), Delivery::Answered);
            }
        }
    }
    panic!("the conversation is longer than it should be");
}

const ENDS: [Fault; 4] = [
    Fault::Nothing,
    Fault::Error(ErrorKind::ConnectionReset),
    // No socket says so here, but if one does it must not be asked for ever.
    Fault::Error(ErrorKind::WouldBlock),
    Fault::Error(ErrorKind::BrokenPipe),
];

#[tokio::test(start_paused = true)]
async fn a22_reads_that_fail_between_any_two_bytes_end_all_calls() {
    for end in ENDS {
        let bytes = at_each_byte(async |bytes| {
            let scripts = Scripts::new(Script::singles(bytes, end), Script::fine());
            let seen = scripts.seen.clone();
            let client = below_server(scripts);
            let result = talk(&client).await;
            if result.is_err() {
                // The next connection is fine, once the client has waited a little.
                pass(Duration::from_secs(1)).await;
                talk(&client).await.unwrap();
            }
            let reads = seen.lock().unwrap().reads;
            assert!(reads < 4 * bytes + 200, "{reads} reads of {bytes} bytes");
            result
        })
        .await;
        assert!(bytes > 100, "{bytes}");
    }
}

#[tokio::test]
async fn a22_reads_of_a_client_that_fail_between_any_two_bytes_end_all_calls() {
    for end in ENDS {
        let bytes = at_each_byte(async |bytes| {
            let (client, _stop) =
                below_client(Scripts::always(Script::singles(bytes, end), Script::fine())).await;
            talk(&client).await
        })
        .await;
        assert!(bytes > 50, "{bytes}");
    }
}

#[tokio::test(start_paused = true)]
async fn a23_bytes_that_go_one_at_a_time_make_whole_frames() {
    let byte = Fault::Bytes(1);
    let interrupted = Fault::Error(ErrorKind::Interrupted);
    for script in [
        Script::cycle(&[byte], 60_000),
        Script::cycle(&[byte, Fault::Later], 30_000),
        Script::cycle(&[interrupted, byte, Fault::Bytes(14), Fault::Later, Fault::Bytes(3)], 10_000),
    ] {
        works(&below_server(Scripts::always(Script::fine(), script.clone()))).await;
        let (client, _stop) = below_client(Scripts::always(Script::fine(), script)).await;
        for _ in 0..20 {
            talk(&client).await.unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a23_writes_that_fail_between_any_two_bytes_end_all_calls() {
    for end in ENDS {
        let bytes = at_each_byte(async |bytes| {
            let scripts = Scripts::new(Script::fine(), Script::singles(bytes, end));
            let seen = scripts.seen.clone();
            let client = below_server(scripts);
            let result = talk(&client).await;
            if result.is_err() {
                pass(Duration::from_secs(1)).await;
                talk(&client).await.unwrap();
            }
            let writes = seen.lock().unwrap().writes;
            assert!(writes < 4 * bytes + 200, "{writes} writes of {bytes} bytes");
            result
        })
        .await;
        assert!(bytes > 100, "{bytes}");
    }
}

#[tokio::test]
async fn a23_writes_of_a_client_that_fail_between_any_two_bytes_end_all_calls() {
    for end in ENDS {
        let bytes = at_each_byte(async |bytes| {
            let (client, _stop) =
                below_client(Scripts::always(Script::fine(), Script::singles(bytes, end))).await;
            talk(&client).await
        })
        .await;
        assert!(bytes > 50, "{bytes}");
    }
}

#[tokio::test(start_paused = true)]
async fn j03_a_call_that_is_dropped_while_its_frame_is_written_tears_none() {
    // Single bytes, each after a turn of the others.
    let script = Script::cycle(&[Fault::Bytes(1), Fault::Later], 100_000);
    let (client, _stop) = below_client(Scripts::always(Script::fine(), script)).await;
    talk(&client).await.unwrap();
    for polls in 0..200 {
        let mut call = Box::pin(async { client.say("this is what a frame is about").await });
        let _ = super::cancel::cancel_at(1, &mut call).await;
        for _ in 0..polls % 70 {
            tokio::task::yield_now().await;
        }
        drop(call);
        assert_eq!(client.say("whole").await.unwrap().value, "whole");
    }
}
