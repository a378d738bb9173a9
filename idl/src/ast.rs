//! A file as it was written: order, sugar and spans kept, nothing looked up.
//!
//! The parser makes this tree from any text. What it could not read is absent from it, or marked
//! [`broken`](Annotation::broken) or [`Broken`](ValueKind::Broken); the report is already made, and whoever
//! meets the mark stays silent.

use std::time::Duration;

use crate::source::{SourceId, Span};

/// One file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The text it was read from.
    pub source: SourceId,
    /// The `//!` lines at the top.
    pub docs: Vec<Doc>,
    /// `edition 2026;`
    pub edition: Option<Edition>,
    /// `package demo.user.v1;`
    pub package: Option<Package>,
    /// The imports, in order.
    pub imports: Vec<Import>,
    /// What it declares, in order.
    pub items: Vec<Item>,
    /// Whether something in it could not be read. Rules about what is missing stay silent then.
    pub broken: bool,
}

/// One line of documentation, without its slashes and the one space behind them.
#[derive(Clone, Debug, PartialEq)]
pub struct Doc {
    /// The text of the line.
    pub text: String,
    /// The whole line, slashes included.
    pub span: Span,
}

/// A name that the author chose, or refers to.
#[derive(Clone, Debug, PartialEq)]
pub struct Ident {
    /// The characters.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// Names joined by dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Whether it begins with a dot, and so with the name of a package.
    pub absolute: bool,
    /// At least one.
    pub segments: Vec<Ident>,
    /// The whole path.
    pub span: Span,
}

impl Path {
    /// The path as it was written.
    #[must_use]
    pub fn text(&self) -> String {
        let joined = self.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(".");
        if self.absolute { format!(".{joined}") } else { joined }
    }

    /// The only name of a path of one name.
    #[must_use]
    pub fn as_ident(&self) -> Option<&Ident> {
        match self.segments.as_slice() {
            [only] if !self.absolute => Some(only),
            _ => None,
        }
    }
}

/// `edition 2026;`
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// What follows the keyword.
    pub number: Number,
    /// The whole declaration.
    pub span: Span,
}

/// `package demo.user.v1;`
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// What was said about it.
    pub attrs: Attrs,
    /// The name.
    pub path: Path,
    /// The whole declaration, without its attributes.
    pub span: Span,
}

/// One import.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What is imported.
    pub kind: ImportKind,
    /// `as alias`, behind a path or a `.proto` file.
    pub alias: Option<Ident>,
    /// The whole declaration.
    pub span: Span,
}

/// The forms of an import.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportKind {
    /// `import demo.audit.v1;` or `import demo.audit.v1.Entry;`: only what is found tells which.
    Path(Path),
    /// `import demo.common.v1.{Money, PageToken as Token};`
    Names {
        /// The package.
        package: Path,
        /// What is between the braces.
        names: Vec<ImportName>,
        /// From brace to brace.
        braces: Span,
    },
    /// `import proto "google/type/latlng.proto";`
    Proto(Text),
}

/// `PageToken as Token`
#[derive(Clone, Debug, PartialEq)]
pub struct ImportName {
    /// The name in its package.
    pub name: Ident,
    /// The name here.
    pub alias: Option<Ident>,
}

/// What stands before a declaration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attrs {
    /// The `///` lines.
    pub docs: Vec<Doc>,
    /// The annotations, in order.
    pub annotations: Vec<Annotation>,
}

/// `@retry(max_attempts = 3)`
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The name, without the `@`.
    pub path: Path,
    /// What is between the parentheses.
    pub args: Vec<Arg>,
    /// From the `@` to the closing parenthesis.
    pub span: Span,
    /// Whether the arguments could not be read.
    pub broken: bool,
}

/// `max_attempts = 3`, or a value alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// The name before the `=`.
    pub name: Option<Ident>,
    /// The value.
    pub value: Value,
    /// The whole argument.
    pub span: Span,
}

/// A value in an annotation or a constant.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of value.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// `"text"`
    String(Text),
    /// `-5`, `0xff`, `1_000`, also `4KiB` (as 4096).
    Int(i128),
    /// `1.5`
    Float(f64),
    /// `50ms`
    Duration(Duration),
    /// `20%`, as 20.
    Percent(u32),
    /// `1..=5`, `50ms..1s`, `..=16`
    Range(Box<RangeValue>),
    /// `[A, B]`
    List(Vec<Value>),
    /// `true`, `none`, `hash`, `NOT_FOUND`, the name of a constant.
    Path(Path),
    /// Malformed, and already reported.
    Broken,
}

/// `start..end` or `start..=end`
#[derive(Clone, Debug, PartialEq)]
pub struct RangeValue {
    /// Before the dots.
    pub start: Option<Value>,
    /// Behind the dots.
    pub end: Option<RangeEnd>,
    /// Whether the end belongs to it: `..=`.
    pub inclusive: bool,
}

/// The end of a range.
#[derive(Clone, Debug, PartialEq)]
pub enum RangeEnd {
    /// A value.
    Value(Value),
    /// The word `max`.
    Max(Span),
}

/// A string, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The characters it stands for.
    pub value: String,
    /// From quote to quote. Where the text between holds no escape, the byte `i` of `value` stands at
    /// `span.start + 1 + i`.
    pub span: Span,
}

/// A whole number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The value; `None` for one that no 64 bits hold, already reported.
    pub value: Option<i128>,
    /// Where it stands.
    pub span: Span,
}

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
