//! Coming, staying and leaving.

use mrpc::Failure;
use mrpc::client::{Config, Connector};
use tokio::net::{TcpListener, TcpStream};

use super::party::{Member, Party};
use crate::demo::chat::v1::{ChatError, ChatServiceClient, Event};
use crate::room::HISTORY_MAX;

#[tokio::test]
async fn who_comes_sees_what_was_said_and_then_what_is_said() {
    let party = Party::start();
    let ann = party.join("ann").await;
    assert_eq!(ann.members, ["ann"]);
    for number in 1..=120 {
        assert_eq!(ann.say(&format!("no. {number}")).await.unwrap(), number);
    }
    let mut bob = party.join("bob").await;
    assert_eq!(bob.members, ["ann", "bob"]);
    ann.say("live").await.unwrap();
    for number in 21..=120 {
        let said = bob.hear().await;
        assert_eq!((said.number, said.name.as_str(), said.text), (number, "ann", format!("no. {number}")));
        assert!(said.at.is_some());
    }
    assert_eq!(bob.hear().await.text, "live");
}

#[tokio::test]
async fn who_comes_back_sees_nothing_twice() {
    let party = Party::start();
    let mut ann = party.join("ann").await;
    for text in ["one", "two", "three"] {
        ann.say(text).await.unwrap();
    }
    let chat = ChatServiceClient::new(party.client());
    let mut bob = Member::join(chat, "bob", 2).await.unwrap();
    assert_eq!(bob.hear().await.number, 3);
    assert_eq!(ann.hear().await.number, 1);
}

#[tokio::test]
async fn the_others_see_who_comes_and_who_leaves() {
    let party = Party::start();
    let mut ann = party.join("ann").await;
    let bob = party.join("bob").await;
    assert!(matches!(ann.next().await, Some(Event::Came(came)) if came.name == "bob"));
    drop(bob);
    assert!(matches!(ann.next().await, Some(Event::Left(left)) if left.name == "bob"));
    // And may come back under the same name.
    party.join("bob").await;
}

#[tokio::test]
async fn a_connection_that_is_lost_is_somebody_who_leaves() {
    let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = server.local_addr().unwrap();
    let hall = std::sync::Arc::default();
    let serving = tokio::spawn(crate::serve::serve_on(
        server,
        mrpc::server::Config::default(),
        hall,
        std::future::pending(),
    ));
    let between = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let detour = between.local_addr().unwrap();
    let cable = tokio::spawn(async move {
        let (mut near, _) = between.accept().await.unwrap();
        let mut far = TcpStream::connect(address).await.unwrap();
        tokio::io::copy_bidirectional(&mut near, &mut far).await
    });
    let client = async |address| {
        let target = format!("mrpc://{address}");
        ChatServiceClient::new(Connector::new(Config::default()).connect(&target).await.unwrap())
    };
    let mut ann = Member::join(client(address).await, "ann", 0).await.unwrap();
    let bob = Member::join(client(detour).await, "bob", 0).await.unwrap();
    assert!(matches!(ann.next().await, Some(Event::Came(_))));
    cable.abort();
    assert!(matches!(ann.next().await, Some(Event::Left(left)) if left.name == "bob"));
    drop(bob);
    serving.abort();
}

#[tokio::test]
async fn a_slow_reader_is_told_how_much_it_missed_and_goes_on() {
    const COUNT: u64 = 1_000;
    let party = Party::start();
    let mut ann = party.join("ann").await;
    let mut bob = party.join("bob").await;
    // Far more than credit and the room keep for bob, who is not reading.
    let text = "x".repeat(2_000);
    for number in 1..=COUNT {
        ann.say(&text).await.unwrap();
        assert_eq!(ann.hear().await.number, number, "who keeps up misses nothing");
    }
    let (mut heard, mut missed, mut last) = (0, 0, 0);
    while last < COUNT {
        match bob.next().await {
            Some(Event::Said(said)) => {
                assert!(said.number > last);
                last = said.number;
                heard += 1;
            }
            Some(Event::Missed(some)) => missed += some.count,
            other => panic!("{other:?}"),
        }
    }
    assert!(missed > 0, "bob heard all {heard}");
    assert_eq!(heard + missed, COUNT);
    ann.say("still there?").await.unwrap();
    assert_eq!(bob.hear().await.text, "still there?");
}

#[tokio::test]
async fn a_server_that_stops_says_so_and_loses_nothing() {
    let party = Party::start();
    let mut ann = party.join("ann").await;
    let mut bob = party.join("bob").await;
    for _ in 0..HISTORY_MAX {
        ann.say("before the end").await.unwrap();
    }
    let stopping = tokio::spawn(party.stop());
    for member in [&mut ann, &mut bob] {
        for _ in 0..HISTORY_MAX {
            member.hear().await;
        }
        // Whoever was told first has left before the others are told.
        let mut last = None;
        while let Some(event) = member.next().await {
            last = Some(event);
        }
        assert!(matches!(last, Some(Event::Closing(_))), "{last:?}");
    }
    assert_eq!(stopping.await.unwrap().calls_aborted, 0);
}

#[tokio::test]
async fn two_of_a_name_do_not_fit_in_a_room() {
    let party = Party::start();
    let _ann = party.join("ann").await;
    let second = Member::join(ChatServiceClient::new(party.client()), "ann", 0).await;
    let failure = second.err().unwrap();
    assert!(
        matches!(&failure, Failure::Declared(ChatError::NameTaken(taken)) if taken.name == "ann"),
        "{failure}"
    );
}
