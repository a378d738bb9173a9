//! Rules of proto3 that `protoc` keeps and the crates below do not.

use std::collections::HashSet;

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, UninterpretedOption,
};

/// The first rule that a file breaks: where, and what. The file is one that was parsed, and no more.
pub(super) fn broken(file: &FileDescriptorProto) -> Option<(Vec<i32>, String)> {
    let mut seen = HashSet::new();
    let mut imports = file.dependency.iter().zip(0..);
    if let Some((name, at)) = imports.find(|(name, _)| !seen.insert(*name)) {
        return Some((vec![3, at], format!("`{name}` is imported twice")));
    }
    if file.syntax() != "proto3" {
        return None;
    }
    let mut messages = file.message_type.iter().zip(0..);
    let in_messages = messages.find_map(|(message, at)| in_message(message, &[4, at]));
    in_messages.or_else(|| file.enum_type.iter().zip(0..).find_map(|(item, at)| in_enum(item, &[5, at])))
}

/// Messages nest no deeper than the parser lets them.
fn in_message(message: &DescriptorProto, path: &[i32]) -> Option<(Vec<i32>, String)> {
    let inside = |rest: &[i32]| [path, rest].concat();
    if !message.extension_range.is_empty() {
        return Some((inside(&[5]), "proto3 has no extensions but options".to_owned()));
    }
    let options = message.options.as_ref().map(|options| &options.uninterpreted_option);
    for name in ["map_entry", "message_set_wire_format"] {
        if options.is_some_and(|options| has(options, name)) {
            return Some((path.to_vec(), format!("`{name}` cannot be set in proto3")));
        }
    }
    let reserved: HashSet<&str> = message.reserved_name.iter().map(String::as_str).collect();
    for (field, at) in message.field.iter().zip(0..) {
        if reserved.contains(field.name()) {
            return Some((inside(&[2, at, 1]), format!("field name `{}` is reserved", field.name())));
        }
        if let Some(what) = in_field(field) {
            return Some((inside(&[2, at]), what));
        }
    }
    let ranges = message.reserved_range.iter().map(|range| (range.start(), range.end().saturating_sub(1)));
    if let Some(at) = overlap(ranges) {
        return Some((inside(&[9, at]), "reserved ranges overlap".to_owned()));
    }
    let mut nested = message.nested_type.iter().zip(0..);
    let in_nested = nested.find_map(|(nested, at)| in_message(nested, &inside(&[3, at])));
    in_nested
        .or_else(|| message.enum_type.iter().zip(0..).find_map(|(item, at)| in_enum(item, &inside(&[4, at]))))
}

fn in_field(field: &FieldDescriptorProto) -> Option<String> {
    let options = field.options.as_ref().map(|options| &options.uninterpreted_option);
    // The type of a name is known later; a message is then refused by nobody, and `packed` means nothing.
    let is_packable = field.label() == Label::Repeated
        && (field.r#type.is_none() || !matches!(field.r#type(), Type::String | Type::Bytes));
    if !is_packable && options.is_some_and(|options| has(options, "packed")) {
        return Some(format!("`{}` cannot be packed: only lists of numbers can", field.name()));
    }
    let json = field.json_name.as_ref()?;
    (json.starts_with('[') && json.ends_with(']') || json.contains('\0'))
        .then(|| format!("`{}` has a name in JSON that is none", field.name()))
}

fn in_enum(item: &EnumDescriptorProto, path: &[i32]) -> Option<(Vec<i32>, String)> {
    let reserved: HashSet<&str> = item.reserved_name.iter().map(String::as_str).collect();
    if let Some((value, at)) = item.value.iter().zip(0..).find(|(value, _)| reserved.contains(value.name())) {
        return Some(([path, &[2, at, 1]].concat(), format!("value name `{}` is reserved", value.name())));
    }
    let ranges = item.reserved_range.iter().map(|range| (range.start(), range.end()));
    overlap(ranges).map(|at| ([path, &[4, at]].concat(), "reserved ranges overlap".to_owned()))
}

/// The later of two ranges that have a number in common.
fn overlap(ranges: impl Iterator<Item = (i32, i32)>) -> Option<i32> {
    let mut sorted: Vec<((i32, i32), i32)> = ranges.zip(0..).collect();
    sorted.sort_unstable();
    let pair = sorted.windows(2).find(|pair| pair[1].0.0 <= pair[0].0.1)?;
    Some(pair[0].1.max(pair[1].1))
}

fn has(options: &[UninterpretedOption], name: &str) -> bool {
    options.iter().any(
        |option| matches!(option.name.as_slice(), [part] if !part.is_extension && part.name_part == name),
    )
}
