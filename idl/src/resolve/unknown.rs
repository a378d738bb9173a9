//! What we say of a type that is not there: the best guess at what was meant.

use super::build::Resolver;
use super::lookup::{Found, From};
use super::symbol::{Entry, Scope, Symbol};
use crate::ast::{Ident, Path};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::model::{FileId, PackageId, ScalarType, WellKnown};
use crate::name;
use crate::source::Span;

/// What other languages call our scalars.
const FOREIGN: &[(&str, ScalarType)] = &[
    ("String", ScalarType::String),
    ("boolean", ScalarType::Bool),
    ("f32", ScalarType::Float),
    ("f64", ScalarType::Double),
    ("float32", ScalarType::Float),
    ("float64", ScalarType::Double),
    ("i32", ScalarType::Int32),
    ("i64", ScalarType::Int64),
    ("str", ScalarType::String),
    ("u32", ScalarType::Uint32),
    ("u64", ScalarType::Uint64),
];

/// Scalars of other languages that we do not have, and the nearest that we do.
const FOREIGN_NEAR: &[(&str, ScalarType)] = &[
    ("byte", ScalarType::Uint32),
    ("char", ScalarType::String),
    ("decimal", ScalarType::String),
    ("i16", ScalarType::Int32),
    ("i8", ScalarType::Int32),
    ("int", ScalarType::Int32),
    ("int16", ScalarType::Int32),
    ("int8", ScalarType::Int32),
    ("integer", ScalarType::Int32),
    ("isize", ScalarType::Int64),
    ("long", ScalarType::Int64),
    ("number", ScalarType::Double),
    ("short", ScalarType::Int32),
    ("text", ScalarType::String),
    ("u16", ScalarType::Uint32),
    ("u8", ScalarType::Uint32),
    ("uint", ScalarType::Uint32),
    ("uint16", ScalarType::Uint32),
    ("uint8", ScalarType::Uint32),
    ("usize", ScalarType::Uint64),
];

impl<'a> Resolver<'a> {
    /// Reports a path that leads to no type, unless the mistake that hides it has its report.
    pub(super) fn unknown_type(&self, path: &Path, from: From) {
        let text = path.text();
        let Some(last) = path.segments.last() else { return };
        if path.segments.len() > 1 && self.imports[from.file.index()].has_unknown {
            return;
        }
        let (package, names) = self.package_behind(&path.segments, from);
        if names.iter().any(|name| self.declared.may_hide(package, &name.text)) {
            return;
        }
        let foreign = |names: &[(&str, ScalarType)]| {
            names.iter().find(|(name, _)| *name == text).map(|(_, scalar)| scalar.as_str())
        };
        if let Some(here) = foreign(FOREIGN) {
            let title = format!("`{text}` is called `{here}` here");
            let report = Diagnostic::new(Code::E0309, path.span, title).label("a scalar of another language");
            self.report(report.fix(format!("write `{here}`"), path.span, here));
        } else if let Some(near) = foreign(FOREIGN_NEAR) {
            let title = format!("there is no scalar `{text}`");
            let report = Diagnostic::new(Code::E0309, path.span, title).label("a scalar of another language");
            self.report(report.suggest(format!("the nearest is `{near}`"), path.span, near));
        } else {
            let report = Diagnostic::new(Code::E0301, path.span, format!("there is no type `{text}`"));
            self.report(self.with_advice(report, path, last, from));
        }
    }

    /// The best guess at what was meant: a built-in of protobuf, the same name elsewhere, a similar name here.
    fn with_advice(&self, report: Diagnostic, path: &Path, last: &Ident, from: From) -> Diagnostic {
        if !self.declared.guesses.may_guess() {
            return report;
        }
        if path.segments.len() == 1
            && let Some((nested, entry)) = self.nested(&last.text, from.package)
        {
            let report = report.also(entry.span, "nested here");
            return report.suggest("write the path of the nested type", path.span, nested);
        }
        if path.segments.len() == 1
            && let Some((package, entry)) = self.elsewhere(&last.text, from.package)
        {
            return self.with_import(report, package, entry, last, from.file);
        }
        if let Some((package, entry)) = self.not_imported(path, from) {
            return self.with_package(report, package, from.file, self.declared.proto_of(entry));
        }
        match name::nearest(&last.text, self.visible(path, from)) {
            Some(near) => report.suggest(format!("there is `{near}`"), last.span, near),
            None => report,
        }
    }

    /// The package of a path that begins with one and would lead somewhere if it were imported.
    fn not_imported(&self, path: &Path, from: From) -> Option<(&'a str, Entry)> {
        let (id, rest) = self.declared.package_of(&path.segments, |_| true)?;
        let entry = self.declared.symbols.get(Scope::Package(id), &rest.first()?.text)?;
        (entry.symbol.is_type() && !entry.is_internal && id != from.package)
            .then(|| (self.declared.package_name(id), entry))
    }

    fn with_package(
        &self,
        report: Diagnostic,
        package: &str,
        file: FileId,
        proto: Option<&str>,
    ) -> Diagnostic {
        if let Some(proto) = proto {
            let text = format!("`{package}` has one; import its file");
            return match self.import_place(file, package, &format!("import proto \"{proto}\";")) {
                Some((place, inserted)) => report.suggest(text, place, inserted),
                None => report.help(text),
            };
        }
        let text = format!("package `{package}` has one; import the package");
        match self.import_place(file, package, &format!("import {package};")) {
            Some((place, inserted)) => report.suggest(text, place, inserted),
            None => report.help(text),
        }
    }

    /// The type names that could stand in the place of the last name of `path`.
    fn visible(&self, path: &Path, from: From) -> Vec<&'a str> {
        let [before @ .., _] = path.segments.as_slice() else { return Vec::new() };
        if let Some(last) = before.last() {
            if let (package, [_]) = self.package_behind(&path.segments, from) {
                return self.types_of(Scope::Package(package));
            }
            let parent = Path { absolute: path.absolute, segments: before.to_vec(), span: last.span };
            return match self.find(&parent, from) {
                Found::Symbol(Entry { symbol: Symbol::Message(id), .. }) => self.types_of(Scope::Message(id)),
                _ => Vec::new(),
            };
        }
        let mut names = Vec::new();
        let mut scope = Some(from.scope);
        while let Some(here) = scope {
            names.extend(self.types_of(here));
            scope = match here {
                Scope::Package(_) => None,
                Scope::Message(id) => {
                    let home = self.declared.message_node(id).map(|(_, home)| home);
                    home.map(|home| home.parent.map_or(Scope::Package(home.package), Scope::Message))
                }
            };
        }
        names.extend(ScalarType::ALL.iter().map(|scalar| scalar.as_str()));
        names.extend(WellKnown::ALL.iter().map(|known| known.as_str()));
        names
    }

    fn types_of(&self, scope: Scope) -> Vec<&'a str> {
        let names = self.declared.symbols.names(scope);
        names.into_iter().filter(|(_, entry)| entry.symbol.is_type()).map(|(name, _)| name).collect()
    }

    /// A type of this very name that is nested in a message of the package, and its path.
    fn nested(&self, name: &str, package: PackageId) -> Option<(String, Entry)> {
        let messages = self.declared.messages.iter().enumerate();
        let mut own = messages.filter(|(_, (_, home))| home.package == package);
        let (around, entry) = own.find_map(|(at, _)| {
            let around = self.declared.message_id(at);
            Some((around, self.declared.symbols.get(Scope::Message(around), name)?))
        })?;
        let mut path = name.to_owned();
        let mut next = Some(around);
        while let Some(id) = next {
            let Some((node, home)) = self.declared.message_node(id) else { break };
            path = format!("{}.{path}", node.name.text);
            next = home.parent;
        }
        Some((path, entry))
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
        if let Some(proto) = self.declared.proto_of(entry) {
            let full = format!("{package}.{}", name.text);
            return report
                .also(entry.span, format!("`{full}` is defined here"))
                .help(format!("to use it, write `import proto \"{proto}\";` and `{full}`"));
        }
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
