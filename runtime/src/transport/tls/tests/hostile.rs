use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time;

use super::authority::{Authority, shake, somebody, streams};
use crate::transport::tls::{Client, Server};
use crate::transport::{Peer, Stream};

/// More than a server allows for a handshake.
const PATIENCE: Duration = Duration::from_secs(3600);

/// What a client writes first.
async fn hello(client: &Client) -> Vec<u8> {
    let (ours, mut theirs) = streams();
    let mut hello = vec![0; 64 << 10];
    tokio::select! {
        _ = client.connect(ours, "a") => unreachable!("nobody answers"),
        read = theirs.read(&mut hello) => hello.truncate(read.unwrap()),
    }
    assert_eq!(hello[..2], [0x16, 0x03]);
    hello
}

/// What a server makes of bytes that are followed by the end, or by silence.
async fn accept(server: &Server, bytes: &[u8], is_end: bool) -> io::Result<(Stream, Peer)> {
    let (mut ours, theirs) = streams();
    let send = async {
        let _ = ours.write_all(bytes).await;
        if is_end {
            let _ = ours.shutdown().await;
        }
        ours
    };
    let accept = time::timeout(PATIENCE, server.accept(theirs, somebody()));
    let (_ours, accepted) = tokio::join!(send, accept);
    accepted.unwrap_or_else(|_| Err(io::Error::other("still waiting")))
}

#[tokio::test(start_paused = true)]
async fn l01_a_hello_of_a_byte_in_a_second_ends_when_the_caller_says() {
    let authority = Authority::new("ours");
    let server = authority.server("a");
    let hello = hello(&authority.client()).await;
    let (mut ours, theirs) = streams();
    let drip = async {
        let mut second = time::interval(Duration::from_secs(1));
        for byte in &hello {
            second.tick().await;
            ours.write_u8(*byte).await.unwrap();
        }
        std::future::pending::<()>().await;
    };
    let start = time::Instant::now();
    tokio::select! {
        () = drip => unreachable!("it never ends"),
        accepted = time::timeout(Duration::from_secs(5), server.accept(theirs, somebody())) => {
            assert!(accepted.is_err());
        }
    }
    assert_eq!(start.elapsed(), Duration::from_secs(5));
}

#[tokio::test]
async fn l01_a_handshake_in_single_bytes_succeeds() {
    let authority = Authority::new("ours");
    let (ours, theirs) = tokio::io::duplex(64 << 10);
    let ours = Odd { inner: ours, write_left: usize::MAX, read_max: 1 };
    let theirs = Odd { inner: theirs, write_left: usize::MAX, read_max: 1 };
    let (client, server) = (authority.client(), authority.server("a"));
    let connect = async {
        let mut stream = client.connect(Stream::new(ours), "a").await.unwrap();
        let mut received = Vec::new();
        stream.read_to_end(&mut received).await.unwrap();
        received
    };
    let accept = async {
        let (mut stream, _) = server.accept(Stream::new(theirs), somebody()).await.unwrap();
        stream.write_all(b"through").await.unwrap();
        stream.shutdown().await.unwrap();
    };
    let (received, ()) = tokio::join!(connect, accept);
    assert_eq!(received, b"through");
}

#[tokio::test(start_paused = true)]
async fn l01_what_is_no_tls_is_told_so_at_once() {
    let authority = Authority::new("ours");
    let server = authority.server("a");
    for bytes in [
        &b"mrp\x02\xff\x07\0\0\0\0\0\0\0\0"[..],
        b"GET / HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        &[0xff; 100],
        &[0; 64 << 10],
    ] {
        let error = accept(&server, bytes, false).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the client does not speak TLS",
            "{:?}",
            bytes.escape_ascii().to_string()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn l01_a_record_that_never_ends_takes_no_more_than_a_record() {
    let authority = Authority::new("ours");
    let server = authority.server("a");
    // A hello that says it has 16 MiB, of which 1 MiB comes, in records of 16 KiB.
    let head = [0x16, 0x03, 0x01, 0x40, 0x00];
    let mut bytes = [&head[..], &[0x01, 0xff, 0xff, 0xff], &[0; 16_380]].concat();
    for _ in 0..64 {
        bytes.extend([&head[..], &[0; 16_384]].concat());
    }
    let mut error = None;
    let before = time::Instant::now();
    error.replace(accept(&server, &bytes, false).await.unwrap_err());
    assert_eq!(before.elapsed(), Duration::ZERO, "{error:?}");
    assert_eq!(error.unwrap().to_string(), "the client does not speak TLS");
}

#[tokio::test(start_paused = true)]
async fn l01_a_client_that_meets_no_tls_says_so() {
    let authority = Authority::new("ours");
    let client = authority.client();
    for answer in [&b"mrp\x02\xff\x06\0\0\0\0\0\0\0\0"[..], b"HTTP/1.1 400 Bad Request\r\n\r\n", &[0xff; 100]]
    {
        let (ours, mut theirs) = streams();
        theirs.write_all(answer).await.unwrap();
        let error = time::timeout(PATIENCE, client.connect(ours, "a")).await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), "the server does not speak TLS");
    }
    let (ours, theirs) = streams();
    drop(theirs);
    let error = client.connect(ours, "a").await.unwrap_err();
    assert!(matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof), "{error:?}");
}

#[tokio::test]
async fn l01_another_protocol_is_refused_and_none_is_fine() {
    let authority = Authority::new("ours");
    let server = authority.server("a");
    let connect = async |protocols: &[&[u8]]| {
        let mut config =
            rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(authority.trusted().roots().clone())
                .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(config));
        let (ours, theirs) = streams();
        let name = rustls::pki_types::ServerName::try_from("a").unwrap();
        let (_client, accepted) =
            tokio::join!(connector.connect(name, ours), server.accept(theirs, somebody()));
        accepted.map(drop).map_err(|error| error.to_string())
    };
    let refused = Err("the client speaks another protocol: it does not offer `mrpc/2`".to_owned());
    assert_eq!(connect(&[b"h2"]).await, refused);
    assert_eq!(connect(&[b"http/1.1", b"mrpc/1"]).await, refused);
    assert_eq!(connect(&[b"h2", b"mrpc/2"]).await, Ok(()));
    // Who names no protocol will be judged by the first frame.
    assert_eq!(connect(&[]).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn l01_a_hello_with_a_bit_turned_is_answered() {
    let authority = Authority::new("ours");
    let server = authority.server("a");
    let hello = hello(&authority.client()).await;
    for bit in 0..hello.len() * 8 {
        let mut damaged = hello.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        // Many bits are random numbers: the server then waits for the rest, which does not come.
        let error = accept(&server, &damaged, true).await.unwrap_err();
        assert_ne!(error.to_string(), "still waiting", "bit {bit}");
    }
}

#[tokio::test(start_paused = true)]
async fn l02_goodbye_in_the_middle_of_a_handshake_is_an_error() {
    let authority = Authority::new("ours");
    let server = authority.server("a");
    let hello = hello(&authority.client()).await;
    let goodbye = [0x15, 0x03, 0x03, 0x00, 0x02, 0x01, 0x00];
    for before in [&[][..], &hello] {
        let bytes = [before, &goodbye].concat();
        let error = accept(&server, &bytes, true).await.unwrap_err();
        assert_ne!(error.to_string(), "still waiting", "{} bytes before", before.len());
        // Who says goodbye and stays is waited for, at rest, until the caller has had enough: time is paused, and
        // passes only while nobody runs.
        accept(&server, &bytes, false).await.unwrap_err();
    }
}

#[tokio::test(start_paused = true)]
async fn l02_a_handshake_that_ends_at_any_byte_is_an_error_at_both_ends() {
    let authority = Authority::new("ours");
    let server = authority.server("a");
    let client = authority.client();
    for is_server_cut in [false, true] {
        let mut bytes = 0;
        loop {
            let (ours, theirs) = tokio::io::duplex(64 << 10);
            let (left_of_client, left_of_server) =
                if is_server_cut { (usize::MAX, bytes) } else { (bytes, usize::MAX) };
            let ours = Stream::new(Odd { inner: ours, write_left: left_of_client, read_max: usize::MAX });
            let theirs = Stream::new(Odd { inner: theirs, write_left: left_of_server, read_max: usize::MAX });
            let both = async { tokio::join!(client.connect(ours, "a"), server.accept(theirs, somebody())) };
            let (connected, accepted) = time::timeout(PATIENCE, both).await.unwrap();
            match (connected, accepted) {
                // All of the handshake went through.
                (Ok(_), Ok(_)) => break,
                (connected, accepted) => {
                    // The side that is cut off may be done before it knows; the first read tells it.
                    for stream in [connected, accepted.map(|(stream, _)| stream)] {
                        let Ok(mut stream) = stream else { continue };
                        time::timeout(PATIENCE, stream.read_u8()).await.unwrap().unwrap_err();
                    }
                }
            }
            bytes += 1;
        }
        assert!(bytes > 200, "{bytes}");
    }
}

#[tokio::test]
async fn l02_a_client_that_goes_away_is_told_as_such() {
    let authority = Authority::new("ours");
    let server = authority.server("a");
    let hello = hello(&authority.client()).await;
    for bytes in [&[][..], &hello[..1], &hello[..hello.len() - 1]] {
        let error = accept(&server, bytes, true).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(error.to_string(), "the client closed the connection in the middle of the TLS handshake");
    }
    // And the next one is served.
    let (client, server) = shake(&authority.client(), "a", &server).await;
    assert!(client.is_ok() && server.is_ok());
}

/// Reads only so many bytes at once; writes so many, ends, and lets the rest vanish.
struct Odd<S> {
    inner: S,
    write_left: usize,
    read_max: usize,
}

impl<S: AsyncRead + Unpin> AsyncRead for Odd<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut part = vec![0; buf.remaining().min(self.read_max)];
        let mut part = ReadBuf::new(&mut part);
        std::task::ready!(Pin::new(&mut self.inner).poll_read(cx, &mut part))?;
        buf.put_slice(part.filled());
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Odd<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.write_left == 0 {
            let _ = Pin::new(&mut self.inner).poll_shutdown(cx);
            return Poll::Ready(Ok(buf.len()));
        }
        let end = buf.len().min(self.write_left);
        let written = std::task::ready!(Pin::new(&mut self.inner).poll_write(cx, &buf[..end]))?;
        self.write_left -= written;
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
