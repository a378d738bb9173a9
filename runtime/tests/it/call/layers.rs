//! Middlewares, on both sides.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mrpc::client::Connector;
use mrpc::middleware::{Call, Handle, Middleware, Reply};
use mrpc::server::Server;
use mrpc::{Client, Code, Metadata, Status};

use super::echo::{Calls as _, Echo, int};
use super::setup::{Running, narrow, narrow_client, works};

type Log = Arc<Mutex<Vec<String>>>;

/// Notes when it is entered and when it is left.
struct Notes(&'static str, Log);

impl Middleware for Notes {
    async fn handle<N: Handle>(&self, call: Call, next: &N) -> Result<Reply, Status> {
        let method = call.method().path().rsplit('/').next().unwrap_or_default();
        self.1.lock().unwrap().push(format!("{}> {method}", self.0));
        let reply = next.call(call).await;
        let outcome = reply.as_ref().map_or_else(|status| status.code().name(), |_| "OK");
        self.1.lock().unwrap().push(format!("<{} {outcome}", self.0));
        reply
    }
}

fn taken(log: &Log) -> String {
    std::mem::take(&mut *log.lock().unwrap()).join(", ")
}

/// A client and a server, with what `client` and `server` add to them.
fn pair(
    client: impl FnOnce(Connector) -> Connector,
    server: impl FnOnce(Server) -> Server,
) -> (Client, Running) {
    let running = Running::of(server(Server::new(narrow()).with_service(Echo::default())));
    let client = client(Connector::new(narrow_client())).in_memory(running.connector.clone());
    (client, running)
}

#[tokio::test(start_paused = true)]
async fn the_first_is_outside() {
    let log = Log::default();
    let notes = |name| Notes(name, Arc::clone(&log));
    let (client, _running) = pair(
        |client| client.with_middleware(notes("a")).with_middleware((notes("b"), notes("c"))),
        |server| {
            let pair = (notes("x"), (Some(notes("y")), None::<Notes>));
            server.with_middleware(pair).with_middleware(notes("z"))
        },
    );
    client.say("yield").await.unwrap();
    let inner = "x> Say, y> Say, z> Say, <z OK, <y OK, <x OK";
    assert_eq!(taken(&log), format!("a> Say, b> Say, c> Say, {inner}, <c OK, <b OK, <a OK"));
    client.say("fail").await.unwrap_err();
    assert!(taken(&log).ends_with("<x NOT_FOUND, <c NOT_FOUND, <b NOT_FOUND, <a NOT_FOUND"));
    works(&client).await;
}

#[tokio::test(start_paused = true)]
async fn streams_go_through_from_their_first_byte_to_their_last_on_a_server() {
    let log = Log::default();
    let (client, _running) = pair(
        |client| client.with_middleware(Notes("a", Arc::clone(&log))),
        |server| server.with_middleware(Notes("x", Arc::clone(&log))),
    );
    let (mut numbers, mut doubles) = client.double().await.unwrap();
    numbers.send(int(1)).await.unwrap();
    assert_eq!(doubles.next().await.unwrap().unwrap().value, 2);
    assert_eq!(taken(&log), "a> Double, <a OK, x> Double", "a client's is over when the call is open");
    numbers.finish();
    assert_eq!(doubles.next().await.unwrap(), None);
    assert_eq!(taken(&log), "<x OK");
    let mut upload = client.sum().await.unwrap();
    let _ = upload.send(int(-1)).await;
    upload.finish().await.unwrap_err();
    assert!(taken(&log).ends_with("<x OUT_OF_RANGE"));
    works(&client).await;
}

/// Calls what is next this often, and gives the last answer.
struct Times(usize);

impl Middleware for Times {
    async fn handle<N: Handle>(&self, call: Call, next: &N) -> Result<Reply, Status> {
        let mut last = Err(Status::permission_denied("nothing was called"));
        for _ in 0..self.0 {
            last = next.call(call.clone()).await;
        }
        last
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_next_may_be_called_twice_or_never() {
    let log = Log::default();
    let notes = |name| Notes(name, Arc::clone(&log));
    let (client, _running) = pair(
        |client| client.with_middleware(Times(2)),
        |server| server.with_middleware(Times(2)).with_middleware(notes("x")),
    );
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
    assert_eq!(taken(&log).matches("x> Say").count(), 4);
    // Of two streams that were opened, one is given up.
    let mut items = client.count(10).await.unwrap();
    let mut seen = 0;
    while items.next().await.unwrap().is_some() {
        seen += 1;
    }
    assert_eq!(seen, 20, "both handlers of the server write to the stream that is left");

    for (of_client, of_server) in [(0, 1), (1, 0)] {
        let (client, _running) = pair(
            |client| client.with_middleware(Times(of_client)),
            |server| server.with_middleware(Times(of_server)).with_middleware(notes("x")),
        );
        taken(&log);
        for _ in 0..10 {
            let status = client.say("hello").await.unwrap_err();
            assert_eq!(status.code(), Code::PermissionDenied);
            let opened = client.count(10).await;
            let status = match opened {
                Ok(mut items) => items.next().await.unwrap_err(),
                Err(status) => status,
            };
            assert_eq!(status.code(), Code::PermissionDenied);
        }
        assert_eq!(taken(&log), "", "no handler was reached");
    }
}

/// Answers by itself.
struct Empty;

impl Middleware for Empty {
    async fn handle<N: Handle>(&self, _: Call, _: &N) -> Result<Reply, Status> {
        Ok(Reply::default())
    }
}

#[tokio::test(start_paused = true)]
async fn a_middleware_may_answer_a_call_but_not_a_stream() {
    let (client, _running) = pair(|client| client.with_middleware(Empty), |server| server);
    assert_eq!(client.say("hello").await.unwrap().value, "");
    let status = client.count(1).await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented, "{status}");
    let (client, _running) = pair(|client| client, |server| server.with_middleware(Empty));
    assert_eq!(client.say("hello").await.unwrap().value, "");
    assert_eq!(client.count(1).await.unwrap().next().await.unwrap(), None);
}

/// Changes what it can.
struct Meddles;

impl Middleware for Meddles {
    async fn handle<N: Handle>(&self, mut call: Call, next: &N) -> Result<Reply, Status> {
        call.metadata_mut().insert("echo", "meddled").unwrap();
        if call.metadata().get_str("hurry").is_some() {
            call.set_deadline(Some(tokio::time::Instant::now() + Duration::from_millis(20)));
        }
        let mut reply = next.call(call).await.map_err(|mut status| {
            status.metadata_mut().insert("seen", "yes").unwrap();
            status
        })?;
        reply.metadata_mut().insert("seen", "yes").unwrap();
        Ok(reply)
    }
}

#[tokio::test(start_paused = true)]
async fn a_middleware_may_change_metadata_and_deadlines() {
    let plain = |metadata: &Metadata| metadata.get_str("seen").map(str::to_owned);
    for is_client in [true, false] {
        let (client, _running) = pair(
            |client| if is_client { client.with_middleware(Meddles) } else { client },
            |server| if is_client { server } else { server.with_middleware(Meddles) },
        );
        let answer = client.say("metadata").answer().await.unwrap();
        assert_eq!(answer.metadata.get_str("echo"), Some("meddled"));
        assert_eq!(plain(&answer.metadata).as_deref(), Some("yes"));
        let status = client.say("fail").await.unwrap_err();
        assert_eq!(plain(status.metadata()).as_deref(), Some("yes"));
        if is_client {
            let begin = tokio::time::Instant::now();
            let status = client.wait(60).metadata("hurry", "up").await.unwrap_err();
            assert_eq!(status.code(), Code::DeadlineExceeded, "{status}");
            assert!(begin.elapsed() < Duration::from_millis(100), "{:?}", begin.elapsed());
        }
    }
}
