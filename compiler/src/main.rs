//! `mrpc-gen`.
#![forbid(unsafe_code)]
fn main() {}
