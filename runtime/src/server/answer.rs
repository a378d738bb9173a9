//! Where an outcome becomes an answer.

use bytes::Bytes;
use mrpc_protocol::{CallId, Codec, Metadata, Payload, ResponseHead};

use super::incoming::Given;
use crate::body::{self, Typed};
use crate::codec::Message;
use crate::compress::Algorithm;
use crate::link::{Key, Link};
use crate::middleware::Reply;
use crate::outcome::head;
use crate::packing::pack;
use crate::status::Status;

/// What becomes of messages on their way to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) codec: Codec,
    /// How large ones are compressed.
    pub(super) packing: Option<Algorithm>,
}

impl Form {
    /// Nothing but what all do.
    const PLAIN: Self = Self { codec: Codec::Binary, packing: None };
}

/// Answers a call with what its handler gave.
#[inline]
pub(super) fn answer<A: Message, X: Into<Status>>(
    link: &Link,
    id: CallId,
    key: Option<Key>,
    form: Form,
    given: Result<Given<A, X>, Status>,
) {
    match given {
        Ok((cx, Ok(message))) if cx.reply().is_empty() && form == Form::PLAIN => {
            send(link, id, key, None, Payload::Encode(&Typed(&message)), false);
        }
        Ok((cx, Ok(message))) => match body::encode(&message, form.codec) {
            Ok(payload) => {
                answer_reply(link, id, key, form.packing, Ok(Reply { payload, metadata: cx.into_reply() }))
            }
            Err(status) => refuse(link, id, key, status, false),
        },
        Ok((cx, Err(status))) => refuse(link, id, key, with_metadata(status.into(), cx.reply()), false),
        Err(status) => refuse(link, id, key, status, false),
    }
}

/// Answers a call with what came through middlewares.
pub(super) fn answer_reply(
    link: &Link,
    id: CallId,
    key: Option<Key>,
    packing: Option<Algorithm>,
    reply: Result<Reply, Status>,
) {
    let pack = |plain: Bytes| match packing.and_then(|algorithm| pack(&plain, algorithm)) {
        Some(packed) => (Payload::Bytes(packed), true),
        None => (Payload::Bytes(plain), false),
    };
    match reply {
        Ok(Reply { payload, metadata }) if metadata.is_empty() => {
            let (payload, is_packed) = pack(payload);
            send(link, id, key, None, payload, is_packed);
        }
        Ok(Reply { payload, metadata }) => {
            let mut head = ResponseHead::new(0, "");
            head.metadata = metadata;
            let (payload, is_packed) = pack(payload);
            send(link, id, key, Some(&head), payload, is_packed);
        }
        Err(status) => refuse(link, id, key, status, false),
    }
}

/// Answers a call with a status. `is_unseen` promises that no handler saw it.
#[cold]
pub(super) fn refuse(link: &Link, id: CallId, key: Option<Key>, status: Status, is_unseen: bool) {
    send(link, id, key, Some(&head(status, is_unseen)), Payload::EMPTY, false);
}

/// What a handler says in a status goes before what it said in its context.
pub(super) fn with_metadata(status: Status, reply: &Metadata) -> Status {
    if status.metadata().is_empty() && !reply.is_empty() {
        status.with_metadata(reply.clone())
    } else {
        status
    }
}

#[inline]
fn send(
    link: &Link,
    id: CallId,
    key: Option<Key>,
    head: Option<&ResponseHead>,
    payload: Payload<'_>,
    is_packed: bool,
) {
    link.with(|state| {
        if let Some(key) = key
            && state.remove(key, id).is_none()
        {
            // It was given up, or took too long, and has been told so.
            return;
        }
        state.connection.answer(id, head, payload, is_packed);
    });
}
