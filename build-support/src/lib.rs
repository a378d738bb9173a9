//! Compiles `.mrpc` files from a `build.rs`, with no other program to install.
//!
//! What will live here: `configure()` with its options, the `cargo::` lines that tell Cargo when to run again,
//! and the roots and paths that one crate's schemas hand to the next.
#![forbid(unsafe_code)]
