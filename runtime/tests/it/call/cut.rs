//! Connections that end anywhere, and peers that are gone without a word.

use std::time::Duration;

use mrpc::client::{self, Connector};
use mrpc::{Client, Code, Delivery, Status, server};
use tokio::time::Instant;

use super::echo::{Calls as _, Echo, int};
use super::proxy::{Proxy, Weather};
use super::setup::{Running, narrow, pass, until, within};

/// A conversation of streams both ways. What was received, and how it ended.
async fn converse(client: &Client) -> (i64, Result<(), Status>) {
    let mut received = 0;
    let mut talk = async || {
        assert_eq!(client.say("yield").await?.value, "yield");
        let (mut numbers, mut doubles) = client.double().await?;
        for value in 0..4 {
            numbers.send(int(value)).await?;
            let Some(double) = doubles.next().await? else { panic!("a clean end of half a stream") };
            assert_eq!(double.value, 2 * value, "in order, none twice, none left out");
            received += 1;
        }
        numbers.finish();
        assert_eq!(doubles.next().await?, None);
        Ok(())
    };
    let ended = talk().await;
    (received, ended)
}

#[tokio::test(start_paused = true)]
async fn c25_a_connection_that_is_cut_after_any_byte_ends_each_call_once() {
    for is_client_cut in [true, false] {
        let mut whole = 0;
        for bytes in 0..2_000 {
            let echo = Echo::default();
            let running = Running::new(narrow(), echo.clone());
            let server = running.connector.clone();
            let proxy = match is_client_cut {
                true => Proxy::cutting(server, bytes, usize::MAX),
                false => Proxy::cutting(server, usize::MAX, bytes),
            };
            let mut config = client::Config::default();
            config.connections_max = 1;
            let client = Connector::new(config).in_memory(proxy.connector);
            let (received, ended) = within(Duration::from_secs(9), converse(&client)).await;
            match ended {
                Ok(()) => {
                    assert_eq!(received, 4);
                    whole += 1;
                    if whole > 3 {
                        break;
                    }
                }
                Err(status) => {
                    // What a send ends in is what is known at that moment.
                    let is_right = matches!(status.code(), Code::Unavailable | Code::Cancelled);
                    assert!(is_right, "after {bytes} bytes: {status}");
                    assert_ne!(status.delivery(), Delivery::Answered, "after {bytes} bytes: {status}");
                    // Another connection is there as soon as it is wanted.
                    pass(Duration::from_secs(1)).await;
                    converse(&client).await.1.unwrap();
                }
            }
            until(|| echo.waiting.load(std::sync::atomic::Ordering::Relaxed) == 0).await;
        }
        assert!(whole > 3, "the conversation never fits");
    }
}

#[tokio::test(start_paused = true)]
async fn c26_a_server_that_is_gone_without_a_word_is_noticed() {
    let running = Running::new(server::Config::default(), Echo::default());
    let proxy = Proxy::new(running.connector.clone());
    let client = Connector::new(client::Config::default()).in_memory(proxy.connector);
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
    let (mut numbers, mut doubles) = client.double().await.unwrap();
    numbers.send(int(1)).await.unwrap();
    assert_eq!(doubles.next().await.unwrap().unwrap().value, 2);
    proxy.weather.send_replace(Weather::Swallowed);
    let begin = Instant::now();
    let unary = async { client.say("hello").no_timeout().await.unwrap_err() };
    let stream = async { doubles.next().await.unwrap_err() };
    for status in <[Status; 2]>::from(tokio::join!(unary, stream)) {
        assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unknown), "{status}");
    }
    // It asks after 20 s, and waits 10 s for the answer.
    assert!((29..=31).contains(&begin.elapsed().as_secs()), "{:?}", begin.elapsed());
    proxy.weather.send_replace(Weather::Fair);
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
}

#[tokio::test(start_paused = true)]
async fn c26_a_client_that_is_gone_without_a_word_is_noticed() {
    let echo = Echo::default();
    let running = Running::new(server::Config::default(), echo.clone());
    let proxy = Proxy::new(running.connector.clone());
    let client = Connector::new(client::Config::default()).in_memory(proxy.connector);
    let call = tokio::spawn(async move { client.wait(60).no_timeout().await });
    until(|| echo.waiting.load(std::sync::atomic::Ordering::Relaxed) == 1).await;
    proxy.weather.send_replace(Weather::Swallowed);
    let begin = Instant::now();
    while echo.waiting.load(std::sync::atomic::Ordering::Relaxed) > 0 {
        pass(Duration::from_secs(1)).await;
    }
    assert!((29..=32).contains(&begin.elapsed().as_secs()), "{:?}", begin.elapsed());
    assert!(call.await.unwrap().is_err());
}
