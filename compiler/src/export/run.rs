//! A whole schema as `.proto` files.

use std::path::{Path, PathBuf};

use mrpc_idl::model::{Descriptor, Model};
use mrpc_idl::source::{SourceId, Sources};

use super::name::Names;
use super::print::print;
use crate::descriptor::{OPTIONS_FILE, OPTIONS_TEXT, files};

/// What every file begins with that we write.
const HEADER: &str = "// Exported by mrpc-gen";

/// One `.proto` file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The path that others import it by.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
    /// The files of which it says the same; none for the definition of our options.
    pub sources: Vec<SourceId>,
}

/// The `.proto` files of a schema: one for each `.mrpc` file, the imported ones as they are, and the definition of our
/// options if any of them is used. Those that others import come first; those of protobuf itself are left out, since
/// every compiler of `.proto` files has them.
///
/// What proto3 cannot express is told by [`mrpc_idl::twin::check`]; here, a closed enum becomes an open one.
///
/// ```
/// use mrpc_idl::load::Memory;
///
/// let files = Memory::new([("a.mrpc", "edition 2026;\npackage a.v1;\nmessage M { x: list<int32> = 1; }\n")]);
/// let compiled = mrpc_idl::compile(&files, &[]);
/// let exported = mrpc_gen::export(&compiled.model.unwrap(), &compiled.sources);
/// assert_eq!(exported[0].path.to_str(), Some("a/v1/a.proto"));
/// assert_eq!(
///     exported[0].text,
///     "// Exported by mrpc-gen from a.mrpc. Do not edit.\n\n\
///      syntax = \"proto3\";\n\npackage a.v1;\n\nmessage M {\n  repeated int32 x = 1;\n}\n"
/// );
/// ```
#[must_use]
pub fn export(model: &Model, sources: &Sources) -> Vec<Export> {
    let files = files(model);
    let names = Names::new(&files, model.packages.iter().map(|package| package.name.as_str()));
    let imported = model.descriptors.iter().filter(|file| !is_built_in(file, sources));
    let mut exports: Vec<Export> = imported
        .map(|file| one(&file.name, sources.get(file.source).text().to_owned(), &[file.source]))
        .collect();
    let is_imported = exports.iter().any(|file| file.path.as_os_str() == OPTIONS_FILE);
    let uses_options = files.iter().any(|file| file.imports.iter().any(|name| name == OPTIONS_FILE));
    if uses_options && !is_imported {
        exports.push(one(OPTIONS_FILE, OPTIONS_TEXT.to_owned(), &[]));
    }
    exports.extend(files.iter().map(|file| {
        let from: Vec<String> = file.sources.iter().map(|&id| file_name(sources, id)).collect();
        let header = format!("{HEADER} from {}. Do not edit.\n\n", from.join(", "));
        one(&file.name, header + &print(file, &names), &file.sources)
    }));
    exports
}

/// Whether a file is one that we wrote, so that it may be written again.
#[cfg(feature = "cli")]
pub(crate) fn is_exported(bytes: &[u8]) -> bool {
    bytes.starts_with(HEADER.as_bytes())
}

fn one(name: &str, text: String, sources: &[SourceId]) -> Export {
    Export { path: PathBuf::from(name), text, sources: sources.to_vec() }
}

/// Whether protobuf brings a file along: there is no text then.
fn is_built_in(file: &Descriptor, sources: &Sources) -> bool {
    sources.get(file.source).text().is_empty()
}

/// Without its directories: where a file lies is nobody's business.
fn file_name(sources: &Sources, id: SourceId) -> String {
    let name = Path::new(sources.get(id).path()).file_name().unwrap_or_default();
    // A line of a comment must stay one.
    name.to_string_lossy().replace(char::is_control, " ")
}
