//! Everything that `mrpc-idl` does for the command line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mrpc_idl::code::{Code, Level};
use mrpc_idl::diagnostic::Diagnostic;
use mrpc_idl::source::{SourceId, Sources, Span};

use crate::exit::Failure;

#[derive(Default)]
pub(crate) struct Compiled {
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) sources: Sources,
}

/// Reads `entries` and what they import from below `roots`.
pub(crate) fn compile(_roots: &[PathBuf], _entries: &[PathBuf]) -> Compiled {
    Compiled::default()
}

/// What is unwise in a schema, as far as it could be read.
pub(crate) fn lint(_compiled: &Compiled, _levels: &BTreeMap<Code, Level>) -> Vec<Diagnostic> {
    Vec::new()
}

/// How many files were read, and how many packages they belong to.
pub(crate) fn count(compiled: &Compiled) -> (usize, usize) {
    (compiled.sources.iter().count(), 0)
}

/// What keeps `text` from being read.
pub(crate) fn syntax_errors(_id: SourceId, _text: &str) -> Vec<Diagnostic> {
    Vec::new()
}

/// The same schema as everybody writes it.
pub(crate) fn format(text: &str) -> String {
    mrpc_idl::format::format(text)
}

/// The `.mrpc` files below a directory, sorted.
pub(crate) fn walk(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed =
        |error| Failure::mistake(format!("cannot read the directory `{}`: {error}", directory.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.file_type().map_err(failed)?.is_dir() {
            if !name.starts_with('.') && name != "target" {
                found.extend(walk(&entry.path())?);
            }
        } else if name.ends_with(".mrpc") {
            found.push(crate::config::shorten(&entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

/// Reads one file.
pub(crate) fn read(path: &Path, sources: &mut Sources) -> Result<SourceId, Box<Diagnostic>> {
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(sources.add(shown, text)),
        Err(error) => {
            let title = format!("`{shown}` cannot be read: {error}");
            Err(Box::new(Diagnostic::new(Code::E0014, Span::new(sources.add(shown, ""), 0..0), title)))
        }
    }
}
