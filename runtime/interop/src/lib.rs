//! Holds our codecs against those of others, on the same messages, and our version 1 against Mini-RPC's bytes.
//!
//! ```text
//!   kitchen.proto ─┬─▶ ours     by mrpc
//!                  └─▶ theirs   by prost
//!
//!   arbitrary   any value of theirs        convert    the same value of ours
//!   corpus      values in files, for other languages
//!   arith       the service that Mini-RPC's bytes are of
//!   property    what holds for all bytes: the tests and the fuzz targets run the same functions
//!   connection  the same for the bytes of a peer
//! ```
#![forbid(unsafe_code)]

pub mod arbitrary;
pub mod arith;
pub mod connection;
pub mod corpus;
pub mod ours;
pub mod property;
pub mod theirs;

mod convert;
