//! Files and directories: W0113 and W0114.

use super::context::Context;
use super::naming::is_snake;
use super::sink::Sink;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{FileId, Package};
use crate::name;
use crate::source::Span;

/// W0113
pub(super) fn file_names(cx: &Context<'_>, sink: &mut Sink) {
    for file in cx.files {
        let Some(package) = &file.package else { continue };
        let name = parts(cx.sources.get(file.source).path()).last().copied().unwrap_or_default();
        let Some(stem) = name.strip_suffix(".mrpc") else { continue };
        if is_snake(stem) && stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            continue;
        }
        let better = name::snake(&stem.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
        let title = format!("file name `{name}` is not in snake_case");
        sink.at(Diagnostic::new(Code::W0113, package.path.span, title)
            .label("in this file")
            .note("some file systems take `User.mrpc` and `user.mrpc` for one file, others for two")
            .help(format!("rename the file to `{better}.mrpc`; nothing refers to it by name")));
    }
}

/// W0114, once for each package
pub(super) fn directories(cx: &Context<'_>, sink: &mut Sink) {
    for package in cx.model.packages.iter().filter(|package| package.files.len() > 1) {
        let expected: Vec<&str> = package.name.split('.').collect();
        let is_misplaced = |id: &&FileId| {
            let path = path_of(cx, **id);
            path.ends_with(".mrpc")
                && !parts(path).split_last().is_some_and(|(_, dirs)| dirs.ends_with(&expected))
        };
        let mut misplaced = package.files.iter().filter(is_misplaced);
        let Some(first) = misplaced.next() else { continue };
        let Some(span) = package_span(cx, *first) else { continue };
        let mut diagnostic = Diagnostic::new(Code::W0114, span, title(cx, package, *first))
            .label("one file of several in this package")
            .note(
                "a package of one file may stand anywhere; several are found together only if \
                 they stand together",
            );
        for other in misplaced.filter_map(|&id| package_span(cx, id)) {
            diagnostic = diagnostic.also(other, "this one too");
        }
        sink.at(diagnostic.help(format!("move it to `{}/`", expected.join("/"))));
    }
}

fn title(cx: &Context<'_>, package: &Package, file: FileId) -> String {
    let path = path_of(cx, file);
    let name = parts(path).last().copied().unwrap_or(path);
    format!("`{name}` is not in the directory of package `{}`", package.name)
}

fn path_of<'a>(cx: &Context<'a>, file: FileId) -> &'a str {
    cx.sources.get(cx.model[file].source).path()
}

fn package_span(cx: &Context<'_>, file: FileId) -> Option<Span> {
    Some(cx.files.get(file.index())?.package.as_ref()?.path.span)
}

/// The parts of a path of any system.
fn parts(path: &str) -> Vec<&str> {
    path.split(['/', '\\']).collect()
}
