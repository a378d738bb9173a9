//! How streams end.

use std::time::Duration;

use mrpc::client::{self, Connector};
use mrpc::server::{self, Server};
use mrpc::transport::memory;
use mrpc::{Bidirectional, Client, ClientStreaming, Code, Int64Value};

use super::echo::{Echo, METHODS};

fn int(value: i64) -> Int64Value {
    Int64Value { value, ..Int64Value::default() }
}

fn client_of(config: client::Config) -> Client {
    let (listener, connector) = memory::listen();
    let server = Server::new(server::Config::default()).with_service(Echo::default());
    tokio::spawn(server.serve(listener, std::future::pending()));
    Connector::new(config).in_memory(connector)
}

#[tokio::test]
async fn an_early_answer_is_not_lost() {
    let client = client_of(client::Config::default());
    let call: ClientStreaming<'_, Int64Value, Int64Value> = client.client_streaming(&METHODS[5]);
    let mut upload = call.await.unwrap();
    let status = loop {
        if let Err(status) = upload.send(int(7)).await {
            break status;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(status.code(), Code::Cancelled);
    assert_eq!(upload.finish().await.unwrap().value, 7);
}

#[tokio::test(start_paused = true)]
async fn who_drops_what_comes_gives_the_call_up() {
    let client = client_of(client::Config::default());
    let call: Bidirectional<'_, Int64Value, Int64Value> = client.bidirectional(&METHODS[4]);
    let (mut numbers, doubles) = call.await.unwrap();
    numbers.send(int(1)).await.unwrap();
    drop(doubles);
    let sent = async { while numbers.send(int(1)).await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(600), sent).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_the_socket_waits_no_longer_than_the_call() {
    let mut config = client::Config::default();
    config.outbox_bytes_high = 16;
    let client = client_of_deaf(config);
    let call: ClientStreaming<'_, Int64Value, Int64Value> = client.client_streaming(&METHODS[3]);
    let mut upload = call.timeout(Duration::from_millis(100)).await.unwrap();
    let begin = tokio::time::Instant::now();
    let status = loop {
        if let Err(status) = upload.send(int(i64::MAX)).await {
            break status;
        }
    };
    assert_eq!(status.code(), Code::DeadlineExceeded);
    assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
}

/// A client of a server that says hello, and reads nothing after that.
fn client_of_deaf(config: client::Config) -> Client {
    use mrpc::transport::Listener as _;
    use mrpc_protocol::{Connection, Output};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let (mut listener, connector) = memory::listen();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let now = tokio::time::Instant::now().into_std();
        let mut server = mrpc_protocol::Config::default();
        server.limits.stream_window = 1 << 30;
        server.limits.connection_window = 1 << 30;
        let mut connection = Connection::<()>::server(now, &server);
        let mut input = bytes::BytesMut::new();
        stream.read_buf(&mut input).await.unwrap();
        connection.handle(now, &mut input).unwrap();
        let mut output = Output::new();
        connection.poll_transmit(&mut output);
        stream.write_all_buf(&mut output).await.unwrap();
        std::future::pending::<()>().await;
    });
    Connector::new(config).in_memory(connector)
}
