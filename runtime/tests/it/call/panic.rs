//! Code of users that panics: it ends one call.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mrpc::__gen::{Fields, Incoming, Reader, Seen, Service, Writer};
use mrpc::middleware::{Call, Handle, Middleware, Reply};
use mrpc::server::{self, Server};
use mrpc::{
    Code, Cx, DecodeError, Inbound, Int64Value, MethodSpec, Outbound, Status, StringValue, UnknownFields,
};

use super::echo::{Calls as _, METHODS, Says, int, text};
use super::setup::{Running, narrow, until};

/// Panics when it is dropped.
struct Mine;

impl Drop for Mine {
    fn drop(&mut self) {
        resume_unwind(Box::new("dropped"));
    }
}

/// Panics as it is told, without filling the log of the test.
async fn misbehave(how: String, places: Arc<AtomicUsize>) -> String {
    struct Place(Arc<AtomicUsize>);
    impl Drop for Place {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::Relaxed);
        }
    }
    places.fetch_add(1, Ordering::Relaxed);
    let _place = Place(places);
    match how.as_str() {
        "at once" => resume_unwind(Box::new("a secret")),
        "with a string" => resume_unwind(Box::new(String::from("a secret"))),
        "with a number" => resume_unwind(Box::new(7_u8)),
        "later" => {
            tokio::task::yield_now().await;
            resume_unwind(Box::new("a secret"))
        }
        "in drop" => {
            let _mine = Mine;
        }
        "in drop, later" => {
            let _mine = Mine;
            tokio::task::yield_now().await;
        }
        "when given up" => {
            let _mine = Mine;
            std::future::pending::<()>().await;
        }
        _ => {}
    }
    how
}

const WAYS: [&str; 6] = ["at once", "with a string", "with a number", "later", "in drop", "in drop, later"];

fn unary(places: &Arc<AtomicUsize>) -> impl Service {
    let places = Arc::clone(places);
    Says(move |cx, request: StringValue| {
        let places = Arc::clone(&places);
        async move { (cx, Ok(text(misbehave(request.value, places).await))) }
    })
}

fn check(status: &Status) {
    // What a panic says is nobody else's business.
    assert_eq!((status.code(), status.message()), (Code::Internal, "the handler panicked"));
}

#[tokio::test(start_paused = true)]
async fn i01_a_handler_that_panics_ends_its_call_and_no_other() {
    let places = Arc::default();
    let running = Running::new(narrow(), unary(&places));
    let client = running.client();
    for _ in 0..10 {
        for how in WAYS {
            check(&client.say(how).await.unwrap_err());
            assert_eq!(client.say("well").await.unwrap().value, "well", "after {how}");
        }
        // Nobody is there to be told.
        let status = client.say("when given up").timeout(Duration::from_millis(5)).await.unwrap_err();
        assert_eq!(status.code(), Code::DeadlineExceeded);
        until(|| places.load(Ordering::Relaxed) == 0).await;
    }
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1, "the connection lives");
    assert_eq!(running.stop().await.calls_aborted, 0, "no place is taken for ever");
}

/// Doubles numbers until one of them says to panic.
struct Doubles;

impl Service for Doubles {
    fn methods(&self) -> &'static [MethodSpec] {
        &METHODS
    }

    fn start(&self, method: usize, call: Incoming<'_>) {
        let handle = async |items: &mut Inbound<Int64Value>, doubles: &mut Outbound<Int64Value>| {
            let panic_at = items.next().await?.map_or(0, |item| item.value);
            for at in 0..10 {
                if at == panic_at {
                    resume_unwind(Box::new("a secret"));
                }
                doubles.send(int(at)).await?;
                tokio::task::yield_now().await;
            }
            Ok::<_, Status>(())
        };
        match method {
            4 => call.bidirectional(move |cx: Cx, mut items, mut doubles| async move {
                let outcome = handle(&mut items, &mut doubles).await;
                (cx, outcome)
            }),
            0 => call.unary(|cx: Cx, request: StringValue| async { (cx, Ok::<_, Status>(request)) }),
            _ => call.unimplemented(),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn i01_a_stream_whose_handler_panics_ends_in_an_error_after_its_items() {
    let running = Running::new(narrow(), Doubles);
    let client = running.client();
    for panic_at in [0, 1, 5, 9, 10, 11] {
        let (mut numbers, mut doubles) = client.double().await.unwrap();
        numbers.send(int(panic_at)).await.unwrap();
        for value in 0..panic_at.min(10) {
            assert_eq!(doubles.next().await.unwrap().unwrap().value, value);
        }
        if panic_at < 10 {
            check(&doubles.next().await.unwrap_err());
        } else {
            assert_eq!(doubles.next().await.unwrap(), None);
        }
        assert!(numbers.send(int(0)).await.is_err(), "the call is over");
        assert_eq!(client.say("well").await.unwrap().value, "well");
    }
    assert_eq!(running.stop().await.calls_aborted, 0);
}

/// Panics around a call.
struct Rude;

impl Middleware for Rude {
    async fn handle<N: Handle>(&self, call: Call, next: &N) -> Result<Reply, Status> {
        let how = call.metadata().get_str("rude").unwrap_or("not").to_owned();
        if how == "before" {
            resume_unwind(Box::new("a secret"));
        }
        if how == "later" {
            tokio::task::yield_now().await;
            resume_unwind(Box::new("a secret"));
        }
        let reply = next.call(call).await;
        if how == "after" {
            resume_unwind(Box::new("a secret"));
        }
        reply
    }
}

#[tokio::test(start_paused = true)]
async fn i02_a_middleware_that_panics_ends_its_call_and_no_other() {
    let places = Arc::default();
    let running = Running::of(Server::new(narrow()).with_service(unary(&places)).with_middleware(Rude));
    let client = running.client();
    for _ in 0..10 {
        for when in ["before", "later", "after"] {
            check(&client.say("well").metadata("rude", when).await.unwrap_err());
            assert_eq!(client.say("well").await.unwrap().value, "well", "after {when}");
        }
        for how in WAYS {
            check(&client.say(how).await.unwrap_err());
        }
    }
    assert_eq!(places.load(Ordering::Relaxed), 0);
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1, "the connection lives");
    assert_eq!(running.stop().await.calls_aborted, 0, "no place is taken for ever");
}

#[tokio::test(start_paused = true)]
async fn i03_a_middleware_of_a_client_that_panics_leaves_nothing() {
    let echo = super::echo::Echo::default();
    let running = Running::new(narrow(), echo);
    let client = mrpc::Connector::new(super::setup::narrow_client())
        .with_middleware(Rude)
        .in_memory(running.connector.clone());
    for when in ["before", "later", "after"] {
        for _ in 0..10 {
            let client = client.clone();
            let call = tokio::spawn(async move { client.say("well").metadata("rude", when).await });
            assert!(call.await.unwrap_err().is_panic(), "it is the caller's own");
        }
        super::setup::works(&client).await;
    }
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn i04_a_hundred_thousand_panics_take_no_places() {
    let places = Arc::default();
    let mut config = server::Config::default();
    config.calls_in_flight_max = 4;
    let running = Running::new(config, unary(&places));
    let client = running.client();
    for round in 0..100_000 {
        let how = WAYS[round % WAYS.len()];
        check(&client.say(how).await.unwrap_err());
    }
    assert_eq!(client.say("well").await.unwrap().value, "well");
    assert_eq!(places.load(Ordering::Relaxed), 0);
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
    assert_eq!(running.stop().await.calls_aborted, 0);
}

/// A message that panics while it is written, which is while a connection is locked.
#[derive(Debug, Default)]
struct Unwritable;

impl Fields for Unwritable {
    const NAME: &'static str = "test.Unwritable";
    const FIELDS: &'static [(u32, &'static str)] = &[];
    const REQUIRED: &'static [&'static str] = &[];
    type Seen = Seen<0>;

    fn write(&self, _: &mut Writer<'_>) {
        resume_unwind(Box::new("a secret"));
    }

    fn field(&mut self, _: u32, _: &mut Reader<'_>, _: &mut Self::Seen) -> Result<bool, DecodeError> {
        Ok(false)
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        None
    }
}

#[tokio::test(start_paused = true)]
async fn i06_a_panic_while_a_connection_is_locked_ends_its_call_and_no_other() {
    let running = Running::new(narrow(), super::echo::Echo::default());
    let client = running.client_with(super::setup::narrow_client());
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
    for _ in 0..10 {
        let caller = client.clone();
        let call = tokio::spawn(async move {
            caller.unary::<_, StringValue, mrpc::Never>(&METHODS[0], Unwritable).await
        });
        assert!(call.await.unwrap_err().is_panic(), "it is the caller's own");
        let (mut items, _doubles) =
            client.bidirectional::<Unwritable, Int64Value, mrpc::Never>(&METHODS[4]).await.unwrap();
        let send = tokio::spawn(async move { items.send(Unwritable).await });
        assert!(send.await.unwrap_err().is_panic());
        super::setup::works(&client).await;
    }
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
}
