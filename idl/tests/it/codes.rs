//! Every code has a folder, and what is in it is true.

use std::fs;
use std::path::{Path, PathBuf};

use mrpc_idl::code::{Code, Level};
use mrpc_idl::diagnostic::Diagnostic;
use mrpc_idl::lint::{Levels, lint};
use mrpc_idl::render::{Format, Style, list};
use mrpc_idl::{Compiled, format, twin};

use crate::case::Case;

fn folder(code: Code) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("codes").join(code.as_str())
}

fn read(code: Code, file: &str) -> String {
    let path = folder(code).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The errors of a schema, and what the lint `code` finds in it if it has none.
///
/// What other lints find does not count: an example stays small by leaving out what it is not about.
fn reports(code: Code, compiled: &Compiled) -> Vec<Diagnostic> {
    let mut levels = Levels::default();
    if code.is_lint() {
        levels.set(code, Level::Warn);
    }
    let found = lint(compiled, &levels).into_iter().filter(|report| report.code == code);
    // Only whoever exports a schema asks for these.
    let without_twin = if code == Code::E1101 { twin::check(compiled) } else { Vec::new() };
    compiled.diagnostics.iter().cloned().chain(found).chain(without_twin).collect()
}

/// `MRPC_BLESS=1` writes what is reported now; without it, that must be what is written down.
fn check_golden(code: Code, actual: &str, wrong: &mut Vec<String>) {
    let path = folder(code).join("report.txt");
    if std::env::var_os("MRPC_BLESS").is_some() {
        fs::write(&path, actual).expect("the report can be written");
    } else if read(code, "report.txt") != actual {
        wrong.push(format!(
            "{code}: report.txt is not what is reported now (MRPC_BLESS=1 rewrites it):\n{actual}"
        ));
    }
}

#[test]
fn every_code_is_reported_alone_by_its_bad_example() {
    let mut wrong = Vec::new();
    for &code in Code::ALL {
        let compiled = Case::read(&read(code, "bad.mrpc")).compile();
        let reports = reports(code, &compiled);
        let found: Vec<Code> = reports.iter().map(|report| report.code).collect();
        if found.is_empty() || found.iter().any(|&other| other != code) {
            wrong.push(format!("{code}: the bad example gives {found:?}"));
        }
        let style = Style { width: 100, ..Style::default() };
        check_golden(code, &list(&reports, &compiled.sources, Format::Human, &style), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_good_example_breaks_a_rule() {
    let mut wrong = Vec::new();
    for &code in Code::ALL {
        let case = Case::read(&read(code, "good.mrpc"));
        let compiled = case.compile();
        let reports = reports(code, &compiled);
        if !reports.is_empty() {
            let shown = list(&reports, &compiled.sources, Format::Human, &Style::default());
            wrong.push(format!("{code}: the good example is not good:\n{shown}"));
        }
        if case.texts().all(|text| text.trim().is_empty()) {
            wrong.push(format!("{code}: there is no good example"));
        }
        for text in case.texts().filter(|&text| format::format(text) != text) {
            wrong.push(format!(
                "{code}: the good example is not formatted; it should be\n{}",
                format::format(text)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_page() {
    let without: Vec<&Code> =
        Code::ALL.iter().filter(|&&code| read(code, "page.md").trim().is_empty()).collect();
    assert!(without.is_empty(), "without a page: {without:?}");
}

/// A list for those who read the repository and not the terminal.
#[test]
fn the_index_lists_every_code() {
    let row = |code: &Code| {
        let kind = match code.level() {
            Level::Error => "error",
            Level::Deny | Level::Warn => "lint",
            Level::Allow => "lint, off by default",
        };
        format!("| [{code}]({code}/page.md) | {} | {kind} |\n", code.title())
    };
    let intro = "# The codes\n\nEach has a page, an example of the mistake, what `mrpc-gen` says of it, and the same \
                 repaired.\n`mrpc-gen explain CODE` shows them together. This list is written by the tests.\n";
    let rows: String = Code::ALL.iter().map(row).collect();
    let index = format!("{intro}\n| code | what it is about | kind |\n|---|---|---|\n{rows}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("codes/README.md");
    if std::env::var_os("MRPC_BLESS").is_some() {
        fs::write(&path, index).expect("the index can be written");
    } else {
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, index, "codes/README.md is old: MRPC_BLESS=1 rewrites it");
    }
}
