//! A server whose clients take nothing, or whose handlers are not there to wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::BytesMut;
use mrpc::__gen::{Incoming, Service};
use mrpc::client::{self, Connector};
use mrpc::server::{self, Server};
use mrpc::transport::{Stream, memory};
use mrpc::{Code, Cx, Delivery, MethodSpec, Never, Status, StringValue, Unary};
use mrpc_protocol::{Codec, Connection, Metadata, Method, Output, Payload, Request, Version};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::echo::METHODS;

/// As many bytes has each answer.
const BYTES: usize = 64 * 1024;
/// As many may wait to be sent.
const HIGH: usize = 1024 * 1024;
const CALLS: usize = 900;

/// Gives large answers, or none.
#[derive(Clone, Default)]
struct Large {
    calls: Arc<AtomicUsize>,
}

impl Service for Large {
    fn methods(&self) -> &'static [MethodSpec] {
        &METHODS
    }

    fn start(&self, method: usize, call: Incoming<'_>) {
        let this = self.clone();
        match method {
            0 => call.unary(move |cx: Cx, _: StringValue| async move {
                this.calls.fetch_add(1, Ordering::Relaxed);
                let value = "x".repeat(BYTES);
                (cx, Ok::<_, Status>(StringValue { value, ..StringValue::default() }))
            }),
            1 => call.unary(async |cx: Cx, request: StringValue| {
                let _clumsy = Clumsy;
                std::future::pending::<()>().await;
                (cx, Ok::<_, Status>(request))
            }),
            _ => call.unimplemented(),
        }
    }
}

/// Cannot be dropped.
struct Clumsy;

impl Drop for Clumsy {
    fn drop(&mut self) {
        panic!("as it was told");
    }
}

/// A client without a driver, which reads when it is told to.
struct Slow {
    stream: Stream,
    connection: Connection<()>,
    input: BytesMut,
    answers: usize,
}

impl Slow {
    async fn connect(connector: &memory::Connector) -> Self {
        let now = tokio::time::Instant::now().into_std();
        let connection = Connection::client(now, Version::V2, &mrpc_protocol::Config::default());
        let stream = connector.connect().await.unwrap();
        let mut slow = Self { stream, connection, input: BytesMut::new(), answers: 0 };
        slow.write().await;
        while !slow.connection.is_ready() {
            slow.read().await;
        }
        slow
    }

    async fn write(&mut self) {
        let mut output = Output::new();
        while self.connection.poll_transmit(&mut output) {
            self.stream.write_all_buf(&mut output).await.unwrap();
        }
    }

    async fn read(&mut self) {
        assert_ne!(self.stream.read_buf(&mut self.input).await.unwrap(), 0);
        let now = tokio::time::Instant::now().into_std();
        while let Some(event) = self.connection.handle(now, &mut self.input).unwrap() {
            self.answers += usize::from(matches!(event, mrpc_protocol::Event::Response { .. }));
        }
    }

    fn call(&mut self) {
        let request = Request {
            method: Method { index: METHODS[0].index(), path: METHODS[0].path() },
            timeout: None,
            metadata: &Metadata::new(),
            attempt: 0,
            is_open: false,
            codec: Codec::Binary,
            is_compressed: false,
        };
        let now = tokio::time::Instant::now().into_std();
        self.connection.start_call(now, &request, Payload::EMPTY, ()).unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn c12_no_handler_is_begun_while_too_much_waits_to_be_sent() {
    let large = Large::default();
    let (listener, connector) = memory::listen();
    let mut config = server::Config::default();
    config.outbox_bytes_high = HIGH;
    let server = Server::new(config).with_service(large.clone());
    tokio::spawn(server.serve(listener, std::future::pending()));
    let mut client = Slow::connect(&connector).await;
    (0..CALLS).for_each(|_| client.call());
    client.write().await;
    // The clock is stopped: it goes on when nobody has anything to do.
    let nobody = std::future::pending::<()>();
    tokio::time::timeout(std::time::Duration::from_secs(1), nobody).await.unwrap_err();
    let begun = large.calls.load(Ordering::Relaxed);
    assert!(begun <= HIGH / BYTES + 32, "{begun} handlers have begun");
    while client.answers < CALLS {
        client.read().await;
        client.write().await;
    }
}

#[tokio::test]
async fn a_handler_that_cannot_be_dropped_ends_one_call() {
    let (listener, connector) = memory::listen();
    let mut config = server::Config::default();
    config.calls_in_flight_max = 0;
    let server = Server::new(config).with_service(Large::default());
    tokio::spawn(server.serve(listener, std::future::pending()));
    let client = Connector::new(client::Config::default()).in_memory(connector);
    let call: Unary<'_, StringValue, StringValue> =
        client.unary::<_, _, Never>(&METHODS[1], StringValue::default());
    let status = call.await.unwrap_err();
    assert_eq!((status.code(), status.delivery()), (Code::ResourceExhausted, Delivery::Answered));
}
