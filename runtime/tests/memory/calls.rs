//! What calls leave behind: nothing.
//!
//! A client and a server run in this thread alone, whose memory is counted.

use std::panic::resume_unwind;
use std::sync::atomic::Ordering;
use std::time::Duration;

use mrpc::{Client, Code, Cx, StringValue};

use crate::echo::{Calls as _, Echo, Says, int, text};

/// Runs `rounds` of `work`, and then as many again: the bytes that the second half takes and does not give back.
fn kept(rounds: usize, client: impl FnOnce() -> Client, work: &impl AsyncFn(&Client, usize)) -> i64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = runtime.block_on(async { client() });
    let run = || {
        runtime.block_on(async {
            for round in 0..rounds {
                work(&client, round).await;
            }
            // Who was told to go has gone.
            for _ in 0..1_000 {
                tokio::task::yield_now().await;
            }
        });
    };
    run();
    allocation_counter::measure(run).bytes_current
}

#[test]
fn c02_calls_and_streams_leave_no_memory_behind() {
    for rounds in [200, 800] {
        let echo = Echo::default();
        let kept = kept(rounds, || mrpc::__gen::in_process(echo.clone()), &async |client, round| {
            echo.seen.lock().unwrap().clear();
            let text = format!("number {round}");
            assert_eq!(client.say(&text).await.unwrap().value, text);
            assert_eq!(client.say("yield").metadata("echo", "x").await.unwrap().value, "yield");
            client.say("fail").await.unwrap_err();
            let _ = client.wait(60).timeout(Duration::from_micros(50)).await;
            let mut items = client.count(20).await.unwrap();
            for _ in 0..round % 20 {
                assert!(items.next().await.unwrap().is_some());
            }
            drop(items);
            let mut upload = client.sum().await.unwrap();
            upload.send(int(1)).await.unwrap();
            if round % 2 == 0 {
                assert_eq!(upload.finish().await.unwrap().value, 1);
            }
        });
        println!("{rounds} rounds keep {kept} bytes");
        assert!(kept.abs() < 16_000, "{rounds} rounds keep {kept} bytes");
    }
}

#[test]
fn i04_panics_leave_no_memory_behind() {
    let service = || {
        Says(|cx: Cx, request: StringValue| async move {
            match request.value.as_str() {
                "at once" => resume_unwind(Box::new("a secret")),
                "later" => {
                    tokio::task::yield_now().await;
                    resume_unwind(Box::new("a secret"))
                }
                _ => (cx, Ok(text(request.value))),
            }
        })
    };
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let kept = kept(10_000, || mrpc::__gen::in_process(service()), &async |client, round| {
        let how = if round % 2 == 0 { "at once" } else { "later" };
        assert_eq!(client.say(how).await.unwrap_err().code(), Code::Internal);
        calls.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(calls.into_inner(), 20_000);
    assert!(kept.abs() < 16_000, "{kept} bytes");
}

#[test]
fn c27_an_idle_connection_takes_a_few_kilobytes() {
    const CONNECTIONS: usize = 1_000;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let (listener, connector) = mrpc::transport::memory::listen();
    let mut config = mrpc::server::Config::default();
    config.protocol.idle_timeout = None;
    let server = mrpc::Server::new(config).with_service(Echo::default());
    let serving = runtime.spawn(server.serve(listener, std::future::pending()));
    let mut clients = Vec::with_capacity(CONNECTIONS);
    let bytes = allocation_counter::measure(|| {
        runtime.block_on(async {
            for _ in 0..CONNECTIONS {
                let mut config = mrpc::client::Config::default();
                config.connections_max = 1;
                config.protocol.idle_timeout = None;
                let client = mrpc::Connector::new(config).in_memory(connector.clone());
                // It has been busy once.
                assert_eq!(client.say(&"x".repeat(100)).await.unwrap().value.len(), 100);
                clients.push(client);
            }
            // They ask each other now and then whether they are there.
            let _ = tokio::time::timeout(Duration::from_secs(90), std::future::pending::<()>()).await;
        });
    })
    .bytes_current;
    let each = bytes / i64::try_from(CONNECTIONS).unwrap();
    println!("{each} bytes for each connection, both ends of it and what is between them");
    assert!((1_000..20_000).contains(&each), "{each} bytes");
    assert!(!serving.is_finished());
}
