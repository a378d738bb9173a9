//! Gives every message, enum and service of the `.proto` files an id, so that those of any file can be named.

use std::collections::HashMap;

use prost_types::{DescriptorProto, EnumDescriptorProto, ServiceDescriptorProto};

use super::read::{Proto, Protos};
use crate::model::{EnumId, FileId, Home, MessageId, PackageId, Type};

/// The declarations, each with where it stands; an id is the place in its list.
#[derive(Debug, Default)]
pub(super) struct Declared<'a> {
    /// The names of the packages, and their files.
    pub(super) packages: Vec<(&'a str, Vec<FileId>)>,
    /// The package of each file that is lowered, by the place of the file among all.
    pub(super) package_of: Vec<Option<PackageId>>,
    pub(super) messages: Vec<Item<'a, DescriptorProto>>,
    pub(super) enums: Vec<Item<'a, EnumDescriptorProto>>,
    pub(super) services: Vec<Item<'a, ServiceDescriptorProto>>,
    /// By their full names, which begin with a dot.
    pub(super) types: HashMap<String, Type>,
}

/// A declaration.
#[derive(Debug)]
pub(super) struct Item<'a, T> {
    pub(super) node: &'a T,
    pub(super) proto: &'a Proto,
    /// Its path in the file, as [`Places`](super::place::Places) knows it.
    pub(super) path: Vec<i32>,
    pub(super) home: Home,
}

/// Walks all files. The first one becomes the file `first_file` of the model.
pub(super) fn declare(protos: &Protos, first_file: usize) -> Declared<'_> {
    let mut declared = Declared { package_of: vec![None; protos.files.len()], ..Declared::default() };
    let mut places: HashMap<&str, usize> = HashMap::new();
    let lowered = protos.files.iter().enumerate().filter(|(_, proto)| proto.is_lowered());
    for ((at, proto), file) in lowered.zip(first_file..) {
        let file = FileId::of(file);
        let place = *places.entry(proto.package()).or_insert_with(|| {
            declared.packages.push((proto.package(), Vec::new()));
            declared.packages.len() - 1
        });
        declared.packages[place].1.push(file);
        let package = PackageId::of(place);
        declared.package_of[at] = Some(package);
        let home = Home { package, file, parent: None, is_internal: false };
        let descriptor = &proto.accepted.descriptor;
        let scope = format!(".{}", proto.package());
        for (node, at) in descriptor.message_type.iter().zip(0..) {
            declared.message(node, proto, &[4, at], home, &scope);
        }
        for (node, at) in descriptor.enum_type.iter().zip(0..) {
            declared.enum_type(node, proto, vec![5, at], home, &scope);
        }
        for (node, at) in descriptor.service.iter().zip(0..) {
            declared.services.push(Item { node, proto, path: vec![6, at], home });
        }
    }
    declared
}

impl<'a> Declared<'a> {
    /// Messages nest no deeper than the parser lets them. Those that stand for the entries of a map are none.
    fn message(
        &mut self,
        node: &'a DescriptorProto,
        proto: &'a Proto,
        path: &[i32],
        home: Home,
        scope: &str,
    ) {
        if is_map_entry(node) {
            return;
        }
        let id = MessageId::of(self.messages.len());
        let name = format!("{scope}.{}", node.name());
        let inside = Home { parent: Some(id), ..home };
        self.messages.push(Item { node, proto, path: path.to_vec(), home });
        for (nested, at) in node.nested_type.iter().zip(0..) {
            self.message(nested, proto, &[path, &[3, at]].concat(), inside, &name);
        }
        for (nested, at) in node.enum_type.iter().zip(0..) {
            self.enum_type(nested, proto, [path, &[4, at]].concat(), inside, &name);
        }
        self.types.insert(name, Type::Message(id));
    }

    fn enum_type(
        &mut self,
        node: &'a EnumDescriptorProto,
        proto: &'a Proto,
        path: Vec<i32>,
        home: Home,
        scope: &str,
    ) {
        let id = EnumId::of(self.enums.len());
        self.types.insert(format!("{scope}.{}", node.name()), Type::Enum(id));
        self.enums.push(Item { node, proto, path, home });
    }
}

/// Whether a nested message stands for the entries of a map.
pub(super) fn is_map_entry(node: &DescriptorProto) -> bool {
    node.options.as_ref().is_some_and(|options| options.map_entry())
}
