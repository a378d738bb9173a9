//! Polling what users have written.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::Instant;

use super::kept::Boxed;
use crate::ambient;
use crate::status::Status;

/// Polls a handler, with its deadline for the calls it makes. A panic ends the handler, and nothing else. When it has
/// ended, either way, the box is empty.
pub(super) fn poll<F: Future>(
    future: &mut Boxed<F>,
    deadline: Option<Instant>,
    cx: &mut Context<'_>,
) -> Poll<Result<F::Output, Status>> {
    let polled = catch_unwind(AssertUnwindSafe(|| {
        ambient::within(deadline, || match future.as_mut().as_pin_mut() {
            Some(future) => future.poll(cx).map(Some),
            None => Poll::Ready(None),
        })
    }));
    match polled {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => {
            let ended = clear(future);
            Poll::Ready(output.ok_or_else(panicked).and_then(|output| ended.map(|()| output)))
        }
        Err(panic) => {
            report(&*panic);
            let _ = clear(future);
            Poll::Ready(Err(panicked()))
        }
    }
}

/// Drops what is left of a handler, which may panic as well.
pub(super) fn clear<F>(future: &mut Boxed<F>) -> Result<(), Status> {
    let dropped = catch_unwind(AssertUnwindSafe(|| Pin::set(&mut future.as_mut(), None)));
    dropped.map_err(|panic| {
        report(&*panic);
        panicked()
    })
}

/// What the caller is told. What the panic said stays here.
#[cold]
pub(super) fn panicked() -> Status {
    Status::internal("the handler panicked")
}

#[cold]
pub(super) fn report(panic: &(dyn Any + Send)) {
    let message =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(message = message.unwrap_or("(not a text)"), "a handler panicked");
}
