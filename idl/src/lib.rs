//! The `.mrpc` language: text in, a checked model and diagnostics out.
#![forbid(unsafe_code)]

pub mod ast;
pub mod code;
pub mod diagnostic;
pub mod lex;
pub mod limit;
pub mod lint;
pub mod model;
pub mod name;
pub mod source;
