//! Holds what an author wrote against the table: the right place, the right arguments, once.

use std::collections::HashSet;

use super::argument::arguments;
use super::table::{Argument, Spec, TABLE, Target};
use crate::ast::{Annotation, Attrs, Value};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::name;
use crate::source::Span;

/// One annotation, its arguments in their places.
#[derive(Clone, Debug)]
pub(crate) struct Read<'a> {
    pub(crate) spec: &'static Spec,
    pub(crate) node: &'a Annotation,
    args: Args<'a>,
}

/// Values in their places.
pub(super) type Args<'a> = Vec<(&'static Argument, &'a Value)>;

impl<'a> Read<'a> {
    /// The value of the argument `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Value> {
        self.all(name).next()
    }

    /// All values of the argument `name`.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &'a Value> {
        self.args.iter().filter(move |(argument, _)| argument.name == name).map(|&(_, value)| value)
    }

    /// What the argument should have been.
    pub(crate) fn what(&self, name: &str) -> &'static str {
        self.spec.args.iter().find(|argument| argument.name == name).map_or("something else", |a| a.what)
    }

    pub(crate) fn span(&self) -> Span {
        self.node.span
    }
}

/// The annotations of one declaration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reads<'a> {
    reads: Vec<Read<'a>>,
    mentioned: HashSet<&'static str>,
}

impl<'a> Reads<'a> {
    /// The annotation `name`, if it is there and all its arguments have a place.
    pub(crate) fn get(&self, name: &str) -> Option<&Read<'a>> {
        self.reads.iter().find(|read| read.spec.name == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether the annotation `name` is there, right or wrong. Rules about what is missing ask this: one that is
    /// there and wrong has its report.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.mentioned.contains(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Read<'a>> {
        self.reads.iter()
    }
}

/// Reads the annotations that stand on a `target`.
pub(crate) fn read<'a>(attrs: &'a Attrs, target: Target, report: &mut dyn FnMut(Diagnostic)) -> Reads<'a> {
    let mut reads = Vec::new();
    // Those that may stand once, in the order of writing.
    let mut once: Vec<(&'static Spec, Span)> = Vec::new();
    let mut mentioned = HashSet::new();
    for node in &attrs.annotations {
        let Some(spec) = find(node, report) else { continue };
        mentioned.insert(spec.name);
        if !spec.targets.contains(&target) {
            report(misplaced(node, spec, target));
            continue;
        }
        // `@allow` adds up; everything else is said once.
        if spec.name != "allow" {
            if let Some(&(_, first)) = once.iter().find(|(other, _)| other.name == spec.name) {
                report(
                    Diagnostic::new(Code::E0805, node.span, format!("`@{}` is given twice", spec.name))
                        .label("again here")
                        .also(first, "first here")
                        .suggest("keep one of them", node.span, ""),
                );
                continue;
            }
            once.push((spec, node.span));
        }
        if node.broken {
            continue;
        }
        if let Some(args) = arguments(node, spec, target, report) {
            reads.push(Read { spec, node, args });
        }
    }
    // What has just been told to go needs no other report.
    let excluded = exclusions(&once, report);
    reads.retain(|read: &Read<'_>| !excluded.contains(&read.spec.name));
    Reads { reads, mentioned }
}

/// What other schema languages call ours.
const FOREIGN: &[(&str, &str)] = &[
    ("debug_redact", "redact"),
    ("enum", "in"),
    ("exact_len", "len"),
    ("gte", "range"),
    ("json_name", "json"),
    ("length", "len"),
    ("lte", "range"),
    ("max", "range"),
    ("max_items", "len"),
    ("max_len", "len"),
    ("max_length", "len"),
    ("min", "range"),
    ("min_items", "len"),
    ("min_len", "len"),
    ("min_length", "len"),
    ("regex", "pattern"),
    ("secret", "redact"),
    ("sensitive", "redact"),
    ("size", "len"),
];

fn find(node: &Annotation, report: &mut dyn FnMut(Diagnostic)) -> Option<&'static Spec> {
    let written = node.path.text();
    let found = TABLE.iter().find(|spec| spec.name == written);
    if found.is_none() {
        let ours = FOREIGN.iter().find(|(foreign, _)| *foreign == written).map(|&(_, ours)| ours);
        let near = ours.or_else(|| name::nearest(&written, TABLE.iter().map(|spec| spec.name)));
        let unknown =
            Diagnostic::new(Code::E0801, node.path.span, format!("there is no annotation `@{written}`"));
        report(match near {
            Some(near) => unknown.suggest(format!("there is `@{near}`"), node.path.span, near),
            None => unknown.help("docs/LANGUAGE.md lists the annotations"),
        });
    }
    found
}

fn misplaced(node: &Annotation, spec: &Spec, target: Target) -> Diagnostic {
    let targets: Vec<String> = spec.targets.iter().map(ToString::to_string).collect();
    Diagnostic::new(Code::E0802, node.span, format!("`@{}` cannot stand on {target}", spec.name))
        .note(format!("`@{}` belongs on {}", spec.name, or(&targets)))
}

/// `a, b or c`
pub(super) fn or(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Reports annotations that make no sense beside an earlier one; their names.
fn exclusions(once: &[(&'static Spec, Span)], report: &mut dyn FnMut(Diagnostic)) -> Vec<&'static str> {
    let mut excluded = Vec::new();
    for (at, &(spec, span)) in once.iter().enumerate() {
        let is_excluded = |(other, _): &&(&Spec, Span)| {
            other.excludes.contains(&spec.name) || spec.excludes.contains(&other.name)
        };
        if let Some(&(first, first_span)) = once[..at].iter().find(is_excluded) {
            let title = format!("`@{}` and `@{}` exclude each other", first.name, spec.name);
            report(
                Diagnostic::new(Code::E0807, span, title)
                    .also(first_span, format!("`@{}` means: {}", first.name, first.meaning))
                    .label(format!("`@{}` means: {}", spec.name, spec.meaning)),
            );
            excluded.push(spec.name);
        }
    }
    excluded
}
