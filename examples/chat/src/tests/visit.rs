//! Somebody at a terminal.

use std::sync::Arc;

use mrpc::{Client, Failure};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::party::{Party, ROOM};
use crate::client::guest::visit;
use crate::demo::chat::v1::{ChatError, Event};

/// A terminal: what is typed, and what it shows.
struct Terminal {
    typed: mpsc::Sender<String>,
    shown: mpsc::UnboundedReceiver<String>,
    visiting: JoinHandle<Result<(), Failure<ChatError>>>,
}

impl Terminal {
    fn open(client: Client, name: &str) -> Self {
        let (typed, mut lines) = mpsc::channel(16);
        let (tx, shown) = mpsc::unbounded_channel();
        let (room, name) = (ROOM.to_owned(), name.to_owned());
        let visiting = tokio::spawn(async move {
            let show = |line: &str| tx.send(line.to_owned()).unwrap();
            visit(client, room, name, &mut lines, show).await
        });
        Self { typed, shown, visiting }
    }

    async fn type_in(&self, line: &str) {
        self.typed.send(line.to_owned()).await.unwrap();
    }

    /// Waits for a line that begins so, and gives what was shown before.
    async fn expect(&mut self, begin: &str) -> Vec<String> {
        let mut before = Vec::new();
        loop {
            match self.shown.recv().await {
                Some(line) if line.starts_with(begin) => return before,
                Some(line) => before.push(line),
                None => panic!("`{begin}` was not shown, but {before:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_visit() {
    let party = Party::start();
    let mut bob = party.join("bob").await;
    let mut ann = Terminal::open(party.client(), "ann");
    // Before she is in: it waits.
    ann.type_in("hello").await;
    ann.expect("* here: ann, bob").await;
    ann.expect("ann: hello").await;
    assert!(matches!(bob.next().await, Some(Event::Came(_))));
    assert_eq!(bob.hear().await.text, "hello");
    bob.say("hi \u{7}").await.unwrap();
    assert_eq!(bob.hear().await.name, "bob");
    ann.expect("bob: hi \\u{7}").await;
    for (typed, shown) in [
        ("/rooms", "* kitchen (2)"),
        ("/who", "* 2 here: ann, bob; 2 said in "),
        ("/sing", "* there is no /sing; "),
        (&"x".repeat(2_001), "* INVALID_ARGUMENT: "),
    ] {
        ann.type_in(typed).await;
        assert_eq!(ann.expect(shown).await, [""; 0], "{typed}");
    }
    ann.type_in("/quit").await;
    ann.visiting.await.unwrap().unwrap();
    assert!(matches!(bob.next().await, Some(Event::Left(left)) if left.name == "ann"));
}

#[tokio::test]
async fn a_terminal_that_is_closed_leaves_the_room() {
    let party = Party::start();
    let mut bob = party.join("bob").await;
    let mut ann = Terminal::open(party.client(), "ann");
    ann.expect("* here: ").await;
    drop(ann.typed);
    ann.visiting.await.unwrap().unwrap();
    assert!(matches!(bob.next().await, Some(Event::Came(_))));
    assert!(matches!(bob.next().await, Some(Event::Left(_))));
}

#[tokio::test]
async fn who_cannot_come_in_is_told_why() {
    let party = Party::start();
    let _ann = party.join("ann").await;
    let failure = Terminal::open(party.client(), "ann").visiting.await.unwrap().unwrap_err();
    assert!(matches!(failure, Failure::Declared(ChatError::NameTaken(_))), "{failure}");
}

#[tokio::test(start_paused = true)]
async fn a_visit_goes_on_when_the_server_is_back() {
    let (door, connector) = Party::door();
    let hall = Arc::default();
    let party = Party::start_behind(door.clone(), connector.clone(), Arc::clone(&hall));
    let mut ann = Terminal::open(party.client(), "ann");
    ann.expect("* here: ann").await;
    ann.type_in("first").await;
    ann.expect("ann: first").await;

    party.stop().await;
    ann.expect("* the server is closing").await;
    ann.expect("* out of the room: ").await;
    ann.type_in("is anybody there?").await;
    ann.expect("* not in the room, and not said: is anybody there?").await;

    let party = Party::start_behind(door, connector, hall);
    ann.expect("* here: ann").await;
    ann.type_in("second").await;
    assert_eq!(ann.expect("ann: second").await, [""; 0], "nothing is shown twice");
    ann.type_in("/quit").await;
    ann.visiting.await.unwrap().unwrap();
    assert_eq!(party.stop().await.calls_aborted, 0);
}
