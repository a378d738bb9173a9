//! Limits: what is within them works, what is beyond is refused for a reason of its own, nobody else notices, and it
//! works again as soon as there is room.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use mrpc::client;
use mrpc::server::{self, Server};
use mrpc::{Client, Code, Delivery, Status};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::echo::{Calls as _, Echo};
use super::setup::{Running, pass, tasks, until, within};

async fn hello(client: &Client) -> Result<(), Status> {
    client.say("hello").await.map(|answer| assert_eq!(answer.value, "hello"))
}

/// Waits until a client that was turned away is let in.
async fn is_let_in(client: &Client) {
    within(Duration::from_secs(60), async {
        while hello(client).await.is_err() {
            pass(Duration::from_millis(100)).await;
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn g01_connections_beyond_the_limit_are_turned_away_with_the_reason() {
    let mut config = server::Config::default();
    config.connections_max = 2;
    let running = Running::new(config, Echo::default());
    let (one, two, three) = (running.client(), running.client(), running.client());
    hello(&one).await.unwrap();
    hello(&two).await.unwrap();
    for _ in 0..3 {
        let status = hello(&three).await.unwrap_err();
        assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unsent));
        assert!(
            status.message().contains("as many connections are open as may (connections_max)"),
            "{status}"
        );
        hello(&one).await.unwrap();
        hello(&two).await.unwrap();
    }
    // It waits before it asks again: no storm.
    let before = running.accepted.load(Ordering::Relaxed);
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(10) {
        let _ = hello(&three).await;
        pass(Duration::from_millis(1)).await;
    }
    let attempts = running.accepted.load(Ordering::Relaxed) - before;
    assert!((2..20).contains(&attempts), "{attempts} attempts in ten seconds");
    drop(one);
    is_let_in(&three).await;
    hello(&two).await.unwrap();
}

#[tokio::test]
async fn g02_connections_of_one_host_beyond_the_limit_are_turned_away() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("mrpc://{}", listener.local_addr().unwrap());
    let mut config = server::Config::default();
    config.connections_per_ip_max = 1;
    let server = Server::new(config).with_service(Echo::default());
    let serving = tokio::spawn(server.serve(listener, std::future::pending()));
    let one = Client::connect(&target).await.unwrap();
    let status = Client::connect(&target).await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unsent));
    assert!(status.message().contains("connections_per_ip_max"), "{status}");
    hello(&one).await.unwrap();
    drop(one);
    within(Duration::from_secs(20), async {
        while Client::connect(&target).await.is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    serving.abort();
}

#[tokio::test(start_paused = true)]
async fn g03_handlers_beyond_the_limit_are_refused() {
    let mut config = server::Config::default();
    config.calls_in_flight_max = 3;
    let echo = Echo::default();
    let running = Running::new(config, echo.clone());
    let (one, two) = (running.client(), running.client());
    for _ in 0..3 {
        let mut held = JoinSet::new();
        for _ in 0..3 {
            let one = one.clone();
            held.spawn(async move { one.say("hold").await });
        }
        until(|| echo.waiting.load(Ordering::Relaxed) == 3).await;
        for client in [&one, &two] {
            let status = client.say("hold").await.unwrap_err();
            assert_eq!(status.code(), Code::ResourceExhausted);
            assert!(status.message().contains("calls_in_flight_max"), "{status}");
            let mut items = client.count(10_000_000).await.unwrap();
            let status = loop {
                match items.next().await {
                    Ok(item) => assert!(item.is_some()),
                    Err(status) => break status,
                }
            };
            assert_eq!(status.code(), Code::ResourceExhausted, "{status}");
            // What need not wait is answered all the same.
            hello(client).await.unwrap();
        }
        echo.gate.send_replace(true);
        while let Some(answer) = held.join_next().await {
            assert_eq!(answer.unwrap().unwrap().value, "hold");
        }
        echo.gate.send_replace(false);
    }
}

#[tokio::test(start_paused = true)]
async fn g04_calls_beyond_the_limit_of_a_connection_wait_at_the_client() {
    let mut config = server::Config::default();
    config.protocol.limits.calls_in_flight_max = 3;
    let echo = Echo::default();
    let running = Running::new(config, echo.clone());
    let client = running.client();
    let mut held = JoinSet::new();
    for _ in 0..10 {
        let client = client.clone();
        held.spawn(async move { client.say("hold").no_timeout().await });
    }
    until(|| echo.waiting.load(Ordering::Relaxed) == 3).await;
    let status = client.say("hello").timeout(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::DeadlineExceeded, Delivery::Unsent), "{status}");
    // Another connection has room of its own.
    hello(&running.client()).await.unwrap();
    echo.gate.send_replace(true);
    while let Some(answer) = held.join_next().await {
        assert_eq!(answer.unwrap().unwrap().value, "hold");
    }
    hello(&client).await.unwrap();
    assert_eq!(echo.waiting_max.load(Ordering::Relaxed), 3);
}

/// A text that is a message of so many bytes, fewer than 16 KiB and more than 131.
fn message_of(bytes: usize) -> String {
    "x".repeat(bytes - 3)
}

#[tokio::test(start_paused = true)]
async fn g05_messages_beyond_the_limit_are_refused_both_ways() {
    let mut config = server::Config::default();
    config.protocol.limits.message_bytes_max = 1_000;
    let running = Running::new(config, Echo::default());
    let client = running.client();
    assert_eq!(client.say(&message_of(1_000)).await.unwrap().value.len(), 997);
    let status = client.say(&message_of(1_001)).await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::ResourceExhausted, Delivery::Unsent));
    assert!(status.message().contains("1001 bytes is larger than the peer takes (1000)"), "{status}");
    hello(&client).await.unwrap();

    let running = Running::new(server::Config::default(), Echo::default());
    let mut config = client::Config::default();
    config.protocol.limits.message_bytes_max = 1_000;
    let client = running.client_with(config);
    assert_eq!(client.say(&message_of(1_000)).await.unwrap().value.len(), 997);
    let status = client.say(&message_of(1_001)).await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::ResourceExhausted, Delivery::Answered));
    assert!(status.message().contains("larger than the client takes"), "{status}");
    hello(&client).await.unwrap();
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1, "the connection lives");
}

#[tokio::test(start_paused = true)]
async fn g06_metadata_beyond_the_limit_is_refused() {
    let running = Running::new(server::Config::default(), Echo::default());
    let client = running.client();
    let with_entries = async |entries: usize| {
        let mut call = client.say("hello");
        for entry in 0..entries {
            call = call.metadata(&format!("key-{entry}"), "value");
        }
        call.await
    };
    with_entries(128).await.unwrap();
    let status = with_entries(129).await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::ResourceExhausted, Delivery::Unsent), "{status}");
    let (mut fits, mut too_many) = (0, 1 << 20);
    while too_many - fits > 1 {
        let bytes = (fits + too_many) / 2;
        match client.say("metadata").metadata("echo", "x".repeat(bytes)).answer().await {
            Ok(answer) => {
                assert_eq!(answer.metadata.get_str("echo").unwrap().len(), bytes);
                fits = bytes;
            }
            Err(status) => {
                assert_eq!((status.code(), status.delivery()), (Code::ResourceExhausted, Delivery::Unsent));
                assert!(status.message().contains("metadata"), "{status}");
                too_many = bytes;
            }
        }
    }
    assert!((16_000..=16_384).contains(&fits), "{fits}");
    hello(&client).await.unwrap();
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1, "the connection lives");
}

#[tokio::test(start_paused = true)]
async fn g08_a_connection_without_calls_is_given_up() {
    let running = Running::new(server::Config::default(), Echo::default());
    let mut config = client::Config::default();
    config.protocol.idle_timeout = None;
    let client = running.client_with(config);
    hello(&client).await.unwrap();
    // A stream that is open keeps it, however quiet it is.
    let stream = client.double().await.unwrap();
    pass(Duration::from_secs(3_000)).await;
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
    drop(stream);
    pass(Duration::from_secs(601)).await;
    assert!(running.accepted.load(Ordering::Relaxed) > 1);
    hello(&client).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn g13_ten_times_as_many_connections_as_may_be() {
    let mut config = server::Config::default();
    config.connections_max = 20;
    let running = Running::new(config, Echo::default());
    let regular = running.client();
    hello(&regular).await.unwrap();
    let before = tasks();
    let flood: Vec<_> = (0..200).map(|_| running.client()).collect();
    let flood = Arc::new(flood);
    for _ in 0..60 {
        let mut calls = JoinSet::new();
        for number in 0..200 {
            let flood = Arc::clone(&flood);
            calls.spawn(async move { hello(&flood[number]).await.is_ok() });
        }
        let mut served = 0;
        while let Some(is_served) = calls.join_next().await {
            served += usize::from(is_served.unwrap());
            hello(&regular).await.unwrap();
        }
        assert_eq!(served, 19);
        // Those that are served take a task at each end, and those that are not leave nothing for long.
        pass(Duration::from_secs(1)).await;
        assert!(tasks() <= before + 2 * 19 + 64, "{} tasks", tasks());
    }
}
