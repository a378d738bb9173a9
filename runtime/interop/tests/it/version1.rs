//! Mini-RPC's bytes: what its client sends to our server, and what its server says to our client.
//!
//! The bytes were seen on a connection between two programs in Go; sockets play them again here.

use mrpc::{Code, Delivery, Server, client, server};
use mrpc_interop::arith::{Args, ArithClient, ArithServer, Calculator, Reply};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// `Arith.Add`, seq 7, Binary.
const ADD: &[u8] = b"mrp\x01\x01\x00\0\0\0\x07\0\0\0\x1e\0\x09Arith.Add\0\0\0\x0d{\"A\":1,\"B\":2}\0\0";
const SUM: &[u8] = b"mrp\x01\x01\x01\0\0\0\x07\0\0\0\x1d\0\x09Arith.Add\0\0\0\x0c{\"Result\":3}\0\0";

/// `Arith.Div`, seq 8: an error of Mini-RPC's server still has a payload.
const DIV_FAILED: &[u8] =
    b"mrp\x01\x01\x01\0\0\0\x08\0\0\0\x2b\0\x09Arith.Div\0\0\0\x0c{\"Result\":0}\0\x0edivide by zero";

/// The same call and its answer in the envelope that is JSON, seq 9.
const ADD_JSON: &[u8] = b"mrp\x01\x00\x00\0\0\0\x09\0\0\0\x49\
    {\"ServiceMethod\":\"Arith.Add\",\"Error\":\"\",\"Payload\":\"eyJBIjoxLCJCIjoyfQ==\"}";
const SUM_JSON: &[u8] = b"mrp\x01\x00\x01\0\0\0\x09\0\0\0\x45\
    {\"ServiceMethod\":\"Arith.Add\",\"Error\":\"\",\"Payload\":\"eyJSZXN1bHQiOjN9\"}";

const HEARTBEAT: &[u8] = b"mrp\x01\x01\x02\0\0\0\0\0\0\0\0";

fn args(a: i32, b: i32) -> Args {
    Args { a, b, ..Args::default() }
}

/// A socket to a server of ours.
async fn serve() -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server::new(server::Config::default()).with_service(ArithServer::new(Calculator));
    tokio::spawn(server.serve(listener, std::future::pending()));
    TcpStream::connect(address).await.unwrap()
}

async fn expect(socket: &mut TcpStream, expected: &[u8]) {
    let mut bytes = vec![0; expected.len()];
    socket.read_exact(&mut bytes).await.unwrap();
    assert_eq!(bytes, expected, "{}", String::from_utf8_lossy(&bytes));
}

/// The same frame with another seq.
fn with_seq(frame: &[u8], seq: u8) -> Vec<u8> {
    let mut frame = frame.to_vec();
    frame[9] = seq;
    frame
}

#[tokio::test]
async fn a_client_of_mini_rpc_calls_us() {
    let mut socket = serve().await;
    socket.write_all(ADD).await.unwrap();
    expect(&mut socket, SUM).await;
    // Heartbeats are not answered, and any seq will do.
    socket.write_all(HEARTBEAT).await.unwrap();
    socket.write_all(&with_seq(ADD, 2)).await.unwrap();
    expect(&mut socket, &with_seq(SUM, 2)).await;
    // Two calls at once.
    socket.write_all(&[with_seq(ADD, 4), with_seq(ADD, 3)].concat()).await.unwrap();
    expect(&mut socket, &[with_seq(SUM, 4), with_seq(SUM, 3)].concat()).await;
}

#[tokio::test]
async fn a_client_of_mini_rpc_calls_us_in_json() {
    let mut socket = serve().await;
    socket.write_all(ADD_JSON).await.unwrap();
    expect(&mut socket, SUM_JSON).await;
}

#[tokio::test]
async fn a_client_of_mini_rpc_sees_our_errors() {
    let mut socket = serve().await;
    for (seq, method, payload, error) in [
        (1, "Arith.Div", "{\"A\":1,\"B\":0}", "INVALID_ARGUMENT: divide by zero"),
        (2, "Arith.Mul", "{\"A\":1,\"B\":2}", "UNIMPLEMENTED: there is no method `Arith.Mul` here"),
    ] {
        socket.write_all(&frame(0, seq, method, payload, "")).await.unwrap();
        expect(&mut socket, &frame(1, seq, method, "", error)).await;
    }
    // A number that is 0 is left out, which Go reads as 0.
    socket.write_all(&frame(0, 3, "Arith.Add", "{}", "")).await.unwrap();
    expect(&mut socket, &frame(1, 3, "Arith.Add", "{}", "")).await;
}

/// A frame in the binary envelope.
fn frame(kind: u8, seq: u8, method: &str, payload: &str, error: &str) -> Vec<u8> {
    let short = |text: &str| [&u16::try_from(text.len()).unwrap().to_be_bytes(), text.as_bytes()].concat();
    let long = |text: &str| [&u32::try_from(text.len()).unwrap().to_be_bytes(), text.as_bytes()].concat();
    let body = [short(method), long(payload), short(error)].concat();
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&b"mrp\x01\x01"[..], &[kind, 0, 0, 0, seq], &length, &body].concat()
}

/// A client of ours, and a socket that plays the server: it waits for each request and gives the answer to it.
async fn play(protocol: &str, script: Vec<(Vec<u8>, Vec<u8>)>) -> (ArithClient, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("mrpc://{}?protocol={protocol}", listener.local_addr().unwrap());
    let playing = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        for (request, answer) in script {
            expect(&mut socket, &request).await;
            socket.write_all(&answer).await.unwrap();
        }
        // The client closes, and has nothing else to say.
        assert_eq!(socket.read(&mut [0]).await.unwrap(), 0);
    });
    let client = client::Connector::new(client::Config::default()).connect(&target).await.unwrap();
    (ArithClient::new(client), playing)
}

#[tokio::test]
async fn we_call_a_server_of_mini_rpc() {
    // Our calls have the numbers 1, 3, 5, 7.
    let script = [1, 3, 5, 7].map(|seq| (with_seq(ADD, seq), with_seq(SUM, seq))).into();
    let (client, playing) = play("v1", script).await;
    for _ in 0..4 {
        assert_eq!(client.add(args(1, 2)).await.unwrap(), Reply { result: 3, ..Reply::default() });
    }
    drop(client);
    playing.await.unwrap();
}

#[tokio::test]
async fn we_call_a_server_of_mini_rpc_in_json() {
    let script = [1, 3, 5, 7, 9].map(|seq| (with_seq(ADD_JSON, seq), with_seq(SUM_JSON, seq))).into();
    let (client, playing) = play("v1-json", script).await;
    for _ in 0..5 {
        assert_eq!(client.add(args(1, 2)).await.unwrap().result, 3);
    }
    drop(client);
    playing.await.unwrap();
}

#[tokio::test]
async fn we_see_the_errors_of_mini_rpc() {
    let script = vec![
        // What is 0 is left out, as protobuf's JSON has it.
        (frame(0, 1, "Arith.Div", "{\"A\":1}", ""), with_seq(DIV_FAILED, 1)),
        // A field that we do not know, and one that is not there.
        (frame(0, 3, "Arith.Add", "{}", ""), frame(1, 3, "Arith.Add", "{\"Carry\":false}", "")),
        // A heartbeat in between, and an answer that is no JSON.
        (with_seq(ADD, 5), [HEARTBEAT, &frame(1, 5, "Arith.Add", "3", "")].concat()),
    ];
    let (client, playing) = play("v1", script).await;
    let status = client.div(args(1, 0)).await.unwrap_err();
    assert_eq!((status.code(), status.message()), (Code::Unknown, "divide by zero"));
    assert_eq!(status.delivery(), Delivery::Answered);
    assert_eq!(client.add(args(0, 0)).await.unwrap().result, 0);
    let status = client.add(args(1, 2)).await.unwrap_err();
    assert_eq!(status.code(), Code::Internal, "{status}");
    drop(client);
    playing.await.unwrap();
}
