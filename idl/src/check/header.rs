//! The first two lines: `edition`, then `package`.

use super::family::Reports;
use crate::ast::{File, Item};
use crate::code::Code;
use crate::diagnostic::Applicability::MachineApplicable;
use crate::diagnostic::{Diagnostic, Edit};
use crate::source::Span;

/// The only edition so far.
const EDITION: i128 = 2026;

pub(super) fn check(file: &File, reports: &mut Reports) {
    check_edition(file, reports);
    check_package(file, reports);
}

fn check_edition(file: &File, reports: &mut Reports) {
    let Some(edition) = &file.edition else {
        // What could not be read may have been it.
        if !file.broken {
            let place = first_place(file);
            reports.push(
                Diagnostic::new(Code::E0011, place, "the file does not say its edition")
                    .note("the edition tells which version of the language it is written in")
                    .fix(format!("begin with `edition {EDITION};`"), place, format!("edition {EDITION};\n")),
            );
        }
        return;
    };
    match edition.number.value {
        Some(EDITION) | None => {}
        Some(other) => reports.push(
            Diagnostic::new(Code::E0011, edition.number.span, format!("there is no edition {other}"))
                .suggest(format!("the edition is {EDITION}"), edition.number.span, EDITION.to_string()),
        ),
    }
    let before = file.package.as_ref().map(|package| package.attrs.and(package.span));
    if let Some(first) = before.into_iter().chain(others(file)).find(|span| span.start < edition.span.start) {
        reports.push(
            Diagnostic::new(Code::E0011, edition.span, "the edition does not come first")
                .also(first, "this comes before it")
                .patch("move it to the top of the file", to_the_top(file, edition.span), MachineApplicable),
        );
    }
}

fn check_package(file: &File, reports: &mut Reports) {
    let Some(package) = &file.package else {
        let is_empty = file.edition.is_none() && others(file).next().is_none();
        if !file.broken && !is_empty {
            let place =
                file.edition.as_ref().map_or_else(|| first_place(file), |edition| edition.span.after());
            reports.push(
                Diagnostic::new(Code::E0101, place, "the file does not say its package")
                    .label("it belongs here")
                    .help("name one: `package demo.user.v1;`"),
            );
        }
        return;
    };
    if package.path.absolute {
        let dot = Span { end: package.path.span.start + 1, ..package.path.span };
        reports.push(
            Diagnostic::new(Code::E0001, dot, "the name of a package does not begin with `.`")
                .note("a path that begins with one is looked up among all packages; here it is given")
                .fix("remove it", dot, ""),
        );
    }
    if let Some(first) = others(file).find(|span| span.start < package.span.start) {
        reports.push(
            Diagnostic::new(Code::E0101, package.span, "the package does not come second")
                .also(first, "this comes before it")
                .help("move it below the edition"),
        );
    }
}

fn to_the_top(file: &File, edition: Span) -> Vec<Edit> {
    let line = format!("edition {EDITION};\n");
    vec![Edit { span: first_place(file), text: line }, Edit { span: edition, text: String::new() }]
}

/// Where the first declaration begins with what is said about it, or the file does.
fn first_place(file: &File) -> Span {
    let package = file.package.as_ref().map(|package| package.attrs.and(package.span));
    let first = package.into_iter().chain(others(file)).map(Span::before).min();
    first.unwrap_or(Span { source: file.source, start: 0, end: 0 })
}

/// Imports and items.
fn others(file: &File) -> impl Iterator<Item = Span> {
    let items = file.items.iter().map(|item| match item {
        Item::Const(node) => node.attrs.and(node.span),
        Item::Message(node) => node.attrs.and(node.span),
        Item::Enum(node) => node.attrs.and(node.span),
        Item::Union(node) => node.attrs.and(node.span),
        Item::Service(node) => node.attrs.and(node.span),
    });
    file.imports.iter().map(|import| import.span).chain(items)
}
