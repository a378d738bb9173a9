use std::collections::VecDeque;
use std::future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::{self, Instant};

use super::{Accept, PAUSE_MAX, PAUSE_MIN};
use crate::test_log::Log;
use crate::transport::{Address, Listener, Peer, Stream};

/// Gives the errors in turn, and a connection after them.
struct Fake {
    errors: VecDeque<io::Error>,
    asked: Arc<AtomicUsize>,
}

impl Fake {
    fn new(errors: impl IntoIterator<Item = io::Error>) -> Self {
        Self { errors: errors.into_iter().collect(), asked: Arc::default() }
    }

    fn numbers(numbers: &[i32]) -> Self {
        Self::new(numbers.iter().map(|number| io::Error::from_raw_os_error(*number)))
    }
}

impl Listener for Fake {
    async fn accept(&mut self) -> io::Result<(Stream, Peer)> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match self.errors.pop_front() {
            Some(error) => Err(error),
            None => Ok((Stream::from(tokio::io::duplex(1).0), Peer::new(Address::Memory))),
        }
    }

    fn address(&self) -> io::Result<Address> {
        Ok(Address::Memory)
    }
}

/// How long it takes to get past these errors.
async fn time_past(numbers: &[i32]) -> Duration {
    let start = Instant::now();
    Accept::new(Fake::numbers(numbers)).next().await.unwrap();
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn h03_a_connection_that_breaks_costs_no_time() {
    for number in [
        libc::ECONNABORTED,
        libc::ECONNRESET,
        libc::EHOSTDOWN,
        libc::EHOSTUNREACH,
        libc::EINTR,
        libc::ENETDOWN,
        libc::ENETUNREACH,
        libc::ENOPROTOOPT,
        libc::EOPNOTSUPP,
        libc::EPERM,
        libc::EPROTO,
        libc::ETIMEDOUT,
    ] {
        assert_eq!(
            time_past(&[number; 32]).await,
            Duration::ZERO,
            "{}",
            io::Error::from_raw_os_error(number)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn h03_a_shortage_is_waited_out() {
    for number in [libc::EMFILE, libc::ENFILE, libc::ENOBUFS, libc::ENOMEM, libc::ENOSYS] {
        let name = io::Error::from_raw_os_error(number);
        assert_eq!(time_past(&[number]).await, PAUSE_MIN, "{name}");
        assert_eq!(time_past(&[number; 3]).await, PAUSE_MIN * 7, "{name}");
        // 5, 10 … 320 ms, and then half a second each.
        assert_eq!(time_past(&[number; 10]).await, PAUSE_MIN * 127 + PAUSE_MAX * 3, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn h03_only_what_is_no_listener_ends_it() {
    for number in [libc::EBADF, libc::EINVAL, libc::ENOTSOCK] {
        let mut accept = Accept::new(Fake::numbers(&[libc::EMFILE, libc::EPROTO, number]));
        assert_eq!(accept.next().await.unwrap_err().raw_os_error(), Some(number));
    }
    // The same word from a listener of the user's is no such thing.
    let words = [io::ErrorKind::InvalidInput, io::ErrorKind::Other, io::ErrorKind::UnexpectedEof];
    let mut accept =
        Accept::new(Fake::new(words.map(|kind| io::Error::new(kind, "a proxy's header is odd"))));
    accept.next().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn h03_pauses_are_short_again_after_a_connection() {
    let mut accept = Accept::new(Fake::numbers(&[libc::EMFILE; 8]));
    accept.next().await.unwrap();
    accept.listener.errors.push_back(io::Error::from_raw_os_error(libc::EMFILE));
    let start = Instant::now();
    accept.next().await.unwrap();
    assert_eq!(start.elapsed(), PAUSE_MIN);
}

#[tokio::test(start_paused = true)]
async fn h03_a_listener_that_gives_only_broken_connections_does_not_keep_the_thread() {
    struct Broken;
    impl Listener for Broken {
        fn accept(&mut self) -> impl Future<Output = io::Result<(Stream, Peer)>> + Send {
            future::ready(Err(io::ErrorKind::ConnectionAborted.into()))
        }
        fn address(&self) -> io::Result<Address> {
            Ok(Address::Memory)
        }
    }
    // Paused time goes on only when all wait: without a pause this would not end.
    let minute = Duration::from_secs(60);
    assert!(time::timeout(minute, Accept::new(Broken).next()).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn h03_a_pause_is_not_cut_short_by_who_asks_again() {
    let fake = Fake::numbers(&[libc::EMFILE; 20]);
    let asked = Arc::clone(&fake.asked);
    let mut accept = Accept::new(fake);
    let start = Instant::now();
    // What a loop around `select!` does each time that something else happens.
    while time::timeout(Duration::from_millis(1), accept.next()).await.is_err() {}
    assert_eq!(asked.load(Ordering::Relaxed), 21);
    assert!(start.elapsed() >= PAUSE_MAX * 13, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn h03_a_shortage_is_told_once_in_a_second_with_a_count() {
    let log = Log::start();
    // Seven ever longer pauses take 635 ms; then there are two failures in each second.
    time_past(&[libc::EMFILE; 17]).await;
    let warnings = log.take();
    let counts: Vec<_> = warnings.iter().map(|warning| warning.field("failures").to_owned()).collect();
    // The first at once; those up to the first that is a second later; and so on.
    assert_eq!(counts, ["1", "8", "2", "2", "2", "2"], "{warnings:#?}");
    for warning in &warnings {
        assert!(warning.field("error").contains("open files"), "{warning:?}");
    }
}
