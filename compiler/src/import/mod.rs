//! `.proto` files written again as `.mrpc`: from the model to text.
//!
//! ```text
//! Model ──▶ scope    how a type is named at a place
//!           text     declarations, as our language writes them
//!           file     the first lines, and what could not be said
//! ```
//!
//! What is written is compiled again before anybody sees it, so what our language refuses is reported with a code.

mod file;
mod name;
mod scope;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use file::{Written, write};
