//! Futures that are dropped wherever they can be.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use mrpc::client::Connector;
use mrpc::transport::memory;
use mrpc::{Client, Code, Server, client, server};

use super::echo::{Calls as _, Echo, Says, int, text};
use super::setup::{Running, narrow, narrow_client, pass, tasks, until, within, works};

/// Polls a future so many times, and then drops it. Nothing, if it was not ready by then.
pub(super) async fn cancel_at<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut left = polls;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Polls a future, lets others run so many times, and drops it.
async fn cancel_after<F: Future>(turns: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = turns;
    let mut turn = Box::pin(tokio::task::yield_now());
    poll_fn(|cx| {
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Some(output));
        }
        while left > 0 {
            if turn.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            turn = Box::pin(tokio::task::yield_now());
            left -= 1;
        }
        Poll::Ready(None)
    })
    .await
}

/// Drops what `start` begins at each of its awaits, and at each step of what happens elsewhere meanwhile.
async fn everywhere<T>(client: &Client, echo: &Echo, start: impl AsyncFn() -> T) {
    let mut polls = 0;
    while cancel_at(polls, start()).await.is_none() {
        polls += 1;
        assert!(polls < 1_000, "it never ends");
    }
    assert!(polls > 1, "it waits for nothing");
    works(client).await;
    for turns in 0..40 {
        let _ = cancel_after(turns, start()).await;
    }
    works(client).await;
    until(|| echo.waiting.load(Ordering::Relaxed) == 0).await;
}

fn world() -> (Running, Client, Echo) {
    let echo = Echo::default();
    let running = Running::new(narrow(), echo.clone());
    let client = running.client_with(narrow_client());
    (running, client, echo)
}

#[tokio::test(start_paused = true)]
async fn j01_a_call_that_is_dropped_leaves_nothing() {
    let (running, client, echo) = world();
    works(&client).await;
    everywhere(&client, &echo, async || client.say("yield").await.unwrap()).await;
    everywhere(&client, &echo, async || client.say("metadata").answer().await.unwrap()).await;
    everywhere(&client, &echo, async || client.say(&"long".repeat(100_000)).await.unwrap()).await;
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1, "all of it on one connection");
}

#[tokio::test(start_paused = true)]
async fn j01_a_call_that_waits_for_its_handler_is_dropped() {
    let (running, client, echo) = world();
    for turns in 0..60 {
        let _ = cancel_after(turns, async { client.wait(60).await }).await;
    }
    works(&client).await;
    until(|| echo.waiting.load(Ordering::Relaxed) == 0).await;
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn j01_a_call_that_waits_for_a_connection_is_dropped() {
    let echo = Echo::default();
    let running = Running::new(narrow(), echo.clone());
    for turns in 0..40 {
        let client = running.client_with(narrow_client());
        let _ = cancel_after(turns, async { client.say("hello").await }).await;
        works(&client).await;
    }
    let mut polls = 0;
    loop {
        let client = running.client_with(narrow_client());
        let done = cancel_at(polls, async { client.say("hello").await.unwrap() }).await;
        works(&client).await;
        if done.is_some() {
            break;
        }
        polls += 1;
    }
    assert!(polls > 2, "it waits for a connection, and for the answer");
}

#[tokio::test(start_paused = true)]
async fn j01_a_call_that_waits_for_room_is_dropped() {
    let mut config = narrow();
    config.protocol.limits.calls_in_flight_max = 1;
    let echo = Echo::default();
    let running = Running::new(config, echo.clone());
    let client = running.client_with(narrow_client());
    for turns in 0..40 {
        let mut first = Box::pin(async { client.say("hold").no_timeout().await });
        assert!(cancel_at(1, &mut first).await.is_none());
        let mut second = Box::pin(async { client.say("second").await });
        let mut third = Box::pin(async { client.say("third").await });
        assert!(cancel_after(turns, &mut second).await.is_none());
        assert!(cancel_at(1, &mut third).await.is_none());
        // The first makes room, and the second, who was there first, does not use it.
        if turns % 2 == 0 {
            drop(first);
            let _ = cancel_after(turns, &mut second).await;
            drop(second);
        } else {
            drop(second);
            drop(first);
        }
        assert_eq!(within(Duration::from_secs(5), third).await.unwrap().value, "third");
    }
    works(&client).await;
    until(|| echo.waiting.load(Ordering::Relaxed) == 0).await;
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn j02_streams_that_are_dropped_while_they_open_leave_nothing() {
    let (running, client, echo) = world();
    works(&client).await;
    for turns in 0..40 {
        let _ = cancel_after(turns, async { client.count(1_000).await.unwrap() }).await;
        let _ = cancel_after(turns, async { client.sum().await.unwrap() }).await;
        let _ = cancel_after(turns, async { client.double().await.unwrap() }).await;
    }
    works(&client).await;
    until(|| echo.waiting.load(Ordering::Relaxed) == 0).await;
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn j02_streams_that_are_dropped_while_they_flow_leave_nothing() {
    let (running, client, echo) = world();
    everywhere(&client, &echo, async || {
        let mut items = client.count(300).await.unwrap();
        while items.next().await.unwrap().is_some() {}
    })
    .await;
    everywhere(&client, &echo, async || {
        let mut upload = client.sum().await.unwrap();
        for value in 0..100 {
            upload.send(int(value)).await.unwrap();
        }
        assert_eq!(upload.finish().await.unwrap().value, 4_950);
    })
    .await;
    everywhere(&client, &echo, async || {
        let (mut numbers, mut doubles) = client.double().await.unwrap();
        for value in 0..20 {
            numbers.send(int(value)).await.unwrap();
            assert_eq!(doubles.next().await.unwrap().unwrap().value, 2 * value);
        }
        numbers.finish();
        assert_eq!(doubles.next().await.unwrap(), None);
    })
    .await;
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn j02_a_send_that_is_dropped_has_sent_the_item_or_nothing_of_it() {
    let (_running, client, _) = world();
    for turns in 0..30 {
        let mut upload = client.sum().await.unwrap();
        let (mut sent, mut unsent) = (0, 0);
        for value in 1..200 {
            match cancel_after(turns % 4, upload.send(int(value))).await {
                Some(result) => {
                    result.unwrap();
                    sent += value;
                }
                None => unsent += 1,
            }
        }
        assert_eq!(within(Duration::from_secs(5), upload.finish()).await.unwrap().value, sent);
        // Credit for a few items only is there at once.
        assert!(turns % 4 != 0 || unsent > 0);
    }
    works(&client).await;
}

#[tokio::test]
async fn j02_connecting_can_be_dropped() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("mrpc://{}", listener.local_addr().unwrap());
    let before = tasks();
    let serving = tokio::spawn(
        Server::new(server::Config::default())
            .with_service(Echo::default())
            .serve(listener, std::future::pending()),
    );
    let mut polls = 0;
    let client = loop {
        let connecting = Connector::new(client::Config::default()).connect(&target);
        match within(Duration::from_secs(5), cancel_at(polls, connecting)).await {
            Some(client) => break client.unwrap(),
            None => polls += 1,
        }
    };
    assert!(polls > 0);
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
    drop(client);
    serving.abort();
    within(Duration::from_secs(10), async {
        while tasks() > before {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn j02_a_server_can_be_dropped_at_any_time() {
    for polls in 0..40 {
        let before = tasks();
        let (listener, connector) = memory::listen();
        let echo = Echo::default();
        let server = Server::new(server::Config::default()).with_service(echo.clone());
        let client = Connector::new(client::Config::default()).in_memory(connector);
        let serving = tokio::spawn(async move {
            let serve = server.serve(listener, std::future::pending());
            assert!(cancel_after(polls, serve).await.is_none());
        });
        let status = client.wait(60).timeout(Duration::from_secs(20)).await.unwrap_err();
        assert_eq!(status.code(), Code::Unavailable, "{status}");
        serving.await.unwrap();
        drop(client);
        until(|| tasks() == before).await;
        assert_eq!(echo.waiting.load(Ordering::Relaxed), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn j02_waiting_for_the_end_of_the_server_can_be_dropped() {
    let stopping = Arc::new(tokio::sync::Notify::new());
    let told = Arc::clone(&stopping);
    let service = Says(move |cx: mrpc::Cx, _| {
        let told = Arc::clone(&told);
        async move {
            for turns in 0..20 {
                assert!(cancel_after(turns, cx.draining()).await.is_none());
            }
            told.notify_one();
            cx.draining().await;
            // Once more does no harm.
            cx.draining().await;
            (cx, Ok(text("stopping")))
        }
    });
    let running = Running::new(server::Config::default(), service);
    let client = running.client();
    let call = async { client.say("hello").await.unwrap().value };
    let stop = async {
        stopping.notified().await;
        running.stop().await
    };
    let (answer, stopped) = tokio::join!(call, stop);
    assert_eq!((answer.as_str(), stopped.calls_aborted), ("stopping", 0));
}

#[tokio::test(start_paused = true)]
async fn j05_a_timeout_in_the_tick_of_the_answer() {
    let service = Says(|cx, request: mrpc::StringValue| async move {
        pass(Duration::from_millis(10)).await;
        (cx, Ok(text(request.value)))
    });
    let running = Running::new(narrow(), service);
    let client = running.client();
    let (mut answered, mut expired) = (0, 0);
    for round in 0..400_u64 {
        let timeout = Duration::from_micros(10_000 + (round % 40) * 100 - 2_000);
        let text = format!("round {round}");
        match client.say(&text).timeout(timeout).await {
            Ok(answer) => {
                assert_eq!(answer.value, text);
                answered += 1;
            }
            Err(status) => {
                assert_eq!(status.code(), Code::DeadlineExceeded, "{status}");
                expired += 1;
            }
        }
    }
    assert!(answered > 10 && expired > 10, "{answered} answered, {expired} expired");
    assert_eq!(client.say("last").await.unwrap().value, "last");
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn j04_asking_for_an_item_again_and_again_loses_none() {
    let (_running, client, _) = world();
    let mut items = client.count(2_000).await.unwrap();
    let (mut expected, mut turns) = (0, 0);
    loop {
        let Some(item) = cancel_at(1, items.next()).await else {
            turns += 1;
            tokio::task::yield_now().await;
            continue;
        };
        let item = item.unwrap();
        let Some(item) = item else { break };
        assert_eq!(item.value, expected);
        expected += 1;
    }
    assert!(expected == 2_000 && turns > 20, "{expected} items in {turns} turns");
    // The same at a server.
    let mut upload = client.sum().await.unwrap();
    for value in 0..500 {
        upload.send(int(value)).await.unwrap();
    }
    assert_eq!(upload.finish().await.unwrap().value, 124_750);
    works(&client).await;
}

#[tokio::test(start_paused = true)]
async fn j06_a_handler_whose_call_is_given_up_is_dropped_wherever_it_waits() {
    let awaits = 10;
    let ended = Arc::new(std::sync::Mutex::new(Vec::new()));
    struct Ended(Arc<std::sync::Mutex<Vec<usize>>>, usize);
    impl Drop for Ended {
        fn drop(&mut self) {
            self.0.lock().unwrap().push(self.1);
        }
    }
    let told = Arc::clone(&ended);
    let service = Says(move |cx, request: mrpc::StringValue| {
        let told = Arc::clone(&told);
        async move {
            let mut ended = Ended(told, 0);
            if request.value == "steps" {
                for step in 1..=awaits {
                    pass(Duration::from_secs(1)).await;
                    ended.1 = step;
                }
            }
            (cx, Ok(text(request.value)))
        }
    });
    let running = Running::new(narrow(), service);
    let client = running.client();
    for step in 0..awaits {
        let timeout = Duration::from_millis(1_000 * u64::try_from(step).unwrap() + 500);
        let call = async { client.say("steps").no_timeout().await.unwrap() };
        assert!(tokio::time::timeout(timeout, call).await.is_err());
        until(|| !ended.lock().unwrap().is_empty()).await;
        assert_eq!(std::mem::take(&mut *ended.lock().unwrap()), [step]);
    }
    // As many as there may be at once have been given up twice over: their places are free again.
    for _ in 0..4 {
        assert_eq!(client.say("steps").no_timeout().await.unwrap().value, "steps");
    }
    assert_eq!(running.accepted.load(Ordering::Relaxed), 1);
}

#[test]
fn j08_a_runtime_that_is_shut_down_takes_all_with_it() {
    let echo = Echo::default();
    for workers in [1, 2] {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build().unwrap();
        let client = runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let target = format!("mrpc://{}", listener.local_addr().unwrap());
            let server = Server::new(server::Config::default()).with_service(echo.clone());
            tokio::spawn(server.serve(listener, std::future::pending()));
            let client = Client::connect(&target).await.unwrap();
            for _ in 0..100 {
                let client = client.clone();
                tokio::spawn(async move { client.wait(60).no_timeout().await });
            }
            until(|| echo.waiting.load(Ordering::Relaxed) == 100).await;
            client
        });
        let begin = std::time::Instant::now();
        runtime.shutdown_timeout(Duration::from_secs(20));
        assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
        assert_eq!(echo.waiting.load(Ordering::Relaxed), 0);
        // Its driver is gone with the runtime, and a call on another says so instead of waiting for it.
        let other = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let status = other.block_on(within(Duration::from_secs(5), async {
            client.say("hello").timeout(Duration::from_secs(2)).await.unwrap_err()
        }));
        assert!(matches!(status.code(), Code::Unavailable | Code::DeadlineExceeded), "{status}");
    }
}
