//! Servers and clients that stop.

use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use mrpc::client::{self, Connector};
use mrpc::server::{self, Server};
use mrpc::transport::memory;
use mrpc::{Code, Delivery};
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::echo::{Calls as _, Echo, Says, text};
use super::proxy::{Proxy, Weather};
use super::setup::{Counted, Running, pass, tasks, until, within};

#[tokio::test(start_paused = true)]
async fn f01_calls_in_flight_end_well_when_the_server_stops() {
    let echo = Echo::default();
    let running = Running::new(server::Config::default(), echo.clone());
    let client = running.client();
    let mut calls = JoinSet::new();
    for _ in 0..1_000 {
        let client = client.clone();
        calls.spawn(async move { client.say("hold").await });
    }
    until(|| echo.waiting.load(Ordering::Relaxed) == 1_000).await;
    let (gate, begin) = (Arc::clone(&echo.gate), Instant::now());
    let open = async {
        pass(Duration::from_secs(5)).await;
        gate.send_replace(true);
    };
    let (stopped, ()) = tokio::join!(running.stop(), open);
    assert_eq!(stopped.calls_aborted, 0);
    assert!(begin.elapsed() < Duration::from_secs(8), "{:?}", begin.elapsed());
    while let Some(answer) = calls.join_next().await {
        assert_eq!(answer.unwrap().unwrap().value, "hold");
    }
}

/// A server that can be stopped, at a port.
struct Place {
    address: std::net::SocketAddr,
    accepted: Arc<AtomicUsize>,
    stop: oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<std::io::Result<server::Stopped>>,
}

impl Place {
    async fn new(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let server = Server::new(server::Config::default()).with_service(Echo::default());
        let accepted = Arc::new(AtomicUsize::new(0));
        let listener = Counted { listener, accepted: Arc::clone(&accepted) };
        let serving = tokio::spawn(server.serve(listener, async {
            let _ = stopped.await;
        }));
        Self { address, accepted, stop, serving }
    }

    async fn stop(self) -> server::Stopped {
        drop(self.stop);
        within(Duration::from_secs(20), self.serving).await.unwrap().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f02_no_call_fails_while_servers_restart_under_load() {
    let mut places = vec![Place::new("127.0.0.1:0").await, Place::new("127.0.0.1:0").await];
    let target = format!("mrpc://{},{}", places[0].address, places[1].address);
    let client = Connector::new(client::Config::default()).connect(&target).await.unwrap();
    let (is_over, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut callers = JoinSet::new();
    for caller in 0..20 {
        let (client, is_over, count) = (client.clone(), Arc::clone(&is_over), Arc::clone(&count));
        callers.spawn(async move {
            while !is_over.load(Ordering::Relaxed) {
                let word = if caller % 2 == 0 { "yield" } else { "hello" };
                assert_eq!(client.say(word).await.unwrap().value, word);
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    for round in 0..10 {
        // Each is known to be up before the other goes.
        let (before, place) = (count.load(Ordering::Relaxed), round % 2);
        let is_up = || places.iter().all(|place| place.accepted.load(Ordering::Relaxed) > 0);
        within(Duration::from_secs(20), async {
            while count.load(Ordering::Relaxed) < before + 500 || !is_up() {
                tokio::task::yield_now().await;
            }
        })
        .await;
        let address = places[place].address.to_string();
        let old = places.remove(place);
        assert_eq!(old.stop().await.calls_aborted, 0);
        // The port is free as soon as the server has stopped.
        places.insert(place, Place::new(&address).await);
    }
    is_over.store(true, Ordering::Relaxed);
    while let Some(caller) = callers.join_next().await {
        caller.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn f03_a_call_that_meets_the_last_goaway_was_not_looked_at() {
    let echo = Echo::default();
    let running = Running::new(server::Config::default(), echo.clone());
    let proxy = Proxy::new(running.connector.clone());
    let client = Connector::new(client::Config::default()).in_memory(proxy.connector);
    assert_eq!(client.say("hello").await.unwrap().value, "hello");
    // Neither side hears of the other until the server has waited long enough.
    proxy.weather.send_replace(Weather::Held);
    let call = async { client.wait(60).timeout(Duration::from_secs(30)).await.unwrap_err() };
    let stop = async {
        pass(Duration::from_millis(10)).await;
        drop(running.stop);
        pass(Duration::from_millis(1_500)).await;
        proxy.weather.send_replace(Weather::Fair);
    };
    let (status, ()) = tokio::join!(call, stop);
    assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unsent), "{status}");
    assert_eq!(*echo.seen.lock().unwrap(), [""; 0], "no handler saw it");
}

#[tokio::test(start_paused = true)]
async fn f04_long_streams_are_asked_to_end_and_cut_off_later() {
    let mut config = server::Config::default();
    config.drain_timeout = Duration::from_secs(7);
    let running = Running::new(config, Echo::default());
    let client = running.client();
    let mut polite = client.count(-1).await.unwrap();
    assert_eq!(polite.next().await.unwrap().unwrap().value, 0);
    let (mut numbers, mut stubborn) = client.double().await.unwrap();
    numbers.send(super::echo::int(1)).await.unwrap();
    assert_eq!(stubborn.next().await.unwrap().unwrap().value, 2);
    let begin = Instant::now();
    let read = async {
        let mut expected = 1;
        while let Some(item) = polite.next().await.unwrap() {
            assert_eq!(item.value, expected, "none is missing");
            expected += 1;
        }
        let ended = begin.elapsed();
        // The server is about to stop, and takes what belongs to an open call.
        numbers.send(super::echo::int(2)).await.unwrap();
        assert_eq!(stubborn.next().await.unwrap().unwrap().value, 4);
        (ended, stubborn.next().await.unwrap_err())
    };
    let (stopped, (ended, status)) = tokio::join!(running.stop(), read);
    assert!(ended < Duration::from_secs(1), "{ended:?}");
    assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unknown), "{status}");
    assert_eq!(stopped.calls_aborted, 1);
    assert!(begin.elapsed() >= Duration::from_secs(7));
}

#[tokio::test(start_paused = true)]
async fn f05_who_is_in_the_backlog_is_told() {
    let (listener, connector) = memory::listen();
    let clients: Vec<_> =
        (0..50).map(|_| Connector::new(client::Config::default()).in_memory(connector.clone())).collect();
    let mut calls = JoinSet::new();
    for client in clients {
        calls.spawn(async move { client.say("hello").await.unwrap_err() });
    }
    pass(Duration::from_millis(1)).await;
    let server = Server::new(server::Config::default()).with_service(Echo::default());
    server.serve(listener, std::future::ready(())).await.unwrap();
    let begin = Instant::now();
    while let Some(status) = calls.join_next().await {
        let status = status.unwrap();
        assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unsent), "{status}");
    }
    assert!(begin.elapsed() < Duration::from_secs(2), "nobody waits for a timeout");
}

#[tokio::test(start_paused = true)]
async fn f06_a_handler_that_never_ends_is_cut_off() {
    let echo = Echo::default();
    let before = tasks();
    let running = Running::new(server::Config::default(), echo.clone());
    let client = running.client();
    let begin = Instant::now();
    let call = async { client.wait(60).no_timeout().await.unwrap_err() };
    let stop = async {
        until(|| echo.waiting.load(Ordering::Relaxed) == 1).await;
        running.stop().await
    };
    let (status, stopped) = tokio::join!(call, stop);
    assert_eq!(stopped.calls_aborted, 1);
    assert_eq!((status.code(), status.delivery()), (Code::Unavailable, Delivery::Unknown), "{status}");
    assert_eq!(begin.elapsed().as_secs(), 30, "drain_timeout");
    drop(client);
    until(|| tasks() == before).await;
    assert_eq!(*echo.seen.lock().unwrap(), ["wait was dropped"]);
}

#[tokio::test]
async fn f08_what_was_said_last_arrives_though_more_was_sent() {
    let place = Place::new("127.0.0.1:0").await;
    let address = place.address;
    let conversation = tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // A frame of version 2 before HELLO, and a lot that nobody is going to read.
        stream.write_all(b"mrp\x02\x01\x00\0\0\0\x01\0\0\0\0").unwrap();
        stream.write_all(&vec![b'x'; 200 << 10]).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut said = Vec::new();
        stream.read_to_end(&mut said).unwrap();
        said
    });
    let said = conversation.await.unwrap();
    let text = String::from_utf8_lossy(&said);
    assert!(text.contains("frame before HELLO"), "{text}");
    place.stop().await;
}

#[tokio::test(start_paused = true)]
async fn f09_a_server_can_stop_at_any_time() {
    let before = tasks();
    // Never served.
    drop(Server::new(server::Config::default()).with_service(Echo::default()));
    // Before it begins.
    let (listener, connector) = memory::listen();
    let server = Server::new(server::Config::default()).with_service(Echo::default());
    assert_eq!(server.serve(listener, std::future::ready(())).await.unwrap().calls_aborted, 0);
    assert!(connector.connect().await.is_err(), "nobody listens any more");
    // While somebody has connected and says nothing.
    let running = Running::new(server::Config::default(), Echo::default());
    let mute = running.connector.connect().await.unwrap();
    until(|| running.accepted.load(Ordering::Relaxed) == 1).await;
    let begin = Instant::now();
    assert_eq!(running.stop().await.calls_aborted, 0);
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    drop(mute);
    // Told by a handler, which is answered all the same.
    let told = Arc::new(Notify::new());
    let teller = Arc::clone(&told);
    let service = Says(move |cx, request: mrpc::StringValue| {
        teller.notify_one();
        async move {
            pass(Duration::from_secs(2)).await;
            (cx, Ok(text(request.value)))
        }
    });
    let running = Running::new(server::Config::default(), service);
    let client = running.client();
    let stop = async {
        told.notified().await;
        running.stop().await
    };
    let (answer, stopped) = tokio::join!(async { client.say("stop").await }, stop);
    assert_eq!((answer.unwrap().value.as_str(), stopped.calls_aborted), ("stop", 0));
    drop(client);
    until(|| tasks() == before).await;
}

#[tokio::test]
async fn f09_a_port_is_free_when_the_server_has_stopped() {
    let mut address = "127.0.0.1:0".to_owned();
    for _ in 0..5 {
        let place = Place::new(&address).await;
        address = place.address.to_string();
        let client = mrpc::Client::connect(&format!("mrpc://{address}")).await.unwrap();
        assert_eq!(client.say("hello").await.unwrap().value, "hello");
        place.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn f10_a_client_that_is_dropped_leaves_no_task() {
    let echo = Echo::default();
    let running = Running::new(server::Config::default(), echo.clone());
    until(|| tasks() == 1).await;
    let client = running.client();
    let mut items = client.count(50_000).await.unwrap();
    let pending = tokio::spawn({
        let client = client.clone();
        async move { client.wait(60).await }
    });
    until(|| echo.waiting.load(Ordering::Relaxed) == 2).await;
    // Streams outlive the client that opened them, and calls keep it.
    drop(client);
    for value in 0..50_000 {
        assert_eq!(items.next().await.unwrap().unwrap().value, value);
    }
    assert_eq!(items.next().await.unwrap(), None);
    pending.abort();
    assert!(pending.await.unwrap_err().is_cancelled());
    within(Duration::from_secs(10), async {
        while tasks() > 1 {
            pass(Duration::from_millis(100)).await;
        }
    })
    .await;
    assert_eq!(echo.waiting.load(Ordering::Relaxed), 0);
    // One that is still connecting.
    let (_listener, connector) = memory::listen();
    let client = Connector::new(client::Config::default()).in_memory(connector);
    let _ = within(Duration::from_secs(1), super::cancel::cancel_at(2, async { client.say("hello").await }))
        .await;
    drop(client);
    within(Duration::from_secs(10), async {
        while tasks() > 1 {
            pass(Duration::from_millis(100)).await;
        }
    })
    .await;
}
