use std::cell::RefCell;
use std::future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::{self, Instant};

use super::{connect, in_turn, race};
use crate::transport::{ClientHandshake, Endpoint, Shaking, Stream, Target};

fn endpoint(target: &str) -> Endpoint {
    target.parse::<Target>().unwrap().endpoints()[0].clone()
}

fn addresses(list: &[&str]) -> Vec<SocketAddr> {
    list.iter().map(|address| format!("{address}:0").parse().unwrap()).collect()
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_name_leads_to_a_stream() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut stream = connect(&endpoint(&format!("mrpc://localhost:{port}")), None, MINUTE).await.unwrap();
    stream.write_all(b"here").await.unwrap();
    let mut buffer = [0; 4];
    listener.accept().await.unwrap().0.read_exact(&mut buffer).await.unwrap();
    assert_eq!(&buffer, b"here");
}

#[cfg(unix)]
#[tokio::test]
async fn a_path_leads_to_a_stream() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("socket");
    let _listener = tokio::net::UnixListener::bind(&path).unwrap();
    connect(&endpoint(&format!("mrpc+unix://{}", path.display())), None, MINUTE).await.unwrap();
    let nowhere = endpoint("mrpc+unix:///nowhere/at/all");
    let error = connect(&nowhere, None, MINUTE).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
    assert!(error.to_string().starts_with("cannot connect to /nowhere/at/all: "), "{error}");
}

#[tokio::test]
async fn an_error_names_the_endpoint_and_the_address() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = connect(&endpoint(&format!("mrpc://{address}")), None, MINUTE).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    let expected = format!("cannot connect to {address}: {address}: Connection refused");
    assert!(error.to_string().starts_with(&expected), "{error}");
}

#[tokio::test]
async fn time_that_is_up_is_told_with_what_it_was_spent_on() {
    #[derive(Debug)]
    struct Slow;
    impl ClientHandshake for Slow {
        fn connect<'a>(&'a self, _: Stream, host: &'a str) -> Shaking<'a, Stream> {
            assert_eq!(host, "127.0.0.1");
            // From here on all wait, and time may pass by itself.
            time::pause();
            Box::pin(future::pending())
        }
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let error = connect(&endpoint(&format!("mrpcs://{address}")), Some(&Slow), MINUTE).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    let expected = format!("cannot connect to {address}: no end of the TLS handshake within 60s");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn families_take_turns() {
    let check = |given: &[&str], expected: &[&str]| {
        assert_eq!(in_turn(addresses(given).into_iter()), addresses(expected));
    };
    check(&[], &[]);
    check(&["[::1]", "[::2]", "[::3]", "1.1.1.1"], &["[::1]", "1.1.1.1", "[::2]", "[::3]"]);
    check(&["1.1.1.1", "[::1]", "[::2]", "[::3]"], &["1.1.1.1", "[::1]", "[::2]", "[::3]"]);
    check(&["1.1.1.1", "1.1.1.2"], &["1.1.1.1", "1.1.1.2"]);
    assert_eq!(in_turn(addresses(&["[::1]"; 100]).into_iter()).len(), 16);
}

/// What happens to each attempt, after how many milliseconds, if ever.
type Script = [(&'static str, Option<(u64, Result<(), io::ErrorKind>)>)];

/// Who won, when, and when each attempt began.
async fn run(script: &Script) -> (io::Result<SocketAddr>, u128, Vec<u128>) {
    let start = Instant::now();
    let begun = RefCell::new(Vec::new());
    let addresses = addresses(&script.iter().map(|(address, _)| *address).collect::<Vec<_>>());
    let outcome = race(&addresses, |address| {
        begun.borrow_mut().push(start.elapsed().as_millis());
        let step = script.iter().find(|(name, _)| format!("{name}:0").parse() == Ok(address)).unwrap().1;
        async move {
            match step {
                None => future::pending().await,
                Some((after, outcome)) => {
                    time::sleep_until(Instant::now() + Duration::from_millis(after)).await;
                    outcome.map(|()| address).map_err(io::Error::from)
                }
            }
        }
    });
    let outcome = outcome.await;
    (outcome, start.elapsed().as_millis(), begun.into_inner())
}

#[tokio::test(start_paused = true)]
async fn the_first_to_answer_wins() {
    let refused = Err(io::ErrorKind::ConnectionRefused);
    let check = async |script: &Script, winner: &str, at: u128, begun: &[u128]| {
        let (outcome, took, began) = run(script).await;
        assert_eq!(outcome.unwrap(), format!("{winner}:0").parse().unwrap(), "{script:?}");
        assert_eq!((took, began.as_slice()), (at, begun), "{script:?}");
    };
    // A quick one leaves the others alone.
    check(&[("1.1.1.1", Some((10, Ok(())))), ("1.1.1.2", None)], "1.1.1.1", 10, &[0]).await;
    // A silent one costs its head start.
    check(&[("[::1]", None), ("1.1.1.1", Some((10, Ok(()))))], "1.1.1.1", 260, &[0, 250]).await;
    // One that is refused costs nothing more.
    check(&[("[::1]", Some((5, refused))), ("1.1.1.1", Some((10, Ok(()))))], "1.1.1.1", 15, &[0, 5]).await;
    // A slow one may still win after the next has begun.
    check(&[("[::1]", Some((300, Ok(())))), ("1.1.1.1", Some((100, Ok(()))))], "[::1]", 300, &[0, 250]).await;
    check(&[("[::1]", Some((9_000, Ok(())))), ("1.1.1.1", Some((1, refused)))], "[::1]", 9_000, &[0, 250])
        .await;
    let silent = [("[::1]", None), ("[::2]", None), ("[::3]", None), ("1.1.1.1", Some((0, Ok(()))))];
    check(&silent, "1.1.1.1", 750, &[0, 250, 500, 750]).await;
}

#[tokio::test(start_paused = true)]
async fn when_all_fail_each_is_told() {
    let script = [
        ("[::1]", Some((300, Err(io::ErrorKind::NetworkUnreachable)))),
        ("1.1.1.1", Some((10, Err(io::ErrorKind::ConnectionRefused)))),
    ];
    let (outcome, took, begun) = run(&script).await;
    assert_eq!((took, begun.as_slice()), (300, &[0, 250][..]));
    let error = outcome.unwrap_err();
    assert_eq!(error.to_string(), "1.1.1.1:0: connection refused; [::1]:0: network unreachable");
    let (outcome, ..) = run(&[]).await;
    assert_eq!(outcome.unwrap_err().to_string(), "the name has no address");
}
