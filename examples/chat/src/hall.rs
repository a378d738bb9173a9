//! All rooms, and the seats in them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::demo::chat::v1::{
    ChatError, NameTaken, NoSuchRoom, NotAMember, RoomLine, RoomReply, TooManyRooms,
};
use crate::room::{Entered, Room};

/// As many rooms are kept, since each keeps what was said in it.
pub(crate) const ROOMS_MAX: u32 = 100;

/// All rooms, by their names.
#[derive(Debug, Default)]
pub(crate) struct Hall(Mutex<BTreeMap<String, Room>>);

/// The right to be in a room. Dropping it is how one leaves, whatever the reason.
#[derive(Debug)]
pub(crate) struct Seat {
    hall: Arc<Hall>,
    room: String,
    name: String,
}

impl Hall {
    /// Somebody goes into a room, which is made if it is not there.
    pub(crate) fn enter(
        self: &Arc<Self>,
        room: String,
        name: String,
        after: u64,
    ) -> Result<(Seat, Entered), ChatError> {
        let mut rooms = self.lock();
        if !rooms.contains_key(&room) {
            make_room(&mut rooms)?;
        }
        let entered =
            rooms.entry(room.clone()).or_insert_with(|| Room::new(SystemTime::now())).enter(&name, after);
        drop(rooms);
        match entered {
            Some(entered) => Ok((Seat { hall: Arc::clone(self), room, name }, entered)),
            None => Err(ChatError::NameTaken(NameTaken { room, name, ..NameTaken::default() })),
        }
    }

    /// Somebody says something, which gets a number.
    pub(crate) fn say(&self, room: String, name: String, text: String) -> Result<u64, ChatError> {
        let mut rooms = self.lock();
        let Some(said_in) = rooms.get_mut(&room) else { return Err(no_such_room(room)) };
        let said = said_in.say(&name, text, SystemTime::now());
        said.ok_or_else(|| ChatError::NotAMember(NotAMember { room, name, ..NotAMember::default() }))
    }

    pub(crate) fn rooms(&self) -> Vec<RoomLine> {
        let line = |(name, room): (&String, &Room)| RoomLine {
            name: name.clone(),
            member_count: room.member_count(),
            ..RoomLine::default()
        };
        self.lock().iter().map(line).collect()
    }

    pub(crate) fn room(&self, name: String) -> Result<RoomReply, ChatError> {
        let described = self.lock().get(&name).map(Room::describe);
        described.ok_or_else(|| no_such_room(name))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Room>> {
        // Nothing in a room is left half changed by a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some(room) = self.hall.lock().get_mut(&self.room) {
            room.leave(&self.name);
        }
    }
}

/// Where there are as many rooms as may be, one is forgotten that is empty.
fn make_room(rooms: &mut BTreeMap<String, Room>) -> Result<(), ChatError> {
    if u32::try_from(rooms.len()).is_ok_and(|count| count < ROOMS_MAX) {
        return Ok(());
    }
    let empty = rooms.iter().find(|(_, room)| room.member_count() == 0).map(|(name, _)| name.clone());
    match empty.and_then(|name| rooms.remove(&name)) {
        Some(_) => Ok(()),
        None => {
            let error = TooManyRooms { rooms_max: ROOMS_MAX, ..TooManyRooms::default() };
            Err(ChatError::TooManyRooms(error))
        }
    }
}

fn no_such_room(room: String) -> ChatError {
    ChatError::NoSuchRoom(NoSuchRoom { room, ..NoSuchRoom::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enter(hall: &Arc<Hall>, room: &str, name: &str) -> Result<Seat, ChatError> {
        hall.enter(room.to_owned(), name.to_owned(), 0).map(|(seat, _)| seat)
    }

    #[test]
    fn a_seat_that_is_dropped_is_free() {
        let hall = Arc::new(Hall::default());
        let seat = enter(&hall, "kitchen", "ann").unwrap();
        assert!(matches!(enter(&hall, "kitchen", "ann"), Err(ChatError::NameTaken(_))));
        assert!(enter(&hall, "garden", "ann").is_ok());
        drop(seat);
        assert!(enter(&hall, "kitchen", "ann").is_ok());
    }

    #[test]
    fn an_empty_room_goes_before_a_new_one_is_refused() {
        let hall = Arc::new(Hall::default());
        let mut seats: Vec<_> =
            (0..ROOMS_MAX).map(|room| enter(&hall, &room.to_string(), "ann").unwrap()).collect();
        assert!(matches!(enter(&hall, "kitchen", "ann"), Err(ChatError::TooManyRooms(_))));
        let left = seats.pop().unwrap();
        let name = left.room.clone();
        drop(left);
        let _seat = enter(&hall, "kitchen", "ann").unwrap();
        assert_eq!(hall.rooms().len(), usize::try_from(ROOMS_MAX).unwrap());
        assert!(matches!(hall.room(name), Err(ChatError::NoSuchRoom(_))));
    }
}
