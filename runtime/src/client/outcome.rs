//! Where the outcome of a call becomes a status, or the answer.

use bytes::Bytes;
use mrpc_protocol::{Delivery, Metadata, ResponseHead};

use crate::code::Code;
use crate::codec::Message as _;
use crate::link::{Outcome, Response};
use crate::status::Status;
use crate::well_known::Any;

/// What the peer answered, if it did and all went well.
#[inline]
pub(super) fn answer(outcome: Outcome) -> Result<(Bytes, Metadata), Status> {
    match outcome {
        Outcome::Response(Response { head: None, is_compressed: false, payload }) => Ok((payload, Metadata::new())),
        other => rare(other),
    }
}

#[cold]
fn rare(outcome: Outcome) -> Result<(Bytes, Metadata), Status> {
    match outcome {
        Outcome::Response(Response { head, is_compressed, payload }) => {
            let metadata = match head {
                Some(head) if head.code != 0 => return Err(status(*head)),
                Some(head) => head.metadata,
                None => Metadata::new(),
            };
            if is_compressed {
                return Err(Status::internal("the answer is compressed, which was not agreed"));
            }
            Ok((payload, metadata))
        }
        Outcome::Expired => {
            Err(Status::deadline_exceeded("no answer came in time").with_delivery(Delivery::Unknown))
        }
        Outcome::Cancelled => Err(Status::cancelled("the call was given up").with_delivery(Delivery::Unknown)),
        Outcome::Lost { delivery, reason } => {
            Err(Status::unavailable(reason.to_string()).with_delivery(delivery))
        }
    }
}

/// The status that a head is.
fn status(head: ResponseHead) -> Status {
    let code = i32::try_from(head.code).ok().and_then(Code::from_number).unwrap_or(Code::Unknown);
    let details = head.details.iter().filter_map(|detail| Any::decode(detail).ok()).collect();
    let mut status = Status::new(code, head.message)
        .with_details(details)
        .with_metadata(head.metadata)
        .with_delivery(if head.refused { Delivery::Unsent } else { Delivery::Answered });
    if let Some(wait) = head.retry_after {
        status = status.with_retry_after(wait);
    }
    status
}
