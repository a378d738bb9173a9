//! `.mrpc` files as `.proto` files of proto3.

mod name;
mod option;
mod page;
mod print;
mod run;

pub use run::{Export, export};
