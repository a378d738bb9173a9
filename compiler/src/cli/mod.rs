//! The commands: what people type, and what happens then. One file for each command.

mod args;
mod check;
mod docs;
mod explain;
mod fmt;
mod import;
mod input;
mod lint;
mod next;
mod run;

pub use args::command;
pub use run::main;
