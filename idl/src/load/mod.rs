//! From paths to trees: which files there are, what they say, and which of them belong together.
//!
//! ```text
//! entries ──▶ parse ──▶ its package ──▶ the other files of that package ──┐
//!               ▲   └─▶ its imports ──▶ the files of those packages ──────┤
//!               └─────────────────────────────────────────────────────────┘   until nothing is new
//! ```
//!
//! An import names a package, not a file. Which file belongs to which package is read from the `package` line
//! of every file below the roots, so a file may stand anywhere.
//!
//! This is the only module that touches files, and [`Disk`] the only part of it.

mod disk;
mod graph;
mod index;
mod loader;
mod memory;
pub(crate) mod report;

pub use disk::Disk;
pub(crate) use graph::order;
pub(crate) use index::{Loaded, LoadedFile, Target, load};
pub use loader::{Found, Loader, ReadError};
pub use memory::Memory;
pub use report::unreadable;
