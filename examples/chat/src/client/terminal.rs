//! What is typed.

use std::io;
use std::thread;

use tokio::sync::mpsc;

/// As many lines wait to be dealt with.
const LINES_MAX: usize = 16;

/// The lines that are typed, until the terminal is closed.
///
/// A thread of its own reads them: nothing can interrupt it, so it must not be one that the program waits for at its
/// end.
pub(crate) fn lines() -> mpsc::Receiver<String> {
    let (tx, rx) = mpsc::channel(LINES_MAX);
    thread::spawn(move || {
        for line in io::stdin().lines() {
            let Ok(line) = line else { break };
            if tx.blocking_send(line).is_err() {
                break;
            }
        }
    });
    rx
}
