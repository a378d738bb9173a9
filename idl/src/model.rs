//! The schema as it is meant: ids instead of names, types known, policies read.
//!
//! ```text
//! Model ── packages ── files
//!   ├──── messages ── fields, oneofs        every declaration knows its package and, nested, its message;
//!   ├──── enums ───── values                the lists are in order of writing, files in order of their path
//!   ├──── unions ──── fields
//!   ├──── services ── methods
//!   └──── consts
//! ```
//!
//! A model exists only where there was no error, so it holds no unknown and nobody who reads it has to check.
//! What was written with `@removed` is in it, marked, for those who compare versions.

use std::ops::Index;
use std::time::Duration;

use crate::ast::Ident;
use crate::code::Code;
use crate::source::{SourceId, Span};

/// A whole schema.
#[derive(Debug, Default)]
pub struct Model {
    /// The packages, those that others import first.
    pub packages: Vec<Package>,
    /// The files, by path.
    pub files: Vec<File>,
    /// All messages, nested ones too.
    pub messages: Vec<Message>,
    /// All enums, nested ones too.
    pub enums: Vec<Enum>,
    /// All unions and errors.
    pub unions: Vec<Union>,
    /// All services.
    pub services: Vec<Service>,
    /// All constants.
    pub consts: Vec<Const>,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident, $list:ident: $item:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $id(pub(crate) u32);

            impl $id {
                pub(crate) fn of(index: usize) -> Self {
                    Self(u32::try_from(index).expect("a schema of bounded files has fewer than 2^32 declarations"))
                }

                /// The place in its list.
                #[must_use]
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl Index<$id> for Model {
                type Output = $item;

                fn index(&self, id: $id) -> &$item {
                    &self.$list[id.index()]
                }
            }
        )*
    };
}

ids! {
    /// Names a package.
    PackageId, packages: Package;
    /// Names a file.
    FileId, files: File;
    /// Names a message.
    MessageId, messages: Message;
    /// Names an enum.
    EnumId, enums: Enum;
    /// Names a union or an error.
    UnionId, unions: Union;
    /// Names a service.
    ServiceId, services: Service;
    /// Names a constant.
    ConstId, consts: Const;
}

/// One package.
#[derive(Debug)]
pub struct Package {
    /// `demo.user.v1`
    pub name: String,
    /// Its files, by path.
    pub files: Vec<FileId>,
    /// The packages that its files import, in order of their names.
    pub imports: Vec<PackageId>,
    /// The Rust module, from `@rust(module = "…")`.
    pub rust_module: Option<String>,
}

/// One file.
#[derive(Debug)]
pub struct File {
    /// Its text.
    pub source: SourceId,
    /// Its package.
    pub package: PackageId,
    /// Its `//!` lines.
    pub docs: Vec<String>,
    /// Its imports, in order of writing.
    pub imports: Vec<Import>,
    /// The lints that it allows everywhere in it.
    pub allow: Vec<Allow>,
}

/// One name that an import brings into a file.
#[derive(Debug)]
pub struct Import {
    /// The package it comes from.
    pub package: PackageId,
    /// The name as it is used here: an alias, a declaration, or the whole package.
    pub name: String,
    /// Where the name stands in the import.
    pub span: Span,
    /// The import that it is part of, an index into the file's [`imports`](crate::ast::File::imports).
    pub declaration: usize,
    /// Whether the file uses it.
    pub is_used: bool,
}

/// `@allow(W0101)`
#[derive(Clone, Debug)]
pub struct Allow {
    /// The lint.
    pub code: Code,
    /// Where it is named.
    pub span: Span,
    /// What it covers.
    pub scope: Span,
}

/// What every declaration has.
#[derive(Clone, Debug)]
pub struct Decl {
    /// Its name and where it stands.
    pub name: Ident,
    /// The whole declaration, without documentation and annotations.
    pub span: Span,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
    /// `@deprecated`
    pub deprecated: Option<Deprecated>,
    /// `@removed(in = "…")`
    pub removed: Option<String>,
    /// `@rust(name = "…")`
    pub rust_name: Option<String>,
    /// `@rust(derive = […])`
    pub rust_derive: Vec<String>,
}

/// `@deprecated("use GetUser", since = "v1.4", remove = "v2")`
#[derive(Clone, Debug, Default)]
pub struct Deprecated {
    /// What to use instead.
    pub message: Option<String>,
    /// The version it is deprecated since.
    pub since: Option<String>,
    /// The version that may drop it.
    pub remove: Option<String>,
}

/// Where a declaration of a package stands.
#[derive(Clone, Copy, Debug)]
pub struct Home {
    /// Its package.
    pub package: PackageId,
    /// Its file.
    pub file: FileId,
    /// The message it is nested in.
    pub parent: Option<MessageId>,
    /// Whether other packages may not use it.
    pub is_internal: bool,
}

/// A message.
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
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

/// How many of which type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// `T`
    One(Type),
    /// `T?`
    Optional(Type),
    /// `list<T>`
    List(Type),
    /// `map<K, T>`
    Map(ScalarType, Type),
}

impl FieldType {
    /// The type of one element, or of a map's values.
    #[must_use]
    pub fn element(self) -> Type {
        match self {
            Self::One(ty) | Self::Optional(ty) | Self::List(ty) | Self::Map(_, ty) => ty,
        }
    }
}

/// A type that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Built in, one value.
    Scalar(ScalarType),
    /// Built in, a message of protobuf's.
    WellKnown(WellKnown),
    /// A message.
    Message(MessageId),
    /// An enum.
    Enum(EnumId),
    /// A union or an error.
    Union(UnionId),
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word that a schema uses.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What `word` names.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

words! {
    /// The built-in types of one value.
    ScalarType {
        /// `bool`
        Bool "bool",
        /// `int32`
        Int32 "int32",
        /// `int64`
        Int64 "int64",
        /// `uint32`
        Uint32 "uint32",
        /// `uint64`
        Uint64 "uint64",
        /// `sint32`
        Sint32 "sint32",
        /// `sint64`
        Sint64 "sint64",
        /// `fixed32`
        Fixed32 "fixed32",
        /// `fixed64`
        Fixed64 "fixed64",
        /// `sfixed32`
        Sfixed32 "sfixed32",
        /// `sfixed64`
        Sfixed64 "sfixed64",
        /// `float`
        Float "float",
        /// `double`
        Double "double",
        /// `string`
        String "string",
        /// `bytes`
        Bytes "bytes",
    }
}

impl ScalarType {
    /// The least and the greatest value of a whole number.
    #[must_use]
    pub const fn int_range(self) -> Option<(i128, i128)> {
        match self {
            Self::Int32 | Self::Sint32 | Self::Sfixed32 => Some((i32::MIN as i128, i32::MAX as i128)),
            Self::Int64 | Self::Sint64 | Self::Sfixed64 => Some((i64::MIN as i128, i64::MAX as i128)),
            Self::Uint32 | Self::Fixed32 => Some((0, u32::MAX as i128)),
            Self::Uint64 | Self::Fixed64 => Some((0, u64::MAX as i128)),
            Self::Bool | Self::Float | Self::Double | Self::String | Self::Bytes => None,
        }
    }

    /// Whether it is `float` or `double`.
    #[must_use]
    pub const fn is_float(self) -> bool {
        matches!(self, Self::Float | Self::Double)
    }
}

words! {
    /// Messages of `google.protobuf` that every file knows by their last name.
    WellKnown {
        /// A point in time.
        Timestamp "Timestamp",
        /// A span of time.
        Duration "Duration",
        /// A message of any type.
        Any "Any",
        /// Nothing.
        Empty "Empty",
        /// A JSON object.
        Struct "Struct",
        /// A JSON value.
        Value "Value",
        /// A JSON array.
        ListValue "ListValue",
        /// Paths to fields.
        FieldMask "FieldMask",
        /// `bool` that may be absent.
        BoolValue "BoolValue",
        /// `int32` that may be absent.
        Int32Value "Int32Value",
        /// `int64` that may be absent.
        Int64Value "Int64Value",
        /// `uint32` that may be absent.
        UInt32Value "UInt32Value",
        /// `uint64` that may be absent.
        UInt64Value "UInt64Value",
        /// `float` that may be absent.
        FloatValue "FloatValue",
        /// `double` that may be absent.
        DoubleValue "DoubleValue",
        /// `string` that may be absent.
        StringValue "StringValue",
        /// `bytes` that may be absent.
        BytesValue "BytesValue",
    }
}

words! {
    /// The codes that a call may fail with, those of gRPC without `OK`.
    Status {
        /// The caller gave up.
        Cancelled "CANCELLED",
        /// Nobody knows.
        Unknown "UNKNOWN",
        /// The request makes no sense, whatever the state.
        InvalidArgument "INVALID_ARGUMENT",
        /// Time ran out.
        DeadlineExceeded "DEADLINE_EXCEEDED",
        /// There is no such thing.
        NotFound "NOT_FOUND",
        /// There is one already.
        AlreadyExists "ALREADY_EXISTS",
        /// The caller may not.
        PermissionDenied "PERMISSION_DENIED",
        /// Something is used up.
        ResourceExhausted "RESOURCE_EXHAUSTED",
        /// The state does not allow it.
        FailedPrecondition "FAILED_PRECONDITION",
        /// Somebody else was first; begin again.
        Aborted "ABORTED",
        /// Past the end.
        OutOfRange "OUT_OF_RANGE",
        /// Nobody does this here.
        Unimplemented "UNIMPLEMENTED",
        /// A bug.
        Internal "INTERNAL",
        /// Not now; try again.
        Unavailable "UNAVAILABLE",
        /// Data is gone.
        DataLoss "DATA_LOSS",
        /// The caller did not say who it is.
        Unauthenticated "UNAUTHENTICATED",
    }
}

/// A value of a built-in type or of an enum.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// `true`
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number with a fraction.
    Float(f64),
    /// Text, or the bytes of it.
    String(String),
    /// The name of a value of the field's enum.
    EnumValue(String),
}

/// What a value must satisfy. On a list, all but [`Len`](ConstraintKind::Len) and
/// [`Unique`](ConstraintKind::Unique) speak of each element.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// What.
    pub kind: ConstraintKind,
    /// The annotation.
    pub span: Span,
}

/// The kinds of constraint.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstraintKind {
    /// `@range(min..=max)`
    Range {
        /// The least value.
        min: Option<Scalar>,
        /// The greatest value.
        max: Option<Scalar>,
        /// Whether `max` itself is allowed; always so for whole numbers.
        is_inclusive: bool,
    },
    /// `@len(min..=max)`: characters, bytes or elements.
    Len {
        /// The least length.
        min: u64,
        /// The greatest length.
        max: Option<u64>,
    },
    /// `@pattern("…")`
    Pattern(String),
    /// `@format(…)`
    Format(Format),
    /// `@unique`
    Unique,
    /// `@in([…])`
    In(Vec<Scalar>),
    /// `@not_in([…])`
    NotIn(Vec<Scalar>),
    /// `@nonzero`
    Nonzero,
    /// `@finite`
    Finite,
}

words! {
    /// What `@format` knows.
    Format {
        /// `user@host`
        Email "email",
        /// A name of DNS.
        Hostname "hostname",
        /// An address of either version.
        Ip "ip",
        /// `192.0.2.1`
        Ipv4 "ipv4",
        /// `2001:db8::1`
        Ipv6 "ipv6",
        /// An absolute URI.
        Uri "uri",
        /// `123e4567-e89b-12d3-a456-426614174000`
        Uuid "uuid",
    }
}

/// An enum.
#[derive(Debug)]
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
#[derive(Debug)]
pub struct EnumValue {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Its number.
    pub number: i32,
    /// `@alias`: another name for a number that has one.
    pub is_alias: bool,
}

/// A union or an error: one of several fields.
#[derive(Debug)]
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

/// A service.
#[derive(Debug)]
pub struct Service {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Where it stands.
    pub home: Home,
    /// Its methods in order of writing.
    pub methods: Vec<Method>,
    /// `@validate`: requests are checked before a handler sees them.
    pub is_validated: bool,
}

/// A method, with what its service says of all methods taken in.
#[derive(Debug)]
pub struct Method {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// What it takes.
    pub request: Side,
    /// What it gives.
    pub response: Side,
    /// The error it throws.
    pub throws: Option<UnionId>,
    /// `@timeout`
    pub timeout: Timeout,
    /// `@idempotent`
    pub idempotency: Idempotency,
    /// `@retry`
    pub retry: Option<Retry>,
    /// `@route(hash)`
    pub is_routed_by_key: bool,
    /// `@batch`
    pub batch: Option<Batch>,
}

/// One side of a method.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// A message, a union, or a well-known message.
    pub ty: Type,
    /// Whether there are many.
    pub is_stream: bool,
    /// Where the type is written.
    pub span: Span,
}

/// `@timeout`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Timeout {
    /// Nothing is said.
    #[default]
    Unset,
    /// `@timeout(none)`
    Never,
    /// `@timeout(2s, idle = 10s)`
    After {
        /// For the whole call.
        total: Duration,
        /// For the pause between two items of a stream.
        idle: Option<Duration>,
        /// The annotation.
        span: Span,
    },
}

/// Whether a call may be made twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Idempotency {
    /// It may not.
    #[default]
    No,
    /// Twice is as good as once.
    Yes,
    /// It changes nothing.
    Read,
}

/// `@retry(max_attempts = 3, backoff = 50ms..1s, on = [UNAVAILABLE], budget = 20%)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    /// The most attempts, the first included.
    pub max_attempts: u32,
    /// The first and the longest pause.
    pub backoff: Option<(Duration, Duration)>,
    /// What is worth another attempt; empty for the default.
    pub on: Vec<Status>,
    /// Retries for each hundred calls.
    pub budget_percent: Option<u32>,
}

/// `@batch(max_size = 64, max_wait = 1ms)`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The most calls in one frame.
    pub max_size: u32,
    /// How long the first of them waits.
    pub max_wait: Duration,
    /// Whether only calls with the same `@key` go together.
    pub is_by_key: bool,
    /// The annotation.
    pub span: Span,
}

/// A constant.
#[derive(Debug)]
pub struct Const {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Where it stands.
    pub home: Home,
    /// Its type.
    pub ty: ScalarType,
    /// Its value.
    pub value: Scalar,
    /// Whether anything refers to it.
    pub is_used: bool,
}

impl Model {
    /// `demo.user.v1.Outer.Inner`
    #[must_use]
    pub fn full_name(&self, home: Home, decl: &Decl) -> String {
        let mut names = vec![decl.name.text.as_str()];
        let mut parent = home.parent;
        while let Some(id) = parent {
            names.push(&self[id].decl.name.text);
            parent = self[id].home.parent;
        }
        names.push(&self[home.package].name);
        names.reverse();
        names.join(".")
    }

    /// The name of a type, as one writes it in full.
    #[must_use]
    pub fn type_name(&self, ty: Type) -> String {
        match ty {
            Type::Scalar(scalar) => scalar.as_str().to_owned(),
            Type::WellKnown(known) => format!("google.protobuf.{}", known.as_str()),
            Type::Message(id) => self.full_name(self[id].home, &self[id].decl),
            Type::Enum(id) => self.full_name(self[id].home, &self[id].decl),
            Type::Union(id) => self.full_name(self[id].home, &self[id].decl),
        }
    }
}
