//! Names in Rust for what would otherwise share one.
//!
//! The author of an imported file cannot be asked to rename anything, so the later of two names gets a `_`. What
//! stands further out comes first, then what was written first: the same file always gives the same names.

use std::collections::{HashMap, HashSet};

use crate::model::{Decl, Home, MessageId, Model, PackageId};
use crate::name::{self, CLIENT_METHODS};

/// Sets the `rust_name` of every declaration whose own name is taken.
pub(super) fn choose(model: &mut Model) {
    modules(model);
    types(model);
    for message in &mut model.messages {
        let mut fields = Taken::default();
        let mut variants = vec![Taken::default(); message.oneofs.len()];
        for oneof in &message.oneofs {
            fields.0.insert(name::snake(&oneof.decl.name.text));
        }
        for field in &mut message.fields {
            match field.oneof.and_then(|at| variants.get_mut(at)) {
                Some(variants) => variants.choose(&mut field.decl, name::pascal),
                None => fields.choose(&mut field.decl, name::snake),
            }
        }
    }
    for item in &mut model.enums {
        let enum_name = item.decl.name.text.clone();
        let mut values = Taken::default();
        for value in &mut item.values {
            values.choose(&mut value.decl, |value| name::variant(&enum_name, value));
        }
    }
    for service in &mut model.services {
        let mut methods = Taken(CLIENT_METHODS.iter().map(|&name| name.to_owned()).collect());
        for method in &mut service.methods {
            methods.choose(&mut method.decl, name::snake);
        }
    }
}

/// The names of one scope in Rust.
#[derive(Clone, Default)]
struct Taken(HashSet<String>);

impl Taken {
    /// Gives a declaration the name that is `made` of its own, or the nearest one that is free.
    fn choose(&mut self, decl: &mut Decl, made: impl Fn(&str) -> String) {
        let name = made(&decl.name.text);
        let free = self.free(&name, &[""]);
        if free != name {
            decl.rust_name = Some(free);
        }
    }

    /// The name, or the nearest one, that is free with each of `suffixes`.
    fn free(&mut self, name: &str, suffixes: &[&str]) -> String {
        let mut name = name.to_owned();
        while suffixes.iter().any(|suffix| self.0.contains(&format!("{name}{suffix}"))) {
            name.push('_');
        }
        self.0.extend(suffixes.iter().map(|suffix| format!("{name}{suffix}")));
        name
    }
}

/// A declaration that becomes a type.
#[derive(Clone, Copy)]
enum Kind {
    Message(usize),
    Enum(usize),
    Oneof(usize, usize),
    Service(usize),
}

/// Types lie flat in the module of their package.
fn types(model: &mut Model) {
    let mut all: Vec<(usize, Kind)> = Vec::new();
    let mut depths = Vec::with_capacity(model.messages.len());
    for (at, message) in model.messages.iter().enumerate() {
        // A message comes before those that are nested in it.
        let depth: usize = message.home.parent.map_or(0, |parent| depths[parent.index()] + 1);
        depths.push(depth);
        all.push((depth, Kind::Message(at)));
        all.extend((0..message.oneofs.len()).map(|oneof| (depth + 1, Kind::Oneof(at, oneof))));
    }
    let depth_in = |home: Home| home.parent.map_or(0, |parent| depths[parent.index()] + 1);
    all.extend(model.enums.iter().enumerate().map(|(at, item)| (depth_in(item.home), Kind::Enum(at))));
    all.extend((0..model.services.len()).map(|at| (0, Kind::Service(at))));
    all.sort_by_key(|&(depth, _)| depth);
    let mut taken: HashMap<PackageId, Taken> = HashMap::new();
    let mut flat: Vec<String> = vec![String::new(); model.messages.len()];
    for (_, kind) in all {
        let home = home(model, kind);
        let around = home.parent.map_or("", |parent: MessageId| &flat[parent.index()]);
        let decl = decl(model, kind);
        let name = format!("{around}{}", name::pascal(&decl.name.text));
        let suffixes: &[&str] =
            if matches!(kind, Kind::Service(_)) { &["", "Client", "Mock"] } else { &[""] };
        let free = taken.entry(home.package).or_default().free(&name, suffixes);
        if free != name {
            decl.rust_name = Some(free.clone());
        }
        if let Kind::Message(at) = kind {
            flat[at] = free;
        }
    }
}

fn home(model: &Model, kind: Kind) -> Home {
    match kind {
        Kind::Message(at) => model.messages[at].home,
        Kind::Oneof(at, _) => Home { parent: Some(MessageId::of(at)), ..model.messages[at].home },
        Kind::Enum(at) => model.enums[at].home,
        Kind::Service(at) => model.services[at].home,
    }
}

fn decl(model: &mut Model, kind: Kind) -> &mut Decl {
    match kind {
        Kind::Message(at) => &mut model.messages[at].decl,
        Kind::Oneof(at, oneof) => &mut model.messages[at].oneofs[oneof].decl,
        Kind::Enum(at) => &mut model.enums[at].decl,
        Kind::Service(at) => &mut model.services[at].decl,
    }
}

/// Packages become modules, whose names are in snake case.
fn modules(model: &mut Model) {
    let mut taken = Taken::default();
    for package in &mut model.packages {
        let path: Vec<String> = package.name.split('.').map(name::snake).collect();
        let path = path.join("::");
        let free = taken.free(&path, &[""]);
        if free != path {
            package.rust_module = free.rsplit("::").next().map(str::to_owned);
        }
    }
}
