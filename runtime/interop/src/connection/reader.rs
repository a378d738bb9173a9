//! Where bytes are cut does not matter.

use std::fmt::Write as _;
use std::time::Instant;

use super::end::End;
use super::script::Script;

/// A server and a client are told the same, and say the same, however their input is cut.
///
/// # Panics
///
/// If they are not.
pub fn reader(bytes: &[u8]) {
    let mut script = Script::new(bytes);
    let is_client = script.below(2) == 1;
    let cut = script.below(64) + 1;
    let now = Instant::now();
    let rest = script.take(bytes.len());
    let whole = story(is_client, now, &mut rest.chunks(rest.len().max(1)));
    let cut = story(is_client, now, &mut rest.chunks(cut));
    assert!(whole == cut, "whole:\n{whole}\ncut:\n{cut}");
}

fn story(is_client: bool, now: Instant, pieces: &mut dyn Iterator<Item = &[u8]>) -> String {
    let mut end = if is_client { End::client(now) } else { End::server(now) };
    let mut story = String::new();
    for piece in pieces {
        for event in end.read(piece) {
            let _ = writeln!(story, "{event:?}");
        }
    }
    let _ = write!(story, "{:?} {}", end.write(usize::MAX), end.is_broken);
    story
}
