//! Packages and their versions: W0107 and W0212.

use std::collections::BTreeSet;

use super::context::Context;
use super::naming::is_snake;
use super::sink::Sink;
use crate::ast::{Import, ImportKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// W0107, once for each package
pub(super) fn name(cx: &Context<'_>, sink: &mut Sink) {
    for package in &cx.model.packages {
        let first = package.files.first().and_then(|file| cx.files.get(file.index()));
        let Some(path) = first.and_then(|file| Some(&file.package.as_ref()?.path)) else { continue };
        let wrong = path.segments.iter().find(|segment| !is_snake(&segment.text));
        let last = path.segments.last();
        if let Some(segment) = wrong {
            let title = format!("package name `{}` is not in lower snake case", package.name);
            sink.at(Diagnostic::new(Code::W0107, segment.span, title)
                .label("has capitals, or underscores at its ends")
                .note(
                    "packages become Rust modules and directories, and some file systems take \
                     `User` and `user` for one",
                )
                .help("rename it before somebody calls it: the package is a part of every method's path"));
        } else if last.is_none_or(|segment| Stability::of(&segment.text).is_none()) {
            let title = format!("package name `{}` ends in no version", package.name);
            sink.at(Diagnostic::new(Code::W0107, path.span, title)
                .label("no `v1` at its end")
                .note(
                    "a change that breaks callers needs a second package beside the first; \
                     without a version there is no name for it",
                )
                .help(format!("call it `{0}.v1`, or `{0}.v1alpha1` while it still changes", package.name)));
        }
    }
}

/// W0212
pub(super) fn stability(cx: &Context<'_>, sink: &mut Sink) {
    for (file, tree) in cx.model.files.iter().zip(cx.files) {
        let own = &cx.model[file.package].name;
        if stability_of(own) != Some(Stability::Stable) {
            continue;
        }
        let mut seen = BTreeSet::new();
        for import in &file.imports {
            let other = &cx.model[import.package].name;
            let is_unstable = stability_of(other) == Some(Stability::Unstable);
            let Some(written) = tree.imports.get(import.declaration) else { continue };
            if !is_unstable || !seen.insert(import.declaration) {
                continue;
            }
            let title = format!("stable package `{own}` imports unstable `{other}`");
            sink.at(Diagnostic::new(Code::W0212, path_span(written), title)
                .label("may change with every release")
                .note("what is in a message is a part of it: a change there breaks this package too")
                .help("import a stable version, or declare what is needed here"));
        }
    }
}

/// What a version promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stability {
    /// `v1`
    Stable,
    /// `v1alpha1`, `v1beta2`, `v2test`
    Unstable,
}

impl Stability {
    fn of(segment: &str) -> Option<Self> {
        let version = segment.strip_prefix('v')?;
        let is_digit = |c: char| c.is_ascii_digit();
        let rest = version.trim_start_matches(is_digit);
        if rest.len() == version.len() {
            return None;
        }
        let stage = rest.trim_end_matches(is_digit);
        match stage {
            "" => Some(Self::Stable),
            "alpha" | "beta" | "test" => Some(Self::Unstable),
            _ => None,
        }
    }
}

fn stability_of(package: &str) -> Option<Stability> {
    package.rsplit('.').next().and_then(Stability::of)
}

fn path_span(import: &Import) -> Span {
    match &import.kind {
        ImportKind::Path(path) | ImportKind::Names { package: path, .. } => path.span,
        ImportKind::Proto(file) => file.span,
    }
}
