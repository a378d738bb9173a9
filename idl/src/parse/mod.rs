//! Text in, tree and reports out: reads any text, in linear time, and never fails.
//!
//! ```text
//!  text ──▶ guard ──▶ mended text ──▶ grammar ──▶ pairs ──▶ lower ──▶ ast::File
//!             │        (mend,          (mrpc.pest)            │
//!             │         balance)                              ├──▶ recover: what nobody could read
//!             ▼                                               ▼
//!        diagnostics                                     diagnostics
//! ```
//!
//! A mistake does not stop the parser. The guard closes what is not closed and says so; the grammar has a rule
//! for each mistake that people often make, and swallows what it does not know up to where a statement surely
//! ends; what was swallowed is parsed once more, strictly and by itself, to tell what was expected.
//!
//! The rules that hold here:
//! * one mistake, one report: what lies in the wake of another mistake stays silent;
//! * a report is made only here for what the tree cannot hold; what the tree can hold, such as a field without
//!   a number or an unknown annotation, is for the checks;
//! * every span lies in the text, on boundaries of characters.
#![warn(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::as_conversions)]

mod annotation;
mod balance;
mod block;
mod context;
mod grammar;
mod guard;
mod item;
mod literal;
mod lower;
mod member;
mod mend;
mod proto;
mod recover;
mod service;
mod types;
mod value;
mod within;

#[cfg(test)]
mod noise;
#[cfg(test)]
mod tests;

pub use literal::offset_in_source;
pub use lower::{Parsed, file};
