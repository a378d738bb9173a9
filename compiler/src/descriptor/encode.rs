//! A `.proto` file as a `google.protobuf.FileDescriptorProto`, field by field as `descriptor.proto` numbers them.
//!
//! What is short in a `.proto` file is long here: a map is a list of messages that hold a key and a value, and
//! `optional` is a oneof with one member, behind all others.

use std::collections::HashSet;

use mrpc_idl::model::{Reserved, ScalarType};
use mrpc_idl::name::map_entry;

use super::tree::{Enum, Field, File, Head, Item, Message, Method, Service, Shape, Type, Value};
use super::wire::Bytes;

const LABEL_ONE: i64 = 1;
const LABEL_REPEATED: i64 = 3;
const TYPE_MESSAGE: i64 = 11;
const TYPE_ENUM: i64 = 14;

/// The bytes of the descriptor.
pub(super) fn encode(file: &File) -> Vec<u8> {
    let mut bytes = Bytes::default();
    bytes.text(1, &file.name);
    bytes.text(2, &file.package);
    file.imports.iter().for_each(|import| bytes.text(3, import));
    for item in &file.items {
        if let Item::Message(item) = item {
            bytes.message(4, &message(item, &format!(".{}", file.package)));
        }
    }
    for item in &file.items {
        if let Item::Enum(item) = item {
            bytes.message(5, &enum_type(item));
        }
    }
    for item in &file.items {
        if let Item::Service(item) = item {
            bytes.message(6, &service(item));
        }
    }
    bytes.text(12, "proto3");
    bytes.into_bytes()
}

/// `scope` is the full name of what is around. Nesting is bounded by the parser.
fn message(item: &Message, scope: &str) -> Bytes {
    let name = format!("{scope}.{}", item.head.name);
    let mut synthetic = Synthetic::new(item);
    let mut bytes = Bytes::default();
    bytes.text(1, &item.head.name);
    for one in &item.fields {
        let oneof =
            if one.shape == Shape::Optional { Some(synthetic.add(&one.head.name)) } else { one.oneof };
        bytes.message(2, &field(one, oneof, &name));
    }
    for nested in &item.items {
        if let Item::Message(nested) = nested {
            bytes.message(3, &message(nested, &name));
        }
    }
    for one in &item.fields {
        if let Shape::Map(key) = one.shape {
            bytes.message(3, &entry(one, key));
        }
    }
    for nested in &item.items {
        if let Item::Enum(nested) = nested {
            bytes.message(4, &enum_type(nested));
        }
    }
    bytes.options(7, &item.head.options);
    for Head { name, options, .. } in &item.oneofs {
        let mut inner = Bytes::default();
        inner.text(1, name);
        inner.options(2, options);
        bytes.message(8, &inner);
    }
    for name in &synthetic.made {
        let mut inner = Bytes::default();
        inner.text(1, name);
        bytes.message(8, &inner);
    }
    // Their end is the first number that is free.
    reserve(&mut bytes, (9, 10), &item.reserved, 1);
    bytes
}

/// The oneofs that stand for `optional`, called as `protoc` calls them.
struct Synthetic {
    taken: HashSet<String>,
    first: usize,
    made: Vec<String>,
}

impl Synthetic {
    fn new(item: &Message) -> Self {
        let heads = item.fields.iter().map(|field| &field.head).chain(&item.oneofs);
        let taken = heads.map(|head| head.name.clone()).collect();
        Self { taken, first: item.oneofs.len(), made: Vec::new() }
    }

    /// Another one, and its place among all oneofs.
    fn add(&mut self, field: &str) -> usize {
        let mut name = if field.starts_with('_') { field.to_owned() } else { format!("_{field}") };
        while !self.taken.insert(name.clone()) {
            name.insert(0, 'X');
        }
        self.made.push(name);
        self.first + self.made.len() - 1
    }
}

fn field(item: &Field, oneof: Option<usize>, message: &str) -> Bytes {
    let label = match item.shape {
        Shape::One | Shape::Optional => LABEL_ONE,
        Shape::Repeated | Shape::Map(_) => LABEL_REPEATED,
    };
    let entry = match item.shape {
        Shape::Map(_) => Some(Type::Message(format!("{message}.{}", map_entry(&item.head.name)))),
        _ => None,
    };
    let name = |ty: &str| if entry.is_some() { ty.to_owned() } else { format!(".{ty}") };
    let mut bytes = Bytes::default();
    bytes.text(1, &item.head.name);
    bytes.varint(3, item.number.into());
    bytes.int(4, label);
    type_of(&mut bytes, entry.as_ref().unwrap_or(&item.ty), name);
    bytes.options(8, &item.head.options);
    if let Some(oneof) = oneof {
        bytes.varint(9, oneof as u64);
    }
    bytes.text(10, &item.json_name);
    bytes.flag(17, item.shape == Shape::Optional);
    bytes
}

fn type_of(bytes: &mut Bytes, ty: &Type, full: impl Fn(&str) -> String) {
    let (number, name) = match ty {
        Type::Scalar(scalar) => (type_number(*scalar), None),
        Type::Message(name) => (TYPE_MESSAGE, Some(name)),
        Type::Enum(name) => (TYPE_ENUM, Some(name)),
    };
    bytes.int(5, number);
    if let Some(name) = name {
        bytes.text(6, &full(name));
    }
}

/// The message that holds one entry of a map.
fn entry(item: &Field, key: ScalarType) -> Bytes {
    let part = |name: &str, number: u32, ty: &Type| {
        let mut bytes = Bytes::default();
        bytes.text(1, name);
        bytes.varint(3, number.into());
        bytes.int(4, LABEL_ONE);
        type_of(&mut bytes, ty, |ty| format!(".{ty}"));
        bytes.text(10, name);
        bytes
    };
    let mut options = Bytes::default();
    options.flag(7, true);
    let mut bytes = Bytes::default();
    bytes.text(1, &map_entry(&item.head.name));
    bytes.message(2, &part("key", 1, &Type::Scalar(key)));
    bytes.message(2, &part("value", 2, &item.ty));
    bytes.message(7, &options);
    bytes
}

fn enum_type(item: &Enum) -> Bytes {
    let mut bytes = Bytes::default();
    bytes.text(1, &item.head.name);
    for Value { head, number } in &item.values {
        let mut inner = Bytes::default();
        inner.text(1, &head.name);
        inner.int(2, (*number).into());
        inner.options(3, &head.options);
        bytes.message(2, &inner);
    }
    bytes.options(3, &item.head.options);
    // Unlike in messages, their end is included.
    reserve(&mut bytes, (4, 5), &item.reserved, 0);
    bytes
}

/// `behind` is what is added to the ends of ranges.
fn reserve(bytes: &mut Bytes, (ranges, names): (u32, u32), reserved: &Reserved, behind: i64) {
    for (first, last) in &reserved.numbers {
        let mut inner = Bytes::default();
        inner.int(1, *first);
        inner.int(2, last + behind);
        bytes.message(ranges, &inner);
    }
    reserved.names.iter().for_each(|name| bytes.text(names, name));
}

fn service(item: &Service) -> Bytes {
    let mut bytes = Bytes::default();
    bytes.text(1, &item.head.name);
    for Method { head, request, response } in &item.methods {
        let mut inner = Bytes::default();
        inner.text(1, &head.name);
        inner.text(2, &format!(".{}", request.ty));
        inner.text(3, &format!(".{}", response.ty));
        inner.options(4, &head.options);
        inner.flag(5, request.is_stream);
        inner.flag(6, response.is_stream);
        bytes.message(2, &inner);
    }
    bytes.options(3, &item.head.options);
    bytes
}

fn type_number(scalar: ScalarType) -> i64 {
    match scalar {
        ScalarType::Double => 1,
        ScalarType::Float => 2,
        ScalarType::Int64 => 3,
        ScalarType::Uint64 => 4,
        ScalarType::Int32 => 5,
        ScalarType::Fixed64 => 6,
        ScalarType::Fixed32 => 7,
        ScalarType::Bool => 8,
        ScalarType::String => 9,
        ScalarType::Bytes => 12,
        ScalarType::Uint32 => 13,
        ScalarType::Sfixed32 => 15,
        ScalarType::Sfixed64 => 16,
        ScalarType::Sint32 => 17,
        ScalarType::Sint64 => 18,
    }
}
