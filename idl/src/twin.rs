//! What has no twin in proto3: E1101.
//!
//! Nearly all of a schema has one, so these are few. Only whoever exports a schema asks: as long as nobody does, none
//! of it is a mistake. What came from a `.proto` file has its twin there.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::REPORTS_KEPT_MAX;
use crate::model::{Decl, Enum, Field, FieldType, Home, MessageId, Model, Reserved};
use crate::name;
use crate::source::Span;

pub use crate::compile::Compiled;

/// How many messages `protoc` lets stand inside each other.
const NESTING_MAX: usize = 31;

/// Words that a line in an enum begins with, when it is not a value.
const NOT_VALUES: [&str; 2] = ["option", "reserved"];

/// What `.proto` files of proto3 cannot say of a schema; nothing of one that has errors.
#[must_use]
pub fn check(compiled: &Compiled) -> Vec<Diagnostic> {
    let Some(model) = &compiled.model else { return Vec::new() };
    let mut finder = Finder { model, reports: Vec::new() };
    for item in model.enums.iter().filter(|item| is_ours(model, item.home)) {
        finder.enum_type(item);
    }
    for id in MessageId::all(model).filter(|id| is_ours(model, model[*id].home)) {
        finder.message(id);
    }
    for item in &model.unions {
        finder.fields(&item.fields);
        finder.reserved(&item.decl, &item.reserved);
    }
    finder.entries();
    finder.packages();
    let mut reports = finder.reports;
    reports.sort_by_key(|report| report.primary.span);
    reports.truncate(REPORTS_KEPT_MAX);
    reports
}

/// Whether a report is about a closed enum, which can be exported as an open one.
#[must_use]
pub fn is_closed_enum(compiled: &Compiled, report: &Diagnostic) -> bool {
    let mut enums = compiled.model.iter().flat_map(|model| &model.enums);
    enums.any(|item| item.is_closed && item.decl.name.span == report.primary.span)
}

struct Finder<'a> {
    model: &'a Model,
    reports: Vec<Diagnostic>,
}

fn is_ours(model: &Model, home: Home) -> bool {
    model[home.file].descriptor.is_none()
}

impl<'a> Finder<'a> {
    fn report(&mut self, span: Span, title: String, refine: impl FnOnce(Diagnostic) -> Diagnostic) {
        if self.reports.len() < REPORTS_KEPT_MAX {
            self.reports.push(refine(Diagnostic::new(Code::E1101, span, title)));
        }
    }

    fn enum_type(&mut self, item: &'a Enum) {
        let enum_name = &item.decl.name.text;
        if item.is_closed {
            self.report(item.decl.name.span, format!("proto3 has no closed enum like `{enum_name}`"), |it| {
                it.note("a reader in another language would let numbers pass that it does not list")
                    .help("remove `closed`, or export it as an open enum: `--lossy`")
            });
        }
        let mut seen = HashMap::new();
        for value in item.values.iter().filter(|value| value.decl.removed.is_none()) {
            let ident = &value.decl.name;
            if NOT_VALUES.contains(&ident.text.as_str()) {
                let title = format!("no value of an enum is called `{}` in proto3", ident.text);
                self.report(ident.span, title, |it| it.note("there, the word begins a line of another kind"));
            }
            match seen.entry(name::variant(enum_name, &ident.text)) {
                Entry::Vacant(free) => {
                    free.insert(value);
                }
                Entry::Occupied(first) if first.get().number != value.number => {
                    let first = &first.get().decl.name;
                    let title =
                        format!("`{}` and `{}` are too much alike for proto3", first.text, ident.text);
                    self.report(ident.span, title, |it| {
                        it.also(first.span, "the first").note(
                            "it refuses values that become equal without the name of their enum, in any case of letters",
                        )
                    });
                }
                Entry::Occupied(_) => {}
            }
        }
        self.reserved(&item.decl, &item.reserved);
    }

    fn message(&mut self, id: MessageId) {
        let item = &self.model[id];
        self.fields(&item.fields);
        self.reserved(&item.decl, &item.reserved);
        let around = std::iter::successors(Some(id), |id| self.model[*id].home.parent);
        if around.count() == NESTING_MAX + 1 {
            let title = format!("`protoc` does not nest messages {} deep", NESTING_MAX + 1);
            self.report(item.decl.name.span, title, |it| it.help("move it out of the message around it"));
        }
    }

    /// Names that are equal but for case and underscores.
    fn fields(&mut self, fields: &'a [Field]) {
        let mut seen: HashMap<String, &Field> = HashMap::new();
        for field in fields.iter().filter(|field| field.decl.removed.is_none()) {
            let ident = &field.decl.name;
            let alike = ident.text.replace('_', "").to_ascii_lowercase();
            let Some(first) = seen.get(&alike).map(|first| &first.decl.name) else {
                seen.insert(alike, field);
                continue;
            };
            let title = format!("`{}` and `{}` are too much alike for proto3", first.text, ident.text);
            self.report(ident.span, title, |it| {
                it.also(first.span, "the first")
                    .note("many readers of it refuse fields that differ only in case or in underscores")
            });
        }
    }

    fn reserved(&mut self, decl: &Decl, reserved: &Reserved) {
        for name in reserved.names.iter().filter(|name| !name.is_ascii()) {
            let title = format!("`{}` cannot be reserved in proto3", name.escape_debug());
            self.report(decl.name.span, title, |it| {
                it.note("names are ASCII there; nothing can be called this")
            });
        }
    }

    /// A map is a list of messages, which have a name of their own.
    fn entries(&mut self) {
        let mut nested: HashMap<(MessageId, &str), &Decl> = HashMap::new();
        let messages = self.model.messages.iter().map(|it| (it.home, &it.decl));
        for (home, decl) in messages.chain(self.model.enums.iter().map(|it| (it.home, &it.decl))) {
            nested.extend(home.parent.map(|parent| ((parent, decl.name.text.as_str()), decl)));
        }
        let model = self.model;
        for id in MessageId::all(model).filter(|id| is_ours(model, model[*id].home)) {
            let maps = model[id].fields.iter().filter(|field| matches!(field.ty, FieldType::Map(..)));
            for field in maps.filter(|field| field.decl.removed.is_none()) {
                let entry = name::map_entry(&field.decl.name.text);
                if let Some(taken) = nested.get(&(id, entry.as_str())) {
                    let title =
                        format!("the map `{}` needs the name `{entry}` in proto3", field.decl.name.text);
                    self.report(taken.name.span, title, |it| {
                        it.label("this has it").also(field.decl.name.span, "the map")
                    });
                }
            }
        }
    }

    /// A type cannot be called like a package.
    fn packages(&mut self) {
        let mut packages: HashMap<&str, &str> = HashMap::new();
        for package in self.model.packages.iter().map(|package| package.name.as_str()) {
            let ends = package.match_indices('.').map(|(at, _)| at).chain([package.len()]);
            packages.extend(ends.map(|end| (&package[..end], package)));
        }
        let model = self.model;
        let messages = model.messages.iter().map(|it| (it.home, &it.decl));
        let enums = model.enums.iter().map(|it| (it.home, &it.decl));
        let unions = model.unions.iter().map(|it| (it.home, &it.decl));
        let services = model.services.iter().map(|it| (it.home, &it.decl));
        for (home, decl) in messages.chain(enums).chain(unions).chain(services) {
            let full = model.full_name(home, decl);
            if let Some(package) = packages.get(full.as_str()).filter(|_| is_ours(model, home)) {
                let title = format!("`{full}` is a part of the package `{package}` in proto3");
                self.report(decl.name.span, title, |it| {
                    it.note("packages and types share one set of names there")
                });
            }
        }
    }
}
