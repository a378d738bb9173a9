//! Peers that say nothing, say it slowly, or do not listen.

use std::sync::atomic::Ordering;
use std::time::Duration;

use mrpc::bytes::Bytes;
use mrpc::middleware::{Call, Handle, Middleware, Reply};
use mrpc::{Cx, Message as _, Server, Status, StringValue, server};
use mrpc_protocol::Event;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::Instant;

use super::echo::{Calls as _, Echo, Says, int, text};
use super::raw::{Raw, generous};
use super::setup::{Running, pass, tasks, until};

#[tokio::test(start_paused = true)]
async fn g07_who_says_nothing_is_sent_away() {
    let running = Running::new(server::Config::default(), Echo::default());
    for begin in ["", "m", "mrp\x02\x01"] {
        let mut mute = running.connector.connect().await.unwrap();
        mute.write_all(begin.as_bytes()).await.unwrap();
        let start = Instant::now();
        let mut said = Vec::new();
        mute.read_to_end(&mut said).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 5, "{begin:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn g11_a_frame_that_comes_slowly_ends_the_connection() {
    let running = Running::new(server::Config::default(), Echo::default());
    let mut raw = Raw::new(&running.connector, &generous()).await;
    assert!(matches!(raw.event().await, Some(Event::Ready)));
    let start = Instant::now();
    // A frame of 60,000 bytes, one of which comes each tenth of a second.
    raw.stream.write_all(b"mrp\x02\x01\x00\0\0\0\x01\0\0\xea\x60").await.unwrap();
    while raw.stream.write_all(b"x").await.is_ok() {
        pass(Duration::from_millis(100)).await;
        assert!(start.elapsed() < Duration::from_secs(30), "it is still open");
    }
    assert!(start.elapsed() >= Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn g09_who_takes_nothing_is_sent_away() {
    let running = Running::new(server::Config::default(), Echo::default());
    let client = running.client();
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
    let mut raw = Raw::new(&running.connector, &generous()).await;
    assert!(matches!(raw.event().await, Some(Event::Ready)));
    let before = tasks();
    let question = Bytes::from(text("x".repeat(60_000)).encode_to_vec());
    for _ in 0..20 {
        raw.call(0, question.clone()).unwrap();
    }
    let start = Instant::now();
    raw.flush().await;
    // It says now and then that it is there, so that it does not seem dead.
    while tasks() >= before {
        let _ = raw.stream.write_all(b"mrp\x02\x4f\x02\0\0\0\0\0\0\0\x08********").await;
        pass(Duration::from_secs(1)).await;
        assert_eq!(client.say("hello").await.unwrap().value, "hello");
        assert!(start.elapsed() < Duration::from_secs(60), "it is still open");
    }
    assert!((29..=33).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn g10_a_handler_waits_for_a_client_that_does_not_read() {
    let mut config = server::Config::default();
    config.outbox_bytes_high = 100_000;
    let echo = Echo::default();
    let running = Running::new(config, echo.clone());
    let mut raw = Raw::new(&running.connector, &generous()).await;
    assert!(matches!(raw.event().await, Some(Event::Ready)));
    raw.call(2, Bytes::from(int(1_000_000).encode_to_vec())).unwrap();
    raw.flush().await;
    pass(Duration::from_secs(10)).await;
    // No more than waits for the socket, is written out, and is in the socket. An item takes 15 bytes and more.
    let sent = echo.sent.load(Ordering::Relaxed);
    assert!((1_000..30_000).contains(&sent), "{sent} items");
    // It goes on when the client reads.
    for expected in 0..100_000 {
        match raw.event().await {
            Some(Event::Item { payload, .. }) => {
                assert_eq!(mrpc::Int64Value::decode(&payload).unwrap().value, expected);
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(echo.sent.load(Ordering::Relaxed) >= 100_000);
}

#[tokio::test(start_paused = true)]
async fn g10_requests_of_a_client_that_does_not_read_are_not_read() {
    let mut config = server::Config::default();
    config.outbox_bytes_high = 100_000;
    let running = Running::new(config, Echo::default());
    let mut raw = Raw::new(&running.connector, &generous()).await;
    assert!(matches!(raw.event().await, Some(Event::Ready)));
    let question = Bytes::from(text("x".repeat(60_000)).encode_to_vec());
    for _ in 0..500 {
        raw.call(0, question.clone()).unwrap();
    }
    // The memory between the two holds a frame or so, and the server a few.
    let flushed = tokio::time::timeout(Duration::from_secs(10), raw.flush()).await;
    assert!(flushed.is_err(), "30 MB were taken from a client that takes nothing");
}

/// A middleware that does nothing, and makes calls take the way of those that have some.
struct Nothing;

impl Middleware for Nothing {
    async fn handle<N: Handle>(&self, call: Call, next: &N) -> Result<Reply, Status> {
        next.call(call).await
    }
}

#[tokio::test(start_paused = true)]
async fn g10_answers_wait_for_a_client_that_does_not_read() {
    for has_middleware in [false, true] {
        let mut config = server::Config::default();
        config.outbox_bytes_high = 100_000;
        let service = Says(|cx: Cx, _: StringValue| async move {
            tokio::task::yield_now().await;
            (cx, Ok(text("x".repeat(60_000))))
        });
        let mut server = Server::new(config).with_service(service);
        if has_middleware {
            server = server.with_middleware(Nothing);
        }
        let running = Running::of(server);
        let mut raw = Raw::new(&running.connector, &generous()).await;
        assert!(matches!(raw.event().await, Some(Event::Ready)));
        for _ in 0..200 {
            raw.call(0, Bytes::new()).unwrap();
        }
        let before = tasks();
        raw.flush().await;
        pass(Duration::from_secs(5)).await;
        let waiting = tasks() - before;
        assert!(waiting > 150, "{waiting} of 200 answers of 60 kB wait for room");
        // They come when the client reads, each of them.
        for _ in 0..200 {
            assert!(matches!(raw.event().await, Some(Event::Response { .. })));
        }
        until(|| tasks() == before).await;
    }
}

#[tokio::test(start_paused = true)]
async fn g14_five_hundred_who_say_a_byte_a_second_keep_nobody_out() {
    let running = Running::new(server::Config::default(), Echo::default());
    let before = tasks();
    for number in 0..500_usize {
        // Some never finish their hello; some have said it, and begin a frame that they never finish.
        let frame = b"mrp\x02\x0f\x07\0\0\0\0\0\0\xff\0";
        let (mut stream, part) = if number % 2 == 0 {
            (running.connector.connect().await.unwrap(), number % frame.len())
        } else {
            let mut raw = Raw::new(&running.connector, &generous()).await;
            assert!(matches!(raw.event().await, Some(Event::Ready)));
            (raw.stream, frame.len())
        };
        tokio::spawn(async move {
            stream.write_all(&frame[..part]).await.unwrap();
            while stream.write_all(b"\x01").await.is_ok() {
                pass(Duration::from_secs(1)).await;
            }
        });
        if number % 50 == 0 {
            let client = running.client();
            assert_eq!(client.say("hello").await.unwrap().value, "hello");
        }
    }
    until(|| running.accepted.load(Ordering::Relaxed) >= 500).await;
    let start = Instant::now();
    while tasks() > before + 4 {
        let client = running.client();
        assert_eq!(client.say("hello").timeout(Duration::from_secs(1)).await.unwrap().value, "hello");
        drop(client);
        pass(Duration::from_millis(500)).await;
        assert!(start.elapsed() < Duration::from_secs(40), "{} tasks are left", tasks());
    }
}
