//! What the benchmarks measure: inputs of any size, made from a number.
#![forbid(unsafe_code)]

pub mod schema;
