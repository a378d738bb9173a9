//! `.proto` files: from their text to a part of the model.
//!
//! ```text
//! import proto "a.proto" ──▶ guard ──▶ parse ──▶ pool ──▶ lower ──▶ Model
//!            ▲                (bounds)  (syntax)  (rules of   (declare, message, service)
//!            └── their imports ◀──────────┘        protobuf)
//! ```
//!
//! Two crates do what `protoc` does: one reads the text, one resolves names and holds the rules. Neither bounds what
//! a text can make it do, so [`guard`] looks at each text first, and [`read`] at the chain of imports. What they
//! refuse is reported at its place in the `.proto` file.
//!
//! A file of proto3 becomes a part of the model. One of proto2 may be imported by a `.proto` file for the options
//! that it defines; its types may not be used.

mod declare;
mod guard;
mod lower;
mod message;
mod option;
mod place;
mod pool;
mod read;
mod refuse;
mod rule;
mod rust_name;
mod service;
mod well_known;

pub(crate) use lower::lower;
pub(crate) use read::read;
