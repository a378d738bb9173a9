//! How a `.proto` file names a type: as short as it is clear.
//!
//! Protobuf looks for the first part of a name in every scope from the innermost to the outermost, and stays where it
//! finds one. So a short name may lead elsewhere, and even a full one: in the package `a.demo`, `demo.user.User`
//! begins with `a.demo`. A dot in front leads to where it says.

use std::collections::HashSet;

use crate::descriptor::{File, Item};

/// Words that a field cannot begin with, or that mean something else there.
const KEYWORDS: [&str; 32] = [
    "bool",
    "bytes",
    "double",
    "enum",
    "extend",
    "extensions",
    "fixed32",
    "fixed64",
    "float",
    "group",
    "import",
    "int32",
    "int64",
    "map",
    "message",
    "oneof",
    "option",
    "optional",
    "package",
    "repeated",
    "required",
    "reserved",
    "returns",
    "rpc",
    "service",
    "sfixed32",
    "sfixed64",
    "sint32",
    "sint64",
    "stream",
    "string",
    "uint32",
];

/// The full names of all types, packages and methods that may be met.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// Those of `files`, of other packages, and those of protobuf and ours.
    pub(super) fn new<'a>(files: &'a [File], packages: impl Iterator<Item = &'a str>) -> Self {
        let mut names = Self::default();
        let all = files.iter().map(|file| file.package.as_str()).chain(packages);
        for package in all.chain(["google.protobuf", "mrpc"]) {
            let ends = package.match_indices('.').map(|(at, _)| at).chain([package.len()]);
            names.0.extend(ends.map(|end| package[..end].to_owned()));
        }
        for file in files {
            names.add(&file.items, &file.package);
        }
        names
    }

    fn add(&mut self, items: &[Item], scope: &str) {
        for item in items {
            let (head, nested) = match item {
                Item::Message(item) => (&item.head, item.items.as_slice()),
                Item::Enum(item) => (&item.head, [].as_slice()),
                Item::Service(item) => (&item.head, [].as_slice()),
            };
            let name = format!("{scope}.{}", head.name);
            self.add(nested, &name);
            if let Item::Service(item) = item {
                // Where a method says what it takes, protobuf finds methods as well.
                self.0.extend(item.methods.iter().map(|method| format!("{name}.{}", method.head.name)));
            }
            self.0.insert(name);
        }
    }

    /// The type called `full`, named from inside of `scope`, which is a message or service of `package`, or the package itself.
    pub(super) fn shortest(&self, full: &str, scope: &str, package: &str) -> String {
        let mut around = Some(scope);
        while let Some(outer) = around.filter(|outer| outer.len() >= package.len()) {
            let inside = full.strip_prefix(outer).and_then(|rest| rest.strip_prefix('.'));
            if let Some(name) = inside.filter(|name| self.leads(name, scope, full)) {
                return name.to_owned();
            }
            around = outer.rsplit_once('.').map(|(outer, _)| outer);
        }
        if self.leads(full, scope, full) { full.to_owned() } else { format!(".{full}") }
    }

    /// Whether `name`, written in `scope`, is the type called `full`.
    fn leads(&self, name: &str, scope: &str, full: &str) -> bool {
        let first = name.split('.').next().unwrap_or_default();
        if KEYWORDS.contains(&first) || first == "uint64" {
            return false;
        }
        let mut around = scope;
        loop {
            let found = format!("{around}.{first}");
            if self.0.contains(&found) {
                return format!("{around}.{name}") == full;
            }
            match around.rsplit_once('.') {
                Some((outer, _)) => around = outer,
                None => return name == full,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn names(all: &[&str]) -> Names {
        Names(all.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn a_name_is_as_short_as_it_is_clear() {
        let known =
            ["a", "a.v1", "a.v1.M", "a.v1.M.N", "a.v1.N", "a.v1.S", "a.v1.S.M", "b", "b.v1", "b.v1.M"];
        let shortest = |full: &str, scope: &str| names(&known).shortest(full, scope, "a.v1");
        assert_eq!(shortest("a.v1.M", "a.v1"), "M");
        assert_eq!(shortest("a.v1.M.N", "a.v1"), "M.N");
        // A method of the service, which is in the way.
        assert_eq!(shortest("a.v1.M", "a.v1.S"), "a.v1.M");
        assert_eq!(shortest("a.v1.M.N", "a.v1.M"), "N");
        assert_eq!(shortest("b.v1.M", "a.v1.M"), "b.v1.M");
        // The nested one is nearer.
        assert_eq!(shortest("a.v1.N", "a.v1.M"), "a.v1.N");
    }

    #[test]
    fn a_name_that_leads_elsewhere_begins_with_a_dot() {
        let known = ["a", "a.b", "a.b.M", "b", "b.M", "option", "option.M", "a.b.M.b"];
        let shortest = |full: &str, scope: &str| names(&known).shortest(full, scope, "a.b");
        assert_eq!(shortest("b.M", "a.b"), ".b.M");
        assert_eq!(shortest("option.M", "a.b"), ".option.M");
        assert_eq!(shortest("a.b.M", "a.b.M"), "M");
    }
}
