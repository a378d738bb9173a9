//! The rules of the language that need no more than to look.
//!
//! Each family has a file. Those that look at names and numbers read the trees, so that a type that could not
//! be resolved hides nothing; those that need types read the model.

mod enums;
mod family;
mod generated;
mod header;
mod kept;
mod member;
mod names;
mod number;
mod package;
mod recursion;
mod service;

pub(crate) use family::check;
