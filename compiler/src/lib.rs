//! The `mrpc-gen` command line: checks, lints, formats and explains `.mrpc` files.
//!
//! ```text
//!   main ──▶ cli ──▶ config   what mrpc.toml says
//!             │  ├─▶ front    the language: everything that mrpc-idl does for us
//!             │  ├─▶ fix      which changes to apply
//!             │  ├─▶ import   a model of `.proto` files, written as `.mrpc`
//!             │  └─▶ write    a file is the old one or the new one, never half of it
//!             └────▶ out      the only place that prints
//! ```
//!
//! A command ends in an [`Exit`]: 0 if there is nothing to complain about, 1 for mistakes of the user, 2 for
//! ours and those of the machine.
#![forbid(unsafe_code)]

pub mod cli;
pub mod config;
mod exit;
mod fix;
mod front;
mod generate;
mod import;
mod options;
mod out;
mod view;
mod write;

pub use exit::{Exit, Failure};
pub use generate::{Output, TREE_FILE, generate};
pub use options::{Options, Problem};
