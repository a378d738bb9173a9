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
/// A `.mrpc` file is described as the `.proto` file that `mrpc-gen export --proto` would write for it, an imported
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
    set(model, files(model))
}

/// The same for one package and what it imports.
#[must_use]
pub fn package_descriptors(model: &Model, package: &str) -> Vec<u8> {
    let all = files(model);
    let imported = model.files.iter().filter(|file| model[file.package].name == package);
    let imported = imported.filter_map(|file| Some(model.descriptors.get(file.descriptor?)?.name.clone()));
    let mut needed: BTreeSet<String> = imported.collect();
    // Those that are needed come first, so one walk from the end finds them all.
    let mut ours = Vec::new();
    for file in all.into_iter().rev() {
        if file.package == package || needed.contains(&file.name) {
            needed.extend(file.imports.iter().cloned());
            ours.push(file);
        }
    }
    ours.reverse();
    let mut model_files = Imported::default();
    needed.iter().for_each(|name| model_files.add_named(&model.descriptors, name));
    finish(model_files, ours)
}

fn set(model: &Model, ours: Vec<File>) -> Vec<u8> {
    let mut imported = Imported::default();
    (0..model.descriptors.len()).for_each(|at| imported.add(&model.descriptors, at));
    finish(imported, ours)
}

fn finish(mut imported: Imported, ours: Vec<File>) -> Vec<u8> {
    let brought = brought_along(&ours);
    ours.iter().flat_map(|file| &file.imports).for_each(|name| imported.add_named(&brought, name));
    let mut bytes = imported.bytes;
    ours.iter().for_each(|file| bytes.bytes(1, &encode(file)));
    bytes.into_bytes()
}

/// Files that were read, each once, those that others import first.
#[derive(Default)]
struct Imported {
    names: BTreeSet<String>,
    bytes: Bytes,
}

impl Imported {
    /// Their chains are bounded where they were read.
    fn add(&mut self, all: &[Descriptor], at: usize) {
        let file = &all[at];
        if self.names.insert(file.name.clone()) {
            file.imports.iter().for_each(|&at| self.add(all, at));
            self.bytes.bytes(1, &file.bytes);
        }
    }

    fn add_named(&mut self, all: &[Descriptor], name: &str) {
        if let Some(at) = all.iter().position(|file| file.name == name) {
            self.add(all, at);
        }
    }
}

/// The files that protobuf and we bring along, as far as `ours` import them: the front end has them built in.
fn brought_along(ours: &[File]) -> Vec<Descriptor> {
    const NAME: &str = "needed.proto";
    let names: BTreeSet<&str> = ours.iter().flat_map(|file| &file.imports).map(String::as_str).collect();
    let built_in =
        names.into_iter().filter(|name| *name == policy::FILE || name.starts_with("google/protobuf/"));
    let imports: String = built_in.map(|name| format!("import \"{name}\";\n")).collect();
    if imports.is_empty() {
        return Vec::new();
    }
    let text = format!("syntax = \"proto3\";\npackage needed;\n{imports}");
    let files = Memory::new([(NAME, text.as_str()), (policy::FILE, policy::TEXT)]);
    let model = mrpc_idl::compile(&files, &[PathBuf::from(NAME)]).model;
    model.map(|model| model.descriptors).unwrap_or_default()
}
