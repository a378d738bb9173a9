//! From a checked schema to Rust, and the `mrpc-gen` command line.
//!
//! ```text
//!   main ──▶ cli ──▶ config   what mrpc.toml says
//!             │  ├─▶ front    the language: everything that mrpc-idl does for us
//!             │  ├─▶ fix      which changes to apply
//!             │  ├─▶ generate ──▶ view ──▶ templates     a model in, texts out
//!             │  ├─▶ output   what of it has to be written
//!             │  ├─▶ export ──▶ descriptor    a model as `.proto` files and as their descriptors
//!             │  ├─▶ import   a model of `.proto` files, written as `.mrpc`
//!             │  └─▶ write    a file is the old one or the new one, never half of it
//!             └────▶ out      the only place that prints
//! ```
//!
//! A command ends in an [`Exit`]: 0 if there is nothing to complain about, 1 for mistakes of the user, 2 for
//! ours and those of the machine.
#![forbid(unsafe_code)]

#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
mod descriptor;
mod exit;
mod export;
#[cfg(feature = "cli")]
mod fix;
#[cfg(feature = "cli")]
mod front;
mod generate;
#[cfg(feature = "cli")]
mod import;
mod layout;
mod options;
#[cfg(feature = "cli")]
mod out;
mod output;
mod problem;
mod view;
mod write;

pub use descriptor::descriptors;
pub use exit::{Exit, Failure};
pub use export::{Export, export};
pub use generate::{Output, TREE_FILE, generate};
pub use options::Options;
pub use output::{State, leftovers};
pub use problem::Problem;
