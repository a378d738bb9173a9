//! Fields: their types, and what is said about them.

use std::collections::BTreeMap;

use super::build::Resolver;
use super::lookup::From;
use super::value::word_of;
use crate::annotation::{Read, Reads, Target};
use crate::ast::{self, TypeKind, TypeRef};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Field, FieldType, Home, Message, RustField, ScalarType, Status, Type};
use crate::name;
use crate::source::Span;

impl<'a> Resolver<'a> {
    /// A field; `None` where something in it could not be resolved, which is reported.
    pub(super) fn field(
        &self,
        node: &'a ast::Field,
        target: Target,
        from: From,
        home: Home,
    ) -> Option<Field> {
        let (decl, reads) = self.decl(&node.attrs, &node.name, node.span, target, home);
        let code = self.code(node, &reads, target);
        let ty = self.field_type(&node.ty, target, from)?;
        if target == Target::ErrorMember {
            self.check_error_member(node, ty);
        }
        self.check_required(&reads, ty, node);
        let constraints = self.constraints(&reads, ty, &node.ty, from);
        let default = reads.get("default").and_then(|read| self.default(read, node, ty, from, &constraints));
        let json = reads.get("json").and_then(|read| self.json_name(read));
        let number = node.number?.value?;
        Some(Field {
            number: u32::try_from(number).ok()?,
            ty,
            ty_span: node.ty.span,
            oneof: None,
            is_required: reads.has("required"),
            is_unpacked: false,
            key: reads.get("key").and_then(|read| self.key(read, ty, node, from)),
            is_redacted: reads.has("redact"),
            default,
            json_name: json.unwrap_or_else(|| name::json(&node.name.text)),
            constraints,
            rust: reads.get("rust").map(|read| self.rust_field(read, ty)).unwrap_or_default(),
            code,
            is_retryable: reads.has("retryable"),
            decl,
        })
    }

    fn field_type(&self, node: &TypeRef, target: Target, from: From) -> Option<FieldType> {
        let is_member = target != Target::Field;
        match &node.kind {
            TypeKind::List(inner) => {
                let ty = self.element(inner, from);
                self.check_collection(node, "list", is_member).then_some(FieldType::List(ty?))
            }
            TypeKind::Map(key, value) => {
                let key = self.map_key(key, from);
                let ty = self.element(value, from);
                self.check_collection(node, "map", is_member).then_some(FieldType::Map(key?, ty?))
            }
            TypeKind::Path(_) => {
                let ty = self.single(node, from)?;
                match node.optional {
                    Some(span) if is_member => {
                        let why = "only the member that is set is there, so each is optional already";
                        self.no_presence(span, &target.to_string(), why);
                        Some(FieldType::One(ty))
                    }
                    // A message has presence without it.
                    Some(_) if is_message(ty) => Some(FieldType::One(ty)),
                    Some(_) => Some(FieldType::Optional(ty)),
                    None => Some(FieldType::One(ty)),
                }
            }
            TypeKind::Stream(_) => self.stream(node),
            TypeKind::Broken => None,
        }
    }

    fn stream(&self, node: &TypeRef) -> Option<FieldType> {
        self.report(
            Diagnostic::new(Code::E0306, node.span, "a field cannot be a stream")
                .help("use `list<…>`, or let a method send or return a stream of messages"),
        );
        None
    }

    /// A `?` where nothing can be absent. One that nobody wrote stands for `optional` or `Option<…>`, which has
    /// its report.
    fn no_presence(&self, mark: Span, on: &str, why: &str) {
        if !mark.range().is_empty() {
            self.report(Diagnostic::new(Code::E0305, mark, format!("`?` on {on}")).note(why).fix(
                "remove the `?`",
                mark,
                "",
            ));
        }
    }

    /// Whether a list or a map may stand here.
    fn check_collection(&self, node: &TypeRef, word: &str, is_member: bool) -> bool {
        if let Some(span) = node.optional {
            let why = format!("an absent {word} and an empty one are the same on the wire");
            self.no_presence(span, &format!("a {word}"), &why);
        }
        if is_member {
            self.report(
                Diagnostic::new(Code::E0602, node.span, format!("a {word} cannot be one of several members"))
                    .note(format!(
                        "an empty {word} leaves no trace on the wire, so nobody could tell that it was set"
                    ))
                    .help(format!("wrap it: a message with the {word} as its field")),
            );
        }
        !is_member
    }

    /// The type in a list or behind a map's key.
    fn element(&self, node: &TypeRef, from: From) -> Option<Type> {
        match &node.kind {
            TypeKind::List(_) | TypeKind::Map(..) => {
                self.report(
                    Diagnostic::new(Code::E0304, node.span, "lists and maps cannot be nested directly")
                        .label("inside another")
                        .help("wrap the inner one in a message"),
                );
                None
            }
            TypeKind::Stream(_) => {
                self.stream(node);
                None
            }
            TypeKind::Path(_) => {
                if let Some(span) = node.optional {
                    self.no_presence(span, "an element", "every element of a list or a map is there");
                }
                self.single(node, from)
            }
            TypeKind::Broken => None,
        }
    }

    fn map_key(&self, node: &TypeRef, from: From) -> Option<ScalarType> {
        let wrong = |what: String| {
            self.report(
                Diagnostic::new(Code::E0303, node.span, format!("{what} cannot be the key of a map"))
                    .help("a key is a whole number, a `bool` or a `string`"),
            );
            None
        };
        match &node.kind {
            TypeKind::Path(path) => match self.find_type(path, from)? {
                Type::Scalar(scalar)
                    if !scalar.is_float() && scalar != ScalarType::Bytes && node.optional.is_none() =>
                {
                    Some(scalar)
                }
                _ => wrong(format!("`{}`", path.text())),
            },
            TypeKind::List(_) => wrong("a list".to_owned()),
            TypeKind::Map(..) => wrong("a map".to_owned()),
            TypeKind::Stream(_) => wrong("a stream".to_owned()),
            TypeKind::Broken => None,
        }
    }

    /// A type by its name, which must not be an error.
    fn single(&self, node: &TypeRef, from: From) -> Option<Type> {
        let TypeKind::Path(path) = &node.kind else { return None };
        let ty = self.find_type(path, from)?;
        if let Type::Union(id) = ty {
            let (declared, _) = self.declared.unions[id.index()];
            if declared.is_error {
                self.report(
                    Diagnostic::new(
                        Code::E0312,
                        node.span,
                        format!("`{}` is an error, not data", path.text()),
                    )
                    .also(declared.name.span, "declared as an `error` here")
                    .help("declare it as a `union`, or let a method throw it"),
                );
                return None;
            }
        }
        Some(ty)
    }

    fn check_error_member(&self, node: &ast::Field, ty: FieldType) {
        let is_single_message =
            matches!(ty, FieldType::One(ty) if is_message(ty) && !matches!(ty, Type::Union(_)));
        if !is_single_message {
            self.report(
                Diagnostic::new(
                    Code::E0604,
                    node.ty.span,
                    format!("error member `{}` is not a message", node.name.text),
                )
                .help("wrap it in a message: an error can then say more later without breaking anybody"),
            );
        }
    }

    fn code(&self, node: &ast::Field, reads: &Reads<'_>, target: Target) -> Option<Status> {
        if target != Target::ErrorMember {
            return None;
        }
        let Some(read) = reads.get("code") else {
            if !reads.mentions("code") {
                let title = format!("error member `{}` has no `@code`", node.name.text);
                self.report(
                    Diagnostic::new(Code::E0605, node.name.span, title)
                        .note("the code tells callers that do not know this error what to do")
                        .help(format!(
                            "say what kind of failure it is: `@code(NOT_FOUND) {}: …`",
                            node.name.text
                        )),
                );
            }
            return None;
        };
        self.status(read.get("code")?)
    }

    /// A status code by its name.
    pub(super) fn status(&self, value: &ast::Value) -> Option<Status> {
        let Some(word) = word_of(value) else {
            self.wrong(value, "a status code such as `NOT_FOUND`");
            return None;
        };
        let status = Status::from_word(word);
        if status.is_none() {
            let report =
                Diagnostic::new(Code::E0606, value.span, format!("`{word}` is not the code of a failure"));
            let near = self.guess(word, Status::ALL.iter().map(|status| status.as_str()));
            self.report(match near {
                _ if word == "OK" => report.note("`OK` is what a call that succeeds ends with"),
                Some(near) => report.suggest(format!("there is `{near}`"), value.span, near),
                None => report.help("the codes are those of gRPC: `NOT_FOUND`, `UNAVAILABLE`, …"),
            });
        }
        status
    }

    fn check_required(&self, reads: &Reads<'_>, ty: FieldType, node: &ast::Field) {
        let Some(read) = reads.get("required") else { return };
        let why = match ty {
            FieldType::One(_) | FieldType::Optional(_) if node.ty.optional.is_some() => {
                "`?` says that it may be absent"
            }
            FieldType::One(ty) if is_message(ty) => return,
            FieldType::One(_) | FieldType::Optional(_) => {
                "without presence, absent and zero are the same on the wire"
            }
            FieldType::List(_) | FieldType::Map(..) => "absent and empty are the same on the wire",
        };
        let title = format!("`{}` cannot be required", self.raw(node.ty.span));
        let report =
            Diagnostic::new(Code::E0411, read.span(), title).also(node.ty.span, "the type").note(why);
        self.report(match (ty, node.ty.optional) {
            (FieldType::List(_) | FieldType::Map(..), _) => report.help("ask for a length: `@len(1..)`"),
            (FieldType::One(_), Some(mark)) if !mark.range().is_empty() => {
                report.suggest("let it never be absent", mark, "")
            }
            (FieldType::One(Type::Scalar(ScalarType::String | ScalarType::Bytes)), _) => {
                report.help("`@required` is for messages; ask for a length: `@len(1..)`")
            }
            (FieldType::One(Type::Scalar(ty)), _) if ty != ScalarType::Bool => {
                report.help("`@required` is for messages; forbid the zero: `@nonzero`")
            }
            _ => report.help("`@required` is for messages"),
        });
    }

    /// The name in JSON: anything that protobuf lets pass.
    fn json_name(&self, read: &Read<'_>) -> Option<String> {
        let name = self.text(read, "name")?;
        let is_extension = name.starts_with('[') && name.ends_with(']');
        if name.is_empty() || is_extension || name.contains('\0') {
            let span = read.get("name")?.span;
            self.report(
                Diagnostic::new(Code::E0804, span, "this cannot be a name in JSON")
                    .note("protobuf takes any text that is not empty, not in brackets, and without NUL"),
            );
            return None;
        }
        Some(name)
    }

    fn key(&self, read: &Read<'_>, ty: FieldType, node: &ast::Field, from: From) -> Option<u32> {
        let why = match ty {
            FieldType::One(Type::Scalar(scalar)) if scalar.is_float() => "floats that look equal may differ",
            FieldType::One(Type::Scalar(_) | Type::Enum(_)) => {
                if read.get("order").is_none() {
                    return Some(0);
                }
                let (order, span) = self.int(read, "order", from)?;
                return u32::try_from(order).ok().or_else(|| {
                    self.out_of_range("`order`", "an order is 0 or more, and below 2^32", span);
                    None
                });
            }
            FieldType::One(Type::WellKnown(known)) if known.is_enum() => "it has one value",
            FieldType::One(_) => "its type is a message, of which two may be equal and look different",
            FieldType::Optional(_) => "it may be absent",
            FieldType::List(_) | FieldType::Map(..) => "it has many values",
        };
        let title = format!("`{}` cannot be a routing key", node.name.text);
        self.report(
            Diagnostic::new(Code::E0711, read.span(), title)
                .also(node.ty.span, "the type")
                .note(why)
                .help("a key is a whole number, a string, bytes, a bool or an enum, and always there"),
        );
        None
    }

    /// Several keys need an order, or nobody knows which comes first.
    pub(super) fn check_keys(&self, message: &Message) {
        let mut by_order: BTreeMap<u32, Vec<&Field>> = BTreeMap::new();
        for field in &message.fields {
            if let Some(order) = field.key {
                by_order.entry(order).or_default().push(field);
            }
        }
        for (order, fields) in by_order {
            let [first, .., last] = fields.as_slice() else { continue };
            let title = match order {
                0 => format!("nobody knows which key of `{}` comes first", message.decl.name.text),
                _ => format!("`{}` has several keys of the order {order}", message.decl.name.text),
            };
            let mut report = Diagnostic::new(Code::E0712, last.decl.name.span, title)
                .label("another key")
                .also(first.decl.name.span, "a key");
            for field in &fields[1..fields.len() - 1] {
                report = report.also(field.decl.name.span, "another key");
            }
            self.report(report.help("give each an order: `@key(order = 1)`, `@key(order = 2)`"));
        }
    }

    fn rust_field(&self, read: &Read<'_>, ty: FieldType) -> RustField {
        let element = ty.element();
        let is_bytes = self.word(read, "type", &["bytes"]).is_some();
        let map = self.word(read, "map", &["hash", "btree"]);
        let is_boxed = read.get("box").is_some();
        if is_bytes && element != Type::Scalar(ScalarType::Bytes) {
            self.does_not_fit(
                read.get("type").map(|value| value.span),
                "`type = bytes` is for fields of type `bytes`",
            );
        }
        if map.is_some() && !matches!(ty, FieldType::Map(..)) {
            self.does_not_fit(
                read.get("map").map(|value| value.span),
                "`map` is for fields of type `map<…>`",
            );
        }
        if is_boxed && !matches!(ty, FieldType::One(ty) if is_message(ty)) {
            self.does_not_fit(
                read.get("box").map(|value| value.span),
                "`box` is for fields whose type is a message",
            );
        }
        RustField { is_bytes, is_hash_map: map == Some("hash"), is_boxed }
    }

    fn does_not_fit(&self, span: Option<Span>, title: &str) {
        if let Some(span) = span {
            self.report(Diagnostic::new(Code::E0802, span, title));
        }
    }
}

/// Whether values of this type are messages on the wire, and so can be absent.
pub(super) fn is_message(ty: Type) -> bool {
    match ty {
        Type::Message(_) | Type::Union(_) => true,
        Type::WellKnown(known) => !known.is_enum(),
        Type::Scalar(_) | Type::Enum(_) => false,
    }
}
