//! A room: who is in it, and what was said.
//!
//! ```text
//!            ┌──▶ history        the last 100, for those who come later
//!   say ─────┤
//!            └──▶ news ──▶ ring of 128 ──┬──▶ a member who keeps up
//!   enter, leave ──▶ news                └──▶ one who does not: told how many it has missed
//! ```
//!
//! Nobody waits for anybody here: what a slow member has not read is overwritten.

use std::collections::{BTreeSet, VecDeque};
use std::time::SystemTime;

use tokio::sync::broadcast;

use crate::demo::chat::v1::{Came, Event, Left, RoomReply, Said};

/// As much of what was said is kept.
pub(crate) const HISTORY_MAX: usize = 100;

/// As far may a member be behind the others, beyond what is on its way to it.
pub(crate) const NEWS_MAX: usize = 128;

/// A room.
#[derive(Debug)]
pub(crate) struct Room {
    since: SystemTime,
    members: BTreeSet<String>,
    history: VecDeque<Said>,
    /// How many messages there were, and the number of the last.
    said: u64,
    news: broadcast::Sender<Event>,
}

/// What somebody gets who comes in. Between the history and the news nothing is missing, and nothing is in both.
#[derive(Debug)]
pub(crate) struct Entered {
    pub(crate) members: Vec<String>,
    pub(crate) history: Vec<Said>,
    pub(crate) news: broadcast::Receiver<Event>,
}

impl Room {
    pub(crate) fn new(since: SystemTime) -> Self {
        Self {
            since,
            members: BTreeSet::new(),
            history: VecDeque::new(),
            said: 0,
            news: broadcast::Sender::new(NEWS_MAX),
        }
    }

    /// Somebody comes in, who has seen everything up to `after`. `None` if the name is taken.
    pub(crate) fn enter(&mut self, name: &str, after: u64) -> Option<Entered> {
        if !self.members.insert(name.to_owned()) {
            return None;
        }
        self.tell(Event::Came(Came { name: name.to_owned(), ..Came::default() }));
        // Numbers that were never given are those of a server before this one.
        let after = if after > self.said { 0 } else { after };
        Some(Entered {
            members: self.members(),
            history: self.history.iter().filter(|said| said.number > after).cloned().collect(),
            news: self.news.subscribe(),
        })
    }

    pub(crate) fn leave(&mut self, name: &str) {
        if self.members.remove(name) {
            self.tell(Event::Left(Left { name: name.to_owned(), ..Left::default() }));
        }
    }

    /// Somebody says something, which gets a number. `None` if they are not here.
    pub(crate) fn say(&mut self, name: &str, text: String, at: SystemTime) -> Option<u64> {
        if !self.members.contains(name) {
            return None;
        }
        self.said = self.said.saturating_add(1);
        let said =
            Said { number: self.said, name: name.to_owned(), text, at: Some(at.into()), ..Said::default() };
        if self.history.len() >= HISTORY_MAX {
            self.history.pop_front();
        }
        self.history.push_back(said.clone());
        self.tell(Event::Said(said));
        Some(self.said)
    }

    pub(crate) fn members(&self) -> Vec<String> {
        self.members.iter().cloned().collect()
    }

    pub(crate) fn member_count(&self) -> u32 {
        u32::try_from(self.members.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn describe(&self) -> RoomReply {
        RoomReply {
            members: self.members(),
            message_count: self.said,
            since: Some(self.since.into()),
            ..RoomReply::default()
        }
    }

    fn tell(&self, event: Event) {
        // An empty room hears nothing.
        let _ = self.news.send(event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> Room {
        Room::new(SystemTime::UNIX_EPOCH)
    }

    fn say(room: &mut Room, count: usize) {
        for _ in 0..count {
            room.say("ann", "hello".to_owned(), SystemTime::UNIX_EPOCH).unwrap();
        }
    }

    fn numbers(entered: &Entered) -> Vec<u64> {
        entered.history.iter().map(|said| said.number).collect()
    }

    #[test]
    fn history_has_the_last_hundred() {
        let mut room = room();
        room.enter("ann", 0).unwrap();
        say(&mut room, 120);
        assert_eq!(numbers(&room.enter("bob", 0).unwrap()), (21..=120).collect::<Vec<_>>());
        assert_eq!(numbers(&room.enter("cat", 118).unwrap()), [119, 120]);
        assert_eq!(numbers(&room.enter("dan", 120).unwrap()), [0; 0]);
        assert_eq!(numbers(&room.enter("eve", 121).unwrap()).len(), HISTORY_MAX);
    }

    #[test]
    fn news_begin_where_history_ends() {
        let mut room = room();
        room.enter("ann", 0).unwrap();
        say(&mut room, 1);
        let mut bob = room.enter("bob", 0).unwrap();
        say(&mut room, 1);
        assert_eq!(numbers(&bob), [1]);
        assert!(matches!(bob.news.try_recv().unwrap(), Event::Said(Said { number: 2, .. })));
        assert!(bob.news.try_recv().is_err());
    }

    #[test]
    fn only_members_talk_and_each_has_a_name_of_its_own() {
        let mut room = room();
        assert_eq!(room.say("ann", "hello".to_owned(), SystemTime::UNIX_EPOCH), None);
        assert!(room.enter("ann", 0).is_some());
        assert!(room.enter("ann", 0).is_none());
        room.leave("ann");
        assert_eq!(room.member_count(), 0);
        assert!(room.enter("ann", 0).is_some());
    }
}
