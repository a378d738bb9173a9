//! Uses the golden texts.
//!
//! A program of its own, so that the tests which write those texts can run when these do not compile.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod golden;
mod rules;
mod values;
