//! How fields travel: which functions of the runtime write and read them.

use std::collections::BTreeSet;

use mrpc_idl::model::{Field, FieldType, PackageId, ScalarType, Type, WellKnown};

use super::context::Context;
use super::literal;
use super::types::{is_message, is_optional, is_shared, wrapped};

const RUNTIME: &str = "::mrpc::__gen";

/// What the runtime has to know of a message or a union.
#[derive(Debug)]
pub(crate) struct Codec {
    /// Its name in the schema, as a literal.
    pub(crate) name: String,
    /// Numbers and names of its fields, in order of the numbers.
    pub(crate) fields: Vec<(String, String)>,
    /// The names of its `@required` fields, as literals.
    pub(crate) required: Vec<String>,
    /// Statements that write its fields, in order of the numbers; of a union, arms of a `match`.
    pub(crate) writes: Vec<String>,
    /// Tags as a pattern, and the call that reads what is behind them.
    pub(crate) reads: Vec<(String, String)>,
    /// The same for JSON, if that was asked for.
    pub(crate) json: Option<Json>,
}

/// How a message or a union looks in JSON.
#[derive(Debug, Default)]
pub(crate) struct Json {
    /// Statements that write its fields, in order of the numbers; of a union, arms of a `match`.
    pub(crate) writes: Vec<String>,
    /// Names as a pattern, and the call that reads what they name.
    pub(crate) reads: Vec<(String, String)>,
    /// The names of all fields in JSON.
    taken: BTreeSet<String>,
    /// The numbers of all fields, in order: the place in it names a field.
    numbers: Vec<u32>,
}

impl Codec {
    /// Starts with what is known of all fields, whatever holds them.
    pub(super) fn new(full_name: &str, fields: &[&Field], is_json: bool) -> Self {
        let mut by_number: Vec<&&Field> = fields.iter().collect();
        by_number.sort_unstable_by_key(|field| field.number);
        let row =
            |field: &&&Field| (literal::int(field.number.into()), literal::string(&field.decl.name.text));
        let required = fields.iter().filter(|field| field.is_required);
        Self {
            name: literal::string(full_name),
            fields: by_number.iter().map(row).collect(),
            required: required.map(|field| literal::string(&field.decl.name.text)).collect(),
            writes: Vec::new(),
            reads: Vec::new(),
            json: is_json.then(|| Json {
                taken: fields.iter().map(|field| field.json_name.clone()).collect(),
                numbers: by_number.iter().map(|field| field.number).collect(),
                ..Json::default()
            }),
        }
    }
}

impl Json {
    /// The field's place among all, by number.
    fn index(&self, field: &Field) -> usize {
        self.numbers.binary_search(&field.number).unwrap_or_default()
    }

    /// The names that it is read by: that in JSON, and that in the schema unless another field has it in JSON.
    fn names(&self, field: &Field) -> String {
        let (json, own) = (&field.json_name, &field.decl.name.text);
        let json = literal::string(json);
        if self.taken.contains(own) { json } else { format!("{json} | {}", literal::string(own)) }
    }
}

/// One field, and how it travels.
pub(super) struct Travel<'a> {
    pub(super) field: &'a Field,
    /// The type of the runtime that knows.
    pub(super) kind: String,
    wire: u32,
    is_closed: bool,
}

impl<'a> Travel<'a> {
    pub(super) fn new(
        cx: &Context<'_>,
        from: PackageId,
        owner: Type,
        field: &'a Field,
        full_name: &str,
    ) -> Self {
        let ty = field.ty.element();
        let bare = match ty == owner {
            true => format!("{RUNTIME}::Nested<Self>"),
            false => kind(cx, from, ty, is_shared(cx, field, full_name)),
        };
        let kind = if cx.is_boxed(owner, field) { format!("{RUNTIME}::Boxed<{bare}>") } else { bare };
        let is_closed = matches!(ty, Type::Enum(id) if cx.model[id].is_closed);
        Self { field, kind, wire: wire(ty), is_closed }
    }

    fn tag(&self, wire: u32) -> String {
        literal::int((u64::from(self.field.number) << 3 | u64::from(wire)).into())
    }

    /// The tag in front of each value.
    pub(super) fn own_tag(&self) -> String {
        self.tag(self.wire)
    }

    /// The statement that writes a field of a struct.
    pub(super) fn write(&self, name: &str) -> String {
        let Self { field, kind, .. } = self;
        let tag = self.own_tag();
        match field.ty {
            FieldType::List(_) if self.is_packable() && !field.is_unpacked => {
                let tag = self.tag(LEN);
                match self.is_closed {
                    true => format!("w.packed_closed({tag}, &self.{name});"),
                    false => format!("w.packed::<{kind}>({tag}, &self.{name});"),
                }
            }
            FieldType::List(_) => format!("w.list::<{kind}>({tag}, &self.{name});"),
            FieldType::Map(key, _) => {
                format!("w.map::<{}, {kind}>({}, &self.{name});", scalar(key, false), self.tag(LEN))
            }
            FieldType::One(_) if field.is_required => format!("w.member::<{kind}>({tag}, &self.{name});"),
            FieldType::One(ty) | FieldType::Optional(ty) if is_optional(field, ty) => {
                format!("w.optional::<{kind}>({tag}, &self.{name});")
            }
            FieldType::One(_) | FieldType::Optional(_) => format!("w.set::<{kind}>({tag}, &self.{name});"),
        }
    }

    /// The arm that reads a field of a struct; `required` is its place among the required fields.
    pub(super) fn read(&self, name: &str, required: usize) -> (String, String) {
        let Self { field, kind, .. } = self;
        let tag = self.own_tag();
        match field.ty {
            FieldType::List(_) if self.is_packable() => {
                let tags = format!("{tag} | {}", self.tag(LEN));
                let call = match self.is_closed {
                    true => format!("r.packed_closed(tag, &mut self.{name}, &mut self.unknown_fields)"),
                    false => format!("r.packed::<{kind}>(tag, &mut self.{name})"),
                };
                (tags, call)
            }
            FieldType::List(_) => (tag, format!("r.list::<{kind}>(tag, &mut self.{name})")),
            FieldType::Map(key, _) => {
                let key = scalar(key, false);
                let call = match self.is_closed {
                    true => format!(
                        "r.map_closed::<{key}, {kind}>(tag, &mut self.{name}, &mut self.unknown_fields)"
                    ),
                    false => format!("r.map::<{key}, {kind}>(tag, &mut self.{name})"),
                };
                (self.tag(LEN), call)
            }
            FieldType::One(_) if field.is_required => {
                (tag, format!("r.required::<{kind}>(&mut self.{name}, seen, {required})"))
            }
            FieldType::One(ty) | FieldType::Optional(ty) if is_optional(field, ty) => {
                (tag, format!("r.optional::<{kind}>(&mut self.{name})"))
            }
            FieldType::One(_) | FieldType::Optional(_) => (tag, format!("r.set::<{kind}>(&mut self.{name})")),
        }
    }

    /// The statement that writes a field of a struct in JSON.
    pub(super) fn write_json(&self, name: &str) -> String {
        let Self { field, kind, .. } = self;
        let key = literal::string(&field.json_name);
        let call = match field.ty {
            FieldType::List(_) => format!("list::<{kind}>"),
            FieldType::Map(key, _) => format!("map::<{}, {kind}>", scalar(key, false)),
            FieldType::One(_) if field.is_required => format!("member::<{kind}>"),
            FieldType::One(ty) | FieldType::Optional(ty) if is_optional(field, ty) => {
                format!("optional::<{kind}>")
            }
            FieldType::One(_) | FieldType::Optional(_) => format!("set::<{kind}>"),
        };
        format!("w.{call}({key}, &self.{name})?;")
    }

    /// The arm that reads a field of a struct in JSON.
    pub(super) fn read_json(&self, json: &Json, name: &str) -> (String, String) {
        let Self { field, kind, .. } = self;
        let call = match field.ty {
            FieldType::List(_) => format!("list::<{kind}>"),
            FieldType::Map(key, _) => format!("map::<{}, {kind}>", scalar(key, false)),
            FieldType::One(_) if field.is_required => format!("required::<{kind}>"),
            FieldType::One(ty) | FieldType::Optional(ty) if is_optional(field, ty) => {
                format!("optional::<{kind}>")
            }
            FieldType::One(_) | FieldType::Optional(_) => format!("set::<{kind}>"),
        };
        (json.names(field), format!("r.{call}({}, &mut self.{name})", json.index(field)))
    }

    /// The expression that writes a member which is set in JSON.
    pub(super) fn write_json_member(&self) -> String {
        format!("w.member::<{}>({}, value)", self.kind, literal::string(&self.field.json_name))
    }

    /// The arm that reads a member in JSON; the arguments are those of [`read_member`](Self::read_member).
    pub(super) fn read_json_member(&self, json: &Json, slot: &str, make: &str) -> (String, String) {
        let index = json.index(self.field);
        (json.names(self.field), format!("r.member::<{}, _>({index}, {slot}, {make})", self.kind))
    }

    /// The arm that reads a member: `slot` is where it goes, `pattern` what is there if it is set, `make` the
    /// function that makes that of a value.
    pub(super) fn read_member(&self, slot: &str, pattern: &str, make: &str) -> (String, String) {
        let kind = &self.kind;
        let call = if is_message(self.field.ty.element()) {
            format!(
                "r.merged_member::<{kind}, _>({slot}, |slot| if let {pattern} = slot {{ \
                 ::core::option::Option::Some(value) }} else {{ ::core::option::Option::None }}, {make})"
            )
        } else {
            format!("r.member::<{kind}, _>({slot}, {make})")
        };
        (self.own_tag(), call)
    }

    /// Whether a list of it is one block of numbers.
    fn is_packable(&self) -> bool {
        self.wire != LEN
    }
}

const VARINT: u32 = 0;
const I64: u32 = 1;
const LEN: u32 = 2;
const I32: u32 = 5;

/// The wire type of one value.
fn wire(ty: Type) -> u32 {
    use ScalarType::{
        Bool, Bytes, Double, Fixed32, Fixed64, Float, Int32, Int64, Sfixed32, Sfixed64, Sint32, Sint64,
        String, Uint32, Uint64,
    };
    match ty {
        Type::Scalar(Bool | Int32 | Int64 | Uint32 | Uint64 | Sint32 | Sint64) | Type::Enum(_) => VARINT,
        Type::Scalar(Fixed64 | Sfixed64 | Double) => I64,
        Type::Scalar(Fixed32 | Sfixed32 | Float) => I32,
        Type::Scalar(String | Bytes) | Type::Message(_) | Type::Union(_) => LEN,
        Type::WellKnown(known) => {
            if known.is_enum() {
                VARINT
            } else {
                LEN
            }
        }
    }
}

/// The type of the runtime that knows how a value travels.
fn kind(cx: &Context<'_>, from: PackageId, ty: Type, is_shared: bool) -> String {
    if let Some(inner) = wrapped(ty) {
        return format!("{RUNTIME}::Wrapper<{}>", scalar(inner, is_shared));
    }
    let path = || cx.type_path(from, ty).unwrap_or_default();
    match ty {
        Type::Scalar(ty) => scalar(ty, is_shared),
        Type::Enum(id) if cx.model[id].is_closed => format!("{RUNTIME}::Closed<{}>", path()),
        Type::Enum(_) => format!("{RUNTIME}::Open<{}>", path()),
        Type::Message(_) | Type::Union(_) => format!("{RUNTIME}::Nested<{}>", path()),
        Type::WellKnown(known) => {
            let kind = if known == WellKnown::NullValue { "Open" } else { "Nested" };
            format!("{RUNTIME}::{kind}<::mrpc::{}>", known.as_str())
        }
    }
}

fn scalar(ty: ScalarType, is_shared: bool) -> String {
    let name = match ty {
        ScalarType::Bool => "Bool",
        ScalarType::Int32 => "Int32",
        ScalarType::Int64 => "Int64",
        ScalarType::Uint32 => "Uint32",
        ScalarType::Uint64 => "Uint64",
        ScalarType::Sint32 => "Sint32",
        ScalarType::Sint64 => "Sint64",
        ScalarType::Fixed32 => "Fixed32",
        ScalarType::Fixed64 => "Fixed64",
        ScalarType::Sfixed32 => "Sfixed32",
        ScalarType::Sfixed64 => "Sfixed64",
        ScalarType::Float => "Float",
        ScalarType::Double => "Double",
        ScalarType::String => "Str",
        ScalarType::Bytes if is_shared => "SharedBlob",
        ScalarType::Bytes => "Blob",
    };
    format!("{RUNTIME}::{name}")
}
