//! The Rust types of fields.

use mrpc_idl::model::{Field, FieldType, PackageId, ScalarType, Type, WellKnown};

use super::context::Context;
use crate::options::any_selects;

/// The type of a field of `owner`, which is called `full_name` in the schema, in the code of package `from`.
pub(super) fn field(
    cx: &Context<'_>,
    from: PackageId,
    owner: Type,
    field: &Field,
    full_name: &str,
) -> String {
    let is_own = field.ty.element() == owner;
    let element = if is_own { "Self".to_owned() } else { element(cx, from, field, full_name) };
    match field.ty {
        FieldType::List(_) => format!("::std::vec::Vec<{element}>"),
        FieldType::Map(key, _) => {
            let is_hash = field.rust.is_hash_map || any_selects(&cx.options.hash_maps, full_name);
            let map = if is_hash { "HashMap" } else { "BTreeMap" };
            format!("::std::collections::{map}<{}, {element}>", scalar(key, false))
        }
        FieldType::One(ty) | FieldType::Optional(ty) => {
            let held =
                if cx.is_boxed(owner, field) { format!("::std::boxed::Box<{element}>") } else { element };
            if is_optional(field, ty) { format!("::core::option::Option<{held}>") } else { held }
        }
    }
}

/// The type of a member of a oneof or a union, which is there when it is named.
pub(super) fn member(
    cx: &Context<'_>,
    from: PackageId,
    owner: Type,
    field: &Field,
    full_name: &str,
) -> String {
    // In a oneof, `Self` would be the enum of it.
    let is_own = matches!(owner, Type::Union(_)) && field.ty.element() == owner;
    let element = if is_own { "Self".to_owned() } else { element(cx, from, field, full_name) };
    if cx.is_boxed(owner, field) { format!("::std::boxed::Box<{element}>") } else { element }
}

/// Whether a field of one value can be without it.
pub(super) fn is_optional(field: &Field, ty: Type) -> bool {
    matches!(field.ty, FieldType::Optional(_)) || is_message(ty) && !field.is_required
}

/// Whether values of the type are messages on the wire.
pub(super) fn is_message(ty: Type) -> bool {
    match ty {
        Type::Message(_) | Type::Union(_) => true,
        Type::WellKnown(known) => !known.is_enum(),
        Type::Scalar(_) | Type::Enum(_) => false,
    }
}

/// Whether bytes in a field share the memory of what was read.
pub(super) fn is_shared(cx: &Context<'_>, field: &Field, full_name: &str) -> bool {
    field.rust.is_bytes || any_selects(&cx.options.bytes, full_name)
}

fn element(cx: &Context<'_>, from: PackageId, field: &Field, full_name: &str) -> String {
    let is_bytes = is_shared(cx, field, full_name);
    match field.ty.element() {
        Type::Scalar(ty) => scalar(ty, is_bytes).to_owned(),
        Type::WellKnown(known) => match wrapped(Type::WellKnown(known)) {
            Some(inner) => scalar(inner, is_bytes).to_owned(),
            None => well_known(known),
        },
        ty => cx.type_path(from, ty).unwrap_or_default(),
    }
}

/// The type in the runtime that has the name of the well-known one.
pub(super) fn well_known(known: WellKnown) -> String {
    format!("::mrpc::{}", known.as_str())
}

/// The type of one built-in value.
pub(super) fn scalar(ty: ScalarType, is_bytes: bool) -> &'static str {
    match ty {
        ScalarType::Bool => "bool",
        ScalarType::Int32 | ScalarType::Sint32 | ScalarType::Sfixed32 => "i32",
        ScalarType::Int64 | ScalarType::Sint64 | ScalarType::Sfixed64 => "i64",
        ScalarType::Uint32 | ScalarType::Fixed32 => "u32",
        ScalarType::Uint64 | ScalarType::Fixed64 => "u64",
        ScalarType::Float => "f32",
        ScalarType::Double => "f64",
        ScalarType::String => "::std::string::String",
        ScalarType::Bytes if is_bytes => "::mrpc::bytes::Bytes",
        ScalarType::Bytes => "::std::vec::Vec<u8>",
    }
}

/// The scalar in a wrapper of protobuf's. In Rust a wrapper is that scalar: its field can be absent like that of
/// every message, and in a list, a map or a oneof it is there anyway.
pub(super) fn wrapped(ty: Type) -> Option<ScalarType> {
    let Type::WellKnown(known) = ty else { return None };
    Some(match known {
        WellKnown::BoolValue => ScalarType::Bool,
        WellKnown::Int32Value => ScalarType::Int32,
        WellKnown::Int64Value => ScalarType::Int64,
        WellKnown::UInt32Value => ScalarType::Uint32,
        WellKnown::UInt64Value => ScalarType::Uint64,
        WellKnown::FloatValue => ScalarType::Float,
        WellKnown::DoubleValue => ScalarType::Double,
        WellKnown::StringValue => ScalarType::String,
        WellKnown::BytesValue => ScalarType::Bytes,
        _ => return None,
    })
}
