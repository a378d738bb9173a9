//! The two ends, their applications and the network.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bytes::{Buf, Bytes, BytesMut};
use mrpc_protocol::{
    CallId, Codec, Config, Connection, Encode, Event, Metadata, Method, Output, Payload, Refusal, Request,
    ResponseHead, Sent, Version,
};

use super::random::Random;
use super::story::{Outcome, Served, Story, hash};

pub(crate) const CLIENT: usize = 0;
pub(crate) const SERVER: usize = 1;

/// One end, and the bytes on their way to it.
pub(crate) struct End {
    pub(crate) connection: Connection<u32>,
    pub(crate) coming: Vec<u8>,
    input: BytesMut,
    output: Output,
    /// Items that the application has and did not take yet.
    unread: Vec<(CallId, usize)>,
}

pub(crate) struct World {
    pub(crate) random: Random,
    pub(crate) now: Instant,
    pub(crate) config: Config,
    pub(crate) ends: [End; 2],
    pub(crate) stories: BTreeMap<u32, Story>,
    /// Grows with everything that happens.
    pub(crate) trace: u64,
    pub(crate) is_cut: bool,
}

struct Raw(Vec<u8>);

impl Encode for Raw {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

/// Limits that are met all the time.
fn config(random: &mut Random) -> Config {
    let mut config = Config::default();
    config.limits.frame_bytes_max = random.pick(&[4_096, 5_000, 69_632]);
    config.limits.message_bytes_max = 20_000;
    config.limits.calls_in_flight_max = random.pick(&[1, 5, 30]);
    config.limits.methods_max = random.pick(&[0, 2, 1_024]);
    config.limits.stream_window = random.pick(&[1, 100, 5_000]);
    config.limits.connection_window = random.pick(&[1, 300, 50_000]);
    config.limits.assembling_bytes_max = random.pick(&[20_000, 50_000, 1 << 20]);
    config.cancels_max = u32::MAX;
    // The network is as slow as it likes.
    config.frame_bytes_per_second_min = 0;
    config
}

impl World {
    pub(crate) fn new(seed: u64, now: Instant) -> Self {
        let mut random = Random::new(seed);
        let config = config(&mut random);
        let end = |connection| End {
            connection,
            coming: Vec::new(),
            input: BytesMut::new(),
            output: Output::new(),
            unread: Vec::new(),
        };
        let ends =
            [end(Connection::client(now, Version::V2, &config)), end(Connection::server(now, &config))];
        Self { random, now, config, ends, stories: BTreeMap::new(), trace: seed, is_cut: false }
    }

    pub(crate) fn note(&mut self, what: impl std::fmt::Debug) {
        self.trace = hash(format!("{} {what:?}", self.trace).as_bytes());
    }

    pub(crate) fn in_flight(&self) -> usize {
        self.ends[CLIENT].connection.in_flight() + self.ends[SERVER].connection.in_flight()
    }

    pub(crate) fn payload(&mut self) -> Vec<u8> {
        let len = if self.random.percent(15) { 15_000 } else { 60 };
        let len = self.random.size(len);
        self.random.bytes(len)
    }

    /// Begins a call.
    pub(crate) fn start(&mut self) {
        let bytes = self.payload();
        let is_open = self.random.percent(50);
        let index = self.random.below(4) as u32;
        let timeout = self.random.percent(50).then(|| Duration::from_millis(1 + self.random.below(500)));
        let mut metadata = Metadata::new();
        if self.random.percent(20) {
            metadata.insert("k", &bytes[..bytes.len().min(100)]).expect("the name is good");
        }
        let request = Request {
            method: Method { index, path: ["a.B/W", "a.B/X", "a.B/Y", "a.B/Z"][index as usize] },
            timeout,
            metadata: &metadata,
            attempt: 0,
            is_open,
            codec: Codec::Binary,
            is_compressed: false,
        };
        let hash = hash(&bytes);
        let message = Raw(bytes);
        let payload = match self.random.percent(50) {
            true => Payload::Encode(&message),
            false => Payload::Bytes(Bytes::copy_from_slice(&message.0)),
        };
        let connection = &mut self.ends[CLIENT].connection;
        match connection.start_call(self.now, &request, payload, 0) {
            Ok(id) => {
                *connection.attachment(id).expect("the call is open") = id.seq();
                assert!(self.stories.insert(id.seq(), Story::new(id, hash, is_open)).is_none());
                self.note((id, is_open));
            }
            Err((Refusal::TooManyCalls | Refusal::NotReady | Refusal::GoingAway, _)) => {}
            Err((Refusal::Closed, _)) if self.is_cut => {}
            Err((refusal, _)) => panic!("{refusal}"),
        }
    }

    /// Some call that is open at this end.
    pub(crate) fn some_call(&mut self, end: usize) -> Option<CallId> {
        let is_open = |story: &&Story| match end {
            CLIENT => story.outcome.is_none(),
            _ => story.served == Served::Accepted,
        };
        let ids: Vec<_> = self.stories.values().filter(is_open).map(|story| story.id).collect();
        ids.get(self.random.size(ids.len())).copied()
    }

    fn story(&mut self, id: CallId) -> &mut Story {
        self.stories.get_mut(&id.seq()).expect("the call was begun")
    }

    /// Sends an item that says which one it is.
    pub(crate) fn send_item(&mut self, end: usize) {
        let Some(id) = self.some_call(end) else { return };
        let (count, can_send) = (self.story(id).sent[end], end == SERVER || self.story(id).is_open);
        let bytes = [count.to_be_bytes().to_vec(), self.payload()].concat();
        let sent = self.ends[end].connection.send_item(id, Payload::Bytes(Bytes::from(bytes)), false);
        match sent {
            Ok(Sent::Queued) => {
                assert!(can_send);
                self.story(id).sent[end] += 1;
            }
            Ok(Sent::NoCredit) => {}
            Ok(other) => panic!("{other:?}"),
            Err(gone) => assert!(!can_send, "{gone}"),
        }
    }

    /// The client ends its items.
    pub(crate) fn end_items(&mut self) {
        let Some(id) = self.some_call(CLIENT) else { return };
        self.ends[CLIENT].connection.end_items(id);
        self.story(id).is_open = false;
    }

    pub(crate) fn cancel(&mut self) {
        let Some(id) = self.some_call(CLIENT) else { return };
        assert_eq!(self.ends[CLIENT].connection.cancel(id), Some(id.seq()));
        self.story(id).end(Outcome::Cancelled);
    }

    /// The application takes an item that it was told of.
    pub(crate) fn consume(&mut self, end: usize) {
        let at = self.random.size(self.ends[end].unread.len());
        let End { unread, connection, .. } = &mut self.ends[end];
        if at < unread.len() {
            let (id, credit) = unread.swap_remove(at);
            connection.consumed(id, credit);
        }
    }

    /// The server answers some call that it accepted.
    pub(crate) fn answer_some(&mut self) {
        if let Some(id) = self.some_call(SERVER) {
            self.story(id).release();
            self.answer(id);
        }
    }

    /// Answers with what shows whose answer it is, and how many items came before it.
    fn answer(&mut self, id: CallId) {
        let (hash, sent) = (self.story(id).hash, self.story(id).sent[SERVER]);
        let failure = self.random.percent(20).then(|| ResponseHead::new(13, "no"));
        let bytes = [hash.to_be_bytes().to_vec(), sent.to_be_bytes().to_vec(), self.payload()].concat();
        let payload = Payload::Bytes(Bytes::from(bytes));
        assert!(self.ends[SERVER].connection.answer(id, failure.as_ref(), payload, false));
    }

    /// Brings up to `most` bytes from each end to the other.
    pub(crate) fn deliver(&mut self, most: usize) {
        for end in [CLIENT, SERVER] {
            let End { connection, output, .. } = &mut self.ends[end];
            if connection.poll_transmit(output) {
                let len = output.remaining().min(1 + self.random.size(most));
                let bytes = output.copy_to_bytes(len);
                self.ends[1 - end].coming.extend_from_slice(&bytes);
            }
        }
        for end in [CLIENT, SERVER] {
            let len = self.random.size(most).min(self.ends[end].coming.len());
            let bytes: Vec<u8> = self.ends[end].coming.drain(..len).collect();
            self.ends[end].input.extend_from_slice(&bytes);
            self.read(end);
        }
    }

    fn read(&mut self, end: usize) {
        loop {
            let End { connection, input, .. } = &mut self.ends[end];
            match connection.handle(self.now, input) {
                Ok(Some(event)) => self.tell(end, event),
                Ok(None) => return,
                Err(error) => panic!("end {end}: {error}, of peers that keep the rules"),
            }
        }
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, time: Duration) {
        self.now += time;
        for end in [CLIENT, SERVER] {
            loop {
                match self.ends[end].connection.handle_timeout(self.now) {
                    Ok(Some(event)) => self.tell(end, event),
                    Ok(None) => break,
                    Err(error) => panic!("end {end}: {error}"),
                }
            }
        }
    }

    fn tell(&mut self, end: usize, event: Event<u32>) {
        self.note(&event);
        match event {
            Event::Request { id, payload, is_open, .. } => {
                let inline = self.random.percent(40);
                let story = self.story(id);
                assert_eq!((story.served, story.hash), (Served::No, hash(&payload)));
                assert!(is_open || !story.is_open);
                story.served = if inline { Served::Ended } else { Served::Accepted };
                match inline {
                    true => self.answer(id),
                    false => assert_eq!(self.ends[SERVER].connection.accept(id, id.seq()), None),
                }
            }
            Event::Response { id, attachment, head, payload, .. } => {
                assert_eq!(id.seq(), attachment);
                let story = self.story(id);
                match head {
                    None => {
                        assert_eq!(payload[..8], story.hash.to_be_bytes(), "the answer of another call");
                        assert_eq!(payload[8..12], story.got[CLIENT].to_be_bytes(), "items were lost");
                        story.end(Outcome::Success);
                    }
                    Some(head) => {
                        assert!(matches!(head.code, 4 | 13), "{head:?}");
                        story.end(Outcome::Failure(head.code));
                    }
                }
            }
            Event::Item { id, payload, credit, .. } => {
                let story = self.story(id);
                assert_eq!(payload[..4], story.got[end].to_be_bytes(), "an item is out of order");
                story.got[end] += 1;
                self.ends[end].unread.push((id, credit));
            }
            Event::End { id } => {
                let story = self.story(id);
                assert!(end == SERVER && !story.is_open);
                assert_eq!(story.got[SERVER], story.sent[CLIENT], "an end before all items");
            }
            Event::Cancelled { id, attachment, .. } => {
                assert_eq!(id.seq(), attachment);
                self.story(id).release();
            }
            Event::Expired { id, attachment } => {
                assert_eq!(id.seq(), attachment);
                match end {
                    CLIENT => self.story(id).end(Outcome::Expired),
                    _ => self.story(id).release(),
                }
            }
            Event::Refused { id, attachment } => {
                assert_eq!(id.seq(), attachment);
                self.story(id).end(Outcome::Refused);
            }
            _ => {}
        }
    }

    /// The socket ends at both sides.
    pub(crate) fn cut(&mut self) {
        self.is_cut = true;
        for end in [CLIENT, SERVER] {
            while let Some((id, attachment, delivery)) = self.ends[end].connection.handle_close() {
                assert_eq!(id.seq(), attachment);
                self.note((id, delivery));
                match end {
                    CLIENT => self.story(id).end(Outcome::Closed(delivery)),
                    _ => self.story(id).release(),
                }
            }
            let mut output = Output::new();
            assert!(!self.ends[end].connection.poll_transmit(&mut output), "written after the end");
        }
    }

    /// What must be true at any time.
    pub(crate) fn check(&self) {
        let limits = &self.config.limits;
        let message = limits.message_bytes_max as usize;
        for End { connection, .. } in &self.ends {
            let windows = connection.windows();
            let window = i64::from(limits.connection_window);
            assert_eq!(windows.receive + windows.held + windows.owed, window, "credit was lost or made");
            // The last item may begin while there is any credit.
            assert!(windows.held <= window + message as i64 + 16);
            assert!(connection.assembling_bytes() <= limits.assembling_bytes_max as usize);
            assert!(connection.in_flight() <= limits.calls_in_flight_max as usize);
            let calls = limits.calls_in_flight_max as usize;
            assert!(connection.queued_bytes() <= 1_000_000 + calls * message * 2);
        }
    }

    /// Once nothing is under way, both ends agree on what may be sent.
    pub(crate) fn check_quiet(&self) {
        let [client, server] = [CLIENT, SERVER].map(|end| self.ends[end].connection.windows());
        assert_eq!(client.send, server.receive, "credit to the server");
        assert_eq!(server.send, client.receive, "credit to the client");
        assert_eq!((client.held, server.held), (0, 0));
    }

    pub(crate) fn is_quiet(&mut self) -> bool {
        self.ends.iter_mut().all(|end| {
            end.coming.is_empty() && end.connection.queued_bytes() == 0 && !end.output.has_remaining()
        })
    }

    /// Checks how each call ended, and gives what happened.
    pub(crate) fn finish(&self) -> (u64, Vec<Option<Outcome>>) {
        self.stories.iter().for_each(|(seq, story)| story.check(*seq));
        (self.trace, self.stories.values().map(|story| story.outcome).collect())
    }
}
