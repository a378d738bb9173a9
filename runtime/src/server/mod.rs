//! The side that answers.

mod accept;

pub use accept::Accept;
