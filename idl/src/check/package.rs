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
use crate::source::Span;

pub(super) fn check(files: &[LoadedFile], reports: &mut Reports) {
    let mut packages: BTreeMap<&str, Vec<&Package>> = BTreeMap::new();
    for file in files {
        if let Some(package) = &file.ast.package {
            packages.entry(&file.package).or_default().push(package);
        }
    }
    let mut modules: HashMap<Vec<String>, &Package> = HashMap::new();
    for (name, lines) in &packages {
        check_module(lines, reports);
        let chosen = lines.iter().find_map(|line| Some((*line, text_of(&line.attrs, "rust", "module")?)));
        let Some(line) = chosen.map(|(line, _)| line).or_else(|| lines.first().copied()) else { continue };
        match modules.entry(name::module_path(name, chosen.map(|(_, text)| text.value.as_str()))) {
            Entry::Vacant(free) => drop(free.insert(line)),
            Entry::Occupied(first) => reports.push(one_module(first.get(), line, &first.key().join("::"))),
        }
    }
    check_scopes(files, &packages, reports);
}

/// The place that decides which module a package becomes.
fn module_span(package: &Package) -> Span {
    text_of(&package.attrs, "rust", "module").map_or(package.path.span, |text| text.span)
}

fn one_module(first: &Package, second: &Package, becomes: &str) -> Diagnostic {
    let (one, other) = (first.path.text(), second.path.text());
    let title = format!("packages `{one}` and `{other}` are both the module `{becomes}` in Rust");
    Diagnostic::new(Code::E0209, module_span(second), title)
        .label("the second")
        .also(module_span(first), "the first")
        .help("rename one, or choose another module for it: `@rust(module = \"…\")` before `package`")
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
