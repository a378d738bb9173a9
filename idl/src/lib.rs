//! The `.mrpc` language: text in, a checked model and diagnostics out.
#![forbid(unsafe_code)]

pub mod annotation;
pub mod ast;
mod check;
pub mod code;
mod compile;
pub mod diagnostic;
pub mod explain;
pub mod format;
pub mod lex;
pub mod limit;
pub mod lint;
pub mod load;
pub mod model;
pub mod name;
pub mod parse;
#[cfg(feature = "proto")]
mod proto;
#[cfg(not(feature = "proto"))]
#[path = "proto/disabled.rs"]
mod proto;
pub mod render;
mod resolve;
pub mod source;
pub mod twin;

pub use compile::{Compiled, compile};
