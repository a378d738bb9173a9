//! The libraries that are compared, each with the interface it recommends where speed matters.
//!
//! They are handed the same values, and before anything is measured each has to give them back.

mod all;
mod bincode;
mod buffa;
mod floor;
mod ours;
mod prost;
mod rkyv;
mod rows;
mod serde_json;

pub use all::all;
