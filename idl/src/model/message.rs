//! Messages, enums, unions, and what they hold.

use super::{Constraint, Decl, FieldType, Home, Scalar, Status};
use crate::source::Span;

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Where it stands.
    pub home: Home,
    /// Its fields in order of writing, those of its oneofs too.
    pub fields: Vec<Field>,
    /// Its oneofs.
    pub oneofs: Vec<Oneof>,
    /// What it reserves.
    pub reserved: Reserved,
}

/// A oneof of a message; its fields name it.
#[derive(Clone, Debug)]
pub struct Oneof {
    /// Name, documentation and the like.
    pub decl: Decl,
}

/// Names and numbers that nobody may use again.
#[derive(Clone, Debug, Default)]
pub struct Reserved {
    /// Ranges, both ends included, in order.
    pub numbers: Vec<(i64, i64)>,
    /// Names, in order of writing.
    pub names: Vec<String>,
}

/// A field of a message, or a member of a oneof, union or error.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Its number on the wire.
    pub number: u32,
    /// Its type.
    pub ty: FieldType,
    /// Where the type is written.
    pub ty_span: Span,
    /// The oneof it belongs to, an index into the message's list.
    pub oneof: Option<usize>,
    /// `@required`
    pub is_required: bool,
    /// A list of numbers that is written one by one: `[packed = false]` in a `.proto`, never in `.mrpc`.
    pub is_unpacked: bool,
    /// `@key`, with its place among several.
    pub key: Option<u32>,
    /// `@redact`
    pub is_redacted: bool,
    /// `@default(…)`
    pub default: Option<Scalar>,
    /// The name in JSON, chosen or derived.
    pub json_name: String,
    /// What a value must satisfy.
    pub constraints: Vec<Constraint>,
    /// How it looks in Rust.
    pub rust: RustField,
    /// `@code(…)`, in an error.
    pub code: Option<Status>,
    /// `@retryable`, in an error.
    pub is_retryable: bool,
}

/// `@rust(…)` on a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RustField {
    /// `type = bytes`: `bytes::Bytes` instead of `Vec<u8>`.
    pub is_bytes: bool,
    /// `map = hash`: `HashMap` instead of `BTreeMap`.
    pub is_hash_map: bool,
    /// `box`: behind a pointer though nothing recurs.
    pub is_boxed: bool,
}

/// An enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Where it stands.
    pub home: Home,
    /// Whether unknown numbers are refused.
    pub is_closed: bool,
    /// Its values in order of writing.
    pub values: Vec<EnumValue>,
    /// What it reserves.
    pub reserved: Reserved,
}

/// One value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Its number.
    pub number: i32,
    /// `@alias`: another name for a number that has one.
    pub is_alias: bool,
}

/// A union or an error: one of several fields.
#[derive(Clone, Debug)]
pub struct Union {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Where it stands.
    pub home: Home,
    /// Whether it was declared with `error`.
    pub is_error: bool,
    /// Its members in order of writing.
    pub fields: Vec<Field>,
    /// What it reserves.
    pub reserved: Reserved,
}
