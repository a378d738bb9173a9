//! Our codec beside prost's, on arbitrary values and on bytes that are nearly messages; our version 1 beside Mini-RPC's.

mod connection;
mod differential;
mod version1;
