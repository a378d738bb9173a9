//! Messages and enums.

use std::collections::{HashMap, HashSet};

use prost_types::field_descriptor_proto::{Label, Type as ProtoType};
use prost_types::{DescriptorProto, EnumDescriptorProto, FieldDescriptorProto};

use super::declare::{Item, is_map_entry};
use super::lower::{Lowering, decl, decl_of};
use crate::limit::MEMBERS_MAX;
use crate::model::{
    Enum, EnumValue, Field, FieldType, Message, Oneof, Reserved, RustField, ScalarType, Type,
};
use crate::name;

/// The messages in a message that stand for the entries of its maps.
type Entries<'a> = HashMap<&'a str, &'a DescriptorProto>;

impl Lowering<'_> {
    pub(super) fn message(&mut self, item: &Item<'_, DescriptorProto>) -> Message {
        let node = item.node;
        let is_deprecated = node.options.as_ref().is_some_and(|options| options.deprecated());
        // A oneof that stands for `optional` has one field, and comes behind all others.
        let synthetic: HashSet<i32> = node
            .field
            .iter()
            .filter(|field| field.proto3_optional())
            .filter_map(|field| field.oneof_index)
            .collect();
        let entries = node.nested_type.iter().filter(|nested| is_map_entry(nested));
        let entries: Entries<'_> = entries.map(|entry| (entry.name(), entry)).collect();
        let real = node.oneof_decl.iter().zip(0..).filter(|(_, at)| !synthetic.contains(at));
        let oneofs = real.map(|(oneof, at)| Oneof {
            decl: decl(item.proto, &[&item.path[..], &[8, at]].concat(), oneof.name(), false),
        });
        Message {
            decl: decl_of(item, node.name(), is_deprecated),
            home: item.home,
            oneofs: oneofs.collect(),
            fields: node
                .field
                .iter()
                .zip(0..)
                .filter_map(|(field, at)| self.field(item, &entries, field, at))
                .collect(),
            // Their end is the first number that is free.
            reserved: reserved(
                node.reserved_range.iter().map(|range| (range.start().into(), i64::from(range.end()) - 1)),
                &node.reserved_name,
            ),
        }
    }

    /// `None` where its type is not supported, which is reported.
    fn field(
        &mut self,
        item: &Item<'_, DescriptorProto>,
        entries: &Entries<'_>,
        field: &FieldDescriptorProto,
        at: i32,
    ) -> Option<Field> {
        let path = [&item.path[..], &[2, at]].concat();
        let options = field.options.as_ref();
        let type_path = [&path[..], &[if field.type_name.is_some() { 6 } else { 5 }]].concat();
        let ty = self.field_type(item, entries, field, &type_path)?;
        let is_packable = matches!(ty, FieldType::List(ty) if is_packable(ty));
        let oneof = field.oneof_index.filter(|_| !field.proto3_optional());
        let json = || name::json(field.name());
        Some(Field {
            decl: decl(item.proto, &path, field.name(), options.is_some_and(|options| options.deprecated())),
            number: u32::try_from(field.number()).ok()?,
            ty,
            ty_span: item.proto.places.span(&type_path),
            oneof: oneof.and_then(|at| usize::try_from(at).ok()),
            is_required: false,
            is_unpacked: is_packable && options.and_then(|options| options.packed) == Some(false),
            key: None,
            is_redacted: false,
            default: None,
            json_name: field.json_name.clone().unwrap_or_else(json),
            constraints: Vec::new(),
            rust: RustField::default(),
            code: None,
            is_retryable: false,
        })
    }

    fn field_type(
        &mut self,
        item: &Item<'_, DescriptorProto>,
        entries: &Entries<'_>,
        field: &FieldDescriptorProto,
        path: &[i32],
    ) -> Option<FieldType> {
        if field.label() == Label::Repeated {
            // Nobody can name such a message, so its last name tells it.
            let entry = field.type_name().rsplit('.').next().and_then(|name| entries.get(name));
            let entry = entry.filter(|_| field.r#type() == ProtoType::Message);
            if let Some([key, value]) = entry.map(|entry| entry.field.as_slice()) {
                return Some(FieldType::Map(scalar(key.r#type())?, self.single(item, value, path)?));
            }
            return Some(FieldType::List(self.single(item, field, path)?));
        }
        let ty = self.single(item, field, path)?;
        // A message has presence without it.
        let is_optional = field.proto3_optional() && field.r#type() != ProtoType::Message;
        Some(if is_optional { FieldType::Optional(ty) } else { FieldType::One(ty) })
    }

    fn single(
        &mut self,
        item: &Item<'_, DescriptorProto>,
        field: &FieldDescriptorProto,
        path: &[i32],
    ) -> Option<Type> {
        match scalar(field.r#type()) {
            Some(scalar) => Some(Type::Scalar(scalar)),
            None => self.find(field.type_name(), item.proto, path),
        }
    }

    pub(super) fn enum_type(&mut self, item: &Item<'_, EnumDescriptorProto>) -> Enum {
        let node = item.node;
        let is_deprecated = node.options.as_ref().is_some_and(|options| options.deprecated());
        let mut seen = HashSet::with_capacity(node.value.len().min(MEMBERS_MAX));
        let values = node.value.iter().zip(0..).map(|(value, at)| {
            let is_deprecated = value.options.as_ref().is_some_and(|options| options.deprecated());
            EnumValue {
                decl: decl(item.proto, &[&item.path[..], &[2, at]].concat(), value.name(), is_deprecated),
                number: value.number(),
                is_alias: !seen.insert(value.number()),
            }
        });
        Enum {
            values: values.collect(),
            decl: decl_of(item, node.name(), is_deprecated),
            home: item.home,
            is_closed: false,
            reserved: reserved(
                node.reserved_range.iter().map(|range| (range.start().into(), range.end().into())),
                &node.reserved_name,
            ),
        }
    }
}

fn reserved(ranges: impl Iterator<Item = (i64, i64)>, names: &[String]) -> Reserved {
    let mut numbers: Vec<(i64, i64)> = ranges.collect();
    numbers.sort_unstable();
    Reserved { numbers, names: names.to_vec() }
}

/// Whether the elements of a list can stand side by side without a tag each.
fn is_packable(ty: Type) -> bool {
    match ty {
        Type::Scalar(scalar) => !matches!(scalar, ScalarType::String | ScalarType::Bytes),
        Type::WellKnown(known) => known.is_enum(),
        Type::Enum(_) => true,
        Type::Message(_) | Type::Union(_) => false,
    }
}

fn scalar(ty: ProtoType) -> Option<ScalarType> {
    Some(match ty {
        ProtoType::Bool => ScalarType::Bool,
        ProtoType::Int32 => ScalarType::Int32,
        ProtoType::Int64 => ScalarType::Int64,
        ProtoType::Uint32 => ScalarType::Uint32,
        ProtoType::Uint64 => ScalarType::Uint64,
        ProtoType::Sint32 => ScalarType::Sint32,
        ProtoType::Sint64 => ScalarType::Sint64,
        ProtoType::Fixed32 => ScalarType::Fixed32,
        ProtoType::Fixed64 => ScalarType::Fixed64,
        ProtoType::Sfixed32 => ScalarType::Sfixed32,
        ProtoType::Sfixed64 => ScalarType::Sfixed64,
        ProtoType::Float => ScalarType::Float,
        ProtoType::Double => ScalarType::Double,
        ProtoType::String => ScalarType::String,
        ProtoType::Bytes => ScalarType::Bytes,
        ProtoType::Group | ProtoType::Message | ProtoType::Enum => return None,
    })
}
