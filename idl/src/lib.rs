//! The `.mrpc` language: text in, a checked model and diagnostics out.
#![forbid(unsafe_code)]

pub mod ast;
pub mod code;
pub mod diagnostic;
pub mod format;
pub mod lex;
pub mod limit;
pub mod parse;
pub mod source;
