//! The parts of a connection, and what can be asked of it.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::BytesMut;

use super::drain::Drain;
use super::open::{Call, Pending, Stream};
use crate::binding::Bindings;
use crate::budget::{Bucket, Budget};
use crate::call::{CallId, Side, Version};
use crate::config::Config;
use crate::counters::Counters;
use crate::credit::Window;
use crate::deadline::Deadlines;
use crate::frame::{HEADER_BYTES, Header};
use crate::head::{Hello, Usual};
use crate::limits::Limits;
use crate::liveness::Liveness;
use crate::number::wide;
use crate::outbox::Outbox;
use crate::output::Output;
use crate::table::Table;

/// One end of a connection. `T` is what the application keeps for each call.
///
/// Bytes go in through `handle`, what happens comes out as an `Event`, and what is to be sent through
/// `poll_transmit`. All of it takes constant time for a frame or a call, so one lock may be shared by those who
/// call and the task that has the socket.
#[derive(Debug)]
pub struct Connection<T> {
    pub(super) side: Side,
    /// A server learns it from the first frame.
    pub(super) version: Option<Version>,
    pub(super) config: Config,
    /// What the peer takes.
    pub(super) peer: Limits,
    pub(super) hello: Option<Box<Hello>>,
    pub(super) is_ready: bool,
    pub(super) is_closed: bool,
    pub(super) created: Instant,
    pub(super) calls: Table<Call<T>>,
    pub(super) outbox: Outbox,
    /// Client: the methods that the peer was told. Server: those that it told.
    pub(super) bindings: Bindings,
    /// Server: the request whose method was told and that is read again, and when it began.
    pub(super) announced: Option<(u32, Instant)>,
    /// Server: the request that was told last, until it is answered or something else is read.
    pub(super) pending: Option<Pending>,
    /// Client: the head of the last request that was like most.
    pub(super) usual: Usual,
    /// The last call that was begun.
    pub(super) last_seq: u32,
    /// Server: the last call that was seen, which is above those that are taken while it leaves.
    pub(super) seen_seq: u32,
    /// Client: the last call whose first frame was handed out.
    pub(super) sent_seq: u32,
    /// What may be sent on all calls.
    pub(super) credit: i64,
    pub(super) window: Window,
    /// Calls that wait for `credit`.
    pub(super) blocked: VecDeque<CallId>,
    /// The bytes of all bodies of which more is to come.
    pub(super) assembling: usize,
    /// The call whose last item was told, so that its end is told next.
    pub(super) ended: Option<CallId>,
    /// Client: calls above it were refused by a GOAWAY, and how far they were told.
    pub(super) refused: Option<(u32, usize)>,
    /// How far the calls were told that were open at the end.
    pub(super) close_cursor: usize,
    pub(super) deadlines: Deadlines,
    pub(super) liveness: Liveness,
    pub(super) drain: Drain,
    /// Since when it is watched whether calls begin.
    pub(super) idle_since: Instant,
    /// A call has begun since then.
    pub(super) is_busy: bool,
    pub(super) cancels: Budget,
    pub(super) refusals: Budget,
    pub(super) idle_frames: Budget,
    pub(super) pings: Bucket,
    pub(super) counters: Counters,
}

/// What is left of the credit of a connection, for those who watch or test it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Windows {
    /// What this side may send; below 0 after a large item.
    pub send: i64,
    /// What the peer may send.
    pub receive: i64,
    /// What the peer sent and the application has not consumed.
    pub held: i64,
    /// What was consumed and not given back yet. With the two above it makes up the window, always.
    pub owed: i64,
}

impl<T> Connection<T> {
    /// The client's end. In version 2 its HELLO is the first thing to send.
    pub fn client(now: Instant, version: Version, config: &Config) -> Self {
        let mut connection = Self::new(now, Side::Client, config);
        connection.version = Some(version);
        match version {
            Version::V1(_) => connection.start_version1(),
            Version::V2 => connection.send_hello(),
        }
        connection
    }

    /// The server's end. The first frame says which version the client speaks.
    pub fn server(now: Instant, config: &Config) -> Self {
        Self::new(now, Side::Server, config)
    }

    fn new(now: Instant, side: Side, config: &Config) -> Self {
        let budget = |max| Budget::new(now, max, config.budget_window);
        Self {
            side,
            version: None,
            peer: Limits::NONE,
            hello: None,
            is_ready: false,
            is_closed: false,
            created: now,
            calls: Table::new(),
            outbox: Outbox::new(),
            bindings: Bindings::new(config.limits.methods_max),
            usual: Usual::default(),
            announced: None,
            pending: None,
            last_seq: 0,
            seen_seq: 0,
            sent_seq: 0,
            credit: 0,
            window: Window::new(config.limits.connection_window),
            blocked: VecDeque::new(),
            assembling: 0,
            ended: None,
            refused: None,
            close_cursor: 0,
            deadlines: Deadlines::default(),
            liveness: Liveness::new(now, config),
            drain: Drain::default(),
            idle_since: now,
            is_busy: false,
            cancels: budget(config.cancels_max),
            refusals: budget(config.refusals_max),
            idle_frames: budget(config.idle_frames_max),
            pings: Bucket::new(now, config.ping_burst, config.ping_interval_min),
            counters: Counters::default(),
            config: config.clone(),
        }
    }

    /// Which end this is.
    pub const fn side(&self) -> Side {
        self.side
    }

    /// Which protocol is spoken; `None` on a server that has read nothing.
    pub const fn version(&self) -> Option<Version> {
        self.version
    }

    /// What the peer said of itself; nothing in version 1.
    pub fn peer(&self) -> Option<&Hello> {
        self.hello.as_deref()
    }

    /// Whether calls may begin: the peer said hello. A client of version 1 is ready from the start.
    pub const fn is_ready(&self) -> bool {
        self.is_ready
    }

    /// Whether the connection has ended: nothing more is read, and what is left to send is the last.
    pub const fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// The calls that are open.
    pub fn in_flight(&self) -> usize {
        self.calls.len().saturating_add(usize::from(self.pending.is_some()))
    }

    /// Whether one more call may be open, as far as the peer is concerned.
    pub fn has_room(&self) -> bool {
        self.calls.len() < wide(self.peer.calls_in_flight_max)
    }

    /// The bytes that wait for [`Connection::poll_transmit`], for back pressure.
    pub fn queued_bytes(&self) -> usize {
        self.outbox.bytes()
    }

    /// What this connection has seen.
    pub const fn counters(&self) -> &Counters {
        &self.counters
    }

    /// What is left of the credit of the connection.
    pub const fn windows(&self) -> Windows {
        let window = self.window;
        Windows { send: self.credit, receive: window.credit(), held: window.held(), owed: window.owed() }
    }

    /// The bytes of all bodies of which more is to come, bounded by `Limits::assembling_bytes_max`.
    pub const fn assembling_bytes(&self) -> usize {
        self.assembling
    }

    /// How many bytes are missing until `input` has a whole frame: what to make room for before reading. Never more
    /// than a frame may have, whatever a header says.
    pub fn wanted(&self, input: &BytesMut) -> usize {
        let Some(header) = input.first_chunk() else { return HEADER_BYTES.saturating_sub(input.len()) };
        let length = Header::parse(header).map_or(0, |header| header.length.min(self.frame_limit()));
        wide(length).saturating_add(HEADER_BYTES).saturating_sub(input.len())
    }

    /// What the application keeps for this call.
    pub fn attachment(&mut self, id: CallId) -> Option<&mut T> {
        self.calls.get_mut(id.seq())?.attachment.as_mut()
    }

    /// Fills `out` with what is to be sent. Whether there is something.
    ///
    /// Nothing is added to an output that was not written to its end, so that small frames are not held up by what
    /// waits in front of the socket.
    #[inline]
    pub fn poll_transmit(&mut self, out: &mut Output) -> bool {
        let was_filled = self.outbox.poll(out);
        if !self.is_closed && !self.outbox.has_ready() {
            self.sent_seq = self.last_seq;
        }
        was_filled
    }

    /// Tells whether the driver reads, so that a peer is not taken for silent that nobody listens to.
    pub fn set_reading(&mut self, now: Instant, is_reading: bool) {
        self.liveness.set_reading(now, is_reading);
    }

    /// Gives memory back that is not in use, for a connection that has nothing to do.
    pub fn shrink(&mut self) {
        self.outbox.shrink();
        self.calls.shrink();
        self.blocked.shrink_to_fit();
    }

    /// The stream of an open call, made when it is needed first.
    pub(super) fn stream_of<'a>(call: &'a mut Call<T>, peer: &Limits, limits: &Limits) -> &'a mut Stream {
        call.stream.get_or_insert_with(|| Stream::new(peer.stream_window, limits.stream_window))
    }
}
