//! One line for each mistake: a schema, and which characters are marked with which code.

use mrpc_idl::Compiled;
use mrpc_idl::code::{Code, Severity};
use mrpc_idl::diagnostic::{Diagnostic, Patch};
use mrpc_idl::model::Model;
use mrpc_idl::render::{Format, Style, list};

use crate::case::Case;
use crate::growth;

/// Asserts that an example gives these errors and no others, by their codes and the characters that they mark, in
/// the order of their places, and that every patch leaves files that can be read.
#[track_caller]
pub(crate) fn check(example: &str, expected: &[(Code, &str)]) {
    check_case(&Case::read(example), expected);
}

/// The same for files that leave out their first two lines.
#[track_caller]
pub(crate) fn check_items(items: &str, expected: &[(Code, &str)]) {
    check_case(&Case::items(items), expected);
}

#[track_caller]
fn check_case(case: &Case, expected: &[(Code, &str)]) {
    let compiled = case.compile();
    let errors = errors(&compiled);
    let found: Vec<(Code, &str)> =
        errors.iter().map(|error| (error.code, compiled.sources.text(error.primary.span))).collect();
    let shown = || list(&errors, &compiled.sources, Format::Human, &Style::default());
    assert_eq!(found, expected, "\n{}", shown());
    assert_eq!(compiled.model.is_some(), expected.is_empty());
    for (error, patch) in patches_of(&errors) {
        let is_new = |report: &&Diagnostic| {
            report.code.as_str() < "E0100" && !expected.iter().any(|(known, _)| *known == report.code)
        };
        let patched = case.patched(&compiled, patch).compile();
        assert_eq!(patched.diagnostics.iter().find(is_new), None, "{}\n{}", error.title, shown());
    }
}

fn patches_of(errors: &[Diagnostic]) -> impl Iterator<Item = (&Diagnostic, &Patch)> {
    errors
        .iter()
        .flat_map(|error| error.helps.iter().filter_map(move |help| Some((error, help.patch.as_ref()?))))
}

/// The codes of all errors of some items, with the characters that they mark, in the order of their places.
pub(crate) fn found(items: &str) -> Vec<(Code, String)> {
    let compiled = compiled(items);
    let text = |error: &Diagnostic| compiled.sources.text(error.primary.span).to_owned();
    errors(&compiled).iter().map(|error| (error.code, text(error))).collect()
}

/// The texts that the patches for some items put in, in the order of their reports.
pub(crate) fn patches(items: &str) -> Vec<String> {
    let errors = errors(&compiled(items));
    patches_of(&errors).flat_map(|(_, patch)| &patch.edits).map(|edit| edit.text.clone()).collect()
}

/// Some items, compiled.
pub(crate) fn compiled(items: &str) -> Compiled {
    Case::items(items).compile()
}

/// The model of items that are right.
#[track_caller]
pub(crate) fn model(items: &str) -> Model {
    check_items(items, &[]);
    compiled(items).model.expect("a schema without errors has a model")
}

/// Asserts that checking four times as much takes about four times as long.
#[track_caller]
pub(crate) fn check_linear(size: usize, items: impl Fn(usize) -> String) {
    let (small, large) = (Case::items(&items(size)), Case::items(&items(size * 4)));
    growth::check_linear(|| drop(small.compile()), || drop(large.compile()));
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
