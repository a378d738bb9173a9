//! What a schema is in protobuf.
//!
//! ```text
//!   Model ──build──▶ tree of proto3 ──encode──▶ FileDescriptorSet     (mrpc-gen descriptors)
//!     unit: which files    │ policy, setting: options
//!                          └───────export───────▶ .proto text         (mrpc-gen export --proto)
//! ```
//!
//! Both are written from one tree, so they cannot tell different stories. What of a schema has no words in proto3
//! goes into the options of `mrpc/options.proto`.

mod build;
mod encode;
mod policy;
mod set;
mod setting;
mod tree;
mod unit;
mod wire;

pub(crate) use build::files;
pub(crate) use policy::{FILE as OPTIONS_FILE, TEXT as OPTIONS_TEXT};
pub(crate) use set::Described;
pub use set::descriptors;
pub(crate) use setting::{Given, Setting};
pub(crate) use tree::{Enum, Field, File, Head, Item, Message, Service, Shape, Side, Type};
