//! From names to things: the trees of all files become one [`Model`](crate::model::Model).
//!
//! ```text
//! declare   every declaration gets an id, every name a meaning        symbol
//! import    every file learns the names that it brings in             import
//! constant  every constant gets its value                             constant
//! build     types are looked up, annotations become policies          build, field, constraint, method
//! ```
//!
//! What cannot be resolved is reported once and left out. The model that is handed on is whole or none.

mod build;
mod constant;
mod constraint;
mod declare;
mod default;
mod field;
mod import;
mod lookup;
mod memo;
mod method;
mod policy;
mod reserved;
mod symbol;
mod unknown;
mod value;

pub(crate) use build::{reserved_prefix, resolve};
pub(crate) use reserved::{FIELD_NUMBERS, VALUE_NUMBERS, bounds};
