//! Holds our codecs against those of others, on the same messages.
//!
//! ```text
//!   kitchen.proto ─┬─▶ ours     by mrpc
//!                  └─▶ theirs   by prost
//!
//!   arbitrary   any value of theirs        convert    the same value of ours
//!   corpus      values in files, for other languages
//!   property    what holds for all bytes: the tests and the fuzz targets run the same functions
//!   connection  the same for the bytes of a peer
//! ```
#![forbid(unsafe_code)]

pub mod arbitrary;
pub mod connection;
pub mod corpus;
pub mod ours;
pub mod property;
pub mod theirs;

mod convert;
