//! Where the outcome of a call becomes a status, or the answer.

use bytes::Bytes;
use mrpc_protocol::{Delivery, Detail, Metadata, ResponseHead};

use crate::code::Code;
use crate::link::{Outcome, Response};
use crate::packing::unpack;
use crate::status::Status;
use crate::well_known::Any;

/// What the peer answered, if it did and all went well.
#[inline]
pub(crate) fn answer(outcome: Outcome, message_bytes_max: usize) -> Result<(Bytes, Metadata), Status> {
    match outcome {
        Outcome::Response(Response { head: None, is_compressed: false, payload }) => {
            Ok((payload, Metadata::new()))
        }
        other => rare(other, message_bytes_max),
    }
}

#[cold]
fn rare(outcome: Outcome, message_bytes_max: usize) -> Result<(Bytes, Metadata), Status> {
    match outcome {
        Outcome::Response(Response { head, is_compressed, payload }) => {
            let metadata = match head {
                Some(head) if head.code != 0 => return Err(status(*head)),
                Some(head) => head.metadata,
                None => Metadata::new(),
            };
            Ok((unpack(payload, is_compressed, message_bytes_max)?, metadata))
        }
        Outcome::Expired => {
            Err(Status::deadline_exceeded("no answer came in time").with_delivery(Delivery::Unknown))
        }
        Outcome::Cancelled => {
            Err(Status::cancelled("the call was given up").with_delivery(Delivery::Unknown))
        }
        Outcome::Lost { delivery, reason } => {
            Err(Status::unavailable(reason.to_string()).with_delivery(delivery))
        }
    }
}

/// The status that a head is.
fn status(head: ResponseHead) -> Status {
    let code = i32::try_from(head.code).ok().and_then(Code::from_number).unwrap_or(Code::Unknown);
    let any =
        |detail: Detail| Any { type_url: detail.type_url, value: detail.value.to_vec(), ..Any::default() };
    let details = head.details.into_iter().map(any).collect();
    let mut status = Status::new(code, head.message)
        .with_details(details)
        .with_metadata(head.metadata)
        .with_delivery(if head.refused { Delivery::Unsent } else { Delivery::Answered });
    if let Some(wait) = head.retry_after {
        status = status.with_retry_after(wait);
    }
    status
}

/// What a status says on its way to a client. `is_refused` promises that no handler ran.
pub(crate) fn head(status: Status, is_refused: bool) -> ResponseHead {
    let (code, message, details, metadata, retry_after) = status.into_parts();
    let detail = |any: Any| Detail { type_url: any.type_url, value: any.value.into() };
    let mut head = ResponseHead::new(code.number().unsigned_abs(), message);
    head.details = details.into_iter().map(detail).collect();
    head.metadata = metadata;
    head.refused = is_refused;
    head.retry_after = retry_after;
    head
}
