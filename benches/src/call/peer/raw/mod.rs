//! What a socket can do at most: framed bytes, echoed, with a window that is filled by hand.
//!
//! ```text
//!   once     │ kind: u8 │ items: u64 │          0: frames are echoed, 1: as many items are sent
//!   then     │ len: u32 │ body ... │ len: u32 │ body ...
//! ```
//!
//! Nobody waits for a message alone here. A read takes all that has come, and one write carries all answers to it.
//! `raw` compares bytes; `raw-codec` makes each message, and encodes and decodes it with our codec at both ends.

mod body;
mod frame;
mod load;
mod serve;

pub use body::{Bare, Body, Coded};
pub(in crate::call) use load::sample;
pub use serve::serve;
