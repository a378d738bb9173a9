//! Packages beside each other: each is a module in Rust and a scope in protobuf.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::family::Reports;
use super::generated::text_of;
use crate::ast::{Ident, Item, Package};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::load::LoadedFile;
use crate::name;

pub(super) fn check(files: &[LoadedFile], reports: &mut Reports) {
    let mut packages: BTreeMap<&str, Vec<&Package>> = BTreeMap::new();
    for file in files {
        if let Some(package) = &file.ast.package {
            packages.entry(&file.package).or_default().push(package);
        }
    }
    let mut modules: HashMap<String, &Package> = HashMap::new();
    for (name, lines) in &packages {
        check_module(lines, reports);
        let [line, ..] = lines.as_slice() else { continue };
        match modules.entry(name.split('.').map(name::snake).collect::<Vec<_>>().join("::")) {
            Entry::Vacant(free) => drop(free.insert(line)),
            Entry::Occupied(first) => reports.push(equal_in_rust(first.get(), line, first.key())),
        }
    }
    check_scopes(files, &packages, reports);
}

fn equal_in_rust(first: &Package, second: &Package, becomes: &str) -> Diagnostic {
    let title =
        format!("packages `{}` and `{}` are both `{becomes}` in Rust", first.path.text(), second.path.text());
    Diagnostic::new(Code::E0202, second.path.span, title)
        .label("the second")
        .also(first.path.span, "the first")
        .help("rename one: packages become modules, whose names are in snake case")
}

/// The files of a package that choose its module choose the same.
fn check_module(lines: &[&Package], reports: &mut Reports) {
    let mut chosen = lines.iter().filter_map(|line| text_of(&line.attrs, "rust", "module"));
    let Some(first) = chosen.next() else { return };
    if let Some(other) = chosen.find(|other| other.value != first.value) {
        reports.push(
            Diagnostic::new(Code::E0805, other.span, "a package has one module in Rust")
                .label(format!("`{}` here", other.value))
                .also(first.span, format!("`{}` in another file of the package", first.value))
                .help("say it in one of the files"),
        );
    }
}

/// Declarations that are called like a package: `user` in `demo`, beside a package `demo.user.v1`.
fn check_scopes(files: &[LoadedFile], packages: &BTreeMap<&str, Vec<&Package>>, reports: &mut Reports) {
    let mut inner: HashMap<(&str, &str), &Package> = HashMap::new();
    // The dot comes before all that a name is made of, so what lies in a package follows it. Of several around a
    // package the nearest is enough: it lies in the others itself.
    let mut around: Vec<&str> = Vec::new();
    for (&name, lines) in packages {
        let behind = |outer: &&str| name.strip_prefix(*outer).and_then(|rest| rest.strip_prefix('.'));
        while around.last().is_some_and(|outer| behind(outer).is_none()) {
            around.pop();
        }
        if let (Some(outer), Some(line)) = (around.last(), lines.first())
            && let Some(next) = behind(outer).and_then(|rest| rest.split('.').next())
        {
            inner.entry((outer, next)).or_insert(line);
        }
        around.push(name);
    }
    for file in files {
        for name in file.ast.items.iter().map(name_of) {
            let Some(package) = inner.get(&(file.package.as_str(), name.text.as_str())) else { continue };
            reports.push(
                Diagnostic::new(
                    Code::E0201,
                    name.span,
                    format!("`{}` is part of a package's name", name.text),
                )
                .label("declared here")
                .also(package.path.span, "the package")
                .note("a path that goes on behind it could lead into either; protobuf lets neither be")
                .help("rename one of them"),
            );
        }
    }
}

fn name_of(item: &Item) -> &Ident {
    match item {
        Item::Const(node) => &node.name,
        Item::Message(node) => &node.name,
        Item::Enum(node) => &node.name,
        Item::Union(node) => &node.name,
        Item::Service(node) => &node.name,
    }
}
