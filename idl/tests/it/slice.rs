//! Reports, written down as their code and the characters that they point at.

use mrpc_idl::diagnostic::Patch;
use mrpc_idl::explain::split;
use mrpc_idl::load::Memory;
use mrpc_idl::model::Model;
use mrpc_idl::{Compiled, compile};

use crate::growth;

/// Compiles a schema; one without an edition gets the usual first lines.
pub(crate) fn compiled(text: &str) -> Compiled {
    compile(&Memory::new(files(text).iter().map(|(path, text)| (path.as_str(), text.as_str()))), &[])
}

fn files(text: &str) -> Vec<(String, String)> {
    let whole = |text: &str| match text.starts_with("edition ") || text.contains("\nedition ") {
        true => text.to_owned(),
        false => format!("edition 2026;\npackage demo.v1;\n{text}"),
    };
    split(text).into_iter().map(|(path, text)| (path.to_owned(), whole(text))).collect()
}

/// The errors of a schema, in the order of their places.
pub(crate) fn errors(text: &str) -> Vec<(String, String)> {
    let compiled = compiled(text);
    let mut reports: Vec<_> = compiled.diagnostics.iter().filter(|report| !report.code.is_lint()).collect();
    reports.sort_by_key(|report| (report.primary.span, report.code));
    let slice = |span| compiled.sources.text(span).to_owned();
    reports.iter().map(|report| (report.code.to_string(), slice(report.primary.span))).collect()
}

/// Asserts that a schema gives these errors and no others, and that every patch leaves a file that can be read.
#[track_caller]
pub(crate) fn check(text: &str, expected: &[(&str, &str)]) {
    let found = errors(text);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(code, slice)| (code.as_str(), slice.as_str())).collect();
    assert_eq!(found, expected, "{text}");
    let compiled = compiled(text);
    for report in &compiled.diagnostics {
        for patch in report.helps.iter().filter_map(|help| help.patch.as_ref()) {
            let patched = apply(text, patch, &compiled);
            let is_new = |(code, _): &(String, String)| {
                code.as_str() < "E0100" && !expected.iter().any(|(known, _)| known == code)
            };
            let unreadable = errors(&patched).into_iter().find(is_new);
            assert_eq!(unreadable, None, "{}: {patched}", report.title);
        }
    }
}

/// The text with a patch applied, as one example.
pub(crate) fn apply(text: &str, patch: &Patch, compiled: &Compiled) -> String {
    let mut files = files(text);
    let mut edits = patch.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    for edit in edits {
        let path = compiled.sources.get(edit.span.source).path();
        let (_, text) = files.iter_mut().find(|(name, _)| name == path).expect("the patched file");
        text.replace_range(edit.span.range(), &edit.text);
    }
    files.iter().map(|(path, text)| format!("//--- {path}\n{text}\n")).collect()
}

/// The model of a schema that is right.
#[track_caller]
pub(crate) fn model(text: &str) -> Model {
    check(text, &[]);
    compiled(text).model.expect("a schema without errors has a model")
}

/// The texts of all patches, in the order of their reports.
pub(crate) fn patches(text: &str) -> Vec<String> {
    let compiled = compiled(text);
    let mut reports: Vec<_> = compiled.diagnostics.iter().filter(|report| !report.code.is_lint()).collect();
    reports.sort_by_key(|report| (report.primary.span, report.code));
    let edits = reports.iter().flat_map(|report| &report.helps).filter_map(|help| help.patch.as_ref());
    edits.flat_map(|patch| &patch.edits).map(|edit| edit.text.clone()).collect()
}

/// Asserts that checking four times as much takes about four times as long.
#[track_caller]
pub(crate) fn check_linear(size: usize, schema: impl Fn(usize) -> String) {
    let (small, large) = (schema(size), schema(size * 4));
    growth::check_linear(|| drop(compiled(&small)), || drop(compiled(&large)));
}
