//! Where an outcome becomes an answer.

use mrpc_protocol::{CallId, Codec, Metadata, Payload, ResponseHead};

use super::incoming::Given;
use crate::body::{self, Typed};
use crate::codec::Message;
use crate::link::{Key, Link};
use crate::middleware::Reply;
use crate::outcome::head;
use crate::status::Status;

/// Answers a call with what its handler gave.
#[inline]
pub(super) fn answer<A: Message, X: Into<Status>>(
    link: &Link,
    id: CallId,
    key: Option<Key>,
    codec: Codec,
    given: Result<Given<A, X>, Status>,
) {
    match given {
        Ok((cx, Ok(message))) if cx.reply().is_empty() && codec == Codec::Binary => {
            send(link, id, key, None, Payload::Encode(&Typed(&message)));
        }
        Ok((cx, Ok(message))) => match body::encode(&message, codec) {
            Ok(payload) => answer_reply(link, id, key, Ok(Reply { payload, metadata: cx.into_reply() })),
            Err(status) => refuse(link, id, key, status, false),
        },
        Ok((cx, Err(status))) => refuse(link, id, key, with_metadata(status.into(), cx.reply()), false),
        Err(status) => refuse(link, id, key, status, false),
    }
}

/// Answers a call with what came through middlewares.
pub(super) fn answer_reply(link: &Link, id: CallId, key: Option<Key>, reply: Result<Reply, Status>) {
    match reply {
        Ok(Reply { payload, metadata }) if metadata.is_empty() => {
            send(link, id, key, None, Payload::Bytes(payload));
        }
        Ok(Reply { payload, metadata }) => {
            let mut head = ResponseHead::new(0, "");
            head.metadata = metadata;
            send(link, id, key, Some(&head), Payload::Bytes(payload));
        }
        Err(status) => refuse(link, id, key, status, false),
    }
}

/// Answers a call with a status. `is_unseen` promises that no handler saw it.
#[cold]
pub(super) fn refuse(link: &Link, id: CallId, key: Option<Key>, status: Status, is_unseen: bool) {
    send(link, id, key, Some(&head(status, is_unseen)), Payload::EMPTY);
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
fn send(link: &Link, id: CallId, key: Option<Key>, head: Option<&ResponseHead>, payload: Payload<'_>) {
    link.with(|state| {
        if let Some(key) = key
            && state.remove(key, id).is_none()
        {
            // It was given up, or took too long, and has been told so.
            return;
        }
        state.connection.answer(id, head, payload, false);
    });
}
