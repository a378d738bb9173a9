//! The `.mrpc` language: text in, a checked model and diagnostics out.
#![forbid(unsafe_code)]

pub mod ast;
pub mod code;
pub mod diagnostic;
pub mod explain;
pub mod format;
pub mod lex;
pub mod limit;
pub mod model;
pub mod name;
pub mod parse;
pub mod render;
pub mod source;
