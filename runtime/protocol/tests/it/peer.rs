//! One end of a connection, and a test at the other.

use std::time::{Duration, Instant};

use bytes::{Buf, Bytes, BytesMut};
use mrpc_protocol::{
    CallId, Codec, Config, Connection, Delivery, Error, Event, Metadata, Method, Output, Payload, Refusal,
    Request, ResponseHead, Version,
};

use crate::wire::{self, Frame};

pub(crate) type Told = Event<u32>;

pub(crate) struct Peer {
    pub(crate) connection: Connection<u32>,
    pub(crate) now: Instant,
    /// What was fed and is not read yet.
    pub(crate) input: BytesMut,
    pub(crate) error: Option<Error>,
    output: Output,
}

pub(crate) const NO_METADATA: &Metadata = &Metadata::new();

/// A unary request of method `index`.
pub(crate) fn request(index: u32) -> Request<'static> {
    const PATHS: [&str; 4] = ["a.B/Zero", "a.B/One", "a.B/Two", "a.B/Three"];
    Request {
        method: Method { index, path: PATHS[index as usize % 4] },
        timeout: None,
        metadata: NO_METADATA,
        attempt: 0,
        is_open: false,
        codec: Codec::Binary,
        is_compressed: false,
    }
}

pub(crate) fn payload(bytes: &[u8]) -> Payload<'static> {
    Payload::Bytes(Bytes::copy_from_slice(bytes))
}

/// Some time; nothing depends on which.
pub(crate) fn some_time() -> Instant {
    Instant::now() + Duration::from_secs(3_600)
}

impl Peer {
    fn new(connection: Connection<u32>, now: Instant) -> Self {
        Self { connection, now, input: BytesMut::new(), error: None, output: Output::new() }
    }

    pub(crate) fn new_server(config: &Config) -> Self {
        let now = some_time();
        Self::new(Connection::server(now, config), now)
    }

    pub(crate) fn new_client(version: Version, config: &Config) -> Self {
        let now = some_time();
        Self::new(Connection::client(now, version, config), now)
    }

    /// A server that has read a HELLO.
    pub(crate) fn server_with(config: &Config, hello: &[u8]) -> Self {
        let mut peer = Self::new_server(config);
        assert!(matches!(peer.feed(hello)[..], [Event::Ready]), "{:?}", peer.error);
        peer.frames();
        peer
    }

    pub(crate) fn server() -> Self {
        Self::server_with(&Config::default(), &wire::hello())
    }

    /// A client that has read a HELLO.
    pub(crate) fn client_with(config: &Config, hello: &[u8]) -> Self {
        let mut peer = Self::new_client(Version::V2, config);
        assert!(matches!(peer.feed(hello)[..], [Event::Ready]), "{:?}", peer.error);
        peer.frames();
        peer
    }

    pub(crate) fn client() -> Self {
        Self::client_with(&Config::default(), &wire::hello())
    }

    /// What comes of these bytes.
    pub(crate) fn feed(&mut self, bytes: impl AsRef<[u8]>) -> Vec<Told> {
        self.input.extend_from_slice(bytes.as_ref());
        self.read()
    }

    pub(crate) fn read(&mut self) -> Vec<Told> {
        let mut events = Vec::new();
        loop {
            match self.connection.handle(self.now, &mut self.input) {
                Ok(Some(event)) => events.push(event),
                Ok(None) => return events,
                Err(error) => {
                    assert_eq!(self.error.replace(error), None, "an error is told once");
                    assert!(self.connection.is_closed());
                }
            }
        }
    }

    /// Feeds bytes that end the connection, and checks what the peer is told.
    #[track_caller]
    pub(crate) fn feed_error(&mut self, bytes: impl AsRef<[u8]>) -> Error {
        let events = self.feed(bytes);
        let error = self.error.unwrap_or_else(|| panic!("no error, but {events:?}"));
        let frames = self.frames();
        let goaway = frames.last().expect("a GOAWAY is sent");
        assert_eq!((goaway.kind, goaway.number(2)), (wire::GOAWAY, u64::from(error.reason().number())));
        assert_eq!(
            frames.iter().filter(|frame| frame.kind == wire::GOAWAY && frame.number(2) != 0).count(),
            1
        );
        self.assert_dead();
        error
    }

    /// Nothing is read or written any more.
    #[track_caller]
    pub(crate) fn assert_dead(&mut self) {
        assert!(self.connection.is_closed());
        assert!(self.feed(wire::hello()).is_empty());
        assert!(self.input.is_empty(), "input is thrown away");
        assert_eq!(self.connection.poll_timeout(), None);
        assert_eq!(self.start(&request(0), b"").unwrap_err(), Refusal::Closed);
        self.connection.start_drain(self.now, "late");
        assert!(self.sent().is_empty(), "something is written after the end");
    }

    /// What is sent now.
    pub(crate) fn sent(&mut self) -> Vec<u8> {
        let mut sent = Vec::new();
        while self.connection.poll_transmit(&mut self.output) {
            let len = self.output.remaining();
            sent.extend_from_slice(&self.output.copy_to_bytes(len));
        }
        sent
    }

    pub(crate) fn frames(&mut self) -> Vec<Frame> {
        wire::parse(&self.sent())
    }

    /// The only frame that is sent.
    #[track_caller]
    pub(crate) fn frame(&mut self) -> Frame {
        let frames = self.frames();
        let [frame] = &frames[..] else { panic!("one frame, not {frames:?}") };
        frame.clone()
    }

    /// Begins a call whose attachment is its seq.
    pub(crate) fn start(&mut self, request: &Request<'_>, bytes: &[u8]) -> Result<CallId, Refusal> {
        let id = self
            .connection
            .start_call(self.now, request, payload(bytes), 0)
            .map_err(|(refusal, _)| refusal)?;
        *self.connection.attachment(id).expect("the call is open") = id.seq();
        Ok(id)
    }

    /// A call with items both ways, accepted, with nothing left to send.
    pub(crate) fn open(&mut self) -> CallId {
        let request = Request { is_open: true, ..request(0) };
        let id = self.start(&request, b"").unwrap();
        self.frames();
        id
    }

    /// Server: a request that is told, and accepted with its seq.
    #[track_caller]
    pub(crate) fn accept(&mut self, bytes: impl AsRef<[u8]>) -> CallId {
        let events = self.feed(bytes);
        let Some(Event::Request { id, .. }) = events.last() else {
            panic!("a request, not {events:?} {:?}", self.error)
        };
        assert_eq!(self.connection.accept(*id, id.seq()), None);
        *id
    }

    pub(crate) fn answer(&mut self, id: CallId, bytes: &[u8]) -> bool {
        self.connection.answer(id, None, payload(bytes), false)
    }

    pub(crate) fn fail(&mut self, id: CallId, code: u32) -> bool {
        self.connection.answer(id, Some(&ResponseHead::new(code, "no")), Payload::EMPTY, false)
    }

    /// Lets time pass.
    pub(crate) fn after(&mut self, time: Duration) -> Vec<Told> {
        self.now += time;
        let mut events = Vec::new();
        loop {
            match self.connection.handle_timeout(self.now) {
                Ok(Some(event)) => events.push(event),
                Ok(None) => return events,
                Err(error) => assert_eq!(self.error.replace(error), None, "an error is told once"),
            }
        }
    }

    /// The calls that were open when the socket ended.
    pub(crate) fn close(&mut self) -> Vec<(u32, Delivery)> {
        let closed = std::iter::from_fn(|| self.connection.handle_close());
        let mut calls: Vec<_> = closed
            .map(|(id, attachment, delivery)| {
                assert_eq!(id.seq(), attachment);
                (attachment, delivery)
            })
            .collect();
        calls.sort_by_key(|(seq, _)| *seq);
        calls
    }

    #[track_caller]
    pub(crate) fn assert_alive(&mut self) {
        assert_eq!(self.error, None);
        assert!(!self.connection.is_closed());
    }
}

/// Events as text, to compare.
pub(crate) fn texts(events: &[Told]) -> Vec<String> {
    events.iter().map(|event| format!("{event:?}")).collect()
}

/// The only event.
#[track_caller]
pub(crate) fn only(mut events: Vec<Told>) -> Told {
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

/// The payload of the only event, an answer without a head.
#[track_caller]
pub(crate) fn success(events: Vec<Told>) -> (u32, Bytes) {
    match only(events) {
        Event::Response { id, attachment, head: None, payload, .. } => {
            assert_eq!(id.seq(), attachment);
            (attachment, payload)
        }
        other => panic!("an answer, not {other:?}"),
    }
}

/// The code of the only event, an answer with a head.
#[track_caller]
pub(crate) fn failure(events: Vec<Told>) -> ResponseHead {
    match only(events) {
        Event::Response { head: Some(head), .. } => *head,
        other => panic!("a failure, not {other:?}"),
    }
}
