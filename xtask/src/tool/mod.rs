//! Programs of others that a task runs: fetched once into `target/tools`, and never part of this repository.
//!
//! ```text
//!   cache    a directory per tool; it is there whole or not at all
//!   fetch    a command that gets something, quiet unless it fails
//!   runner   Google's conformance suite
//!   python   an interpreter with the packages that tests compare with
//! ```
//!
//! Each goes through the package manager it belongs to, so that mirrors, proxies and certificates are those of
//! the machine. Where a tool cannot be had, [`Missing`] says what to do.

mod cache;
mod fetch;
mod missing;
#[expect(dead_code, reason = "the comparison with Python, which uses it, is the next step")]
mod python;
mod runner;

pub(crate) use missing::Missing;
#[expect(unused_imports, reason = "as above")]
pub(crate) use python::Python;
pub(crate) use runner::Runner;
