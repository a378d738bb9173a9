//! What names in documentation lead to.

use std::collections::HashMap;

use mrpc_idl::model::{Decl, Home, Model, PackageId};

/// Types that have the name of a macro which is known everywhere: a link to one could mean either.
const MACROS: [&str; 9] =
    ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// The name behind `path`, as documentation leads to it.
pub(super) fn linked(path: &str) -> String {
    match path.rsplit_once("::") {
        Some((_, name)) => format!("[`{name}`]({path})"),
        None if MACROS.contains(&path) => format!("`{path}`"),
        None => format!("[`{path}`]"),
    }
}

/// Everything in the schema that documentation can name, by its full name there, with its path in the module of
/// its package.
#[derive(Debug, Default)]
pub(super) struct Links(HashMap<String, (PackageId, String)>);

impl Links {
    /// Adds a declaration of a package, or what is nested in one.
    pub(super) fn add(&mut self, model: &Model, home: Home, decl: &Decl, path: &str) {
        if decl.removed.is_none() && !MACROS.contains(&path) {
            self.0.insert(model.full_name(home, decl), (home.package, path.to_owned()));
        }
    }

    /// Adds a member of something: a field, a oneof, a value.
    pub(super) fn add_member(&mut self, package: PackageId, owner: &str, member: &Decl, path: String) {
        if member.removed.is_none() {
            self.0.insert(format!("{owner}.{}", member.name.text), (package, path));
        }
    }

    /// What `name` means where `scope` is the full name of what is around: first in it, then in what is around that,
    /// at last as a full name itself.
    pub(super) fn find(&self, scope: &str, name: &str) -> Option<&(PackageId, String)> {
        let name = name.trim_end_matches("()").replace("::", ".");
        let name = name.trim_start_matches('.');
        let mut scope = scope;
        while !scope.is_empty() {
            if let Some(found) = self.0.get(&format!("{scope}.{name}")) {
                return Some(found);
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
        self.0.get(name)
    }
}
