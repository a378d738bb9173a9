//! Payloads that travel compressed.

use mrpc::client::Connector;
use mrpc::compress::Algorithm;
use mrpc::transport::memory;
use mrpc::{Client, Code, Server, client, server};
use tokio::sync::oneshot;

use super::echo::{Calls as _, Echo};

/// A client and a server that compress with these.
fn pair(of_client: Option<Algorithm>, of_server: Option<Algorithm>) -> (Client, oneshot::Sender<()>) {
    let (listener, connector) = memory::listen();
    let mut config = server::Config::default();
    config.compression = of_server;
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Server::new(config).with_service(Echo::default());
    tokio::spawn(server.serve(listener, async {
        let _ = stopped.await;
    }));
    let mut config = client::Config::default();
    config.compression = of_client;
    (Connector::new(config).in_memory(connector), stop)
}

/// [P-54]
#[tokio::test]
async fn what_is_sent_is_what_comes_back() {
    let text = "again and ".repeat(10_000);
    let all = [None, Some(Algorithm::Gzip), Some(Algorithm::Zstd)];
    for of_client in all {
        for of_server in all {
            let (client, _stop) = pair(of_client, of_server);
            assert_eq!(client.say(&text).await.unwrap().value, text, "{of_client:?}, {of_server:?}");
            assert_eq!(client.say("short").await.unwrap().value, "short", "{of_client:?}, {of_server:?}");
        }
    }
}

#[cfg(feature = "zstd")]
#[tokio::test]
async fn b13_a_bomb_is_refused_at_the_limit_of_a_message() {
    // 16 MiB of the same letter pack into a few kilobytes: no frame is too large, but the message is.
    let (client, _stop) = pair(Some(Algorithm::Zstd), None);
    let status = client.say(&"a".repeat(16 << 20)).await.unwrap_err();
    assert_eq!(status.code(), Code::ResourceExhausted, "{status}");
    assert_eq!(client.say("alive").await.unwrap().value, "alive");
}

#[cfg(not(feature = "zstd"))]
#[tokio::test]
async fn without_the_feature_nothing_is_compressed() {
    let (client, _stop) = pair(Some(Algorithm::Zstd), None);
    let status = client.say(&"a".repeat(16 << 20)).await.unwrap_err();
    assert_eq!(status.code(), Code::ResourceExhausted, "{status}");
}
