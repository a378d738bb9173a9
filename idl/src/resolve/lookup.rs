//! Finds what a path means, from the place where it stands.
//!
//! ```text
//! Inner          the message around it, the one around that, …, the package, the imports, the built-ins
//! audit.Entry    an alias, then the package behind it
//! .demo.v1.User  a package that is imported, then a name in it
//! ```

use super::build::Resolver;
use super::declare::Declared;
use super::import::{Meaning, internal};
use super::symbol::{Entry, Scope, Symbol};
use crate::ast::{Ident, Path};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::model::{FileId, Home, PackageId, ScalarType, Type, WellKnown};
use crate::name;
use crate::source::Span;

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

/// What other languages call our scalars.
const FOREIGN: &[(&str, ScalarType)] = &[
    ("String", ScalarType::String),
    ("Vec<u8>", ScalarType::Bytes),
    ("boolean", ScalarType::Bool),
    ("byte", ScalarType::Bytes),
    ("f32", ScalarType::Float),
    ("f64", ScalarType::Double),
    ("float32", ScalarType::Float),
    ("float64", ScalarType::Double),
    ("i16", ScalarType::Int32),
    ("i32", ScalarType::Int32),
    ("i64", ScalarType::Int64),
    ("i8", ScalarType::Int32),
    ("int", ScalarType::Int32),
    ("int16", ScalarType::Int32),
    ("int8", ScalarType::Int32),
    ("integer", ScalarType::Int32),
    ("isize", ScalarType::Int64),
    ("long", ScalarType::Int64),
    ("str", ScalarType::String),
    ("u16", ScalarType::Uint32),
    ("u32", ScalarType::Uint32),
    ("u64", ScalarType::Uint64),
    ("u8", ScalarType::Uint32),
    ("uint", ScalarType::Uint32),
    ("uint16", ScalarType::Uint32),
    ("uint8", ScalarType::Uint32),
    ("usize", ScalarType::Uint64),
];

impl<'a> Resolver<'a> {
    /// What `path` leads to. Marks the import that it comes through.
    pub(super) fn find(&self, path: &Path, from: From) -> Found {
        let Some((first, rest)) = path.segments.split_first() else { return Found::Unknown };
        if path.absolute {
            return self.find_in_packages(&path.segments, from);
        }
        if let Some(entry) = self.find_around(&first.text, from.scope) {
            return self.descend(entry, rest);
        }
        if let Some(binding) = self.imports[from.file.index()].names.get(&first.text) {
            binding.is_used.set(true);
            return match (binding.meaning, binding.package) {
                (Meaning::Item(entry), _) => self.descend(entry, rest),
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
            let (_, home) = self.declared.messages[id.index()];
            scope = home.parent.map_or(Scope::Package(home.package), Scope::Message);
        }
    }

    /// A path that begins with the whole name of a package.
    fn find_in_packages(&self, segments: &[Ident], from: From) -> Found {
        for length in (1..segments.len()).rev() {
            let (package, rest) = segments.split_at(length);
            let name = package.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(".");
            let Some(&id) = self.declared.packages.get(name.as_str()) else { continue };
            let bindings = &self.imports[from.file.index()].names;
            let mut through = bindings.values().filter(|binding| binding.package == Some(id)).peekable();
            if id == from.package || through.peek().is_some() {
                through.for_each(|binding| binding.is_used.set(true));
                return self.find_in(id, rest, from);
            }
        }
        Found::Nothing
    }

    fn find_in(&self, package: PackageId, path: &[Ident], from: From) -> Found {
        let Some((first, rest)) = path.split_first() else { return Found::Package };
        match self.declared.symbols.get(Scope::Package(package), &first.text) {
            Some(entry) if entry.is_internal && package != from.package => {
                self.report(internal(first, entry));
                Found::Unknown
            }
            Some(entry) => self.descend(entry, rest),
            None => Found::Nothing,
        }
    }

    fn descend(&self, mut entry: Entry, path: &[Ident]) -> Found {
        for segment in path {
            let Symbol::Message(id) = entry.symbol else { return Found::Nothing };
            match self.declared.symbols.get(Scope::Message(id), &segment.text) {
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

    fn unknown_type(&self, path: &Path, from: From) {
        let text = path.text();
        let Some(last) = path.segments.last() else { return };
        let is_path = path.segments.len() > 1;
        if is_path && self.imports[from.file.index()].has_unknown {
            return;
        }
        if may_hide(&self.declared, from.package, &last.text) {
            return;
        }
        if let Some((_, scalar)) = FOREIGN.iter().find(|(name, _)| *name == text) {
            let here = scalar.as_str();
            self.report(
                Diagnostic::new(Code::E0309, path.span, format!("`{text}` is called `{here}` here"))
                    .label("a scalar of another language")
                    .fix(format!("write `{here}`"), path.span, here),
            );
            return;
        }
        let report = Diagnostic::new(Code::E0301, path.span, format!("there is no type `{text}`"));
        self.report(self.with_advice(report, path, last, from));
    }

    /// The best guess at what was meant: a built-in of protobuf, the same name elsewhere, a similar name here.
    fn with_advice(&self, report: Diagnostic, path: &Path, last: &Ident, from: From) -> Diagnostic {
        let is_protobuf = path.text().trim_start_matches('.').starts_with("google.protobuf.");
        if is_protobuf && WellKnown::from_word(&last.text).is_some() {
            let text = format!("`{}` is built in", last.text);
            return report.fix(text, path.span, last.text.as_str());
        }
        if path.segments.len() == 1
            && let Some((package, entry)) = self.elsewhere(&last.text, from.package)
        {
            return self.with_import(report, package, entry, last, from.file);
        }
        let near = name::nearest(&last.text, self.visible(path, from));
        match near {
            Some(near) => report.suggest(format!("there is `{near}`"), last.span, near),
            None => report,
        }
    }

    /// The type names that could stand in the place of the last name of `path`.
    fn visible(&self, path: &Path, from: From) -> Vec<&'a str> {
        if let [.., before, _] = path.segments.as_slice() {
            let parent = Path {
                absolute: path.absolute,
                segments: path.segments[..path.segments.len() - 1].to_vec(),
                span: before.span,
            };
            let scope = match self.find(&parent, from) {
                Found::Symbol(Entry { symbol: Symbol::Message(id), .. }) => Some(Scope::Message(id)),
                Found::Package => self
                    .declared
                    .packages
                    .get(self.package_behind(&parent, from).as_str())
                    .copied()
                    .map(Scope::Package),
                _ => None,
            };
            return scope.map(|scope| self.types_of(scope)).unwrap_or_default();
        }
        let mut names = Vec::new();
        let mut scope = Some(from.scope);
        while let Some(here) = scope {
            names.extend(self.types_of(here));
            scope = match here {
                Scope::Package(_) => None,
                Scope::Message(id) => {
                    let (_, home) = self.declared.messages[id.index()];
                    Some(home.parent.map_or(Scope::Package(home.package), Scope::Message))
                }
            };
        }
        names.extend(ScalarType::ALL.iter().map(|scalar| scalar.as_str()));
        names.extend(WellKnown::ALL.iter().map(|known| known.as_str()));
        names
    }

    /// The name of the package that an alias or a whole path stands for.
    fn package_behind(&self, path: &Path, from: From) -> String {
        let text = path.text();
        let binding = self.imports[from.file.index()].names.get(text.as_str());
        match binding.and_then(|binding| binding.package) {
            Some(package) => self.declared.package_name(package).to_owned(),
            None => text.trim_start_matches('.').to_owned(),
        }
    }

    fn types_of(&self, scope: Scope) -> Vec<&'a str> {
        let names = self.declared.symbols.names(scope);
        names.into_iter().filter(|(_, entry)| entry.symbol.is_type()).map(|(name, _)| name).collect()
    }

    /// A type of this very name in another package; the first by the package's name.
    fn elsewhere(&self, name: &str, own: PackageId) -> Option<(&'a str, Entry)> {
        let mut packages: Vec<(&'a str, PackageId)> =
            self.declared.packages.iter().map(|(&name, &id)| (name, id)).collect();
        packages.sort_unstable();
        packages.into_iter().filter(|&(package, id)| id != own && !package.is_empty()).find_map(
            |(package, id)| {
                let entry = self.declared.symbols.get(Scope::Package(id), name)?;
                (entry.symbol.is_type() && !entry.is_internal).then_some((package, entry))
            },
        )
    }

    fn with_import(
        &self,
        report: Diagnostic,
        package: &str,
        entry: Entry,
        name: &Ident,
        file: FileId,
    ) -> Diagnostic {
        let line = format!("import {package}.{};", name.text);
        let text = format!("package `{package}` has one; import it");
        let report = report.also(entry.span, format!("`{package}.{}` is defined here", name.text));
        let Some((place, inserted)) = self.import_place(file, package, &line) else {
            return report.help(text);
        };
        let edits = vec![Edit { span: place, text: inserted }];
        report.patch(text, edits, Applicability::MaybeIncorrect)
    }

    /// Where an import of `package` belongs: among the others by its name, or below the package line.
    fn import_place(&self, file: FileId, package: &str, line: &str) -> Option<(Span, String)> {
        let ast = &self.files[file.index()].ast;
        let targets = &self.files[file.index()].targets;
        let behind =
            ast.imports.iter().zip(targets).rfind(|(_, target)| {
                target.as_ref().is_some_and(|target| target.package.as_str() <= package)
            });
        if let Some((import, _)) = behind {
            return Some((import.span.after(), format!("\n{line}")));
        }
        if let Some(first) = ast.imports.first() {
            return Some((first.span.before(), format!("{line}\n")));
        }
        Some((ast.package.as_ref()?.span.after(), format!("\n\n{line}")))
    }
}

/// Whether `name` is declared in a part of the package that could not be read: then it is not unknown, and the
/// mistake in that part has had its report.
pub(super) fn may_hide(declared: &Declared<'_>, package: PackageId, name: &str) -> bool {
    declared.hidden.get(&package).is_some_and(|names| names.contains(name))
}
