//! Our codec beside prost's, on arbitrary values and on bytes that are nearly messages; our version 1 beside Mini-RPC's.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod connection;
mod differential;
mod version1;
