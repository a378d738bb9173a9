//! Which connection a call gets, and when.

use std::time::Duration;

use mrpc::client::{self, Connector};
use mrpc::server::{self, Server};
use mrpc::transport::memory;

use super::echo::{Calls as _, Echo};

/// A server whose connections take so many calls, and a connector to it.
fn serve(calls_max: u32) -> memory::Connector {
    let (listener, connector) = memory::listen();
    let mut config = server::Config::default();
    config.protocol.limits.calls_in_flight_max = calls_max;
    tokio::spawn(Server::new(config).with_service(Echo::default()).serve(listener, std::future::pending()));
    connector
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_for_room_takes_a_connection_that_comes_up() {
    let client = Connector::new(client::Config::default()).in_memory(serve(1));
    let long = client.clone();
    tokio::spawn(async move { long.wait(60).no_timeout().await });
    tokio::task::yield_now().await;
    client.say("first").await.unwrap();
    assert_eq!(client.say("second").await.unwrap().value, "second");
}

#[tokio::test(start_paused = true)]
async fn a_listener_that_accepts_nobody_does_not_hold_up_a_client_for_ever() {
    let (_listener, connector) = memory::listen();
    let mut waiting = Vec::new();
    for _ in 0..128 {
        waiting.push(connector.connect().await.unwrap());
    }
    let client = Connector::new(client::Config::default()).in_memory(connector);
    let status = tokio::time::timeout(Duration::from_secs(60), client.say("x").no_timeout())
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(status.code(), mrpc::Code::Unavailable);
}

#[test]
fn a_client_outlives_the_runtime_that_it_was_connecting_on() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let target = format!("mrpc://{}", listener.local_addr().unwrap());
    let client = Connector::new(client::Config::default()).lazy(&target).unwrap();
    runtime().block_on(async {
        let mut call = std::pin::pin!(client.say("x").into_future());
        assert!(std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx))).await.is_pending());
        tokio::task::yield_now().await;
    });
    runtime().block_on(async {
        listener.set_nonblocking(true).unwrap();
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        let server = Server::new(server::Config::default()).with_service(Echo::default());
        tokio::spawn(server.serve(listener, std::future::pending()));
        assert_eq!(client.say("y").timeout(Duration::from_secs(3)).await.unwrap().value, "y");
    });
}

#[tokio::test]
async fn a_timeout_may_be_longer_than_time_goes() {
    let client = Connector::new(client::Config::default()).in_memory(serve(10));
    assert_eq!(client.say("x").timeout(Duration::MAX).await.unwrap().value, "x");
    let mut items = client.count(1).timeout(Duration::MAX).await.unwrap();
    assert_eq!(items.next().await.unwrap().unwrap().value, 0);
}

#[tokio::test]
async fn an_address_that_does_not_answer_does_not_hold_up_the_others() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    // It accepts, and says nothing.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (good, bad) = (listener.local_addr().unwrap(), silent.local_addr().unwrap());
    let server = Server::new(server::Config::default()).with_service(Echo::default());
    tokio::spawn(server.serve(listener, std::future::pending()));
    for target in [format!("mrpc://{good},{bad}"), format!("mrpc://{bad},{good}")] {
        for _ in 0..4 {
            let client = Connector::new(client::Config::default()).lazy(&target).unwrap();
            assert_eq!(client.say("x").timeout(Duration::from_secs(2)).await.unwrap().value, "x");
        }
    }
}
