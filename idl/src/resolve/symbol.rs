//! What a name means, and where it was given.

use std::collections::HashMap;

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::LABELS_MAX;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) symbol: Symbol,
    pub(super) span: Span,
    pub(super) is_internal: bool,
}

/// All names of all scopes.
#[derive(Debug, Default)]
pub(super) struct Symbols<'a> {
    scopes: HashMap<Scope, HashMap<&'a str, Entry>>,
    /// Names that were given again, by the place of their first definition, in the order they were found.
    again: Vec<Again<'a>>,
    again_at: HashMap<Span, usize>,
}

/// A name with several definitions.
#[derive(Debug)]
struct Again<'a> {
    name: &'a str,
    first: Entry,
    others: Vec<Entry>,
}

impl<'a> Symbols<'a> {
    /// Gives `name` a meaning. The first one stays.
    pub(super) fn add(&mut self, scope: Scope, name: &'a str, entry: Entry) {
        let names = self.scopes.entry(scope).or_default();
        let Some(&first) = names.get(name) else {
            names.insert(name, entry);
            return;
        };
        let at = *self.again_at.entry(first.span).or_insert(self.again.len());
        if at == self.again.len() {
            self.again.push(Again { name, first, others: Vec::new() });
        }
        self.again[at].others.push(entry);
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
        self.again.iter().map(defined_twice).collect()
    }
}

/// Points at the second definition; the first is what the author wanted, as far as we can know.
fn defined_twice(Again { name, first, others }: &Again<'_>) -> Diagnostic {
    let (second, more) = others.split_first().expect("a name is noted when it is given a second time");
    let times = if more.is_empty() { "twice".to_owned() } else { format!("{} times", more.len() + 2) };
    let mut report = Diagnostic::new(Code::E0201, second.span, format!("`{name}` is defined {times}"))
        .label(format!("again, as {}", second.symbol.kind()))
        .also(first.span, format!("first here, as {}", first.symbol.kind()));
    for entry in more.iter().take(LABELS_MAX) {
        report = report.also(entry.span, format!("again, as {}", entry.symbol.kind()));
    }
    report.note("types, services and constants of a package share one set of names")
}
