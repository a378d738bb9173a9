//! The server's side of one connection.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;
use std::time::Instant;

use bytes::Bytes;
use mrpc_protocol::{CallId, Codec, Event, Metadata, Reason, RequestExtra, RequestMethod, Side, Version};

use super::answer::{Form, answer_reply, refuse};
use super::direct::{Direct, accept, keep, too_many, watch};
use super::guard;
use super::incoming::{Incoming, Way};
use super::kept::Kept;
use super::router::Route;
use super::shared::Shared;
use crate::compress::Algorithm;
use crate::cx::{self, Cx};
use crate::link::{Entry, Key, Link, OpenCall, Outcome, Role, State, now};
use crate::middleware::{BoxFuture, Call, End, Reply};
use crate::packing::{is_understood, unpack};
use crate::status::Status;

/// After as many handlers, the clock is looked at, and what waits to be sent.
const HANDLERS_PER_LOOK: u32 = 16;

/// The server's side of one connection.
pub(super) struct Session {
    shared: Arc<Shared>,
    facts: Arc<cx::Session>,
    /// What the client's numbers for methods mean.
    bound: Vec<Option<Bound>>,
    /// What came with one read, and is not begun yet.
    requests: VecDeque<Request>,
    spare: Kept,
    /// Why the client is sent away as soon as it has said hello, if it is.
    refusal: Option<&'static str>,
    /// How large payloads are compressed.
    packing: Option<Algorithm>,
    /// Version 1 of the protocol has none.
    has_streams: bool,
}

struct Bound {
    route: Option<Route>,
    name: String,
    kept: Kept,
}

struct Request {
    id: CallId,
    /// Where the connection keeps it, if it does already.
    key: Option<Key>,
    method: RequestMethod,
    codec: Codec,
    deadline: Option<Instant>,
    extra: Option<Box<RequestExtra>>,
    is_open: bool,
    is_compressed: bool,
    payload: Bytes,
}

impl Session {
    pub(super) fn new(shared: Arc<Shared>, facts: Arc<cx::Session>, refusal: Option<&'static str>) -> Self {
        Self {
            shared,
            facts,
            bound: Vec::new(),
            requests: VecDeque::new(),
            spare: Kept::default(),
            refusal,
            packing: None,
            has_streams: true,
        }
    }
}

impl Role for Session {
    const IS_PATIENT: bool = true;

    fn event(&mut self, event: Event<Key>, state: &mut State, wake: &mut Vec<Waker>) {
        match event {
            Event::Request {
                id, method, codec, deadline, extra, is_open, is_compressed, payload, ..
            } => {
                // What comes next may be an item of it.
                let key = if is_open { keep(state, Entry::streaming(id)) } else { None };
                let request =
                    Request { id, key, method, codec, deadline, extra, is_open, is_compressed, payload };
                self.requests.push_back(request);
            }
            Event::Ready => {
                if let Some(limit) = self.refusal {
                    let message = format!("as many connections are open as may ({limit})");
                    state.connection.turn_away(Reason::ResourceExhausted, &message);
                }
                let wanted = self.shared.config.compression;
                self.has_streams = state.connection.version() == Some(Version::V2);
                self.packing = wanted.filter(|algorithm| is_understood(&state.connection, *algorithm));
            }
            Event::Method { index, path } => self.bind(index, path),
            Event::Cancelled { attachment, .. } => stop(state, attachment, Outcome::Cancelled, wake),
            Event::Expired { attachment, .. } => stop(state, attachment, Outcome::Expired, wake),
            _ => {}
        }
    }

    fn settle(&mut self, link: &Arc<Link>) {
        if self.requests.is_empty() {
            return;
        }
        let begin = now();
        let mut is_polled = true;
        let mut count = 0_u32;
        while let Some(request) = self.requests.pop_front() {
            count = count.wrapping_add(1);
            if count.is_multiple_of(HANDLERS_PER_LOOK) {
                is_polled = is_polled && begin.elapsed() < self.shared.config.inline_budget;
                if link.lock().is_crowded() {
                    // Nothing is read until there is room, and then it goes on here.
                    self.requests.push_front(request);
                    return;
                }
            }
            if request.deadline.is_some_and(|deadline| deadline <= begin) {
                // It was put off for too long. The connection says so.
                continue;
            }
            self.answer(link, request, is_polled);
        }
    }

    fn shrink(&mut self) {
        self.requests.shrink_to_fit();
    }
}

/// A call was given up, or its time is over: its handler goes, and its streams end.
fn stop(state: &mut State, key: Key, outcome: Outcome, wake: &mut Vec<Waker>) {
    state.end_call(key, outcome, wake);
    if let Some(entry) = state.calls.try_remove(key.0)
        && let Some(task) = entry.task
    {
        task.abort();
    }
}

impl Session {
    /// From now on, the client says `index` for `name`.
    fn bind(&mut self, index: u32, name: String) {
        let Ok(index) = usize::try_from(index) else { return };
        if self.bound.len() <= index {
            // The connection has compared it with `methods_max`.
            self.bound.resize_with(index.saturating_add(1), || None);
        }
        if let Some(place) = self.bound.get_mut(index) {
            let route = self.shared.router.find(&name).cloned();
            *place = Some(Bound { route, name, kept: Kept::default() });
        }
    }

    fn answer(&mut self, link: &Arc<Link>, request: Request, is_polled: bool) {
        let Self { shared, facts, bound, spare, packing, .. } = self;
        let found;
        let (route, name, kept) = match &request.method {
            RequestMethod::Bound(index) => {
                let bound = usize::try_from(*index).ok().and_then(|index| bound.get_mut(index)?.as_mut());
                match bound {
                    Some(Bound { route, name, kept }) => (route.as_ref(), name.as_str(), kept),
                    None => (None, "", spare),
                }
            }
            RequestMethod::Named(name) => {
                found = shared.router.find(name);
                (found, name.as_str(), spare)
            }
        };
        let Some(route) = route else {
            let message = format!("there is no method `{}` here", name.escape_debug());
            return refuse(link, request.id, request.key, Status::unimplemented(message), true);
        };
        let kind = route.method.kind();
        if !self.has_streams && (kind.has_request_stream() || kind.has_response_stream()) {
            let message =
                format!("{} has a stream, which version 1 of the protocol has not", route.method.path());
            return refuse(link, request.id, request.key, Status::unimplemented(message), true);
        }
        let deadline = request.deadline.map(tokio::time::Instant::from_std);
        let form = Form { codec: request.codec, packing: *packing };
        let begun = Begun { link, shared, facts, route, id: request.id, deadline, form };
        begun.answer(request, kept, is_polled);
    }
}

/// A call whose method is known.
struct Begun<'a> {
    link: &'a Arc<Link>,
    shared: &'a Arc<Shared>,
    facts: &'a Arc<cx::Session>,
    route: &'a Route,
    id: CallId,
    deadline: Option<tokio::time::Instant>,
    form: Form,
}

impl Begun<'_> {
    fn answer(&self, request: Request, kept: &mut Kept, is_polled: bool) {
        let Request { id, key, extra, is_open, is_compressed, payload, .. } = request;
        let (link, shared, route) = (self.link, self.shared, self.route);
        let kind = route.method.kind();
        let message_bytes_max = wide(shared.config.protocol.limits.message_bytes_max);
        let payload = match unpack(payload, is_compressed, message_bytes_max) {
            Ok(payload) => payload,
            Err(status) => return refuse(link, id, key, status, true),
        };
        if is_open != kind.has_request_stream() {
            let takes = if is_open { "one request" } else { "a stream of requests" };
            let status = Status::invalid_argument(format!("{} takes {takes}", route.method.path()));
            return refuse(link, id, key, status, true);
        }
        let mut stream = None;
        if kind.has_request_stream() || kind.has_response_stream() {
            let Some(key) = key.or_else(|| accept(link, Entry::streaming(id))) else { return };
            let mut call = OpenCall::new(Side::Server, link, key, id, self.form.codec);
            call.packing = self.form.packing;
            call.message_bytes_max = message_bytes_max;
            stream = Some(Arc::new(call));
        }
        let key = stream.as_ref().map(|call| call.key);
        if !shared.chain.is_empty() {
            return self.through(extra, payload, stream);
        }
        let cx = Cx::new(route.method, self.deadline, Arc::clone(self.facts), extra);
        let way = Way::Direct(Direct { link, shared, id, key, kept, is_polled });
        route.service.start(route.index, Incoming { cx, form: self.form, payload, stream, way });
    }

    /// Lets the middlewares have it, in a task of its own.
    fn through(&self, extra: Option<Box<RequestExtra>>, payload: Bytes, stream: Option<Arc<OpenCall>>) {
        let (id, form, shared) = (self.id, self.form, Arc::clone(self.shared));
        let key = stream.as_ref().map(|call| call.key);
        let Some(permit) = shared.permit() else { return refuse(self.link, id, key, too_many(), true) };
        let Some(key) = key.or_else(|| accept(self.link, Entry::unary(id))) else { return };
        let (metadata, attempt) = extra.map_or((Metadata::new(), 0), |extra| (extra.metadata, extra.attempt));
        let call = Call { method: self.route.method, deadline: self.deadline, attempt, metadata, payload };
        let end = Handler { route: self.route.clone(), facts: Arc::clone(self.facts), stream, form };
        let link = Arc::clone(self.link);
        let deadline = self.deadline;
        let task = tokio::spawn(async move {
            let mut future = Box::pin(Some(async { shared.chain.call(call, &end).await }));
            let reply = std::future::poll_fn(|cx| guard::poll(&mut future, deadline, cx)).await;
            drop(future);
            std::future::poll_fn(|cx| link.lock().poll_room(cx)).await;
            answer_reply(&link, id, Some(key), form.packing, reply.and_then(|reply| reply));
            drop(permit);
        });
        watch(self.link, key, id, task.abort_handle());
    }
}

/// Behind the last middleware of a server is the handler.
struct Handler {
    route: Route,
    facts: Arc<cx::Session>,
    stream: Option<Arc<OpenCall>>,
    form: Form,
}

impl End for Handler {
    fn call(&self, call: Call) -> BoxFuture<'_, Result<Reply, Status>> {
        let extra = (!call.metadata.is_empty() || call.attempt > 0)
            .then(|| Box::new(RequestExtra { metadata: call.metadata, attempt: call.attempt }));
        let cx = Cx::new(call.method, call.deadline, Arc::clone(&self.facts), extra);
        let mut place = None;
        let way = Way::Through(&mut place);
        let stream = self.stream.clone();
        let incoming = Incoming { cx, form: self.form, payload: call.payload, stream, way };
        self.route.service.start(self.route.index, incoming);
        place.unwrap_or_else(|| {
            Box::pin(std::future::ready(Err(Status::internal("the service did not answer"))))
        })
    }
}

fn wide(bytes: u32) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
