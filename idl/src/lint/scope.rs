//! What a name means in a file, for the references that the model keeps no trace of: those to constants and
//! to values, and those in imports.

use std::collections::{HashMap, HashSet};

use super::context::Context;
use super::usage::Target;
use crate::ast::{self, Ident, ImportKind, Path};
use crate::model::{ConstId, EnumId, Home, PackageId};

/// Names, by where they can be seen.
#[derive(Debug)]
pub(super) struct Scopes<'a> {
    items: HashMap<(PackageId, &'a str), Target>,
    values: HashMap<(EnumId, &'a str), usize>,
    packages: HashMap<&'a str, PackageId>,
    /// By the index of the file.
    files: Vec<FileScope<'a>>,
}

/// What the imports of one file bring into it.
#[derive(Debug, Default)]
struct FileScope<'a> {
    items: HashMap<&'a str, Target>,
    packages: HashMap<&'a str, PackageId>,
    /// The names behind `as`.
    aliases: HashSet<&'a str>,
    /// Where imports name declarations.
    imported: Vec<(&'a Ident, Target)>,
}

impl<'a> Scopes<'a> {
    pub(super) fn new(cx: &Context<'a>) -> Self {
        let top = cx.named().filter(|named| named.home.parent.is_none());
        let items = top
            .filter_map(|named| Some(((named.home.package, named.decl.name.text.as_str()), named.target?)))
            .collect();
        let of_enums = cx.model.enums.iter().enumerate().flat_map(|(id, item)| {
            let values = item.values.iter().enumerate();
            values.map(move |(at, value)| ((EnumId::of(id), value.decl.name.text.as_str()), at))
        });
        let packages = cx.model.packages.iter().enumerate();
        let packages = packages.map(|(at, package)| (package.name.as_str(), PackageId::of(at))).collect();
        let mut scopes = Self { items, values: of_enums.collect(), packages, files: Vec::new() };
        scopes.files = (0..cx.model.files.len()).map(|file| scopes.file(cx, file)).collect();
        scopes
    }

    fn file(&self, cx: &Context<'a>, file: usize) -> FileScope<'a> {
        let mut scope = FileScope::default();
        let (Some(file), Some(tree)) = (cx.model.files.get(file), cx.files.get(file)) else { return scope };
        for import in &file.imports {
            scope.packages.insert(&import.name, import.package);
        }
        let packages: HashMap<usize, PackageId> =
            file.imports.iter().map(|import| (import.declaration, import.package)).collect();
        for (at, import) in tree.imports.iter().enumerate() {
            scope.aliases.extend(aliases(import));
            let Some(&package) = packages.get(&at) else { continue };
            for (name, local) in imported_names(import) {
                if let Some(&target) = self.items.get(&(package, name.text.as_str())) {
                    scope.items.insert(&local.text, target);
                    scope.imported.push((name, target));
                }
            }
        }
        scope
    }

    /// The names in imports that are those of declarations.
    pub(super) fn imported(&self) -> impl Iterator<Item = (&'a Ident, Target)> + '_ {
        self.files.iter().flat_map(|file| file.imported.iter().copied())
    }

    /// Whether a file gives the name to something by `as`.
    pub(super) fn is_alias(&self, home: Home, name: &str) -> bool {
        self.files.get(home.file.index()).is_some_and(|file| file.aliases.contains(name))
    }

    /// The value of that name.
    pub(super) fn value(&self, id: EnumId, name: &'a str) -> Option<Target> {
        self.values.get(&(id, name)).map(|&at| Target::Value(id, at))
    }

    /// The constant that a path means in a file.
    pub(super) fn constant(&self, path: &Path, home: Home) -> Option<ConstId> {
        let (last, before) = path.segments.split_last()?;
        let last = last.text.as_str();
        let file = self.files.get(home.file.index())?;
        let target = if before.is_empty() {
            self.items.get(&(home.package, last)).or_else(|| file.items.get(last))
        } else {
            let names: Vec<&str> = before.iter().map(|segment| segment.text.as_str()).collect();
            let qualifier = names.join(".");
            let package =
                file.packages.get(qualifier.as_str()).or_else(|| self.packages.get(qualifier.as_str()));
            self.items.get(&(*package?, last))
        };
        match target {
            Some(&Target::Const(id)) => Some(id),
            _ => None,
        }
    }
}

/// The names in an import that may be those of declarations, each with what the file calls it.
fn imported_names(import: &ast::Import) -> Vec<(&Ident, &Ident)> {
    match &import.kind {
        ImportKind::Path(path) => {
            let last = path.segments.last();
            last.map(|name| (name, import.alias.as_ref().unwrap_or(name))).into_iter().collect()
        }
        ImportKind::Names { names, .. } => {
            names.iter().map(|name| (&name.name, name.alias.as_ref().unwrap_or(&name.name))).collect()
        }
        ImportKind::Proto(_) => Vec::new(),
    }
}

/// The names behind `as`.
pub(super) fn aliases(import: &ast::Import) -> impl Iterator<Item = &str> {
    let names = match &import.kind {
        ImportKind::Names { names, .. } => names.as_slice(),
        ImportKind::Path(_) | ImportKind::Proto(_) => &[],
    };
    let of_names = names.iter().filter_map(|name| name.alias.as_ref());
    import.alias.iter().chain(of_names).map(|alias| alias.text.as_str())
}
