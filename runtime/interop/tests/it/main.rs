//! Our codec beside prost's, on arbitrary values and on bytes that are nearly messages.

mod connection;
mod differential;
