//! `cargo xtask interop`: what we read and write of protobuf, held against those who know it.
//!
//! ```text
//!   corpus      Google's files: our descriptors are those of protoc
//!   mutants     broken copies of them: we and protoc accept and refuse the same
//!   own         our schemas, exported: protoc reads in them what our descriptors say
//!   round trip  Google's files, imported and exported: protoc reads them, buf finds nothing broken
//!   json        Python reads the JSON that we write, and we read its own
//!   generated   the Rust of all of Google's files: not one warning
//! ```
//!
//! `--report` compiles that Rust beside prost's, and tells what each costs.

mod corpus;
mod generated;
mod json;
mod mutant;
mod own;
mod report;
mod round_trip;
mod run;
mod tools;

pub(crate) use run::{Args, run};
