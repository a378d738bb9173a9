//! What is generated of the schemas in `tests/golden`, byte for byte. `MRPC_BLESS=1` writes it.
//!
//! The texts are modules of this program, too, so they compile, and other tests use what is in them.

use std::fs;
use std::path::{Path, PathBuf};

use mrpc_gen::{Options, Output, generate};
use mrpc_idl::Compiled;
use mrpc_idl::load::Memory;
use mrpc_idl::render::{Format, Style, list};

/// The cases: a directory each.
pub(crate) const CASES: [&str; 11] = [
    "client", "docs", "kitchen", "known", "methods", "names", "old", "packages", "rules", "server",
    "services",
];

pub(crate) fn directory(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(case)
}

/// The schemas of a case, by name.
pub(crate) fn schemas(case: &str) -> Vec<(String, String)> {
    let mut schemas = Vec::new();
    for entry in fs::read_dir(directory(case)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "mrpc") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            schemas.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    schemas.sort();
    schemas
}

pub(crate) fn compile(files: &[(String, String)]) -> Compiled {
    let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let compiled = mrpc_idl::compile(&Memory::new(files), &[]);
    let reports = list(&compiled.diagnostics, &compiled.sources, Format::Human, &Style::default());
    assert!(compiled.model.is_some(), "{reports}");
    compiled
}

fn generated(case: &str, files: &[(String, String)]) -> Vec<Output> {
    let mut options = Options::default();
    // One without, so that both are seen.
    options.json = case != "docs";
    options.server = case != "client";
    options.client = case != "server";
    options.mock = ["methods", "services"].contains(&case);
    // They hold what the crates that know protobuf bring along, which changes with their version.
    options.descriptors = false;
    generate(&compile(files).model.unwrap(), &options)
}

#[test]
fn generated_code_is_as_it_was() {
    for case in CASES {
        let out = directory(case).join("out");
        let outputs = generated(case, &schemas(case));
        if std::env::var_os("MRPC_BLESS").is_some() {
            fs::create_dir_all(&out).unwrap();
            for output in &outputs {
                fs::write(out.join(&output.path), &output.contents).unwrap();
            }
        }
        for output in &outputs {
            let path = out.join(&output.path);
            let there = fs::read(&path).unwrap_or_default();
            assert!(there == output.contents, "{} has changed: look at it with MRPC_BLESS=1", path.display());
        }
        let mut names: Vec<PathBuf> =
            fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into()).collect();
        names.sort();
        let mut expected: Vec<PathBuf> = outputs.iter().map(|output| output.path.clone()).collect();
        expected.sort();
        assert_eq!(names, expected, "{case}: what is not generated any more has to go");
    }
}

#[test]
fn e18_the_order_of_files_changes_nothing() {
    for case in CASES {
        let files = schemas(case);
        let mut reversed = files.clone();
        reversed.reverse();
        assert_eq!(generated(case, &files), generated(case, &reversed), "{case}");
    }
}
