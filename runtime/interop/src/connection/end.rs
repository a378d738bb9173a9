//! One end of a connection, with an application that does what a script says.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bytes::{Buf as _, Bytes, BytesMut};
use mrpc_protocol::{
    CallId, Codec, Config, Connection, Event, Metadata, Method, Output, Payload, Request, Version,
};

use super::script::Script;

const PATHS: [&str; 4] = ["a.B/Zero", "a.B/One", "a.B/Two", "a.B/Three"];

/// One end of a connection. Attachments are numbers that are never used again.
pub(super) struct End {
    pub(super) connection: Connection<u32>,
    now: Instant,
    input: BytesMut,
    output: Output,
    next: u32,
    /// Calls that have begun and not ended, with what was asked. A server has those that it accepted.
    pub(super) open: BTreeMap<u32, (CallId, Bytes)>,
    /// Items that were taken and not consumed.
    owed: Vec<(CallId, usize)>,
    pub(super) is_broken: bool,
}

/// Small limits are met sooner.
pub(super) fn config() -> Config {
    let mut config = Config::default();
    config.limits.message_bytes_max = 16 << 10;
    config.limits.calls_in_flight_max = 8;
    config.limits.stream_window = 1 << 10;
    config.limits.connection_window = 4 << 10;
    config.limits.assembling_bytes_max = 32 << 10;
    config
}

impl End {
    pub(super) fn client(now: Instant) -> Self {
        Self::new(Connection::client(now, Version::V2, &config()), now)
    }

    pub(super) fn server(now: Instant) -> Self {
        Self::new(Connection::server(now, &config()), now)
    }

    fn new(connection: Connection<u32>, now: Instant) -> Self {
        let (input, output) = (BytesMut::new(), Output::new());
        let (open, owed) = (BTreeMap::new(), Vec::new());
        Self { connection, now, input, output, next: 0, open, owed, is_broken: false }
    }

    /// Reads bytes, and gives what they told.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Vec<Event<u32>> {
        self.input.extend_from_slice(bytes);
        let mut events = Vec::new();
        loop {
            match self.connection.handle(self.now, &mut self.input) {
                Ok(Some(event)) => events.push(event),
                Ok(None) => break,
                Err(_) => {
                    assert!(!self.is_broken, "a connection breaks once");
                    self.is_broken = true;
                }
            }
        }
        let limits = config().limits;
        let assembling = self.connection.assembling_bytes();
        assert!(assembling <= limits.assembling_bytes_max as usize, "{assembling} bytes are put together");
        events
    }

    /// What is to be sent, as far as it goes into `bytes_max`.
    pub(super) fn write(&mut self, bytes_max: usize) -> Vec<u8> {
        let mut sent = Vec::new();
        while sent.len() < bytes_max {
            if !self.output.has_remaining() && !self.connection.poll_transmit(&mut self.output) {
                break;
            }
            let chunk = self.output.chunk();
            let count = chunk.len().min(bytes_max - sent.len());
            sent.extend_from_slice(&chunk[..count]);
            self.output.advance(count);
        }
        sent
    }

    /// Lets time pass.
    pub(super) fn wait(&mut self, time: Duration) -> Vec<Event<u32>> {
        self.now += time;
        let mut events = Vec::new();
        loop {
            match self.connection.handle_timeout(self.now) {
                Ok(Some(event)) => events.push(event),
                Ok(None) => return events,
                Err(_) => self.is_broken = true,
            }
        }
    }

    /// Begins a call, if that is possible.
    pub(super) fn start(&mut self, script: &mut Script<'_>) {
        let index = script.below(PATHS.len());
        let size = script.below(4) * 9_000;
        let mut payload = script.take(script_len(size)).to_vec();
        payload.resize(size, 7);
        let payload = Bytes::from(payload);
        let request = Request {
            method: Method { index: u32::try_from(index).unwrap_or(0), path: PATHS[index] },
            timeout: (script.below(2) == 1).then(|| Duration::from_millis(u64::from(script.byte()))),
            metadata: &Metadata::new(),
            attempt: 0,
            is_open: script.below(2) == 1,
            codec: Codec::Binary,
            is_compressed: false,
        };
        let attachment = self.number();
        match self.connection.start_call(self.now, &request, Payload::Bytes(payload.clone()), attachment) {
            Ok(id) => {
                self.open.insert(attachment, (id, payload));
            }
            Err((_, back)) => assert_eq!(back, attachment, "what does not begin comes back"),
        }
    }

    /// Keeps a request that is to be answered later.
    pub(super) fn accept(&mut self, id: CallId, payload: Bytes) {
        let attachment = self.number();
        if self.connection.accept(id, attachment).is_none() {
            self.open.insert(attachment, (id, payload));
        }
    }

    /// Answers a call with what it asked. A client cannot.
    pub(super) fn answer(&mut self, script: &mut Script<'_>) {
        let Some((attachment, (id, payload))) = self.any(script) else { return };
        if self.connection.answer(id, None, Payload::Bytes(payload), false) {
            self.open.remove(&attachment);
        }
    }

    /// Gives a call up.
    pub(super) fn cancel(&mut self, script: &mut Script<'_>) {
        let Some((attachment, (id, _))) = self.any(script) else { return };
        if let Some(back) = self.connection.cancel(id) {
            assert_eq!(back, attachment);
            self.open.remove(&attachment);
        }
    }

    /// Sends an item, or says that there are no more.
    pub(super) fn send(&mut self, script: &mut Script<'_>) {
        let Some((_, (id, _))) = self.any(script) else { return };
        match script.below(4) {
            0 => self.connection.end_items(id),
            kind => {
                let item = Bytes::from(vec![9; kind * kind * 300]);
                let _ = self.connection.send_item(id, Payload::Bytes(item), false);
            }
        }
    }

    /// Takes note of an item.
    pub(super) fn owe(&mut self, id: CallId, credit: usize) {
        self.owed.push((id, credit));
    }

    /// Gives back the credit of an item.
    pub(super) fn consume(&mut self, script: &mut Script<'_>) {
        if !self.owed.is_empty() {
            let (id, credit) = self.owed.swap_remove(script.below(self.owed.len()));
            self.connection.consumed(id, credit);
        }
    }

    pub(super) fn leave(&mut self) {
        self.connection.start_drain(self.now, "the script says so");
    }

    /// The call of an attachment that came out has ended: it was open, and is no more.
    pub(super) fn ended(&mut self, attachment: u32) -> Bytes {
        let ended = self.open.remove(&attachment);
        ended.expect("what ends was open, and ends once").1
    }

    /// The socket is gone: all that was open comes out.
    pub(super) fn close(&mut self) {
        while let Some((id, attachment, _)) = self.connection.handle_close() {
            let (open, _) = self.open.remove(&attachment).expect("what ends was open, and ends once");
            assert_eq!(open, id);
        }
        assert!(self.open.is_empty(), "{:?} never ended", self.open.keys());
    }

    fn any(&self, script: &mut Script<'_>) -> Option<(u32, (CallId, Bytes))> {
        let nth = script.below(self.open.len());
        self.open.iter().nth(nth).map(|(attachment, call)| (*attachment, call.clone()))
    }

    const fn number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }
}

/// Of large payloads, only the beginning comes from the script.
fn script_len(size: usize) -> usize {
    size.min(16)
}
