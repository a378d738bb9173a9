//! Puts the part of the model together that comes from `.proto` files.

use std::collections::BTreeMap;

use super::declare::{Declared, Item, declare};
use super::read::{Proto, Protos};
use super::{refuse, rust_name, well_known};
use crate::ast::Ident;
use crate::diagnostic::Diagnostic;
use crate::limit::REPORTS_KEPT_MAX;
use crate::load::LoadedFile;
use crate::model::{Decl, Deprecated, Descriptor, File, FileId, Model, Package, PackageId, Type, stem};

/// A model of the `.proto` files alone, and what is wrong with them. In the whole model they come behind `ours`.
pub(crate) fn lower(protos: &Protos, ours: &[LoadedFile]) -> (Model, Vec<Diagnostic>) {
    let declared = declare(protos, ours.len());
    let mut lowering = Lowering { declared: &declared, reports: Vec::new() };
    let mut model = Model {
        messages: declared.messages.iter().map(|item| lowering.message(item)).collect(),
        enums: declared.enums.iter().map(|item| lowering.enum_type(item)).collect(),
        services: declared.services.iter().map(|item| lowering.service(item)).collect(),
        files: files(protos, &declared),
        packages: packages(protos, &declared),
        descriptors: protos.files.iter().map(descriptor).collect(),
        ..Model::default()
    };
    rust_name::choose(&mut model, ours.iter().map(|file| file.package.as_str()));
    (model, lowering.reports)
}

/// What is known while types are looked up.
pub(super) struct Lowering<'a> {
    declared: &'a Declared<'a>,
    reports: Vec<Diagnostic>,
}

impl Lowering<'_> {
    /// The type of that full name. One that we do not support is reported, and stands for nothing.
    pub(super) fn find(&mut self, name: &str, proto: &Proto, path: &[i32]) -> Option<Type> {
        let found = well_known::find(name).or_else(|| self.declared.types.get(name).copied());
        if found.is_none() && self.reports.len() < REPORTS_KEPT_MAX {
            self.reports.push(refuse::proto2_type(proto.places.span(path), name));
        }
        found
    }
}

/// What every declaration has, from its place in its file.
pub(super) fn decl(proto: &Proto, path: &[i32], name: &str, is_deprecated: bool) -> Decl {
    let span = proto.places.span(path);
    Decl {
        name: Ident { text: name.to_owned(), span: proto.places.span(&[path, &[1]].concat()) },
        span,
        docs: proto.places.docs(path),
        deprecated: is_deprecated.then(Deprecated::default),
        removed: None,
        rust_name: None,
        rust_derive: Vec::new(),
    }
}

/// The same for an item of a list.
pub(super) fn decl_of<T>(item: &Item<'_, T>, name: &str, is_deprecated: bool) -> Decl {
    decl(item.proto, &item.path, name, is_deprecated)
}

fn files(protos: &Protos, declared: &Declared<'_>) -> Vec<File> {
    let file = |(at, proto): (usize, &Proto)| {
        Some(File {
            source: proto.places.source(),
            stem: stem(&proto.name),
            package: declared.package_of[at]?,
            docs: proto.places.docs(&[2]),
            imports: Vec::new(),
            allow: Vec::new(),
            descriptor: Some(at),
        })
    };
    protos.files.iter().enumerate().filter_map(file).collect()
}

fn packages(protos: &Protos, declared: &Declared<'_>) -> Vec<Package> {
    let mut imports: Vec<BTreeMap<&str, PackageId>> = vec![BTreeMap::new(); declared.packages.len()];
    for (proto, own) in protos.files.iter().zip(&declared.package_of) {
        let Some(own) = own else { continue };
        for other in
            proto.imports.iter().filter_map(|&at| declared.package_of[at]).filter(|other| other != own)
        {
            imports[own.index()].insert(declared.packages[other.index()].0, other);
        }
    }
    let package = |((name, files), imports): (&(&str, Vec<FileId>), BTreeMap<&str, PackageId>)| Package {
        name: (*name).to_owned(),
        files: files.clone(),
        imports: imports.into_values().collect(),
        rust_module: None,
    };
    declared.packages.iter().zip(imports).map(package).collect()
}

fn descriptor(proto: &Proto) -> Descriptor {
    Descriptor {
        source: proto.places.source(),
        name: proto.name.clone(),
        bytes: proto.accepted.bytes.clone(),
        imports: proto.imports.clone(),
        foreign_options: proto.foreign_options.clone(),
    }
}
