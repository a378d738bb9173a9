//! A server beside a model of it that is too simple to be wrong.

use std::collections::BTreeMap;

use mrpc_protocol::{Config, Error, Event};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq, proptest};

use crate::peer::Peer;
use crate::wire::{self, BINARY, DATA, END, MORE, frame};

const CALLS_MAX: usize = 4;
const MESSAGE_MAX: usize = 300;
const STREAM_WINDOW: i64 = 200;
const CONNECTION_WINDOW: i64 = 500;

/// What a client sends, or the application does. A call is chosen among all that were begun.
#[derive(Clone, Debug)]
enum Step {
    Request { skip: u32, is_open: bool, parts: Vec<usize> },
    Data { call: usize, is_end: bool, parts: Vec<usize> },
    End { call: usize },
    Cancel { call: usize },
    Answer { call: usize },
    Consume { call: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Only the first part may have no byte.
    let parts =
        || (0..150_usize, vec(1..150_usize, 0..3)).prop_map(|(first, others)| [vec![first], others].concat());
    let call = || 0..12_usize;
    let step = prop_oneof![
        4 => (0..3_u32, any::<bool>(), parts())
            .prop_map(|(skip, is_open, parts)| Step::Request { skip, is_open, parts }),
        6 => (call(), any::<bool>(), parts())
            .prop_map(|(call, is_end, parts)| Step::Data { call, is_end: is_end && call % 3 == 0, parts }),
        1 => call().prop_map(|call| Step::End { call }),
        1 => call().prop_map(|call| Step::Cancel { call }),
        2 => call().prop_map(|call| Step::Answer { call }),
        3 => call().prop_map(|call| Step::Consume { call }),
        1 => Just(Step::Request { skip: 0, is_open: true, parts: vec![10] }),
    ];
    vec(step, 1..60)
}

/// A call as the model sees it.
#[derive(Clone, Debug, Default)]
struct Call {
    can_receive: bool,
    credit: Window,
}

/// A window as the model sees it: what is held and what was given back, of a size.
#[derive(Clone, Debug, Default)]
struct Window {
    size: i64,
    spent: i64,
    held: i64,
}

impl Window {
    fn new(size: i64) -> Self {
        Self { size, spent: 0, held: 0 }
    }

    fn is_open(&self) -> bool {
        self.spent < self.size
    }

    fn take(&mut self, cost: i64) {
        self.spent += cost;
        self.held += cost;
    }

    fn give(&mut self, cost: i64) {
        self.held -= cost;
        if (self.spent - self.held) * 2 >= self.size && self.spent > self.held {
            self.spent = self.held;
        }
    }
}

#[derive(Debug)]
struct Model {
    seqs: Vec<u32>,
    open: BTreeMap<u32, Call>,
    window: Window,
}

/// What the server should make of a step.
#[derive(Debug, PartialEq, Eq)]
enum Expected {
    /// Events, as [`describe`] says them.
    Events(Vec<String>),
    /// No event, but an answer that refuses.
    Refused(u32),
    /// An event that ends the call, and an answer that says why.
    Ended(String, u32),
    Error,
}

impl Model {
    fn new() -> Self {
        Self { seqs: Vec::new(), open: BTreeMap::new(), window: Window::new(CONNECTION_WINDOW) }
    }

    fn seq(&self, call: usize) -> Option<u32> {
        self.seqs.get(call % self.seqs.len().max(1)).copied()
    }

    fn end(&mut self, seq: u32) {
        if let Some(call) = self.open.remove(&seq) {
            self.window.give(call.credit.held);
        }
    }

    /// The bytes of a step, and what should come of them.
    fn apply(&mut self, step: &Step) -> (Vec<u8>, Expected) {
        let none = || (Vec::new(), Expected::Events(Vec::new()));
        match step {
            Step::Request { skip, is_open, parts } => {
                let seq = self.seqs.last().map_or(1, |last| last + 2) + skip * 2;
                self.seqs.push(seq);
                let bytes = request(seq, *is_open, parts);
                if self.open.len() >= CALLS_MAX || parts.iter().sum::<usize>() > MESSAGE_MAX {
                    return (bytes, Expected::Refused(seq));
                }
                let credit = Window::new(STREAM_WINDOW);
                self.open.insert(seq, Call { can_receive: *is_open, credit });
                (
                    bytes,
                    Expected::Events(vec![format!(
                        "request {seq} {} {is_open}",
                        parts.iter().sum::<usize>()
                    )]),
                )
            }
            Step::Data { call, is_end, parts } => self
                .seq(*call)
                .map_or_else(none, |seq| (data(seq, *is_end, parts), self.expect_data(seq, *is_end, parts))),
            Step::End { call } => self.seq(*call).map_or_else(none, |seq| {
                let expected = match self.open.get_mut(&seq) {
                    None => Expected::Events(Vec::new()),
                    Some(call) if !call.can_receive => Expected::Error,
                    Some(call) => {
                        call.can_receive = false;
                        Expected::Events(vec![format!("end {seq}")])
                    }
                };
                (frame(DATA, BINARY | END, seq, b""), expected)
            }),
            Step::Cancel { call } => self.seq(*call).map_or_else(none, |seq| {
                let told = self.open.contains_key(&seq).then(|| format!("cancelled {seq}"));
                self.end(seq);
                (wire::cancel(seq), Expected::Events(told.into_iter().collect()))
            }),
            Step::Answer { .. } | Step::Consume { .. } => none(),
        }
    }

    fn expect_data(&mut self, seq: u32, is_end: bool, parts: &[usize]) -> Expected {
        let bytes: usize = parts.iter().sum();
        let is_only_end = is_end && parts == [0];
        let Some(call) = self.open.get_mut(&seq) else {
            // Each part goes back as it comes.
            for (at, part) in parts.iter().enumerate() {
                let overhead = if at + 1 == parts.len() && !is_only_end { 16 } else { 0 };
                let cost = (part + overhead) as i64;
                self.window.take(cost);
                self.window.give(cost);
            }
            return Expected::Events(Vec::new());
        };
        if !call.can_receive {
            return Expected::Error;
        }
        if is_only_end {
            call.can_receive = false;
            return Expected::Events(vec![format!("end {seq}")]);
        }
        if !call.credit.is_open() {
            return Expected::Error;
        }
        let mut so_far = 0;
        for (at, part) in parts.iter().enumerate() {
            so_far += part;
            let overhead = if at + 1 == parts.len() { 16 } else { 0 };
            call.credit.take((part + overhead) as i64);
            self.window.take((part + overhead) as i64);
            if self.window.size - self.window.spent <= -(MESSAGE_MAX as i64) - 16 {
                return Expected::Error;
            }
            if so_far > MESSAGE_MAX {
                self.end(seq);
                for (at, part) in parts.iter().enumerate().skip(at + 1) {
                    let overhead = if at + 1 == parts.len() { 16 } else { 0 };
                    self.window.take((part + overhead) as i64);
                    self.window.give((part + overhead) as i64);
                }
                return Expected::Ended(format!("cancelled {seq}"), seq);
            }
        }
        call.can_receive = !is_end;
        let end = is_end.then(|| format!("end {seq}"));
        Expected::Events([format!("item {seq} {bytes}")].into_iter().chain(end).collect())
    }
}

fn request(seq: u32, is_open: bool, parts: &[usize]) -> Vec<u8> {
    let last = parts.len() - 1;
    let part = |(at, len): (usize, &usize)| {
        let end = if is_open { 0 } else { END };
        let mode = if at == last { BINARY | end } else { BINARY | MORE };
        match at {
            0 => wire::request(seq, mode, "a.B/C", &vec![7; *len]),
            _ => frame(wire::REQUEST, mode, seq, vec![7; *len]),
        }
    };
    parts.iter().enumerate().flat_map(part).collect()
}

fn data(seq: u32, is_end: bool, parts: &[usize]) -> Vec<u8> {
    let last = parts.len() - 1;
    let part = |(at, len): (usize, &usize)| {
        let end = if is_end { END } else { 0 };
        frame(DATA, if at == last { BINARY | end } else { BINARY | MORE }, seq, vec![7; *len])
    };
    parts.iter().enumerate().flat_map(part).collect()
}

fn describe(event: &Event<u32>) -> String {
    match event {
        Event::Request { id, payload, is_open, .. } => {
            format!("request {} {} {is_open}", id.seq(), payload.len())
        }
        Event::Item { id, payload, .. } => format!("item {} {}", id.seq(), payload.len()),
        Event::End { id } => format!("end {}", id.seq()),
        Event::Cancelled { attachment, .. } => format!("cancelled {attachment}"),
        other => format!("{other:?}"),
    }
}

fn server() -> Peer {
    let mut config = Config::default();
    config.limits.calls_in_flight_max = CALLS_MAX as u32;
    config.limits.message_bytes_max = MESSAGE_MAX as u32;
    config.limits.stream_window = STREAM_WINDOW as u32;
    config.limits.connection_window = CONNECTION_WINDOW as u32;
    Peer::server_with(&config, &wire::hello())
}

fn check(steps: &[Step]) -> Result<(), TestCaseError> {
    let mut peer = server();
    let mut model = Model::new();
    let mut ids = BTreeMap::new();
    let mut unread: Vec<(u32, usize)> = Vec::new();
    for step in steps {
        let (bytes, expected) = model.apply(step);
        let events = peer.feed(&bytes);
        for event in &events {
            match event {
                Event::Request { id, .. } => {
                    prop_assert_eq!(peer.connection.accept(*id, id.seq()), None);
                    ids.insert(id.seq(), *id);
                }
                Event::Item { id, credit, .. } => unread.push((id.seq(), *credit)),
                _ => {}
            }
        }
        let told: Vec<_> = events.iter().map(describe).collect();
        let answers: Vec<_> =
            peer.frames().into_iter().filter(|frame| frame.kind == wire::RESPONSE).collect();
        match expected {
            Expected::Error => {
                let is_expected = matches!(peer.error, Some(Error::FlowControl | Error::Unexpected(_)));
                prop_assert!(is_expected, "{:?} {:?}", told, peer.error);
                return Ok(());
            }
            Expected::Events(expected) => {
                prop_assert_eq!(told, expected);
                prop_assert_eq!(answers, []);
            }
            Expected::Refused(seq) => {
                prop_assert_eq!(told.len(), 0);
                prop_assert_eq!((answers[0].seq, answers[0].number(1), answers[0].number(5)), (seq, 8, 1));
            }
            Expected::Ended(event, seq) => {
                prop_assert_eq!(told, [event]);
                prop_assert_eq!((answers[0].seq, answers[0].number(1)), (seq, 8));
            }
        }
        prop_assert_eq!(peer.error, None);
        match step {
            Step::Answer { call } => {
                let Some(seq) = model.seq(*call) else { continue };
                let answered = ids.get(&seq).is_some_and(|id| peer.answer(*id, b"yes"));
                prop_assert_eq!(answered, model.open.contains_key(&seq));
                model.end(seq);
            }
            Step::Consume { call } if !unread.is_empty() => {
                let (seq, credit) = unread.remove(call % unread.len());
                peer.connection.consumed(ids[&seq], credit);
                if let Some(call) = model.open.get_mut(&seq) {
                    call.credit.give(credit as i64);
                    model.window.give(credit as i64);
                }
            }
            _ => {}
        }
        peer.sent();
        let windows = peer.connection.windows();
        prop_assert_eq!(windows.held, model.window.held);
        prop_assert_eq!(windows.receive, model.window.size - model.window.spent);
        prop_assert_eq!(peer.connection.in_flight(), model.open.len());
    }
    Ok(())
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 1_500, failure_persistence: None, ..Default::default() })]

    /// [P-37] [P-38] [P-40] [P-42]
    #[test]
    fn a_server_does_what_the_model_does(steps in steps()) {
        check(&steps)?;
    }

    /// [P-01]
    #[test]
    fn a01_any_conversation_may_be_cut_anywhere(steps in steps(), cuts in vec(1..200_usize, 1..20)) {
        let mut model = Model::new();
        let bytes: Vec<u8> = steps.iter().flat_map(|step| model.apply(step).0).collect();
        let mut whole = server();
        let told: Vec<_> = whole.feed(&bytes).iter().map(describe).collect();
        let mut pieces = server();
        let (mut rest, mut told_in_pieces) = (&bytes[..], Vec::new());
        for cut in cuts.iter().cycle() {
            let (piece, behind) = rest.split_at(rest.len().min(*cut));
            told_in_pieces.extend(pieces.feed(piece).iter().map(describe));
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!((told_in_pieces, pieces.error), (told, whole.error));
        prop_assert_eq!(pieces.sent(), whole.sent());
    }
}
