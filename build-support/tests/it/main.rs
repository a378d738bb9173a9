//! What users see: real crates, built by Cargo.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod alone;
mod error;
mod neighbor;
mod option;
mod program;
mod proto;
mod rerun;
mod workspace;
