//! Deadlines that calls inherit, and what goes along with a status.

use std::time::Duration;

use mrpc::__gen::{Fields, Reader, Seen, Writer};
use mrpc::client::Connector;
use mrpc::{
    Any, Client, Code, Cx, Declared, DecodeError, Delivery, Failure, Int64Value, Metadata, Status,
    StringValue, UnknownFields, server,
};
use tokio::time::Instant;

use super::echo::{Calls as _, Echo, METHODS, Says, text};
use super::setup::{Running, narrow, pass};

/// A server whose handler calls another, and the client of it.
fn relay() -> (Client, Running, Running, Echo) {
    let echo = Echo::default();
    let inner = Running::new(server::Config::default(), echo.clone());
    let client = inner.client();
    let outer = Running::new(
        server::Config::default(),
        Says(move |cx: Cx, request: StringValue| {
            let client = client.clone();
            async move {
                let outcome = relayed(&client, &request.value).await;
                let left = cx.time_left();
                (cx, outcome.map(|()| text(format!("{left:?}"))))
            }
        }),
    );
    (outer.client(), outer, inner, echo)
}

async fn relayed(client: &Client, how: &str) -> Result<(), Status> {
    let seconds = Duration::from_secs;
    let begin = Instant::now();
    let status = match how {
        "plain" => client.wait(60).await.unwrap_err(),
        "longer" => client.wait(60).timeout(seconds(50)).await.unwrap_err(),
        "for ever" => client.wait(60).no_timeout().await.unwrap_err(),
        "shorter" => client.wait(60).timeout(seconds(1)).await.unwrap_err(),
        "after a while" => {
            pass(seconds(2)).await;
            client.wait(60).no_timeout().await.unwrap_err()
        }
        "spawned" => {
            let client = client.clone();
            mrpc::spawn(async move { client.wait(60).no_timeout().await.unwrap_err() }).await.unwrap()
        }
        "stream" => match client.double().await {
            Ok((_numbers, mut doubles)) => doubles.next().await.unwrap_err(),
            Err(status) => status,
        },
        other => return Err(Status::invalid_argument(other.to_owned())),
    };
    Err(status.with_source(format!("after {:?}", begin.elapsed())))
}

#[tokio::test(start_paused = true)]
async fn calls_of_a_handler_have_no_more_time_than_it_has() {
    let (client, _outer, _inner, echo) = relay();
    for (how, limit, expected) in [
        ("plain", 3_000, 3_000),
        ("longer", 3_000, 3_000),
        ("for ever", 3_000, 3_000),
        ("shorter", 3_000, 1_000),
        ("after a while", 3_000, 3_000),
        ("spawned", 3_000, 3_000),
        ("stream", 3_000, 3_000),
    ] {
        let begin = Instant::now();
        let status = client.say(how).timeout(Duration::from_millis(limit)).await.unwrap_err();
        assert_eq!(status.code(), Code::DeadlineExceeded, "{how}: {status}");
        let took = begin.elapsed();
        let expected = Duration::from_millis(expected);
        assert!(took >= expected - Duration::from_millis(2), "{how}: {took:?}");
        assert!(took <= expected + Duration::from_millis(100), "{how}: {took:?}");
        // The innermost handler is gone as well, though nobody told it.
        pass(Duration::from_millis(10)).await;
        assert_eq!(echo.waiting.load(std::sync::atomic::Ordering::Relaxed), 0, "{how}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_task_that_tokio_spawns_has_time_of_its_own() {
    let echo = Echo::default();
    let inner = Running::new(server::Config::default(), echo.clone());
    let (client, found) = (inner.client(), std::sync::Arc::new(std::sync::Mutex::new(None)));
    let place = std::sync::Arc::clone(&found);
    let outer = Running::new(
        server::Config::default(),
        Says(move |cx, request: StringValue| {
            let (client, place) = (client.clone(), std::sync::Arc::clone(&place));
            async move {
                tokio::spawn(async move {
                    let begin = Instant::now();
                    let _ = client.wait(60).timeout(Duration::from_secs(7)).await;
                    *place.lock().unwrap() = Some(begin.elapsed().as_secs());
                });
                (cx, Ok(text(request.value)))
            }
        }),
    );
    outer.client().say("hello").timeout(Duration::from_secs(1)).await.unwrap();
    pass(Duration::from_secs(20)).await;
    assert_eq!(*found.lock().unwrap(), Some(7));
}

#[tokio::test(start_paused = true)]
async fn no_time_is_no_call() {
    let echo = Echo::default();
    let running = Running::new(narrow(), echo.clone());
    let client = running.client();
    let status = client.wait(60).timeout(Duration::ZERO).await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::DeadlineExceeded, Delivery::Unsent));
    let status = client.count(5).timeout(Duration::ZERO).await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::DeadlineExceeded, Delivery::Unsent));
    assert!(echo.seen.lock().unwrap().is_empty());
    // For ever is longer than any clock goes.
    let answer = client.say("hello").timeout(Duration::MAX).await.unwrap();
    assert_eq!(answer.value, "hello");
}

/// ```text
/// @code(RESOURCE_EXHAUSTED) error Full { left: int64 = 1; }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
struct Full {
    left: i64,
}

impl Fields for Full {
    const NAME: &'static str = "test.Full";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "left")];
    const REQUIRED: &'static [&'static str] = &[];
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.set::<mrpc::__gen::Int64>(8, &self.left);
    }

    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            8 => r.set::<mrpc::__gen::Int64>(&mut self.left),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        None
    }
}

impl std::fmt::Display for Full {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "it is full, {} are left", self.left)
    }
}

impl std::error::Error for Full {}

impl Declared for Full {
    fn code(&self) -> Code {
        Code::ResourceExhausted
    }

    fn is_retryable(&self) -> bool {
        false
    }
}

#[tokio::test(start_paused = true)]
async fn a_declared_error_arrives_whole_and_a_status_with_all_it_has() {
    let service = Says(|mut cx: Cx, request: StringValue| async move {
        cx.reply_metadata().insert("from", "the context").unwrap();
        let status = match request.value.as_str() {
            "declared" => Status::from(Failure::Declared(Full { left: 7 })),
            "own" => {
                let mut metadata = Metadata::new();
                metadata.insert("from", "the status").unwrap();
                metadata.insert("twice", "1").unwrap();
                metadata.insert("twice", "2").unwrap();
                Status::aborted("as it was told")
                    .with_metadata(metadata)
                    .with_detail(Any::pack(&super::echo::int(1)))
                    .with_detail(Any::pack(&Full { left: 8 }))
                    .with_retry_after(Duration::from_millis(250))
            }
            _ => return (cx, Ok(request)),
        };
        (cx, Err(status))
    });
    for has_layers in [false, true] {
        let mut server = mrpc::Server::new(narrow());
        let mut connector = Connector::default();
        if has_layers {
            server = server.with_middleware(None::<Nothing>);
            connector = connector.with_middleware(None::<Nothing>);
        }
        let running = Running::of(server.with_service(Says(service.0)));
        let client = connector.in_memory(running.connector.clone());
        let typed = client.unary::<_, StringValue, Full>(&METHODS[0], text("declared"));
        match typed.await.unwrap_err() {
            Failure::Declared(error) => assert_eq!(error, Full { left: 7 }),
            Failure::Status(status) => panic!("{status}"),
        }
        // One who does not know it has its code, its text, and its bytes.
        let status = client.say("declared").await.unwrap_err();
        assert_eq!((status.code(), status.message()), (Code::ResourceExhausted, "it is full, 7 are left"));
        assert_eq!(status.details()[0].unpack::<Full>().unwrap(), Full { left: 7 });
        assert_eq!(status.metadata().get_str("from"), Some("the context"));

        let status = client.say("own").await.unwrap_err();
        assert_eq!((status.code(), status.delivery()), (Code::Aborted, Delivery::Answered));
        assert_eq!(status.metadata().get_str("from"), Some("the status"));
        assert_eq!(status.metadata().get_all("twice").collect::<Vec<_>>(), [b"1", b"2"]);
        assert_eq!(status.details()[0].unpack::<Int64Value>().unwrap().value, 1);
        assert_eq!(status.retry_after(), Some(Duration::from_millis(250)));
        let typed = client.unary::<_, StringValue, Full>(&METHODS[0], text("own"));
        assert!(matches!(typed.await, Err(Failure::Declared(Full { left: 8 }))));
    }
}

/// A middleware that is never there: with it, calls go through a chain.
struct Nothing;

impl mrpc::middleware::Middleware for Nothing {
    async fn handle<N: mrpc::middleware::Handle>(
        &self,
        call: mrpc::middleware::Call,
        next: &N,
    ) -> Result<mrpc::middleware::Reply, Status> {
        next.call(call).await
    }
}
