//! Holds what an author wrote against the table: the right place, the right arguments, once.

use super::table::{Argument, Form, Spec, TABLE, Target, allowed_in_rust};
use crate::ast::{Annotation, Attrs, Value, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::name;
use crate::source::Span;

/// One annotation, its arguments in their places.
#[derive(Clone, Debug)]
pub(crate) struct Read<'a> {
    pub(crate) spec: &'static Spec,
    pub(crate) node: &'a Annotation,
    args: Vec<(&'static Argument, &'a Value)>,
}

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
pub(crate) struct Reads<'a>(Vec<Read<'a>>);

impl<'a> Reads<'a> {
    pub(crate) fn get(&self, name: &str) -> Option<&Read<'a>> {
        self.0.iter().find(|read| read.spec.name == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Read<'a>> {
        self.0.iter()
    }
}

/// Reads the annotations that stand on a `target`.
pub(crate) fn read<'a>(attrs: &'a Attrs, target: Target, report: &mut dyn FnMut(Diagnostic)) -> Reads<'a> {
    let mut reads: Vec<Read<'a>> = Vec::new();
    for node in &attrs.annotations {
        let Some(spec) = find(node, report) else { continue };
        if !spec.targets.contains(&target) {
            report(misplaced(node, spec, target));
            continue;
        }
        // `@allow` adds up; everything else is said once.
        if let Some(first) = reads.iter().find(|read| read.spec.name == spec.name && spec.name != "allow") {
            report(
                Diagnostic::new(Code::E0805, node.span, format!("`@{}` is given twice", spec.name))
                    .label("again here")
                    .also(first.node.span, "first here")
                    .suggest("keep one of them", node.span, ""),
            );
            continue;
        }
        if node.broken {
            continue;
        }
        if let Some(args) = arguments(node, spec, target, report) {
            reads.push(Read { spec, node, args });
        }
    }
    exclusions(&reads, report);
    Reads(reads)
}

fn find(node: &Annotation, report: &mut dyn FnMut(Diagnostic)) -> Option<&'static Spec> {
    let written = node.path.text();
    let found = TABLE.iter().find(|spec| spec.name == written);
    if found.is_none() {
        let known = TABLE.iter().map(|spec| spec.name);
        let unknown =
            Diagnostic::new(Code::E0801, node.path.span, format!("there is no annotation `@{written}`"));
        report(match name::nearest(&written, known) {
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
pub(crate) fn or(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn exclusions(reads: &[Read<'_>], report: &mut dyn FnMut(Diagnostic)) {
    for (at, read) in reads.iter().enumerate() {
        let is_excluded = |other: &&Read<'_>| {
            other.spec.excludes.contains(&read.spec.name) || read.spec.excludes.contains(&other.spec.name)
        };
        if let Some(first) = reads[..at].iter().find(is_excluded) {
            let title = format!("`@{}` makes no sense beside `@{}`", read.spec.name, first.spec.name);
            report(
                Diagnostic::new(Code::E0807, read.node.span, title)
                    .also(first.node.span, format!("`@{}` means: {}", first.spec.name, first.spec.meaning))
                    .label(format!("`@{}` means: {}", read.spec.name, read.spec.meaning)),
            );
        }
    }
}

/// The arguments in their places; `None` where one is missing, which is reported.
fn arguments<'a>(
    node: &'a Annotation,
    spec: &'static Spec,
    target: Target,
    report: &mut dyn FnMut(Diagnostic),
) -> Option<Vec<(&'static Argument, &'a Value)>> {
    let mut found: Vec<(&'static Argument, &'a Value)> = Vec::new();
    let mut plain =
        spec.args.iter().filter(|argument| matches!(argument.form, Form::Plain | Form::Many)).peekable();
    let mut is_whole = true;
    for arg in &node.args {
        let place = match &arg.name {
            Some(name) => spec.args.iter().find(|argument| argument.name == name.text),
            None => flag(spec, &arg.value).or_else(|| match plain.peek() {
                Some(argument) if argument.form == Form::Many => Some(*argument),
                _ => plain.next(),
            }),
        };
        let place = place.filter(|argument| spec.name != "rust" || allowed_in_rust(argument.name, target));
        let Some(place) = place else {
            report(unknown_argument(
                spec,
                target,
                arg.name.as_ref().map(|name| name.text.as_str()),
                arg.span,
            ));
            is_whole = false;
            continue;
        };
        let is_again =
            place.form != Form::Many && found.iter().any(|(argument, _)| argument.name == place.name);
        if is_again {
            report(
                Diagnostic::new(Code::E0805, arg.span, format!("argument `{}` is given twice", place.name))
                    .label("again here"),
            );
            continue;
        }
        found.push((place, &arg.value));
    }
    for argument in spec.args.iter().filter(|argument| argument.is_required) {
        if is_whole && !found.iter().any(|(place, _)| place.name == argument.name) {
            report(missing(node, spec, argument));
            return None;
        }
    }
    is_whole.then_some(found)
}

fn flag(spec: &'static Spec, value: &Value) -> Option<&'static Argument> {
    let ValueKind::Path(path) = &value.kind else { return None };
    let word = path.as_ident()?;
    spec.args.iter().find(|argument| argument.form == Form::Flag && argument.name == word.text)
}

fn missing(node: &Annotation, spec: &Spec, argument: &Argument) -> Diagnostic {
    let title = match argument.form {
        Form::Named => format!("`@{}` needs the argument `{}`", spec.name, argument.name),
        _ => format!("`@{}` needs an argument", spec.name),
    };
    Diagnostic::new(Code::E0803, node.span, title).help(format!("add {}", written(argument)))
}

fn written(argument: &Argument) -> String {
    match argument.form {
        Form::Named => format!("`{} = …`, {}", argument.name, argument.what),
        Form::Flag => format!("`{}`", argument.name),
        _ => argument.what.to_owned(),
    }
}

fn unknown_argument(spec: &Spec, target: Target, written_name: Option<&str>, span: Span) -> Diagnostic {
    let here = |argument: &&Argument| spec.name != "rust" || allowed_in_rust(argument.name, target);
    let title = match written_name {
        Some(name) => format!("`@{}` on {target} has no argument `{name}`", spec.name),
        None => format!("`@{}` on {target} takes no such argument", spec.name),
    };
    let report = Diagnostic::new(Code::E0806, span, title);
    let near = written_name
        .and_then(|name| name::nearest(name, spec.args.iter().filter(here).map(|argument| argument.name)));
    let known: Vec<String> = spec.args.iter().filter(here).map(written).collect();
    match near {
        Some(near) => report.help(format!("there is `{near}`")),
        None if known.is_empty() => report.help("it takes no arguments"),
        None => report.help(format!("it takes {}", known.join("; "))),
    }
}
