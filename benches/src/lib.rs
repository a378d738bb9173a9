//! What the benchmarks measure: inputs of any size, made from a number, and libraries that do the same work.
#![forbid(unsafe_code)]

pub mod call;
pub mod generated;
pub mod measure;
pub mod peer;
pub mod plot;
pub mod schema;
pub mod shape;
pub mod table;
