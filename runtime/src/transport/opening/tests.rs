use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time;

use super::Opening;
use crate::transport::Stream;

const GREETINGS: [(&[u8], Opening, usize); 9] = [
    (b"mrp\x02\xff\x07\0\0\0\0\0\0\0\0", Opening::Native, 3),
    (b"mrp\x01\x00\x00", Opening::Native, 3),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", Opening::Tls, 2),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Opening::Http2, 4),
    (b"POST / HTTP/1.1\r\n\r\n", Opening::Http1, 5),
    (b"GET / HTTP/1.1\r\n\r\n", Opening::Http1, 4),
    (b"OPTIONS * HTTP/1.1\r\n\r\n", Opening::Http1, 8),
    (b"SSH-2.0-OpenSSH_9.9\r\n", Opening::Unknown, 1),
    (b"mrq", Opening::Unknown, 3),
];

#[test]
fn a19_each_beginning_is_decided_once_and_as_soon_as_it_can_be() {
    for (greeting, opening, decided_after) in GREETINGS {
        for end in 0..=greeting.len() {
            let expected = (end >= decided_after).then_some(opening);
            assert_eq!(Opening::of(&greeting[..end]), expected, "{}", greeting[..end].escape_ascii());
        }
    }
}

#[test]
fn a19_eight_bytes_always_decide() {
    let mut state = 1_u64;
    for _ in 0..10_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        assert!(Opening::of(&state.to_be_bytes()).is_some(), "{state:x}");
    }
    // Nearly each of them, wrong in the last byte.
    for (greeting, _, decided_after) in GREETINGS.into_iter().filter(|greeting| greeting.2 > 1) {
        let mut wrong = greeting[..decided_after].to_vec();
        wrong[decided_after - 1] ^= 0x80;
        assert_eq!(Opening::of(&wrong), Some(Opening::Unknown), "{}", wrong.escape_ascii());
    }
}

#[tokio::test]
async fn a19_what_was_looked_at_is_read_again_wherever_it_was_cut() {
    for (greeting, opening, _) in GREETINGS {
        for cut in 0..greeting.len() {
            let (mut ours, theirs) = tokio::io::duplex(1024);
            let mut stream = Stream::from(theirs);
            ours.write_all(&greeting[..cut]).await.unwrap();
            // Whoever looks and goes away before it is decided takes nothing along.
            let _ = time::timeout(Duration::ZERO, stream.opening()).await;
            ours.write_all(&greeting[cut..]).await.unwrap();
            ours.write_all(b" and more").await.unwrap();
            assert_eq!(stream.opening().await.unwrap(), opening);
            assert_eq!(stream.opening().await.unwrap(), opening, "looking twice is no harm");
            drop(ours);
            let mut first = [0];
            stream.read_exact(&mut first).await.unwrap();
            let mut received = first.to_vec();
            stream.read_to_end(&mut received).await.unwrap();
            assert_eq!(received, [greeting, b" and more"].concat(), "cut at {cut}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a19_who_says_nothing_or_half_a_word_is_no_more_than_waited_for() {
    for (greeting, _, decided_after) in GREETINGS {
        for end in 0..decided_after {
            let (mut ours, theirs) = tokio::io::duplex(1024);
            let mut stream = Stream::from(theirs);
            ours.write_all(&greeting[..end]).await.unwrap();
            let limit = Duration::from_secs(5);
            assert!(time::timeout(limit, stream.opening()).await.is_err(), "the caller's limit ends it");
            drop(ours);
            assert_eq!(stream.opening().await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        }
    }
}
