//! Which `.proto` files a schema has, and which of them need each other.
//!
//! A `.mrpc` file becomes the `.proto` file of its name in the directory of its package:
//!
//! ```text
//! any/where/user.mrpc   package demo.user.v1;   ──▶   demo/user/v1/user.proto
//! ```
//!
//! So the path says which package it is, as other tools of protobuf expect, and does not depend on where the file was
//! found. Files of one package may need each other in a circle, which protobuf does not allow: these become one file,
//! called as the first of them. Imported `.proto` files stay what they are.

use std::collections::{BTreeSet, HashSet};

use mrpc_idl::model::{File, FileId, Model, Type, WellKnown, components};

use super::policy;

/// The `.proto` files of a schema that come from `.mrpc` files.
#[derive(Debug)]
pub(super) struct Units {
    /// Those that others need first.
    pub(super) all: Vec<Unit>,
    /// For each file of the model, the name of its `.proto` file.
    names: Vec<String>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) name: String,
    /// Places of files in the model, sorted.
    pub(super) files: Vec<usize>,
}

impl Units {
    pub(super) fn new(model: &Model) -> Self {
        let is_ours = |&file: &usize| model.files[file].descriptor.is_none();
        let mut units: Vec<Unit> = components(&edges(model))
            .into_iter()
            .filter(|files| files.iter().all(&is_ours))
            .map(|files| Unit { name: String::new(), files })
            .collect();
        let mut taken: HashSet<String> = model.descriptors.iter().map(|it| it.name.clone()).collect();
        taken.insert(policy::FILE.to_owned());
        let mut names: Vec<String> =
            model.files.iter().map(|it| imported_name(model, it).unwrap_or_default().to_owned()).collect();
        // In order of the files, so that a name does not depend on who imports it.
        let mut order: Vec<usize> = (0..units.len()).collect();
        order.sort_unstable_by_key(|&at| units[at].files[0]);
        for at in order {
            let unit = &mut units[at];
            unit.name = free_name(model, unit.files[0], &mut taken);
            unit.files.iter().for_each(|&file| names[file].clone_from(&unit.name));
        }
        Self { all: units, names }
    }

    /// The `.proto` file that a declaration of that file is in.
    pub(super) fn name(&self, file: FileId) -> &str {
        &self.names[file.index()]
    }
}

fn imported_name<'a>(model: &'a Model, file: &File) -> Option<&'a str> {
    Some(&model.descriptors.get(file.descriptor?)?.name)
}

/// Two files of a package may be called the same, in different directories. The second gets a number.
fn free_name(model: &Model, file: usize, taken: &mut HashSet<String>) -> String {
    let File { stem, package, .. } = &model.files[file];
    let directory = model[*package].name.replace('.', "/");
    let mut name = format!("{directory}/{stem}.proto");
    let mut number = 1;
    while !taken.insert(name.clone()) {
        number += 1;
        name = format!("{directory}/{stem}_{number}.proto");
    }
    name
}

/// For each file, those that it needs.
fn edges(model: &Model) -> Vec<Vec<usize>> {
    let mut edges = vec![BTreeSet::new(); model.files.len()];
    let mut add = |from: FileId, ty: Type| {
        if let Some(to) = file_of(model, ty).filter(|&to| to != from) {
            edges[from.index()].insert(to.index());
        }
    };
    for (file, field) in model
        .messages
        .iter()
        .map(|it| (it.home.file, &it.fields))
        .chain(model.unions.iter().map(|it| (it.home.file, &it.fields)))
        .flat_map(|(file, fields)| fields.iter().map(move |field| (file, field)))
        .filter(|(_, field)| field.decl.removed.is_none())
    {
        add(file, field.ty.element());
    }
    for service in &model.services {
        for method in service.methods.iter().filter(|method| method.decl.removed.is_none()) {
            add(service.home.file, method.request.ty);
            add(service.home.file, method.response.ty);
        }
    }
    edges.into_iter().map(|to| to.into_iter().collect()).collect()
}

fn file_of(model: &Model, ty: Type) -> Option<FileId> {
    match ty {
        Type::Scalar(_) | Type::WellKnown(_) => None,
        Type::Message(id) => Some(model[id].home.file),
        Type::Enum(id) => Some(model[id].home.file),
        Type::Union(id) => Some(model[id].home.file),
    }
}

/// The `.proto` file that declares a type.
pub(super) fn declares(model: &Model, units: &Units, ty: Type) -> Option<String> {
    match ty {
        Type::WellKnown(known) => Some(well_known(known).to_owned()),
        _ => file_of(model, ty).map(|file| units.name(file).to_owned()),
    }
}

fn well_known(known: WellKnown) -> &'static str {
    match known {
        WellKnown::Timestamp => "google/protobuf/timestamp.proto",
        WellKnown::Duration => "google/protobuf/duration.proto",
        WellKnown::Any => "google/protobuf/any.proto",
        WellKnown::Empty => "google/protobuf/empty.proto",
        WellKnown::Struct | WellKnown::Value | WellKnown::ListValue | WellKnown::NullValue => {
            "google/protobuf/struct.proto"
        }
        WellKnown::FieldMask => "google/protobuf/field_mask.proto",
        WellKnown::BoolValue
        | WellKnown::Int32Value
        | WellKnown::Int64Value
        | WellKnown::UInt32Value
        | WellKnown::UInt64Value
        | WellKnown::FloatValue
        | WellKnown::DoubleValue
        | WellKnown::StringValue
        | WellKnown::BytesValue => "google/protobuf/wrappers.proto",
    }
}
