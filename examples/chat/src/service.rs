//! The service: what the schema says there is, and the hall behind it.

use std::sync::Arc;

use mrpc::{Cx, Failure, Outbound, Status};
use tokio::sync::broadcast::error::RecvError;

use crate::demo::chat::v1::{
    ChatError, ChatService, Closing, Event, JoinRequest, Missed, RoomReply, RoomRequest, RoomsReply,
    RoomsRequest, SendReply, SendRequest, Welcome,
};
use crate::hall::Hall;
use crate::room::Entered;

/// Serves the rooms of a hall.
#[derive(Debug)]
pub(crate) struct MyChat {
    hall: Arc<Hall>,
}

impl MyChat {
    pub(crate) fn new(hall: Arc<Hall>) -> Self {
        Self { hall }
    }
}

impl ChatService for MyChat {
    async fn join(
        &self,
        cx: &mut Cx,
        request: JoinRequest,
        events: &mut Outbound<Event>,
    ) -> Result<(), Failure<ChatError>> {
        let JoinRequest { room, name, after, .. } = request;
        // A client that goes away has this handler dropped, and the seat with it.
        let (_seat, Entered { members, history, mut news }) = self.hall.enter(room, name, after)?;
        events.send(Event::Welcome(Welcome { members, ..Welcome::default() })).await?;
        for said in history {
            events.send(Event::Said(said)).await?;
        }
        loop {
            let next = tokio::select! {
                next = news.recv() => next,
                () = cx.draining() => break,
            };
            // It waits here while the client does not keep up. What is said in the meantime waits in the room, up to
            // a point.
            match next {
                Ok(event) => events.send(event).await?,
                Err(RecvError::Lagged(count)) => {
                    events.send(Event::Missed(Missed { count, ..Missed::default() })).await?;
                }
                Err(RecvError::Closed) => return Ok(()),
            }
        }
        // What was said before the server began to stop is not lost.
        for _ in 0..news.len() {
            if let Ok(event) = news.try_recv() {
                events.send(event).await?;
            }
        }
        events.send(Event::Closing(Closing::default())).await?;
        Ok(())
    }

    async fn send(&self, _: &mut Cx, request: SendRequest) -> Result<SendReply, Failure<ChatError>> {
        let SendRequest { room, name, text, .. } = request;
        let number = self.hall.say(room, name, text)?;
        Ok(SendReply { number, ..SendReply::default() })
    }

    async fn rooms(&self, _: &mut Cx, _: RoomsRequest) -> Result<RoomsReply, Status> {
        Ok(RoomsReply { rooms: self.hall.rooms(), ..RoomsReply::default() })
    }

    async fn room(&self, _: &mut Cx, request: RoomRequest) -> Result<RoomReply, Failure<ChatError>> {
        Ok(self.hall.room(request.name)?)
    }
}
