//! A server that runs, and somebody in a room of it.

use std::io;
use std::sync::Arc;

use mrpc::client::{Config, Connector};
use mrpc::server::{self, Stopped};
use mrpc::transport::{Address, Listener, Peer, Stream, memory};
use mrpc::{Failure, Inbound};
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinHandle;

use crate::demo::chat::v1::{ChatError, ChatServiceClient, Event, JoinRequest, Said, SendRequest};
use crate::hall::Hall;
use crate::serve::serve_on;

/// The room that everybody is in who is in no other.
pub(super) const ROOM: &str = "kitchen";

/// A server that runs.
pub(super) struct Party {
    connector: memory::Connector,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<io::Result<Stopped>>,
}

/// A listener that several servers have, one after the other.
#[derive(Clone)]
pub(super) struct Door(Arc<Mutex<memory::Listener>>);

impl Listener for Door {
    async fn accept(&mut self) -> io::Result<(Stream, Peer)> {
        self.0.lock().await.accept().await
    }

    fn address(&self) -> io::Result<Address> {
        Ok(Address::Memory)
    }
}

impl Party {
    pub(super) fn start() -> Self {
        let (door, connector) = Self::door();
        Self::start_behind(door, connector, Arc::new(Hall::default()))
    }

    pub(super) fn door() -> (Door, memory::Connector) {
        let (listener, connector) = memory::listen();
        (Door(Arc::new(Mutex::new(listener))), connector)
    }

    pub(super) fn start_behind(door: Door, connector: memory::Connector, hall: Arc<Hall>) -> Self {
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(serve_on(door, server::Config::default(), hall, async {
            // A test that has failed drops it.
            let _ = stopped.await;
        }));
        Self { connector, stop, serving }
    }

    /// A connection of one's own.
    pub(super) fn client(&self) -> mrpc::Client {
        Connector::new(Config::default()).in_memory(self.connector.clone())
    }

    /// Somebody comes in, and is in.
    pub(super) async fn join(&self, name: &str) -> Member {
        Member::join(ChatServiceClient::new(self.client()), name, 0).await.unwrap()
    }

    pub(super) async fn stop(self) -> Stopped {
        self.stop.send(()).unwrap();
        self.serving.await.unwrap().unwrap()
    }
}

/// Somebody in the room.
pub(super) struct Member {
    pub(super) chat: ChatServiceClient,
    name: String,
    /// Who was there then.
    pub(super) members: Vec<String>,
    events: Inbound<Event, ChatError>,
}

impl Member {
    pub(super) async fn join(
        chat: ChatServiceClient,
        name: &str,
        after: u64,
    ) -> Result<Self, Failure<ChatError>> {
        let request =
            JoinRequest { room: ROOM.to_owned(), name: name.to_owned(), after, ..JoinRequest::default() };
        let mut events = chat.join(request).await?;
        match events.next().await? {
            Some(Event::Welcome(welcome)) => {
                Ok(Self { chat, name: name.to_owned(), members: welcome.members, events })
            }
            other => panic!("{other:?} comes before the welcome"),
        }
    }

    pub(super) async fn say(&self, text: &str) -> Result<u64, Failure<ChatError>> {
        let (room, name, text) = (ROOM.to_owned(), self.name.clone(), text.to_owned());
        let said = self.chat.send(SendRequest { room, name, text, ..SendRequest::default() });
        said.await.map(|reply| reply.number)
    }

    /// What happens next; `None` if the stream has ended as it should.
    pub(super) async fn next(&mut self) -> Option<Event> {
        self.events.next().await.unwrap()
    }

    /// The next message, whatever else happens before.
    pub(super) async fn hear(&mut self) -> Said {
        loop {
            match self.next().await {
                Some(Event::Said(said)) => return said,
                Some(_) => {}
                None => panic!("it was over before anybody said something"),
            }
        }
    }
}
