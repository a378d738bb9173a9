//! A whole schema as a `google.protobuf.FileDescriptorSet`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use mrpc_idl::load::Memory;
use mrpc_idl::model::{Descriptor, Model};

use super::build::files;
use super::encode::encode;
use super::policy;
use super::tree::File;
use super::wire::Bytes;

/// The files of a schema and all that they import, those that others import first, as
/// `protoc --include_imports --descriptor_set_out` writes them.
///
/// A `.mrpc` file is described as the `.proto` file that `mrpc-gen export --proto --lossy` writes for it, an imported
/// `.proto` file as its author wrote it. Without the feature `proto`, the files that protobuf and we bring along are
/// not in the set, since nothing can read them then.
///
/// ```
/// use mrpc_idl::load::Memory;
///
/// let files = Memory::new([("a.mrpc", "edition 2026;\npackage a.v1;\nmessage M { x: int32 = 1; }\n")]);
/// let model = mrpc_idl::compile(&files, &[]).model.unwrap();
/// let set = mrpc_gen::descriptors(&model);
/// // The name of the only file.
/// assert!(set.windows(12).any(|part| part == b"a/v1/a.proto"));
/// ```
#[must_use]
pub fn descriptors(model: &Model) -> Vec<u8> {
    Described::new(model).whole()
}

/// A schema, ready to be written as descriptors.
#[derive(Debug)]
pub(crate) struct Described<'a> {
    model: &'a Model,
    ours: Vec<File>,
    /// What ours import of the files that protobuf and we bring along.
    brought: Vec<Descriptor>,
}

impl<'a> Described<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        let ours = files(model);
        let brought = brought_along(&ours);
        Self { model, ours, brought }
    }

    fn whole(&self) -> Vec<u8> {
        let mut set = Set::default();
        (0..self.model.descriptors.len()).for_each(|at| set.add(&self.model.descriptors, at));
        (0..self.brought.len()).for_each(|at| set.add(&self.brought, at));
        self.ours.iter().for_each(|file| set.bytes.bytes(1, &encode(file)));
        set.bytes.into_bytes()
    }

    /// One package, and all that it imports.
    pub(crate) fn package(&self, package: &str) -> Vec<u8> {
        let model = self.model;
        let read = model.files.iter().filter(|file| model[file.package].name == package);
        let mut needed: BTreeSet<&str> =
            read.filter_map(|file| Some(model.descriptors.get(file.descriptor?)?.name.as_str())).collect();
        // What is imported comes before who imports it, so one walk from the end finds all.
        let mut ours = Vec::new();
        for file in self.ours.iter().rev() {
            if file.package == package || needed.contains(file.name.as_str()) {
                needed.extend(file.imports.iter().map(String::as_str));
                ours.push(file);
            }
        }
        let mut set = Set::default();
        for all in [&model.descriptors, &self.brought] {
            let wanted = (0..all.len()).filter(|&at| needed.contains(all[at].name.as_str()));
            wanted.for_each(|at| set.add(all, at));
        }
        ours.iter().rev().for_each(|file| set.bytes.bytes(1, &encode(file)));
        set.bytes.into_bytes()
    }
}

/// Files that were read, each once, those that others import first.
#[derive(Default)]
struct Set<'a> {
    names: BTreeSet<&'a str>,
    bytes: Bytes,
}

impl<'a> Set<'a> {
    /// Chains of imports are bounded where the files were read.
    fn add(&mut self, all: &'a [Descriptor], at: usize) {
        let file = &all[at];
        if self.names.insert(&file.name) {
            file.imports.iter().for_each(|&at| self.add(all, at));
            self.bytes.bytes(1, &file.bytes);
        }
    }
}

/// The files that protobuf and we bring along, as far as `ours` import them: the front end has the former built in.
fn brought_along(ours: &[File]) -> Vec<Descriptor> {
    const NAME: &str = "needed.proto";
    let names: BTreeSet<&str> = ours.iter().flat_map(|file| &file.imports).map(String::as_str).collect();
    let is_brought = |name: &&str| *name == policy::FILE || name.starts_with("google/protobuf/");
    let imports: String =
        names.into_iter().filter(is_brought).map(|name| format!("import \"{name}\";\n")).collect();
    if imports.is_empty() {
        return Vec::new();
    }
    let text = format!("syntax = \"proto3\";\npackage needed;\n{imports}");
    let files = Memory::new([(NAME, text.as_str()), (policy::FILE, policy::TEXT)]);
    let mut found = mrpc_idl::compile(&files, &[PathBuf::from(NAME)])
        .model
        .map(|model| model.descriptors)
        .unwrap_or_default();
    // It comes behind all others, so their places stay right.
    found.retain(|file| file.name != NAME);
    found
}
