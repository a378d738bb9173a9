//! Calls in version 1 of the protocol, in both of its envelopes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mrpc::client::{Config, Connector};
use mrpc::transport::{Address, Listener, Peer, Stream};
use mrpc::{
    Bidirectional, Client, ClientStreaming, Code, Delivery, Int64Value, MethodKind, MethodSpec, Never,
    Server, Status, StringValue, server,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::echo::{Calls as _, Echo, METHODS};

/// Nobody serves it.
static NOTHING: MethodSpec = MethodSpec::new("test.Echo/Nothing", MethodKind::Unary);

/// A port, and how many have connected to it.
struct Counted(TcpListener, Arc<AtomicUsize>);

impl Listener for Counted {
    async fn accept(&mut self) -> std::io::Result<(Stream, Peer)> {
        let accepted = Listener::accept(&mut self.0).await?;
        self.1.fetch_add(1, Ordering::Relaxed);
        Ok(accepted)
    }

    fn address(&self) -> std::io::Result<Address> {
        Listener::address(&self.0)
    }
}

/// A server, which stops when this is dropped.
struct Running {
    address: String,
    echo: Echo,
    connections: Arc<AtomicUsize>,
    _alive: oneshot::Sender<()>,
}

async fn serve() -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let connections = Arc::<AtomicUsize>::default();
    let echo = Echo::default();
    let server = Server::new(server::Config::default()).with_service(echo.clone());
    let (alive, gone) = oneshot::channel::<()>();
    tokio::spawn(server.serve(Counted(listener, Arc::clone(&connections)), async {
        let _ = gone.await;
    }));
    Running { address, echo, connections, _alive: alive }
}

impl Running {
    async fn client(&self, protocol: &str, config: Config) -> Client {
        let target = format!("mrpc://{}?protocol={protocol}", self.address);
        Connector::new(config).connect(&target).await.unwrap()
    }
}

/// Does something with a client of each envelope.
async fn in_both(check: impl AsyncFn(Client, &Running)) {
    for protocol in ["v1", "v1-json"] {
        let server = serve().await;
        check(server.client(protocol, Config::default()).await, &server).await;
    }
}

#[tokio::test]
async fn calls_are_answered() {
    in_both(async |client, _| {
        for text in ["hello", "yield", "", "ü\n\"", &"x".repeat(1_000_000)] {
            assert_eq!(client.say(text).await.unwrap().value, text);
        }
    })
    .await;
}

#[tokio::test]
async fn each_of_many_calls_gets_its_own_answer() {
    in_both(async |client, server| {
        let mut calls = tokio::task::JoinSet::new();
        for number in 0..100 {
            let client = client.clone();
            calls.spawn(async move {
                for round in 0..20 {
                    let text = format!("{number}/{round}");
                    assert_eq!(client.say(&text).await.unwrap().value, text);
                }
            });
        }
        while let Some(done) = calls.join_next().await {
            done.unwrap();
        }
        assert_eq!(server.connections.load(Ordering::Relaxed), 1);
    })
    .await;
}

#[tokio::test]
async fn calls_wait_for_their_turn_instead_of_opening_connections() {
    let server = serve().await;
    let mut config = Config::default();
    config.connections_max = 1;
    config.protocol.limits.calls_in_flight_max = 2;
    let client = server.client("v1", config).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        calls.spawn(async move { client.say("yield").await.unwrap() });
    }
    while let Some(done) = calls.join_next().await {
        assert_eq!(done.unwrap().value, "yield");
    }
    assert_eq!(server.connections.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn an_error_is_a_code_and_a_message() {
    in_both(async |client, _| {
        for (text, message) in
            [("fail", "NOT_FOUND: as it was told"), ("panic", "INTERNAL: the handler panicked")]
        {
            let status = client.say(text).await.unwrap_err();
            assert_eq!((status.code(), status.message()), (Code::Unknown, message));
            assert_eq!(status.delivery(), Delivery::Answered);
        }
        let nothing = client.unary::<_, StringValue, Never>(&NOTHING, StringValue::default());
        let status = nothing.await.unwrap_err();
        assert_eq!(status.message(), "UNIMPLEMENTED: there is no method `Echo.Nothing` here");
        assert_eq!(client.say("hello").await.unwrap().value, "hello");
    })
    .await;
}

#[tokio::test]
async fn a_deadline_is_kept_by_the_client_alone() {
    in_both(async |client, server| {
        let status = client.wait(60).timeout(Duration::from_millis(30)).await.unwrap_err();
        assert_eq!((status.code(), status.delivery()), (Code::DeadlineExceeded, Delivery::Unknown));
        assert_eq!(client.say("hello").await.unwrap().value, "hello");
        assert!(server.echo.seen.lock().unwrap().is_empty(), "nobody tells the server");
    })
    .await;
}

#[tokio::test]
async fn what_version_1_does_not_have_is_unimplemented() {
    fn check(status: &Status) {
        assert_eq!((status.code(), status.delivery()), (Code::Unimplemented, Delivery::Unsent));
        assert_eq!(status.message(), "version 1 of the protocol has no streams and no metadata");
    }
    in_both(async |client, _| {
        check(&client.count(3).await.unwrap_err());
        let sum: ClientStreaming<'_, Int64Value, Int64Value> = client.client_streaming(&METHODS[3]);
        check(&sum.await.unwrap_err());
        let double: Bidirectional<'_, Int64Value, Int64Value> = client.bidirectional(&METHODS[4]);
        check(&double.await.unwrap_err());
        check(&client.say("metadata").metadata("echo", "tea").await.unwrap_err());
        // What a handler says beside its answer gets lost: the answer does not.
        let answer = client.say("metadata").answer().await.unwrap();
        assert_eq!((answer.message.value.as_str(), answer.metadata.len()), ("metadata", 0));
    })
    .await;
}

#[tokio::test]
async fn a_server_refuses_what_has_a_stream() {
    let server = serve().await;
    let mut socket = TcpStream::connect(&server.address).await.unwrap();
    for (seq, method) in [(1, "Count"), (2, "Sum"), (3, "Double")] {
        let call = |payload: &str, error: &str| {
            let method = format!("Echo.{method}");
            let mut body = Vec::new();
            body.extend(u16::try_from(method.len()).unwrap().to_be_bytes());
            body.extend(method.as_bytes());
            body.extend(u32::try_from(payload.len()).unwrap().to_be_bytes());
            body.extend(payload.as_bytes());
            body.extend(u16::try_from(error.len()).unwrap().to_be_bytes());
            body.extend(error.as_bytes());
            body
        };
        let frame = |kind: u8, body: Vec<u8>| {
            let length = u32::try_from(body.len()).unwrap().to_be_bytes();
            [&b"mrp\x01\x01"[..], &[kind, 0, 0, 0, seq], &length, &body].concat()
        };
        socket.write_all(&frame(0, call("\"3\"", ""))).await.unwrap();
        let error = format!(
            "UNIMPLEMENTED: test.Echo/{method} has a stream, which version 1 of the protocol has not"
        );
        let expected = frame(1, call("", &error));
        let mut answer = vec![0; expected.len()];
        socket.read_exact(&mut answer).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&answer), String::from_utf8_lossy(&expected));
    }
}

#[tokio::test]
async fn a_server_that_stops_closes_the_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Server::new(server::Config::default()).with_service(Echo::default());
    let serving = tokio::spawn(server.serve(listener, async {
        let _ = stopped.await;
    }));
    let client = Client::connect(&format!("mrpc://{address}?protocol=v1")).await.unwrap();
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
    stop.send(()).unwrap();
    // Nothing in version 1 says goodbye.
    assert_eq!(serving.await.unwrap().unwrap().calls_aborted, 0);
    let status = client.say("hello").await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable);
}

#[tokio::test]
async fn a_client_that_was_not_told_is_told_what_to_say() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mini_rpc = tokio::spawn(async move {
        // It reads a header of a version that it does not know, and closes.
        let (mut socket, _) = listener.accept().await.unwrap();
        socket.read_exact(&mut [0; 14]).await.unwrap();
    });
    let status = Client::connect(&format!("mrpc://{address}")).await.unwrap_err();
    mini_rpc.await.unwrap();
    assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unsent));
    assert!(status.message().contains("`?protocol=v1`"), "{status}");
}
