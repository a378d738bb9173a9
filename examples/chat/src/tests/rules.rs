//! What the schema refuses, and what the service does.

use mrpc::{Code, Failure};

use super::party::{Party, ROOM};
use crate::demo::chat::v1::{
    ChatError, ChatServiceClient, JoinRequest, RoomRequest, RoomsRequest, SendRequest,
};

#[tokio::test]
async fn a_text_has_its_limits() {
    let party = Party::start();
    let ann = party.join("ann").await;
    // Characters, not bytes.
    assert_eq!(ann.say(&"ü".repeat(2_000)).await.unwrap(), 1);
    for text in ["", &"x".repeat(2_001)] {
        let failure = ann.say(text).await.unwrap_err();
        assert_eq!(failure.code(), Code::InvalidArgument, "{failure}");
        assert!(failure.to_string().contains("text"), "{failure}");
    }
    assert_eq!(ann.say("next").await.unwrap(), 2);
}

#[tokio::test]
async fn names_have_their_limits_too() {
    let party = Party::start();
    let chat = ChatServiceClient::new(party.client());
    for (room, name) in [("", "ann"), (ROOM, ""), (ROOM, &"n".repeat(33)), (&"r".repeat(33), "ann")] {
        let (room, name) = (room.to_owned(), name.to_owned());
        let mut events = chat.join(JoinRequest { room, name, ..JoinRequest::default() }).await.unwrap();
        assert_eq!(events.next().await.unwrap_err().code(), Code::InvalidArgument);
    }
    assert!(chat.rooms(RoomsRequest::default()).await.unwrap().rooms.is_empty());
}

#[tokio::test]
async fn only_who_is_in_a_room_talks_there() {
    let party = Party::start();
    let ann = party.join("ann").await;
    let say = async |room: &str, name: &str| {
        let (room, name, text) = (room.to_owned(), name.to_owned(), "psst".to_owned());
        ann.chat.send(SendRequest { room, name, text, ..SendRequest::default() }).await.unwrap_err()
    };
    let failure = say(ROOM, "bob").await;
    assert!(matches!(failure, Failure::Declared(ChatError::NotAMember(_))), "{failure}");
    assert_eq!(failure.code(), Code::PermissionDenied);
    let failure = say("garden", "ann").await;
    assert!(matches!(failure, Failure::Declared(ChatError::NoSuchRoom(_))), "{failure}");
    assert_eq!(failure.code(), Code::NotFound);
}

#[tokio::test]
async fn rooms_are_listed_and_described() {
    let party = Party::start();
    let ann = party.join("ann").await;
    let _bob = party.join("bob").await;
    ann.say("hello").await.unwrap();
    let rooms = ann.chat.rooms(RoomsRequest::default()).await.unwrap().rooms;
    let rooms: Vec<_> = rooms.iter().map(|room| (room.name.as_str(), room.member_count)).collect();
    assert_eq!(rooms, [(ROOM, 2)]);
    let describe = async |name: &str| {
        ann.chat.room(RoomRequest { name: name.to_owned(), ..RoomRequest::default() }).await
    };
    let room = describe(ROOM).await.unwrap();
    assert_eq!((room.members, room.message_count), (vec!["ann".to_owned(), "bob".to_owned()], 1));
    assert!(room.since.is_some());
    let failure = describe("garden").await.unwrap_err();
    assert!(matches!(failure, Failure::Declared(ChatError::NoSuchRoom(_))), "{failure}");
}
