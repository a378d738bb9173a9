//! What holds for a connection, whatever its peer sends and whoever uses it does, in whatever order.
//!
//! ```text
//!   bytes ──▶ Script ──▶ what the network does, what the peer says, what the application does
//!                                  │
//!                                  ▼
//!                                 End ──▶ no panic, each call ends once, memory keeps to the limits
//! ```
//!
//! The tests and the fuzz targets run the same functions.

mod end;
mod hostile;
mod pair;
mod reader;
mod script;

pub use self::{
    hostile::{client, server},
    pair::pair,
    reader::reader,
};
