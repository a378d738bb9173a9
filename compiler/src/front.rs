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
    text.to_owned()
}

/// The `.mrpc` files below a directory, sorted.
pub(crate) fn walk(_directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    Ok(Vec::new())
}

/// Reads one file.
pub(crate) fn read(path: &Path, sources: &mut Sources) -> Result<SourceId, Diagnostic> {
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(sources.add(shown, text)),
        Err(error) => {
            let title = format!("`{shown}` cannot be read: {error}");
            Err(Diagnostic::new(Code::E0014, Span::new(sources.add(shown, ""), 0..0), title))
        }
    }
}
