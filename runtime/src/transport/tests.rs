use std::io::{self, IoSlice};

use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{Address, Listener, Peer, Stream, memory};

async fn tcp_pair() -> (Stream, Stream, Peer) {
    let mut listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (server, peer) = Listener::accept(&mut listener).await.unwrap();
    (Stream::from(client), server, peer)
}

async fn check_both_ways(mut client: Stream, mut server: Stream) {
    let parts = [IoSlice::new(b"one "), IoSlice::new(b""), IoSlice::new(b"two")];
    assert!(client.is_write_vectored(), "{client:?}");
    assert_eq!(client.write_vectored(&parts).await.unwrap(), 7, "{client:?} writes all parts at once");
    client.shutdown().await.unwrap();
    let mut received = Vec::new();
    server.read_to_end(&mut received).await.unwrap();
    assert_eq!(received, b"one two", "{server:?}");
    // The other way is still open.
    server.write_all(b"three").await.unwrap();
    drop(server);
    received.clear();
    client.read_to_end(&mut received).await.unwrap();
    assert_eq!(received, b"three", "{client:?}");
}

#[tokio::test]
async fn tcp_carries_bytes_both_ways() {
    let (client, server, peer) = tcp_pair().await;
    assert!(peer.ip().unwrap().is_loopback());
    assert!(peer.certificates().is_empty());
    check_both_ways(client, server).await;
}

#[tokio::test]
async fn memory_carries_bytes_both_ways() {
    let (mut listener, connector) = memory::listen();
    let client = connector.connect().await.unwrap();
    let (server, peer) = listener.accept().await.unwrap();
    assert_eq!(peer, Peer::new(Address::Memory));
    check_both_ways(client, server).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_socket_file_carries_bytes_both_ways() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("socket");
    let mut listener = tokio::net::UnixListener::bind(&path).unwrap();
    assert_eq!(listener.address().unwrap(), Address::Unix(Some(path.clone())));
    let client = Stream::from(tokio::net::UnixStream::connect(&path).await.unwrap());
    let (server, peer) = Listener::accept(&mut listener).await.unwrap();
    assert_eq!(peer.to_string(), "unix");
    check_both_ways(client, server).await;
}

#[tokio::test]
async fn a_stream_of_another_kind_carries_bytes_both_ways() {
    let (client, server) = tokio::io::duplex(64);
    check_both_ways(Stream::new(client), Stream::new(server)).await;
}

#[tokio::test]
async fn what_is_written_goes_out_at_once() {
    let mut listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    super::tcp::tune(&client);
    assert!(client.nodelay().unwrap());
    assert!(socket2::SockRef::from(&client).keepalive().unwrap());
    drop(Listener::accept(&mut listener).await.unwrap());
}

#[tokio::test]
async fn nobody_connects_to_a_listener_in_memory_that_is_gone() {
    let (listener, connector) = memory::listen();
    drop(listener);
    assert_eq!(connector.connect().await.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
}

#[tokio::test(start_paused = true)]
async fn connections_in_memory_wait_in_a_queue_that_has_an_end() {
    let (mut listener, connector) = memory::listen();
    let mut waiting = Vec::new();
    let until_full = async {
        loop {
            waiting.push(connector.connect().await.unwrap());
        }
    };
    // Time is paused and goes on only when all wait: this ends when the queue is full.
    tokio::time::timeout(std::time::Duration::from_secs(1), until_full).await.unwrap_err();
    assert_eq!(waiting.len(), 128);
    listener.accept().await.unwrap();
    connector.connect().await.unwrap();
}

#[test]
fn addresses_show_nothing_odd() {
    let check = |address: Address, expected: &str| assert_eq!(address.to_string(), expected);
    check(Address::Ip("[::1]:0".parse().unwrap()), "[::1]:0");
    check(Address::Unix(Some("/run/a\n\u{1b}[31m".into())), "unix:/run/a\\n\\u{1b}[31m");
    check(Address::Other("pigeon".into()), "pigeon");
}
