//! Every lint on small schemas, then what is common to all of them: levels, `@allow` and patches.

use std::collections::BTreeMap;

use super::run::LINTS;
use super::{Levels, lint};
use crate::code::{Code, Level};
use crate::compile::{Compiled, compile};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use crate::explain::split;
use crate::load::Memory;

mod correctness;
mod fix;
mod scope;
mod style;

/// Files in memory, checked: there must be no error.
fn compiled(files: &[(String, String)]) -> Compiled {
    let compiled = compile(&Memory::new(files.iter().cloned()), &[]);
    let errors: Vec<_> = compiled.diagnostics.iter().map(|it| (it.code, it.title.as_str())).collect();
    assert!(compiled.model.is_some() && errors.is_empty(), "{errors:?}\n{files:?}");
    compiled
}

/// The files of an example. What has no edition is the rest of a file of `demo.a.v1`.
fn files(text: &str) -> Vec<(String, String)> {
    let whole = |text: &str| match text.contains("edition") {
        true => text.to_owned(),
        false => format!("edition 2026;\n\npackage demo.a.v1;\n\n{text}\n"),
    };
    split(text).into_iter().map(|(path, text)| (path.to_owned(), whole(text))).collect()
}

/// The default, but for lints that are off: those are on, if `code` is one of them.
fn levels(code: Code) -> Levels {
    let mut levels = Levels::default();
    levels.set(code, Level::Warn);
    levels
}

/// What is found in an example, as the characters that each report points at.
fn found(text: &str, levels: &Levels) -> Vec<(Code, String)> {
    let compiled = compiled(&files(text));
    let found = lint(&compiled, levels);
    found.iter().map(|it| (it.code, compiled.sources.text(it.primary.span).to_owned())).collect()
}

/// Asserts that `code` is reported at exactly these characters, in order.
fn check(code: Code, text: &str, expected: &[&str]) {
    let mut found = found(text, &levels(code));
    found.retain(|(it, _)| *it == code);
    let slices: Vec<&str> = found.iter().map(|(_, slice)| slice.as_str()).collect();
    assert_eq!(slices, expected, "{code} in\n{text}");
}

/// The files after the first patch of each report that `wanted` lets through.
fn patched(
    files: &[(String, String)],
    levels: &Levels,
    wanted: impl Fn(&Diagnostic, Applicability) -> bool,
) -> Vec<(String, String)> {
    let compiled = compiled(files);
    let mut edits: BTreeMap<(String, usize), (usize, String)> = BTreeMap::new();
    for report in lint(&compiled, levels) {
        let patch = report.helps.iter().find_map(|help| help.patch.as_ref());
        let Some(patch) = patch.filter(|patch| wanted(&report, patch.applicability)) else { continue };
        for Edit { span, text } in &patch.edits {
            let path = compiled.sources.get(span.source).path().to_owned();
            let clash = edits.insert((path, span.range().start), (span.range().end, text.clone()));
            assert!(clash.is_none(), "two patches at {}: {}", span.start, report.title);
        }
    }
    let mut files = files.to_vec();
    for ((path, start), (end, text)) in edits.into_iter().rev() {
        let file =
            files.iter_mut().find(|file| file.0 == path).expect("patches are for files that were given");
        file.1.replace_range(start..end, &text);
    }
    files
}
