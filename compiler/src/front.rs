//! Everything that `mrpc-idl` does for the command line.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use mrpc_idl::code::Code;
use mrpc_idl::diagnostic::Diagnostic;
use mrpc_idl::limit::FILE_BYTES_MAX;
use mrpc_idl::lint::Levels;
use mrpc_idl::load::{Disk, Loader as _, ReadError};
use mrpc_idl::parse;
use mrpc_idl::source::{SourceId, Sources, Span};

pub(crate) use mrpc_idl::Compiled;

use crate::exit::Failure;

/// Reads `entries` and what they import from below `roots`.
pub(crate) fn compile(roots: &[PathBuf], entries: &[PathBuf]) -> Compiled {
    mrpc_idl::compile(&Disk::new(roots), entries)
}

/// What is unwise in a schema without errors.
pub(crate) fn lint(compiled: &Compiled, levels: &Levels) -> Vec<Diagnostic> {
    let Compiled { model, files, sources, .. } = compiled;
    model.as_ref().map_or_else(Vec::new, |model| mrpc_idl::lint::run(model, files, sources, levels))
}

/// How many files were read, and how many packages they belong to.
pub(crate) fn count(compiled: &Compiled) -> (usize, usize) {
    let packages = compiled.files.iter().filter_map(|file| file.package.as_ref());
    let names: HashSet<String> = packages.map(|package| package.path.text()).collect();
    (compiled.files.len(), names.len())
}

/// What keeps `text` from being read.
pub(crate) fn syntax_errors(id: SourceId, text: &str) -> Vec<Diagnostic> {
    parse::file(id, text).diagnostics
}

/// The same schema as everybody writes it.
pub(crate) fn format(text: &str) -> String {
    mrpc_idl::format::format(text)
}

/// The `.mrpc` files below a directory, sorted.
pub(crate) fn walk(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    Disk::walk(directory).map_err(|(directory, error)| {
        Failure::mistake(format!("the directory `{}` cannot be read: {}", directory.display(), why(error).1))
    })
}

/// Reads one file.
pub(crate) fn read(path: &Path, sources: &mut Sources) -> Result<SourceId, Box<Diagnostic>> {
    let shown = path.display().to_string();
    match Disk::new([] as [PathBuf; 0]).read(path) {
        Ok(text) => Ok(sources.add(shown, text)),
        Err(error) => {
            let (code, why) = why(error);
            let title = format!("`{shown}` cannot be read: {why}");
            Err(Box::new(Diagnostic::new(code, Span::new(sources.add(shown, ""), 0..0), title)))
        }
    }
}

fn why(error: ReadError) -> (Code, String) {
    match error {
        ReadError::NotFound => (Code::E0014, "there is no such file".to_owned()),
        ReadError::NotAFile(what) => (Code::E0014, format!("it is {what}")),
        ReadError::TooLarge => (Code::E0012, format!("it is larger than {} MiB", FILE_BYTES_MAX >> 20)),
        ReadError::LeavesRoot => (Code::E0111, "it is a link that leaves its root".to_owned()),
        ReadError::NotUtf8 { .. } => (Code::E0006, "it is not UTF-8".to_owned()),
        ReadError::Io(why) => (Code::E0014, why),
        other => (Code::E0014, format!("{other:?}")),
    }
}
