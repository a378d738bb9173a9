//! Packages, files, and what stands in them beside types and services.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Decl, FileId, Home, PackageId, Scalar, ScalarType};
use crate::code::Code;
use crate::source::{SourceId, Span};

/// One package.
#[derive(Clone, Debug)]
pub struct Package {
    /// `demo.user.v1`
    pub name: String,
    /// Its files, by path.
    pub files: Vec<FileId>,
    /// The packages that its files import, in order of their names.
    pub imports: Vec<PackageId>,
    /// The Rust module, from `@rust(module = "…")`.
    pub rust_module: Option<String>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct File {
    /// Its text.
    pub source: SourceId,
    /// What it is called, without the directories that it lies in and without what follows the last dot.
    pub stem: String,
    /// Its package.
    pub package: PackageId,
    /// Its `//!` lines.
    pub docs: Vec<String>,
    /// Its imports, in order of writing.
    pub imports: Vec<Import>,
    /// The lints that it allows everywhere in it.
    pub allow: Vec<Allow>,
    /// The `.proto` file that it was read from, an index into [`Model::descriptors`](super::Model::descriptors);
    /// `None` for a file of ours.
    pub descriptor: Option<usize>,
}

/// A `.proto` file as protobuf itself describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descriptor {
    /// Its text; empty for a file that protobuf brings along.
    pub source: SourceId,
    /// The path that others import it by, as in `google/type/latlng.proto`.
    pub name: String,
    /// A `google.protobuf.FileDescriptorProto` with all options, those that only its author knows too, and without
    /// comments and places.
    pub bytes: Vec<u8>,
    /// The files that it imports, indices into the same list; they come before it.
    pub imports: Vec<usize>,
    /// The options in it that mean nothing here, and `extend …` for those that it defines, each with how often.
    pub foreign_options: BTreeMap<String, usize>,
}

/// What a file at `path` is called, without the directories that it lies in and without what follows the last dot.
pub(crate) fn stem(path: &str) -> String {
    Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// One name that an import brings into a file.
#[derive(Clone, Debug)]
pub struct Import {
    /// The package it comes from.
    pub package: PackageId,
    /// The name as it is used here: an alias, a declaration, or the whole package.
    pub name: String,
    /// Where the name stands in the import.
    pub span: Span,
    /// The import that it is part of, an index into the file's [`imports`](crate::ast::File::imports).
    pub declaration: usize,
    /// Whether the file uses it.
    pub is_used: bool,
}

/// `@allow(W0101)`
#[derive(Clone, Debug)]
pub struct Allow {
    /// The lint.
    pub code: Code,
    /// Where it is named.
    pub span: Span,
    /// What it covers.
    pub scope: Span,
}

/// A constant.
#[derive(Clone, Debug)]
pub struct Const {
    /// Name, documentation and the like.
    pub decl: Decl,
    /// Where it stands.
    pub home: Home,
    /// Its type.
    pub ty: ScalarType,
    /// Its value.
    pub value: Scalar,
    /// Whether anything refers to it.
    pub is_used: bool,
}
