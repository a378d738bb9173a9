//! A schema as proto3 has it: what a `.proto` file of it says, before anybody has written it as text or as bytes.
//!
//! Maps, `optional` and ranges are here as one writes them. What descriptors make of them is
//! [`encode`](super::encode)'s.

use mrpc_idl::model::{Reserved, ScalarType};
use mrpc_idl::source::SourceId;

use super::setting::Setting;

/// A `.proto` file.
#[derive(Debug)]
pub(crate) struct File {
    /// The path that others import it by.
    pub(crate) name: String,
    pub(crate) package: String,
    pub(crate) docs: Vec<String>,
    /// The `.mrpc` files that it is made of.
    pub(crate) sources: Vec<SourceId>,
    /// The files that it needs, sorted.
    pub(crate) imports: Vec<String>,
    /// What it declares, in order of writing.
    pub(crate) items: Vec<Item>,
}

/// A declaration.
#[derive(Debug)]
pub(crate) enum Item {
    Message(Message),
    Enum(Enum),
    Service(Service),
}

/// What every declaration has.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    /// In order of their numbers.
    pub(crate) options: Vec<Setting>,
}

#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) head: Head,
    /// Nested messages and enums.
    pub(crate) items: Vec<Item>,
    /// Those of a oneof stand together.
    pub(crate) fields: Vec<Field>,
    pub(crate) oneofs: Vec<Head>,
    pub(crate) reserved: Reserved,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) head: Head,
    pub(crate) number: u32,
    pub(crate) shape: Shape,
    pub(crate) ty: Type,
    /// An index into the oneofs of its message.
    pub(crate) oneof: Option<usize>,
    pub(crate) json_name: String,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    One,
    Optional,
    Repeated,
    /// A map with keys of that type.
    Map(ScalarType),
}

/// Of what.
#[derive(Clone, Debug)]
pub(crate) enum Type {
    Scalar(ScalarType),
    /// By its full name, as in `demo.user.v1.User`.
    Message(String),
    /// The same.
    Enum(String),
}

#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) head: Head,
    pub(crate) values: Vec<Value>,
    pub(crate) reserved: Reserved,
}

#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) head: Head,
    pub(crate) number: i32,
}

#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) head: Head,
    pub(crate) methods: Vec<Method>,
}

#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) head: Head,
    pub(crate) request: Side,
    pub(crate) response: Side,
}

/// What a method takes or gives.
#[derive(Debug)]
pub(crate) struct Side {
    /// The full name of a message.
    pub(crate) ty: String,
    pub(crate) is_stream: bool,
}
