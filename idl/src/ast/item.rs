//! What is declared, and of what types.

use super::{Attrs, Ident, Number, Path, Text, Value};
use crate::source::Span;

/// What a file or a message declares.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `const`
    Const(Const),
    /// `message`
    Message(Message),
    /// `enum`, `closed enum`
    Enum(Enum),
    /// `union`, `error`
    Union(Union),
    /// `service`
    Service(Service),
}

/// `const MAX_NAME: uint32 = 64;`
#[derive(Clone, Debug, PartialEq)]
pub struct Const {
    /// What stands before it.
    pub attrs: Attrs,
    /// Its name.
    pub name: Ident,
    /// Its type.
    pub ty: TypeRef,
    /// Its value.
    pub value: Value,
    /// From the keyword to the semicolon.
    pub span: Span,
}

/// `message User { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// What stands before it.
    pub attrs: Attrs,
    /// Its name.
    pub name: Ident,
    /// What is between its braces, in order.
    pub members: Vec<Member>,
    /// From the keyword to the closing brace.
    pub span: Span,
    /// Whether a member could not be read.
    pub broken: bool,
}

/// What a message holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Member {
    /// `name: string = 1;`
    Field(Field),
    /// `oneof contact { … }`
    Oneof(Oneof),
    /// `reserved 15, 20..=29;`
    Reserved(Reserved),
    /// A nested message.
    Message(Message),
    /// A nested enum.
    Enum(Enum),
}

/// `name: string = 1;`
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What stands before it.
    pub attrs: Attrs,
    /// Its name.
    pub name: Ident,
    /// Its type.
    pub ty: TypeRef,
    /// Its number; `None` where `= 1` is missing.
    pub number: Option<Number>,
    /// From the name to the semicolon.
    pub span: Span,
}

/// `oneof contact { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Oneof {
    /// What stands before it.
    pub attrs: Attrs,
    /// Its name.
    pub name: Ident,
    /// Its members.
    pub fields: Vec<Field>,
    /// From the keyword to the closing brace.
    pub span: Span,
    /// Whether a member could not be read.
    pub broken: bool,
}

/// `reserved 15, 20..=29, "old_name";`
#[derive(Clone, Debug, PartialEq)]
pub struct Reserved {
    /// What is reserved.
    pub items: Vec<ReservedItem>,
    /// The whole declaration.
    pub span: Span,
}

/// One thing that is reserved.
#[derive(Clone, Debug, PartialEq)]
pub enum ReservedItem {
    /// A name.
    Name(Text),
    /// One number.
    Number(Number),
    /// Numbers from start to end.
    Range(ReservedRange),
}

/// `20..=29`, `1000..max`
#[derive(Clone, Debug, PartialEq)]
pub struct ReservedRange {
    /// The first number; `None` where it begins with the dots.
    pub start: Option<ReservedBound>,
    /// The last number; `None` where it ends with the dots.
    pub end: Option<ReservedBound>,
    /// Whether the end belongs to it: `..=`. `..max` always includes the largest number.
    pub inclusive: bool,
    /// The whole range.
    pub span: Span,
}

/// One end of a reserved range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReservedBound {
    /// A number.
    Number(Number),
    /// The word `max`.
    Max(Span),
}

/// `enum Status { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// What stands before it.
    pub attrs: Attrs,
    /// The word `closed`.
    pub closed: Option<Span>,
    /// Its name.
    pub name: Ident,
    /// Its values, in order.
    pub values: Vec<EnumValue>,
    /// Its `reserved` lines, in order.
    pub reserved: Vec<Reserved>,
    /// From the first keyword to the closing brace.
    pub span: Span,
    /// Whether a value could not be read.
    pub broken: bool,
}

/// `STATUS_ACTIVE = 1;`
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// What stands before it.
    pub attrs: Attrs,
    /// Its name.
    pub name: Ident,
    /// Its number; `None` where `= 1` is missing.
    pub number: Option<Number>,
    /// From the name to the semicolon.
    pub span: Span,
}

/// `union Shape { … }` or `error UserError { … }`: a message with one oneof.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// What stands before it.
    pub attrs: Attrs,
    /// Whether it was declared with `error`.
    pub is_error: bool,
    /// Its name.
    pub name: Ident,
    /// Its members, in order.
    pub fields: Vec<Field>,
    /// Its `reserved` lines, in order.
    pub reserved: Vec<Reserved>,
    /// From the keyword to the closing brace.
    pub span: Span,
    /// Whether a member could not be read.
    pub broken: bool,
}

/// `service UserService { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// What stands before it.
    pub attrs: Attrs,
    /// Its name.
    pub name: Ident,
    /// Its methods, in order.
    pub methods: Vec<Method>,
    /// From the keyword to the closing brace.
    pub span: Span,
    /// Whether a method could not be read.
    pub broken: bool,
}

/// `rpc Watch(GetUserRequest) -> stream User throws UserError;`
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// What stands before it.
    pub attrs: Attrs,
    /// Its name.
    pub name: Ident,
    /// What it takes.
    pub request: Side,
    /// What it gives.
    pub response: Side,
    /// The type behind `throws`.
    pub throws: Option<Path>,
    /// From the keyword to the semicolon.
    pub span: Span,
}

/// `stream User`
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The word `stream`.
    pub stream: Option<Span>,
    /// The type. It is a whole type reference, so that `rpc A(list<B>)` gets a report about types, not syntax.
    pub ty: TypeRef,
}

/// `list<User>`, `map<string, int64>`, `User?`
#[derive(Clone, Debug, PartialEq)]
pub struct TypeRef {
    /// Without the `?`.
    pub kind: TypeKind,
    /// The `?`.
    pub optional: Option<Span>,
    /// The whole reference.
    pub span: Span,
}

/// The forms of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// A name.
    Path(Path),
    /// `list<T>`
    List(Box<TypeRef>),
    /// `map<K, V>`
    Map(Box<TypeRef>, Box<TypeRef>),
    /// `stream T`, which only a method may have.
    Stream(Box<TypeRef>),
    /// Unreadable, and already reported.
    Broken,
}
