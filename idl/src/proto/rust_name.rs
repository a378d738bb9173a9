//! Names in Rust for what would otherwise share one.
//!
//! The author of an imported file cannot be asked to rename anything, so the later of two names gets a `_`. What
//! stands further out comes first, then what was written first: the same file always gives the same names.

use std::collections::{HashMap, HashSet};

use crate::model::{Decl, Home, MessageId, Model, PackageId};
use crate::name::{self, CLIENT_METHODS};

/// Sets the `rust_name` of every declaration whose own name is taken, and the module of such a package. `ours` are
/// the packages of `.mrpc` files.
pub(super) fn choose<'p>(model: &mut Model, ours: impl IntoIterator<Item = &'p str>) {
    modules(model, ours);
    types(model);
    for message in &mut model.messages {
        let mut fields = Taken::of([name::UNKNOWN_FIELDS]);
        let mut variants = vec![Taken::default(); message.oneofs.len()];
        for oneof in &message.oneofs {
            // What is chosen is the name of the type, and the field is made of it.
            let name = oneof.decl.rust_name.as_ref().unwrap_or(&oneof.decl.name.text);
            fields.0.insert(name::snake(name));
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
        let mut variants = Taken::of([name::UNRECOGNIZED]);
        let mut constants = Taken::of([name::KNOWN]);
        for value in &mut item.values {
            let made = |value: &str| name::variant(&enum_name, value);
            match value.is_alias {
                true => constant(&mut value.decl, made, &mut variants, &mut constants),
                false => variants.choose(&mut value.decl, made),
            }
        }
    }
    for service in &mut model.services {
        let mut methods = Taken::of(CLIENT_METHODS.iter().copied());
        for method in &mut service.methods {
            methods.choose(&mut method.decl, name::snake);
        }
    }
}

/// A second name for a number becomes a constant beside the variants. In capitals a `_` at the end is lost, so it
/// gets a number.
fn constant(decl: &mut Decl, made: impl Fn(&str) -> String, variants: &mut Taken, constants: &mut Taken) {
    let name = made(&decl.name.text);
    let numbered = (2_u32..).map(|number| format!("{name}{number}"));
    let is_free = |name: &String| !variants.0.contains(name) && !constants.0.contains(&name::screaming(name));
    let free = std::iter::once(name.clone()).chain(numbered).find(is_free);
    let free = free.unwrap_or_else(|| name.clone());
    constants.0.insert(name::screaming(&free));
    variants.0.insert(free.clone());
    if free != name {
        decl.rust_name = Some(free);
    }
}

/// The names of one scope in Rust.
#[derive(Clone, Default)]
struct Taken(HashSet<String>);

impl Taken {
    fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self(names.into_iter().map(str::to_owned).collect())
    }

    /// Gives a declaration the name that is `made` of its own, or the nearest one that is free.
    fn choose(&mut self, decl: &mut Decl, made: impl Fn(&str) -> String) {
        let name = made(&decl.name.text);
        let free = self.free(&name, one);
        if free != name {
            decl.rust_name = Some(free);
        }
    }

    /// The name, or the nearest one, of which all is free that is `made` of it.
    fn free(&mut self, name: &str, made: impl Fn(&str) -> Vec<String>) -> String {
        let mut name = name.to_owned();
        while made(&name).iter().any(|made| self.0.contains(made)) {
            name.push('_');
        }
        self.0.extend(made(&name));
        name
    }
}

/// What is made of most names: that name.
fn one(name: &str) -> Vec<String> {
    vec![name.to_owned()]
}

/// What is made of the name of a service that is called `written` in the schema.
fn service(name: &str, written: &str) -> Vec<String> {
    let chosen = (name != name::pascal(written)).then_some(name);
    let types = name::SERVICE_SUFFIXES.iter().map(|suffix| name::beside(name, suffix));
    types.chain([name.to_owned(), name::method_table(written, chosen)]).collect()
}

/// Oneofs of which the field has a name that is taken. Another name for the type gives it another one, too.
fn clashing_oneofs(model: &Model) -> HashSet<Kind> {
    let mut clashing = HashSet::new();
    for (at, message) in model.messages.iter().enumerate() {
        let mut fields = Taken::of([name::UNKNOWN_FIELDS]);
        let oneofs = message.oneofs.iter().enumerate();
        let taken = oneofs.filter(|(_, oneof)| !fields.0.insert(name::snake(&oneof.decl.name.text)));
        clashing.extend(taken.map(|(oneof, _)| Kind::Oneof(at, oneof)));
    }
    clashing
}

/// A declaration that becomes a type.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
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
    let clashes = clashing_oneofs(model);
    let mut taken: HashMap<PackageId, Taken> = HashMap::new();
    let mut flat: Vec<String> = vec![String::new(); model.messages.len()];
    for (_, kind) in all {
        let home = home(model, kind);
        let around = home.parent.map_or("", |parent: MessageId| &flat[parent.index()]);
        let decl = decl(model, kind);
        let written = decl.name.text.clone();
        let name = format!("{around}{}", name::pascal(&written));
        let wanted = if clashes.contains(&kind) { format!("{name}_") } else { name.clone() };
        let taken = taken.entry(home.package).or_default();
        let free = match kind {
            Kind::Service(_) => taken.free(&wanted, |name| service(name, &written)),
            _ => taken.free(&wanted, one),
        };
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
fn modules<'p>(model: &mut Model, ours: impl IntoIterator<Item = &'p str>) {
    let path = |package: &str| name::module_path(package, None).join("::");
    let mut taken = Taken(ours.into_iter().map(path).collect());
    for package in &mut model.packages {
        let path = path(&package.name);
        let free = taken.free(&path, one);
        if free != path {
            package.rust_module = Some(free);
        }
    }
}
