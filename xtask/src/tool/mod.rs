//! Programs of others that a task runs: fetched once into `target/tools`, and never part of this repository.
//!
//! ```text
//!   cache    a directory per tool; it is there whole or not at all
//!   fetch    a command that gets something, quiet unless it fails
//!   buf      what a new version of `.proto` files breaks
//!   runner   Google's conformance suite
//!   python   an interpreter with the packages that tests compare with
//! ```
//!
//! Each goes through the package manager it belongs to, so that mirrors, proxies and certificates are those of
//! the machine. Where a tool cannot be had, [`Missing`] says what to do.

mod buf;
mod cache;
mod fetch;
mod missing;
mod python;
mod runner;

pub(crate) use buf::Buf;
pub(crate) use missing::Missing;
pub(crate) use python::Python;
pub(crate) use runner::Runner;
