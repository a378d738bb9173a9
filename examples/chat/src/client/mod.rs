//! The client for the terminal.

pub(crate) mod guest;
pub(crate) mod input;
pub(crate) mod line;
pub(crate) mod presence;
pub(crate) mod terminal;
