//! A client that speaks version 1.

use mrpc::client::{self, Connector};
use mrpc::server::{self, Server};
use tokio::task::JoinSet;

use super::echo::{Calls as _, Echo};

/// As many calls as are open at once where nobody says otherwise.
const CALLS: usize = 1000;

async fn serve(protocol: &str, config: client::Config) -> mrpc::Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("mrpc://{}?protocol={protocol}", listener.local_addr().unwrap());
    let server = Server::new(server::Config::default()).with_service(Echo::default());
    tokio::spawn(server.serve(listener, std::future::pending()));
    Connector::new(config).connect(&target).await.unwrap()
}

#[tokio::test]
async fn a_call_of_version_1_is_answered() {
    for protocol in ["v1", "v1-json"] {
        let client = serve(protocol, client::Config::default()).await;
        assert_eq!(client.say("hello").await.unwrap().value, "hello");
    }
}

#[tokio::test]
async fn more_calls_than_a_peer_takes_wait_for_their_turn() {
    let mut config = client::Config::default();
    config.connections_max = 1;
    let client = serve("v1", config).await;
    let mut calls = JoinSet::new();
    for number in 0..2 * CALLS {
        let client = client.clone();
        calls.spawn(async move { client.say(&number.to_string()).await.unwrap() });
    }
    while let Some(done) = calls.join_next().await {
        done.unwrap();
    }
}
