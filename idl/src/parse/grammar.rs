//! The grammar of `mrpc.pest`, made into a parser at compile time.

// The derive writes one variant per rule, and no documentation.
#![allow(missing_docs, missing_debug_implementations, unreachable_pub, clippy::all, clippy::restriction)]

use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "parse/mrpc.pest"]
pub(super) struct Grammar;
