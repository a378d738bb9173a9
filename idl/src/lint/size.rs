//! Large messages beside small ones: W0221.
//!
//! The sizes are those of the generated Rust on 64 bits, estimated: padding and niches may make a type a
//! little smaller or larger. What is a pointer in Rust counts as one, however much is behind it.

use std::collections::HashMap;

use super::context::Context;
use super::edit;
use super::sink::Sink;
use super::walk::Member;
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::model::{Decl, Field, FieldType, Groups, ScalarType, Type, WellKnown};
use crate::source::Span;

/// Larger than this is large. Clippy says so from 200 bytes on; a schema has fewer other ways out.
const BYTES_MAX: u64 = 256;

/// No size is counted further: each message may hold the one before it twice.
const COUNT_MAX: u64 = 1 << 32;

const POINTER: u64 = 8;
const VEC: u64 = 24;

/// W0221
pub(super) fn oneofs(cx: &Context<'_>, sink: &mut Sink) {
    let sizes = Sizes::new(cx);
    let mut choices: HashMap<Span, Vec<Member<'_>>> = HashMap::new();
    for member in cx.fields() {
        // A union is one oneof, under its own name.
        let is_union = matches!(member.owner_type, Type::Union(_));
        if let Some(decl) = member.oneof.or_else(|| is_union.then_some(member.owner)) {
            choices.entry(decl.name.span).or_default().push(member);
        }
    }
    // With a single member there is nothing else that would pay for its size.
    for member in choices.into_values().filter(|members| members.len() > 1).flatten() {
        let bytes = sizes.of_field(member.field, member.owner_type);
        if bytes <= BYTES_MAX {
            continue;
        }
        report(cx, sink, &member, bytes);
    }
}

fn report(cx: &Context<'_>, sink: &mut Sink, member: &Member<'_>, bytes: u64) {
    let field = member.field;
    let choice: &Decl = member.oneof.unwrap_or(member.owner);
    let title = format!("large message by value in a oneof: member `{}`", field.decl.name.text);
    let diagnostic = Diagnostic::new(Code::W0221, field.ty_span, title)
        .label(format!("about {bytes} bytes"))
        .also(choice.name.span, format!("every `{}` has the size of its largest member", choice.name.text))
        .note("a box moves it behind a pointer: the type in Rust changes, the wire does not");
    let diagnostic = if cx.annotation(&field.decl, "rust").is_some() {
        diagnostic.help("add `box` to its `@rust`")
    } else {
        let insertion = edit::annotate(cx.sources, field.decl.span, "@rust(box)", false);
        diagnostic.patch("box it", vec![insertion], Applicability::MaybeIncorrect)
    };
    sink.on(&field.decl, diagnostic);
}

/// How many bytes each message and union takes where it is held.
struct Sizes {
    groups: Groups,
    of: HashMap<Type, u64>,
}

impl Sizes {
    fn new(cx: &Context<'_>) -> Self {
        let groups = Groups::new(cx.model, |field| field.ty.is_single() && !field.rust.is_boxed);
        let mut sizes = Self { groups, of: HashMap::new() };
        // What is held comes first, so its size is known; what holds itself is behind a pointer.
        for at in 0..sizes.groups.members().len() {
            for ty in sizes.groups.members()[at].clone() {
                let bytes = sizes.measure(cx, ty).min(COUNT_MAX);
                sizes.of.insert(ty, bytes);
            }
        }
        sizes
    }

    fn measure(&self, cx: &Context<'_>, ty: Type) -> u64 {
        match ty {
            Type::Message(id) => {
                let message = &cx.model[id];
                let mut choices = vec![0; message.oneofs.len()];
                let mut bytes = VEC;
                for field in message.fields.iter().filter(|field| field.decl.removed.is_none()) {
                    let own = self.of_field(field, ty);
                    match field.oneof.and_then(|oneof| choices.get_mut(oneof)) {
                        Some(largest) => *largest = own.max(*largest),
                        None => bytes += own,
                    }
                }
                let choices: u64 = choices.iter().map(|largest| largest + POINTER).sum();
                (bytes + choices).next_multiple_of(POINTER)
            }
            Type::Union(id) => {
                let members = cx.model[id].fields.iter().filter(|field| field.decl.removed.is_none());
                let largest = members.map(|field| self.of_field(field, ty)).max().unwrap_or(0);
                largest + POINTER
            }
            Type::Scalar(_) | Type::WellKnown(_) | Type::Enum(_) => 0,
        }
    }

    /// The bytes of a field in a value of `owner`.
    fn of_field(&self, field: &Field, owner: Type) -> u64 {
        let element = field.ty.element();
        let is_recursive =
            self.groups.of(element).is_some() && self.groups.of(element) == self.groups.of(owner);
        match field.ty {
            FieldType::List(_) | FieldType::Map(..) => VEC,
            FieldType::One(_) | FieldType::Optional(_) if field.rust.is_boxed || is_recursive => POINTER,
            FieldType::Optional(Type::Scalar(scalar)) => scalar_bytes(scalar).max(POINTER) + POINTER,
            FieldType::One(ty) | FieldType::Optional(ty) => match ty {
                Type::Scalar(scalar) => scalar_bytes(scalar),
                Type::WellKnown(known) if known.is_enum() => POINTER,
                Type::WellKnown(known) => well_known_bytes(known) + POINTER,
                Type::Enum(_) => POINTER,
                Type::Message(_) | Type::Union(_) => self.of.get(&ty).copied().unwrap_or(POINTER),
            },
        }
    }
}

fn scalar_bytes(scalar: ScalarType) -> u64 {
    use ScalarType::{
        Bool, Bytes, Double, Fixed32, Fixed64, Float, Int32, Int64, Sfixed32, Sfixed64, Sint32, Sint64,
        String, Uint32, Uint64,
    };
    match scalar {
        Bool => 1,
        Int32 | Uint32 | Sint32 | Fixed32 | Sfixed32 | Float => 4,
        Int64 | Uint64 | Sint64 | Fixed64 | Sfixed64 | Double => 8,
        String | Bytes => VEC,
    }
}

fn well_known_bytes(known: WellKnown) -> u64 {
    match known {
        WellKnown::Empty | WellKnown::NullValue => 0,
        WellKnown::BoolValue | WellKnown::Int32Value | WellKnown::UInt32Value | WellKnown::FloatValue => 8,
        WellKnown::Int64Value | WellKnown::UInt64Value | WellKnown::DoubleValue => 8,
        WellKnown::Timestamp | WellKnown::Duration => 16,
        WellKnown::StringValue | WellKnown::BytesValue | WellKnown::FieldMask | WellKnown::ListValue => VEC,
        WellKnown::Struct | WellKnown::Value => VEC + POINTER,
        WellKnown::Any => 2 * VEC,
    }
}
