//! The deadline that calls inherit from the handler that makes them.
//!
//! A handler is polled with its deadline in a thread-local, so calls that it makes get no more time than it has
//! itself. `tokio::spawn` leaves that behind; [`spawn`] takes it along.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;

use tokio::task::JoinHandle;
use tokio::time::Instant;

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The deadline of the handler that is being polled.
pub(crate) fn deadline() -> Option<Instant> {
    DEADLINE.get()
}

/// Does something with a deadline in place, and restores what was there, even if it panics.
pub(crate) fn within<R>(deadline: Option<Instant>, work: impl FnOnce() -> R) -> R {
    struct Restore(Option<Instant>);
    impl Drop for Restore {
        fn drop(&mut self) {
            DEADLINE.set(self.0);
        }
    }
    let _restore = Restore(DEADLINE.replace(deadline));
    work()
}

/// Spawns a task whose calls keep the deadline of the handler that spawned it.
///
/// ```
/// # async fn fetch() -> u32 { 7 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// // In a handler, with two seconds left: `fetch` has them too, and no more.
/// let fetching = mrpc::spawn(fetch());
/// assert_eq!(fetching.await.unwrap(), 7);
/// # }
/// ```
///
/// # Panics
///
/// Outside of a tokio runtime, as `tokio::spawn` does.
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let deadline = deadline();
    tokio::spawn(async move {
        let mut future = pin!(future);
        poll_fn(|cx| within(deadline, || future.as_mut().poll(cx))).await
    })
}
