//! The runtime that generated code links against.
//!
//! What will live here, highest first: `client` and `server`, `middleware`, `balance`, `registry`, `pool`,
//! `transport` and `codec`. Each may use those after it, never those before it; the frame protocol is below
//! them all, in `mrpc-protocol`.
#![forbid(unsafe_code)]
