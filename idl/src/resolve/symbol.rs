//! What a name means, and where it was given.

use std::collections::HashMap;

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{ConstId, EnumId, MessageId, PackageId, ServiceId, UnionId};
use crate::source::Span;

/// A thing that has a name in a package or in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    Message(MessageId),
    Enum(EnumId),
    Union(UnionId),
    Error(UnionId),
    Service(ServiceId),
    Const(ConstId),
}

impl Symbol {
    /// Its kind, with an article.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Message(_) => "a message",
            Self::Enum(_) => "an enum",
            Self::Union(_) => "a union",
            Self::Error(_) => "an error",
            Self::Service(_) => "a service",
            Self::Const(_) => "a const",
        }
    }

    /// Whether a field may have it as its type.
    pub(super) fn is_type(self) -> bool {
        matches!(self, Self::Message(_) | Self::Enum(_) | Self::Union(_) | Self::Error(_))
    }
}

/// Where names are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    Package(PackageId),
    Message(MessageId),
}

/// A name's meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) symbol: Symbol,
    pub(super) span: Span,
    pub(super) is_internal: bool,
}

/// All names of all scopes.
#[derive(Debug, Default)]
pub(super) struct Symbols<'a> {
    scopes: HashMap<Scope, HashMap<&'a str, Entry>>,
    /// Later definitions of a name, by its first.
    again: Vec<(Span, Entry, &'a str)>,
}

impl<'a> Symbols<'a> {
    /// Gives `name` a meaning. The first one stays.
    pub(super) fn add(&mut self, scope: Scope, name: &'a str, entry: Entry) {
        let names = self.scopes.entry(scope).or_default();
        if let Some(first) = names.get(name) {
            self.again.push((first.span, entry, name));
        } else {
            names.insert(name, entry);
        }
    }

    pub(super) fn get(&self, scope: Scope, name: &str) -> Option<Entry> {
        self.scopes.get(&scope)?.get(name).copied()
    }

    /// The names of one scope, in order.
    pub(super) fn names(&self, scope: Scope) -> Vec<(&'a str, Entry)> {
        let mut names: Vec<_> =
            self.scopes.get(&scope).into_iter().flatten().map(|(&n, &e)| (n, e)).collect();
        names.sort_unstable_by_key(|&(name, _)| name);
        names
    }

    /// One report for each name that was given more than once.
    pub(super) fn duplicates(&self) -> Vec<Diagnostic> {
        let mut groups: Vec<(Span, &str, Vec<Entry>)> = Vec::new();
        for &(first, entry, name) in &self.again {
            match groups.iter_mut().find(|(span, ..)| *span == first) {
                Some((.., entries)) => entries.push(entry),
                None => groups.push((first, name, vec![entry])),
            }
        }
        let kind_at = |span| self.scopes.values().flat_map(HashMap::values).find(|entry| entry.span == span);
        groups
            .into_iter()
            .filter_map(|(first, name, entries)| Some(defined_twice(name, *kind_at(first)?, &entries)))
            .collect()
    }
}

fn defined_twice(name: &str, first: Entry, again: &[Entry]) -> Diagnostic {
    let (Some(last), before) = (again.last(), &again[..again.len().saturating_sub(1)]) else {
        unreachable!("a duplicate has at least one later definition")
    };
    let times = if before.is_empty() { "twice".to_owned() } else { format!("{} times", again.len() + 1) };
    let mut report = Diagnostic::new(Code::E0201, last.span, format!("`{name}` is defined {times}"))
        .label(format!("and again, as {}", last.symbol.kind()))
        .also(first.span, format!("first here, as {}", first.symbol.kind()));
    for entry in before {
        report = report.also(entry.span, format!("again, as {}", entry.symbol.kind()));
    }
    report.note("types, services and constants of a package share one set of names")
}
