//! Being in a room, across connections.
//!
//! ```text
//!             Join                      the connection is lost, or the server stops
//!   Away ──────────────▶ In ─── events ──────────────────────────────────────────────▶ Away, for 0.2 s … 5 s
//!     │ it says no, and has never said yes
//!     ▼
//!   an error
//! ```
//!
//! Each `Join` says what was seen last, so that nothing is seen twice and as little as possible is missed.

use std::time::Duration;

use mrpc::{Code, Failure, Inbound};
use tokio::time::{Instant, sleep_until};

use crate::demo::chat::v1::{ChatError, ChatServiceClient, Event, JoinRequest};

const WAIT_MIN: Duration = Duration::from_millis(200);
const WAIT_MAX: Duration = Duration::from_secs(5);

/// Somebody in a room, or on the way back into it.
#[derive(Debug)]
pub(crate) struct Presence {
    chat: ChatServiceClient,
    room: String,
    name: String,
    /// The number of the last message.
    seen: u64,
    is_in: bool,
    /// Whether it was in the room at any time.
    was_in: bool,
    wait: Duration,
    state: State,
}

#[derive(Debug)]
enum State {
    Away { until: Option<Instant> },
    In(Inbound<Event, ChatError>),
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Next {
    Event(Event),
    /// It is out of the room, for this reason, and goes back after a while.
    Lost {
        reason: String,
        wait: Duration,
    },
}

impl Presence {
    /// Nothing happens before somebody asks what comes next.
    pub(crate) fn new(chat: ChatServiceClient, room: String, name: String) -> Self {
        let state = State::Away { until: None };
        Self { chat, room, name, seen: 0, is_in: false, was_in: false, wait: WAIT_MIN, state }
    }

    /// Whether it is in the room, as far as anybody knows.
    pub(crate) fn is_in(&self) -> bool {
        self.is_in
    }

    /// Whether it was in the room at any time.
    pub(crate) fn was_in(&self) -> bool {
        self.was_in
    }

    /// Waits for what comes next. It can be dropped and called again: no event is lost.
    ///
    /// # Errors
    ///
    /// If it cannot get into the room, and waiting will not help.
    pub(crate) async fn next(&mut self) -> Result<Next, Failure<ChatError>> {
        loop {
            match &mut self.state {
                State::Away { until } => {
                    if let Some(until) = *until {
                        sleep_until(until).await;
                    }
                    let request = JoinRequest {
                        room: self.room.clone(),
                        name: self.name.clone(),
                        after: self.seen,
                        ..JoinRequest::default()
                    };
                    match self.chat.join(request).await {
                        Ok(events) => self.state = State::In(events),
                        Err(failure) => return self.lost(failure),
                    }
                }
                State::In(events) => {
                    return match events.next().await {
                        Ok(Some(event)) => {
                            self.note(&event);
                            Ok(Next::Event(event))
                        }
                        Ok(None) => Ok(self.go_away("the server has ended it".to_owned())),
                        Err(failure) => self.lost(failure),
                    };
                }
            }
        }
    }

    fn note(&mut self, event: &Event) {
        match event {
            Event::Welcome(_) => {
                self.is_in = true;
                self.was_in = true;
                self.wait = WAIT_MIN;
            }
            Event::Said(said) => self.seen = said.number,
            _ => {}
        }
    }

    fn lost(&mut self, failure: Failure<ChatError>) -> Result<Next, Failure<ChatError>> {
        if self.was_in && may_pass(failure.code()) {
            Ok(self.go_away(failure.to_string()))
        } else {
            Err(failure)
        }
    }

    fn go_away(&mut self, reason: String) -> Next {
        self.is_in = false;
        let wait = self.wait;
        self.wait = wait.saturating_mul(2).min(WAIT_MAX);
        self.state = State::Away { until: Some(Instant::now() + wait) };
        Next::Lost { reason, wait }
    }
}

/// Whether it is worth trying again. A name is taken until the server knows that the last connection is gone.
fn may_pass(code: Code) -> bool {
    matches!(code, Code::Unavailable | Code::AlreadyExists | Code::ResourceExhausted | Code::Cancelled)
}
