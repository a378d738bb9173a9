//! A client without manners: it speaks the protocol, and does no more than it is told.

use std::time::Duration;

use mrpc::Metadata;
use mrpc::bytes::{Bytes, BytesMut};
use mrpc::transport::{Stream, memory};
use mrpc_protocol::{
    CallId, Codec, Config, Connection, Event, Method, Output, Payload, Refusal, Request, Version,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::echo::METHODS;

pub(crate) struct Raw {
    pub(crate) stream: Stream,
    pub(crate) connection: Connection<()>,
    input: BytesMut,
}

/// A configuration that grants whatever a server may want.
pub(crate) fn generous() -> Config {
    let mut config = Config::default();
    config.limits.stream_window = 1 << 30;
    config.limits.connection_window = 1 << 30;
    config.limits.message_bytes_max = 1 << 30;
    config
}

impl Raw {
    /// Connects, and says hello.
    pub(crate) async fn new(server: &memory::Connector, config: &Config) -> Self {
        let stream = server.connect().await.unwrap();
        let now = tokio::time::Instant::now().into_std();
        let connection = Connection::client(now, Version::V2, config);
        let mut raw = Self { stream, connection, input: BytesMut::new() };
        raw.flush().await;
        raw
    }

    /// Sends what there is to send.
    pub(crate) async fn flush(&mut self) {
        let mut output = Output::default();
        while self.connection.poll_transmit(&mut output) {
            if self.stream.write_all_buf(&mut output).await.is_err() {
                return;
            }
        }
    }

    /// What happens next; nothing, when the server has closed the connection.
    pub(crate) async fn event(&mut self) -> Option<Event<()>> {
        loop {
            let now = tokio::time::Instant::now().into_std();
            if let Some(event) = self.connection.handle(now, &mut self.input).unwrap() {
                return Some(event);
            }
            if !matches!(self.stream.read_buf(&mut self.input).await, Ok(1..)) {
                return None;
            }
        }
    }

    /// Begins a call to a method of `Echo`. It is sent by [`Self::flush`].
    pub(crate) fn call(&mut self, method: usize, payload: Bytes) -> Result<CallId, Refusal> {
        let method = &METHODS[method];
        let request = Request {
            method: Method { index: 1_000_000, path: method.path() },
            timeout: Some(Duration::from_secs(3600)),
            metadata: &Metadata::new(),
            attempt: 0,
            is_open: method.kind().has_request_stream(),
            codec: Codec::Binary,
            is_compressed: false,
        };
        let now = tokio::time::Instant::now().into_std();
        self.connection
            .start_call(now, &request, Payload::Bytes(payload), ())
            .map_err(|(refusal, ())| refusal)
    }
}
