//! The names that a file brings in from other packages.

use std::cell::Cell;
use std::collections::HashMap;

use super::declare::Declared;
use super::symbol::{Entry, Scope};
use crate::ast::{self, Ident, Import, ImportKind, ImportName};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::load::{LoadedFile, Target};
use crate::model::{PackageId, ScalarType};
use crate::name;
use crate::source::Span;

/// What a file's imports mean.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// By the name that the file uses. Whole packages without an alias stand here with their dots.
    pub(super) names: HashMap<String, Binding>,
    through: HashMap<PackageId, Through>,
    /// Whether an import leads nowhere that has no alias, so that any path might have come from it.
    pub(super) has_unknown: bool,
}

impl Imports {
    /// Whether something of `package` is imported, so that a path may begin with its name.
    pub(super) fn reaches(&self, package: PackageId) -> bool {
        self.through.contains_key(&package)
    }

    /// Notes that a path leads through the name of `package` to `entry`. One import is enough for that: the one
    /// of the whole package, else the one of this very name, else any.
    pub(super) fn mark(&self, package: PackageId, entry: Option<Entry>) {
        let Some(through) = self.through.get(&package) else { return };
        let of_item = || through.items.get(&entry?.span);
        if let Some(name) = through.whole.as_ref().or_else(of_item).or(through.first.as_ref())
            && let Some(binding) = self.names.get(name)
        {
            binding.is_used.set(true);
        }
    }
}

/// The names through which a package is reached.
#[derive(Debug, Default)]
struct Through {
    first: Option<String>,
    /// That of the package itself.
    whole: Option<String>,
    /// Those of what is in it, by where it is declared.
    items: HashMap<Span, String>,
}

impl Through {
    fn add(&mut self, name: &str, meaning: Meaning) {
        self.first.get_or_insert_with(|| name.to_owned());
        match meaning {
            Meaning::Package => drop(self.whole.get_or_insert_with(|| name.to_owned())),
            Meaning::Item(entry) => drop(self.items.entry(entry.span).or_insert_with(|| name.to_owned())),
            Meaning::Unknown => {}
        }
    }
}

/// What one name means.
#[derive(Debug)]
pub(super) struct Binding {
    pub(super) meaning: Meaning,
    pub(super) package: Option<PackageId>,
    pub(super) span: Span,
    /// The import, by its place in the file.
    pub(super) declaration: usize,
    /// More `.proto` files of the same package that are imported under the same name.
    pub(super) more: Vec<(usize, Span)>,
    pub(super) is_used: Cell<bool>,
}

/// What an imported name stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
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
            (
                ImportKind::Path(ast::Path { span, .. }) | ImportKind::Proto(ast::Text { span, .. }),
                Some(target),
                Some(package),
            ) => {
                let (name, span) = match &import.alias {
                    Some(alias) => (alias.text.clone(), alias.span),
                    None => (target.package.clone(), *span),
                };
                let binding = Binding::new(at, Meaning::Package, Some(package), span);
                self.bind_as(name, span, import.alias.is_some(), binding);
            }
            _ => self.unknown(at, import),
        }
    }

    /// The names are known even where their meaning is not; whoever uses them has had a report.
    fn unknown(&mut self, at: usize, import: &Import) {
        match (&import.kind, &import.alias) {
            (_, Some(alias)) => self.bind(at, alias, true, Meaning::Unknown, None),
            (ImportKind::Names { names, .. }, None) => {
                for ImportName { name, alias } in names {
                    let here = alias.as_ref().unwrap_or(name);
                    self.bind(at, here, alias.is_some(), Meaning::Unknown, None);
                }
            }
            (ImportKind::Path(path), None) => {
                if let Some(last) = path.segments.last() {
                    self.bind(at, last, false, Meaning::Unknown, None);
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
        self.bind(at, here, import.alias.is_some(), meaning, Some(package));
    }

    fn no_such_name(&mut self, name: &Ident, package: PackageId) {
        if self.declared.may_hide(package, &name.text) {
            return;
        }
        let package_name = self.declared.package_name(package);
        let title = format!("package `{package_name}` has no `{}`", name.text);
        let report = Diagnostic::new(Code::E0107, name.span, title);
        if !self.declared.guesses.may_guess() {
            (self.report)(report);
            return;
        }
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

    /// Gives a meaning to the name at `here`.
    fn bind(
        &mut self,
        at: usize,
        here: &Ident,
        is_alias: bool,
        meaning: Meaning,
        package: Option<PackageId>,
    ) {
        self.bind_as(here.text.clone(), here.span, is_alias, Binding::new(at, meaning, package, here.span));
    }

    fn bind_as(&mut self, name: String, span: Span, is_alias: bool, binding: Binding) {
        if is_alias && ScalarType::from_word(&name).is_some() {
            let other = self.other_name(&name, binding.package);
            let report = Diagnostic::new(Code::E0106, span, format!("the name `{name}` is taken"))
                .label("a scalar is called so");
            (self.report)(renamed(report, span, is_alias, &other));
            return;
        }
        if self.is_more_of(&name, &binding) {
            if let Some(first) = self.imports.names.get_mut(&name) {
                first.more.push((binding.declaration, binding.span));
            }
            return;
        }
        if let Some(first) = self.imports.names.get(&name) {
            let report = self.bound_twice(&name, is_alias, first, &binding);
            (self.report)(report);
            return;
        }
        // A package that imports itself has its report, and its names are no others.
        let own = self.package().filter(|&own| binding.package != Some(own));
        let own = own.and_then(|own| self.declared.symbols.get(Scope::Package(own), &name));
        if let Some(own) = own {
            let other = self.other_name(&name, binding.package);
            let (code, title) = match is_alias {
                true => (Code::E0106, format!("the name `{name}` is taken")),
                false => (Code::E0105, format!("`{name}` is imported, and defined in this package")),
            };
            let report = Diagnostic::new(code, span, title)
                .label("imported here")
                .also(own.span, format!("defined here, as {}", own.symbol.kind()));
            (self.report)(renamed(report, span, is_alias, &other));
            return;
        }
        if let Some(package) = binding.package {
            self.imports.through.entry(package).or_default().add(&name, binding.meaning);
        }
        self.imports.names.insert(name, binding);
    }

    /// Whether a name stands for a package already through another of its `.proto` files.
    fn is_more_of(&self, name: &str, binding: &Binding) -> bool {
        let path = |at: usize| match self.file.ast.imports.get(at).map(|import| &import.kind) {
            Some(ImportKind::Proto(path)) => Some(path.value.as_str()),
            _ => None,
        };
        let path_here = path(binding.declaration);
        self.imports.names.get(name).is_some_and(|first| {
            let is_other = |at| path(at).is_some_and(|path| Some(path) != path_here);
            path_here.is_some()
                && first.package == binding.package
                && is_other(first.declaration)
                && first.more.iter().all(|&(at, _)| is_other(at))
        })
    }

    fn bound_twice(&self, name: &str, is_alias: bool, first: &Binding, again: &Binding) -> Diagnostic {
        let (code, title) = if is_alias {
            (Code::E0106, format!("the name `{name}` is taken"))
        } else {
            (Code::E0105, format!("`{name}` is imported twice"))
        };
        let report =
            Diagnostic::new(code, again.span, title).label("again here").also(first.span, "first here");
        let import = &self.file.ast.imports[again.declaration];
        let is_whole = !matches!(import.kind, ImportKind::Names { .. });
        if again.meaning == first.meaning && again.package == first.package {
            let text = "it is the same; remove one of them";
            return if is_whole { report.fix(text, import.span, "") } else { report.help(text) };
        }
        renamed(report, again.span, is_alias, &self.other_name(name, again.package))
    }

    /// A name for an import that nothing in the file has: made of the package's, without its version.
    fn other_name(&self, name: &str, package: Option<PackageId>) -> String {
        let package = package.map_or("other", |package| self.declared.package_name(package));
        let is_version =
            |part: &str| part.starts_with('v') && part[1..].starts_with(|c: char| c.is_ascii_digit());
        let word = package.rsplit('.').find(|part| !is_version(part)).unwrap_or("other");
        let mut other = match name.starts_with(char::is_uppercase) {
            true => format!("{}{name}", name::pascal(word)),
            false => word.to_owned(),
        };
        let own = self.package();
        let is_taken = |name: &str| {
            self.imports.names.contains_key(name)
                || own.is_some_and(|own| self.declared.symbols.get(Scope::Package(own), name).is_some())
        };
        while is_taken(&other) {
            other.push('2');
        }
        other
    }
}

impl Binding {
    fn new(declaration: usize, meaning: Meaning, package: Option<PackageId>, span: Span) -> Self {
        Self { meaning, package, span, declaration, more: Vec::new(), is_used: Cell::new(false) }
    }
}

/// Suggests another name for what is imported at `span`.
fn renamed(report: Diagnostic, span: Span, is_alias: bool, other: &str) -> Diagnostic {
    if is_alias {
        report.suggest("give it another name", span, other)
    } else {
        report.suggest("give it another name here", span.after(), format!(" as {other}"))
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
