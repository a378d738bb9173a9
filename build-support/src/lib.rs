//! Compiles `.mrpc` files from a `build.rs`, with no other program to install.
//!
//! ```no_run
//! // build.rs
//! fn main() -> mrpc_build::Result {
//!     mrpc_build::configure().root("idl").compile()
//! }
//! ```
//!
//! ```text
//! // src/lib.rs
//! mrpc::include_mrpc!();    // pub mod demo { pub mod user { pub mod v1 { pub struct User { … } } } }
//! ```
//!
//! That is all: every `.mrpc` file below `idl/` is checked and becomes Rust, and a file that is added tomorrow
//! does, too.
//!
//! ```text
//!        read                                    written                       printed, for Cargo
//!
//!   idl/**/*.mrpc  ─┐                       ┌─▶ $OUT_DIR/mrpc/mod.rs          rerun-if-changed: what was read
//!   what they      ─┼─ check ── generate ───┼─▶ $OUT_DIR/mrpc/<package>.rs    warning: a lint, a line each
//!     import        │    │                  ├─▶ $OUT_DIR/mrpc/only/           metadata: where schema.txt is
//!   mrpc.toml      ─┤    ▼                  └─▶ $OUT_DIR/mrpc/schema.txt ─┐
//!   schema.txt of  ─┘  Err: the reports,                                  │
//!   other crates ◀─┐   printed when `main` returns them                   │
//!                  └──────────────────────────────────────────────────────┘
//! ```
//!
//! # When it runs again
//!
//! When a file that was read changes, when a file below a root comes or goes, and never else. What is written
//! keeps its time where it stays the same, and what an earlier run has written and this one has not goes, in
//! `OUT_DIR` only.
//!
//! # When the schema is wrong
//!
//! [`compile`](Config::compile) returns an [`Error`] that shows the reports of `mrpc-gen check`. Cargo prints what
//! `main` returns, and stops before it compiles the crate. The Rust of the last schema that was right stays where
//! it is, so an editor still knows your types while you type. A lint, even one that `mrpc.toml` denies, is a
//! warning: the next version of mrpc may know more lints, and must not break the build of those who use your
//! crate. `mrpc-gen lint` is the one to refuse a change.
//!
//! # Schemas of several crates
//!
//! A crate hands its schema on if its `Cargo.toml` names `links`, any name that no other crate has:
//!
//! ```toml
//! [package]
//! name = "common-idl"
//! links = "common-idl"
//! ```
//!
//! Each crate that has it in `[dependencies]` can import its packages, and uses its types instead of generating
//! them again. There is nothing to configure: Cargo tells one `build.rs` about the other.
#![forbid(unsafe_code)]

mod carrier;
mod configure;
mod environment;
mod error;
mod input;
mod instruction;
mod only;
mod output;
mod plan;
mod reference;
mod run;

pub use configure::{Config, configure};
pub use error::{Error, Result};
