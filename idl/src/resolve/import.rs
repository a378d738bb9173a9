//! The names that a file brings in from other packages.

use std::cell::Cell;
use std::collections::HashMap;

use super::declare::Declared;
use super::symbol::{Entry, Scope};
use crate::ast::{Ident, Import, ImportKind, ImportName};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::load::{LoadedFile, Target};
use crate::model::PackageId;
use crate::name;
use crate::source::Span;

/// What a file's imports mean.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// By the name that the file uses. Whole packages without an alias stand here with their dots.
    pub(super) names: HashMap<String, Binding>,
    /// Whether an import leads nowhere that has no alias, so that any path might have come from it.
    pub(super) has_unknown: bool,
}

/// What one name means.
#[derive(Debug)]
pub(super) struct Binding {
    pub(super) meaning: Meaning,
    pub(super) package: Option<PackageId>,
    pub(super) span: Span,
    /// The import, by its place in the file.
    pub(super) declaration: usize,
    pub(super) is_used: Cell<bool>,
}

/// What an imported name stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    /// Everything in the package.
    Package,
    /// One declaration.
    Item(Entry),
    /// Nothing, which is reported.
    Unknown,
}

/// Reads the imports of one file.
pub(super) fn imports(
    file: &LoadedFile,
    declared: &Declared<'_>,
    report: &mut dyn FnMut(Diagnostic),
) -> Imports {
    let mut reader = Reader { file, declared, report, imports: Imports::default() };
    for (at, (import, target)) in file.ast.imports.iter().zip(&file.targets).enumerate() {
        reader.import(at, import, target.as_ref());
    }
    reader.imports
}

struct Reader<'r, 'a> {
    file: &'a LoadedFile,
    declared: &'r Declared<'a>,
    report: &'r mut dyn FnMut(Diagnostic),
    imports: Imports,
}

impl Reader<'_, '_> {
    fn import(&mut self, at: usize, import: &Import, target: Option<&Target>) {
        let package = target.and_then(|target| self.declared.packages.get(target.package.as_str()).copied());
        match (&import.kind, target, package) {
            (ImportKind::Names { names, .. }, Some(_), Some(package)) => {
                for name in names {
                    self.item(at, name, package);
                }
            }
            (ImportKind::Path(path), Some(target), Some(package)) if target.is_item => {
                let Some(last) = path.segments.last() else { return };
                self.item(at, &ImportName { name: last.clone(), alias: import.alias.clone() }, package);
            }
            (ImportKind::Path(path), Some(target), Some(package)) => {
                let (name, span) = match &import.alias {
                    Some(alias) => (alias.text.clone(), alias.span),
                    None => (target.package.clone(), path.span),
                };
                self.bind(at, name, span, Meaning::Package, Some(package));
            }
            _ => self.unknown(at, import),
        }
    }

    /// The names are known even where their meaning is not; whoever uses them has had a report.
    fn unknown(&mut self, at: usize, import: &Import) {
        match (&import.kind, &import.alias) {
            (_, Some(alias)) => self.bind(at, alias.text.clone(), alias.span, Meaning::Unknown, None),
            (ImportKind::Names { names, .. }, None) => {
                for ImportName { name, alias } in names {
                    let here = alias.as_ref().unwrap_or(name);
                    self.bind(at, here.text.clone(), here.span, Meaning::Unknown, None);
                }
            }
            (ImportKind::Path(path), None) => {
                if let Some(last) = path.segments.last() {
                    self.bind(at, last.text.clone(), last.span, Meaning::Unknown, None);
                }
                self.imports.has_unknown = true;
            }
            (ImportKind::Proto(_), None) => self.imports.has_unknown = true,
        }
    }

    fn item(&mut self, at: usize, import: &ImportName, package: PackageId) {
        let here = import.alias.as_ref().unwrap_or(&import.name);
        let meaning = match self.declared.symbols.get(Scope::Package(package), &import.name.text) {
            Some(entry) if entry.is_internal && self.package() != Some(package) => {
                (self.report)(internal(&import.name, entry));
                Meaning::Unknown
            }
            Some(entry) => Meaning::Item(entry),
            None => {
                self.no_such_name(&import.name, package);
                Meaning::Unknown
            }
        };
        self.bind(at, here.text.clone(), here.span, meaning, Some(package));
    }

    fn no_such_name(&mut self, name: &Ident, package: PackageId) {
        // A declaration that could not be read may be the one that is meant.
        if super::lookup::may_hide(self.declared, package, &name.text) {
            return;
        }
        let package_name = self.declared.package_name(package);
        let title = format!("package `{package_name}` has no `{}`", name.text);
        let report = Diagnostic::new(Code::E0107, name.span, title);
        let names = self.declared.symbols.names(Scope::Package(package));
        let near = name::nearest(&name.text, names.iter().map(|&(name, _)| name));
        (self.report)(match near.and_then(|near| names.iter().find(|(name, _)| *name == near)) {
            Some((near, entry)) => report.also(entry.span, format!("`{near}` is defined here")).suggest(
                format!("it has `{near}`"),
                name.span,
                *near,
            ),
            None if names.is_empty() => report.note("it declares nothing"),
            None => report.note(format!("it has {}", listed(&names))),
        });
    }

    fn package(&self) -> Option<PackageId> {
        self.declared.packages.get(self.file.package.as_str()).copied()
    }

    fn bind(&mut self, at: usize, name: String, span: Span, meaning: Meaning, package: Option<PackageId>) {
        if let Some(first) = self.imports.names.get(&name) {
            let report = self.bound_twice(at, &name, span, first);
            (self.report)(report);
            return;
        }
        let clash = self.package().and_then(|own| self.declared.symbols.get(Scope::Package(own), &name));
        if let Some(own) = clash {
            (self.report)(
                Diagnostic::new(
                    Code::E0105,
                    span,
                    format!("`{name}` is imported, and defined in this package"),
                )
                .label("imported here")
                .also(own.span, format!("defined here, as {}", own.symbol.kind()))
                .help(format!("give the import another name: `{name} as …`")),
            );
            return;
        }
        let binding = Binding { meaning, package, span, declaration: at, is_used: Cell::new(false) };
        self.imports.names.insert(name, binding);
    }

    fn bound_twice(&self, at: usize, name: &str, span: Span, first: &Binding) -> Diagnostic {
        let alias_here = self.file.ast.imports.get(at).and_then(|import| import.alias.as_ref());
        let (code, title) = if alias_here.is_some() {
            (Code::E0106, format!("the name `{name}` is taken"))
        } else {
            (Code::E0105, format!("`{name}` is imported twice"))
        };
        Diagnostic::new(code, span, title)
            .label("again here")
            .also(first.span, "first here")
            .help(format!("remove one of them, or give it another name: `… as Other{}`", name::pascal(name)))
    }
}

fn listed(names: &[(&str, Entry)]) -> String {
    let shown: Vec<String> = names.iter().take(5).map(|(name, _)| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(shown.len());
    let shown = shown.join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// A use of something that its package keeps to itself.
pub(super) fn internal(name: &Ident, entry: Entry) -> Diagnostic {
    Diagnostic::new(Code::E0108, name.span, format!("`{}` is internal to its package", name.text))
        .label("used here, in another package")
        .also(entry.span, "declared `@internal` here")
        .help("remove `@internal`, or use something that its package offers")
}
