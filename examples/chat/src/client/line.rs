//! What somebody sees, as lines. What others have written cannot move the cursor or change colours.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use crate::demo::chat::v1::{Event, RoomReply, RoomsReply, Said};

/// What happened, as a line. `None` for what this client is too old to know.
pub(crate) fn event(event: &Event) -> Option<String> {
    Some(match event {
        Event::Welcome(welcome) => format!("* here: {}", names(&welcome.members)),
        Event::Said(Said { name, text, .. }) => format!("{}: {}", plain(name), plain(text)),
        Event::Came(came) => format!("* {} has come", plain(&came.name)),
        Event::Left(left) => format!("* {} has left", plain(&left.name)),
        Event::Missed(missed) => format!("* {} missed: the others talk too fast", missed.count),
        Event::Closing(_) => "* the server is closing".to_owned(),
        Event::Unrecognized(_) => return None,
    })
}

pub(crate) fn rooms(reply: &RoomsReply) -> Vec<String> {
    let line = |name: &str, count| format!("* {} ({count})", plain(name));
    reply.rooms.iter().map(|room| line(&room.name, room.member_count)).collect()
}

pub(crate) fn room(reply: &RoomReply, now: SystemTime) -> String {
    let RoomReply { members, message_count, since, .. } = reply;
    let since = since.clone().and_then(|since| SystemTime::try_from(since).ok());
    let age = since.and_then(|since| now.duration_since(since).ok()).unwrap_or_default();
    format!("* {} here: {}; {message_count} said in {}", members.len(), names(members), rough(age))
}

/// A time as one says it.
fn rough(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3_600),
    }
}

fn names(names: &[String]) -> String {
    names.iter().map(|name| plain(name)).collect::<Vec<_>>().join(", ")
}

/// A text without anything that a terminal would obey.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            // Memory takes what is written.
            let _ = write!(plain, "{}", c.escape_default());
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::chat::v1::{Left, Missed, RoomLine, Welcome};

    fn check(seen: &Event, expected: &str) {
        assert_eq!(event(seen).as_deref(), Some(expected));
    }

    #[test]
    fn each_event_is_a_line() {
        let members = vec!["ann".to_owned(), "bob".to_owned()];
        check(&Event::Welcome(Welcome { members, ..Welcome::default() }), "* here: ann, bob");
        let (name, text) = ("ann".to_owned(), "Grüße \u{1b}[2J\n".to_owned());
        check(&Event::Said(Said { name: name.clone(), text, ..Said::default() }), "ann: Grüße \\u{1b}[2J\\n");
        check(&Event::Left(Left { name, ..Left::default() }), "* ann has left");
        check(
            &Event::Missed(Missed { count: 7, ..Missed::default() }),
            "* 7 missed: the others talk too fast",
        );
        assert_eq!(event(&Event::default()), None);
    }

    #[test]
    fn rooms_are_described() {
        let line = RoomLine { name: "kitchen".to_owned(), member_count: 2, ..RoomLine::default() };
        assert_eq!(rooms(&RoomsReply { rooms: vec![line], ..RoomsReply::default() }), ["* kitchen (2)"]);
        let reply = RoomReply {
            members: vec!["ann".to_owned()],
            message_count: 3,
            since: Some(SystemTime::UNIX_EPOCH.into()),
            ..RoomReply::default()
        };
        for (seconds, age) in [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h")] {
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(room(&reply, now), format!("* 1 here: ann; 3 said in {age}"));
        }
    }
}
