//! The commands: what people type, and what happens then. One file for each command.

mod args;
mod check;
mod descriptors;
mod docs;
mod explain;
mod export;
mod fmt;
mod generate;
mod import;
mod input;
mod lint;
mod next;
mod run;

pub use args::command;
pub use run::main;
