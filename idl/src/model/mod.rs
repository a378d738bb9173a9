//! The schema as it is meant: ids instead of names, types known, policies read.
//!
//! ```text
//! Model ── packages ── files, descriptors
//!   ├──── messages ── fields, oneofs        every declaration knows its package and, nested, its message;
//!   ├──── enums ───── values                the lists are in order of writing, `.mrpc` files in order of their path
//!   ├──── unions ──── fields
//!   ├──── services ── methods
//!   └──── consts
//! ```
//!
//! A model exists only where there was no error, so it holds no unknown and nobody who reads it has to check.
//! What was written with `@removed` is in it, marked, for those who compare versions.

mod constraint;
mod decl;
mod groups;
mod message;
mod package;
mod schema;
mod service;
mod types;
mod word;

pub use constraint::{Constraint, ConstraintKind, Scalar};
pub use decl::{Decl, Deprecated, Home};
pub use groups::{Groups, components};
pub use message::{Enum, EnumValue, Field, Message, Oneof, Reserved, RustField, Union};
pub(crate) use package::stem;
pub use package::{Allow, Const, Descriptor, File, Import, Package};
pub use schema::{ConstId, EnumId, FileId, MessageId, Model, PackageId, ServiceId, UnionId};
pub use service::{Batch, Idempotency, Method, Retry, Service, Side, Timeout};
pub use types::{FieldType, ScalarType, Type, WellKnown};
pub use word::{Format, Status};
