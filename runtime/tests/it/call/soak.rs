//! Many calls at once, some of them given up, and none with the answer of another.
//!
//! `MRPC_SOAK=10000000` makes as many calls, `MRPC_SEED=7` the same ones again.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use mrpc::client::{self, Connector};
use mrpc::{Client, Code, Cx, Server, StringValue, server};
use tokio::task::JoinSet;

use super::echo::{Calls as _, Echo, Says, int, text};
use super::setup::{Counted, pass, tasks, within};

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|value| value.parse().unwrap())
}

/// What a request is answered with.
fn hash(request: &str) -> String {
    let mut hasher = DefaultHasher::new();
    request.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

/// How calls ended.
#[derive(Default)]
struct Tally {
    answered: AtomicU64,
    given_up: AtomicU64,
    expired: AtomicU64,
}

/// One of those who call at the same time.
async fn caller(client: Client, mut random: fastrand::Rng, calls: u64, tally: Arc<Tally>) {
    for _ in 0..calls {
        let size = if random.u8(..) == 0 { random.usize(..100_000) } else { random.usize(..64) };
        let request = format!("{:x}{}", random.u64(..), "x".repeat(size));
        let call = client.say(&request);
        match random.u8(..100) {
            0..10 => {
                // Given up after a few turns, wherever it is then.
                let polls = random.usize(..4);
                match super::cancel::cancel_at(polls, async { call.await }).await {
                    Some(answer) => assert_eq!(answer.unwrap().value, hash(&request)),
                    None => _ = tally.given_up.fetch_add(1, Ordering::Relaxed),
                }
            }
            10..20 => match call.timeout(Duration::from_micros(random.u64(1..2_000))).await {
                Ok(answer) => assert_eq!(answer.value, hash(&request)),
                Err(status) => {
                    assert_eq!(status.code(), Code::DeadlineExceeded, "{status}");
                    tally.expired.fetch_add(1, Ordering::Relaxed);
                }
            },
            _ => {
                assert_eq!(call.no_timeout().await.unwrap().value, hash(&request));
                tally.answered.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

/// Streams beside the calls, some of them given up as well.
async fn streamer(client: Client, mut random: fastrand::Rng, is_over: Arc<AtomicUsize>) -> u64 {
    let mut streams = 0;
    while is_over.load(Ordering::Relaxed) > 0 {
        let items = random.i64(1..2_000);
        let stop_at = if random.bool() { items } else { random.i64(0..items) };
        let mut stream = client.count(items).await.unwrap();
        for value in 0..stop_at {
            assert_eq!(stream.next().await.unwrap().unwrap().value, value);
        }
        if stop_at == items {
            assert_eq!(stream.next().await.unwrap(), None);
        }
        drop(stream);
        let mut upload = client.sum().await.unwrap();
        for value in 0..stop_at {
            upload.send(int(value)).await.unwrap();
        }
        assert_eq!(upload.finish().await.unwrap().value, stop_at * (stop_at - 1) / 2);
        streams += 2;
    }
    streams
}

/// Hashes at once, after a turn, or after a while, as the request has it.
fn hashes() -> impl mrpc::__gen::Service {
    Says(|cx: Cx, request: StringValue| async move {
        match request.value.as_bytes().first() {
            Some(b'0'..=b'3') => tokio::task::yield_now().await,
            Some(b'4') => pass(Duration::from_millis(1)).await,
            _ => {}
        }
        (cx, Ok(text(hash(&request.value))))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c02_of_many_calls_each_gets_its_own_answer_once() {
    let seed = number("MRPC_SEED").unwrap_or_else(|| fastrand::u64(..));
    let calls = number("MRPC_SOAK").unwrap_or(if cfg!(debug_assertions) { 100_000 } else { 1_000_000 });
    println!("MRPC_SEED={seed} MRPC_SOAK={calls}");
    let mut random = fastrand::Rng::with_seed(seed);
    let before = tasks();

    let echo = Echo::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("mrpc://{}", listener.local_addr().unwrap());
    let accepted = Arc::new(AtomicUsize::new(0));
    let listener = Counted { listener, accepted: Arc::clone(&accepted) };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    // The streams of one service, and the calls of the other, which comes last.
    let server = Server::new(server::Config::default()).with_service(echo.clone()).with_service(hashes());
    let serving = tokio::spawn(server.serve(listener, async {
        let _ = stopped.await;
    }));
    let mut config = client::Config::default();
    config.connections_max = 2;
    config.calls_per_connection = 100;
    let client = Connector::new(config).connect(&target).await.unwrap();

    let (tally, callers) = (Arc::new(Tally::default()), 200);
    let is_over = Arc::new(AtomicUsize::new(1));
    let streamers: Vec<_> =
        (0..4).map(|_| tokio::spawn(streamer(client.clone(), random.fork(), Arc::clone(&is_over)))).collect();
    let mut calling = JoinSet::new();
    for _ in 0..callers {
        calling.spawn(caller(client.clone(), random.fork(), calls / callers, Arc::clone(&tally)));
    }
    while let Some(ended) = calling.join_next().await {
        ended.unwrap();
    }
    is_over.store(0, Ordering::Relaxed);
    for streamer in streamers {
        assert!(streamer.await.unwrap() > 0);
    }
    let [answered, given_up, expired] =
        [&tally.answered, &tally.given_up, &tally.expired].map(|count| count.load(Ordering::Relaxed));
    println!("{answered} answered, {given_up} given up, {expired} expired");
    assert!(answered > calls / 2 && given_up > calls / 100 && expired > 0);
    assert!(accepted.load(Ordering::Relaxed) <= 2, "no connection broke");

    drop(client);
    drop(stop);
    let stopped = within(Duration::from_secs(20), serving).await.unwrap().unwrap();
    assert_eq!(stopped.calls_aborted, 0);
    within(Duration::from_secs(20), async {
        while tasks() > before {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(echo.waiting.load(Ordering::Relaxed), 0);
}

#[tokio::test(start_paused = true)]
async fn a13_a_connection_that_has_used_up_its_numbers_is_replaced() {
    let echo = Echo::default();
    let running = super::setup::Running::new(super::setup::narrow(), echo.clone());
    let mut config = super::setup::narrow_client();
    // 250 calls.
    config.protocol.seq_max = 499;
    let client = running.client_with(config);
    let old = tokio::spawn({
        let client = client.clone();
        async move { client.say("hold").no_timeout().await }
    });
    for _ in 0..3 {
        for number in 0..250 {
            let text = format!("number {number}");
            assert_eq!(client.say(&text).await.unwrap().value, text);
            pass(Duration::from_millis(1)).await;
        }
    }
    assert_eq!(running.accepted.load(Ordering::Relaxed), 4);
    echo.gate.send_replace(true);
    assert_eq!(old.await.unwrap().unwrap().value, "hold", "the old one lives as long as its calls");
    // Those that are used up end as soon as they have none, and not when they have been idle for long.
    pass(Duration::from_secs(5)).await;
    assert_eq!(tasks(), 3, "the server, and one at either end of a connection");
}
