//! `.mrpc` files as `.proto` files of proto3.

mod name;
mod option;
mod page;
mod print;
mod run;

#[cfg(feature = "cli")]
pub(crate) use run::is_exported;
pub use run::{Export, export};
