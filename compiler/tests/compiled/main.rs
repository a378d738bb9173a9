//! Uses the golden texts.
//!
//! A program of its own, so that the tests which write those texts can run when these do not compile.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod golden;
pub mod greeter;
mod rules;
mod services;
mod values;

// Where the greeter looks, here and under the strictest lints.
use golden::services::services::v1 as services_v1;
