//! The `mrpc-gen` command line.
#![forbid(unsafe_code)]
