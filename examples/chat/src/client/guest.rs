//! Somebody at a terminal: what they type goes to the room, and what happens there to them.

use std::time::SystemTime;

use mrpc::{Client, Failure};
use tokio::sync::mpsc;

use super::input::{HELP, Input};
use super::line;
use super::presence::{Next, Presence};
use crate::demo::chat::v1::{ChatError, ChatServiceClient, RoomRequest, RoomsRequest, SendRequest};

/// Is in a room until somebody says `/quit`, or there are no more lines.
///
/// # Errors
///
/// If they cannot get into the room.
pub(crate) async fn visit(
    client: Client,
    room: String,
    name: String,
    lines: &mut mpsc::Receiver<String>,
    show: impl Fn(&str),
) -> Result<(), Failure<ChatError>> {
    let chat = ChatServiceClient::new(client);
    let mut presence = Presence::new(chat.clone(), room.clone(), name.clone());
    let guest = Guest { chat, room, name, show };
    (guest.show)(&format!("* {HELP}"));
    loop {
        tokio::select! {
            next = presence.next() => guest.tell(&next?),
            // What is typed before one is in the room is for when one is.
            typed = lines.recv(), if presence.was_in() => match typed.as_deref().map(Input::of) {
                None | Some(Input::Quit) => return Ok(()),
                Some(Input::Say(text)) if !presence.is_in() => {
                    guest.note(&format!("not in the room, and not said: {}", line::plain(text)));
                }
                // Events wait for the answer. It comes soon, or not at all: the schema has a timeout.
                Some(input) => {
                    if let Err(failure) = guest.answer(&input).await {
                        guest.note(&line::plain(&failure.to_string()));
                    }
                }
            },
        }
    }
}

struct Guest<S> {
    chat: ChatServiceClient,
    room: String,
    name: String,
    show: S,
}

impl<S: Fn(&str)> Guest<S> {
    fn tell(&self, next: &Next) {
        match next {
            Next::Event(event) => line::event(event).iter().for_each(|line| (self.show)(line)),
            Next::Lost { reason, wait } => {
                self.note(&format!("out of the room: {}; trying again in {wait:?}", line::plain(reason)));
            }
        }
    }

    async fn answer(&self, input: &Input<'_>) -> Result<(), Failure<ChatError>> {
        match input {
            Input::Say(text) => {
                let (room, name, text) = (self.room.clone(), self.name.clone(), (*text).to_owned());
                self.chat.send(SendRequest { room, name, text, ..SendRequest::default() }).await?;
            }
            Input::Rooms => {
                let reply = self.chat.rooms(RoomsRequest::default()).await?;
                line::rooms(&reply).iter().for_each(|line| (self.show)(line));
            }
            Input::Who => {
                let request = RoomRequest { name: self.room.clone(), ..RoomRequest::default() };
                (self.show)(&line::room(&self.chat.room(request).await?, SystemTime::now()));
            }
            Input::Unknown(command) => {
                self.note(&format!("there is no {}; {HELP}", line::plain(command)));
            }
            Input::Nothing | Input::Quit => {}
        }
        Ok(())
    }

    fn note(&self, text: &str) {
        (self.show)(&format!("* {text}"));
    }
}
