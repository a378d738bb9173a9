//! The grammar of `mrpc.pest`, made into a parser at compile time.

use pest_derive::Parser;

#[derive(Parser)]
#[grammar = "parse/mrpc.pest"]
pub(super) struct Grammar;
