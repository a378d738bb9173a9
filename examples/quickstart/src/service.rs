//! The server: a type of ours with a method for each of the service.

use std::sync::Mutex;

use mrpc::{Cx, Failure, Outbound, Status};
use tokio::sync::oneshot;

use crate::demo::greeter::v1::{
    Answer, Count, CountRequest, GreetError, GreetRequest, GreeterService, Greeting, Nobody, Question,
};

/// Greets, counts and ponders.
pub(crate) struct MyGreeter {
    /// Tells that the handler of `ponder` was dropped.
    dropped: Mutex<Option<oneshot::Sender<()>>>,
}

impl MyGreeter {
    /// A greeter, and what is ready when it was made to stop pondering.
    pub(crate) fn new() -> (Self, oneshot::Receiver<()>) {
        let (tx, rx) = oneshot::channel();
        (Self { dropped: Mutex::new(Some(tx)) }, rx)
    }
}

impl GreeterService for MyGreeter {
    async fn greet(&self, _: &mut Cx, request: GreetRequest) -> Result<Greeting, Failure<GreetError>> {
        if request.name.is_empty() {
            let nobody = Nobody { hint: "say a name".to_owned(), ..Nobody::default() };
            return Err(GreetError::Nobody(nobody).into());
        }
        Ok(Greeting { text: format!("Good morning, {}!", request.name), ..Greeting::default() })
    }

    async fn count(
        &self,
        _: &mut Cx,
        request: CountRequest,
        counts: &mut Outbound<Count>,
    ) -> Result<(), Status> {
        for number in (1..=request.from).rev() {
            // It waits here if the client does not keep up.
            counts.send(Count { number, ..Count::default() }).await?;
        }
        Ok(())
    }

    async fn ponder(&self, _: &mut Cx, _: Question) -> Result<Answer, Status> {
        let _tells = Tells(self.dropped.lock().ok().and_then(|mut dropped| dropped.take()));
        std::future::pending().await
    }
}

/// Tells when it is dropped.
struct Tells(Option<oneshot::Sender<()>>);

impl Drop for Tells {
    fn drop(&mut self) {
        if let Some(tx) = self.0.take() {
            let _ = tx.send(());
        }
    }
}
