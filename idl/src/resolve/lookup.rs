//! Finds what a path means, from the place where it stands.
//!
//! ```text
//! Inner          the message around it, the one around that, …, the package, the imports, the built-ins
//! audit.Entry    an alias, then the package behind it
//! .demo.v1.User  a package that is imported, then a name in it
//! ```

use super::build::Resolver;
use super::import::{Meaning, internal};
use super::symbol::{Entry, Scope, Symbol};
use crate::ast::{Ident, Path};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{FileId, Home, PackageId, ScalarType, Type, WellKnown};

/// What a path leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found {
    Symbol(Entry),
    WellKnown(WellKnown),
    Scalar(ScalarType),
    Package,
    /// Something that has had its report.
    Unknown,
    Nothing,
}

/// Where a path stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct From {
    pub(super) package: PackageId,
    pub(super) file: FileId,
    /// The scope that is searched first.
    pub(super) scope: Scope,
}

impl From {
    /// Inside a declaration that stands at `home`; for a message, pass its own scope.
    pub(super) fn inside(home: Home, scope: Scope) -> Self {
        Self { package: home.package, file: home.file, scope }
    }

    /// At a declaration of a package.
    pub(super) fn top(home: Home) -> Self {
        Self { package: home.package, file: home.file, scope: Scope::Package(home.package) }
    }
}

/// A built-in message by its full name, which reaches it where a declaration has its last name.
fn full_well_known(segments: &[Ident]) -> Option<WellKnown> {
    match segments {
        [google, protobuf, last] if google.text == "google" && protobuf.text == "protobuf" => {
            WellKnown::from_word(&last.text)
        }
        _ => None,
    }
}

impl<'a> Resolver<'a> {
    /// What `path` leads to. Marks the import that it comes through.
    pub(super) fn find(&self, path: &Path, from: From) -> Found {
        let Some((first, rest)) = path.segments.split_first() else { return Found::Unknown };
        if path.absolute {
            return self.find_in_packages(&path.segments, from);
        }
        if let Some(entry) = self.find_around(&first.text, from.scope) {
            return self.descend(entry, rest, false);
        }
        if let Some(binding) = self.imports[from.file.index()].names.get(&first.text) {
            binding.is_used.set(true);
            return match (binding.meaning, binding.package) {
                (Meaning::Item(entry), package) => self.descend(entry, rest, package != Some(from.package)),
                (Meaning::Package, Some(package)) => self.find_in(package, rest, from),
                _ => Found::Unknown,
            };
        }
        if rest.is_empty() {
            if let Some(scalar) = ScalarType::from_word(&first.text) {
                return Found::Scalar(scalar);
            }
            return WellKnown::from_word(&first.text).map_or(Found::Nothing, Found::WellKnown);
        }
        self.find_in_packages(&path.segments, from)
    }

    /// From the innermost message outward.
    fn find_around(&self, name: &str, mut scope: Scope) -> Option<Entry> {
        loop {
            if let Some(entry) = self.declared.symbols.get(scope, name) {
                return Some(entry);
            }
            let Scope::Message(id) = scope else { return None };
            let (_, home) = self.declared.message_node(id)?;
            scope = home.parent.map_or(Scope::Package(home.package), Scope::Message);
        }
    }

    /// A path that begins with the whole name of a package.
    fn find_in_packages(&self, segments: &[Ident], from: From) -> Found {
        let imports = &self.imports[from.file.index()];
        let may_be = |id| id == from.package || imports.reaches(id);
        let Some((id, rest)) = self.declared.package_of(segments, may_be) else {
            return full_well_known(segments).map_or(Found::Nothing, Found::WellKnown);
        };
        let first = rest.first().and_then(|name| self.declared.symbols.get(Scope::Package(id), &name.text));
        imports.mark(id, first);
        match self.find_in(id, rest, from) {
            // Some of protobuf's own types may be imported; the others are still built in.
            Found::Nothing => full_well_known(segments).map_or(Found::Nothing, Found::WellKnown),
            found => found,
        }
    }

    fn find_in(&self, package: PackageId, path: &[Ident], from: From) -> Found {
        let Some((first, rest)) = path.split_first() else { return Found::Package };
        match self.declared.symbols.get(Scope::Package(package), &first.text) {
            Some(entry) if entry.is_internal && package != from.package => {
                self.report(internal(first, entry));
                Found::Unknown
            }
            Some(entry) => self.descend(entry, rest, package != from.package),
            None => Found::Nothing,
        }
    }

    /// What is nested in `entry`, which is of another package where `is_foreign`.
    fn descend(&self, mut entry: Entry, path: &[Ident], is_foreign: bool) -> Found {
        for segment in path {
            let Symbol::Message(id) = entry.symbol else { return Found::Nothing };
            match self.declared.symbols.get(Scope::Message(id), &segment.text) {
                Some(inner) if inner.is_internal && is_foreign => {
                    self.report(internal(segment, inner));
                    return Found::Unknown;
                }
                Some(inner) => entry = inner,
                None => return Found::Nothing,
            }
        }
        Found::Symbol(entry)
    }

    /// The type that `path` names. Anything else is reported.
    pub(super) fn find_type(&self, path: &Path, from: From) -> Option<Type> {
        let entry = match self.find(path, from) {
            Found::Symbol(entry) => entry,
            Found::Scalar(scalar) => return Some(Type::Scalar(scalar)),
            Found::WellKnown(known) => return Some(Type::WellKnown(known)),
            Found::Unknown => return None,
            Found::Package => {
                self.report(
                    Diagnostic::new(
                        Code::E0302,
                        path.span,
                        format!("`{}` is a package, not a type", path.text()),
                    )
                    .help(format!("name a type in it: `{}.Type`", path.text())),
                );
                return None;
            }
            Found::Nothing => {
                self.unknown_type(path, from);
                return None;
            }
        };
        match entry.symbol {
            Symbol::Message(id) => Some(Type::Message(id)),
            Symbol::Enum(id) => Some(Type::Enum(id)),
            Symbol::Union(id) | Symbol::Error(id) => Some(Type::Union(id)),
            other => {
                let title = format!("`{}` is {}, not a type", path.text(), other.kind());
                self.report(Diagnostic::new(Code::E0302, path.span, title).also(entry.span, "defined here"));
                None
            }
        }
    }

    /// The package that a path begins with, by its alias or its name, and the names behind it. A path that begins
    /// with none is one of the own package.
    pub(super) fn package_behind<'p>(&self, path: &'p [Ident], from: From) -> (PackageId, &'p [Ident]) {
        if let [first, rest @ ..] = path
            && let Some(binding) = self.imports[from.file.index()].names.get(&first.text)
            && let (Meaning::Package, Some(package)) = (binding.meaning, binding.package)
        {
            return (package, rest);
        }
        self.declared.package_of(path, |_| true).unwrap_or((from.package, path))
    }
}
