//! One line for each mistake: a schema, and which characters are marked with which code.

use mrpc_idl::Compiled;
use mrpc_idl::code::{Code, Severity};
use mrpc_idl::diagnostic::Diagnostic;
use mrpc_idl::render::{Format, Style, list};

use crate::case::Case;

/// Holds the errors of an example, in the order of their places, against codes and the characters they mark.
#[track_caller]
pub(crate) fn check(example: &str, expected: &[(Code, &str)]) {
    let compiled = Case::read(example).compile();
    let errors = errors(&compiled);
    let found: Vec<(Code, &str)> =
        errors.iter().map(|error| (error.code, compiled.sources.text(error.primary.span))).collect();
    let shown = list(&errors, &compiled.sources, Format::Human, &Style::default());
    assert_eq!(found, expected, "\n{shown}");
    assert_eq!(compiled.model.is_some(), expected.is_empty());
}

/// The same for what is declared in a package `t.v1`.
#[track_caller]
pub(crate) fn check_items(items: &str, expected: &[(Code, &str)]) {
    check(&format!("edition 2026;\npackage t.v1;\n{items}"), expected);
}

/// The errors, in the order of their places.
pub(crate) fn errors(compiled: &Compiled) -> Vec<Diagnostic> {
    let all = compiled.diagnostics.iter().filter(|report| report.severity == Severity::Error);
    let mut errors: Vec<Diagnostic> = all.cloned().collect();
    errors.sort_by_key(|error| (error.primary.span.source, error.primary.span.start, error.code));
    errors
}

/// The only error of an example, as text without source.
#[track_caller]
pub(crate) fn said(example: &str) -> String {
    let compiled = Case::read(example).compile();
    let errors = errors(&compiled);
    let [error] = errors.as_slice() else { panic!("{} errors: {errors:#?}", errors.len()) };
    let labels = error.secondary.iter().map(|label| format!("also: {}", label.text));
    let notes = error.notes.iter().map(|note| format!("note: {note}"));
    let helps = error.helps.iter().map(|help| match &help.patch {
        Some(patch) => {
            let edits: Vec<&str> = patch.edits.iter().map(|edit| edit.text.as_str()).collect();
            format!("help: {} [{}]", help.text, edits.join("|"))
        }
        None => format!("help: {}", help.text),
    });
    let first = [error.title.clone(), format!("here: {}", error.primary.text)];
    first.into_iter().chain(labels).chain(notes).chain(helps).collect::<Vec<_>>().join("\n")
}
