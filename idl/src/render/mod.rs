//! Reports as text: for people, for one-line readers and for programs.
//!
//! ```text
//!                  ┌─ human  as rustc prints them: source, carets, fixes as a diff
//!   Diagnostic ────┼─ short  path:line:column: error[E0401]: title
//!                  └─ json   the shape of rustc's JSON, which editors and CI already read
//! ```
//!
//! Whatever came from a file is shown with its control characters replaced: a schema never talks to the
//! terminal. The types of the library that draws the carets stay in this module.

mod human;
mod json;
mod list;
mod sanitize;
mod short;
mod window;

pub use human::{Style, human};
pub use json::json;
pub use list::{Format, list, summary};
pub use sanitize::sanitize;
pub use short::short;

#[cfg(test)]
mod tests;
