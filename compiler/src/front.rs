//! Everything that `mrpc-idl` does for the command line.

use std::path::{Path, PathBuf};

use mrpc_idl::diagnostic::{Diagnostic, Severity};
use mrpc_idl::lint::Levels;
use mrpc_idl::load::{Disk, Loader as _, Memory, unreadable};
use mrpc_idl::parse;
use mrpc_idl::source::{SourceId, Sources};
use mrpc_idl::twin;

pub(crate) use mrpc_idl::Compiled;

use crate::exit::Failure;

/// Reads `entries` and what they need from below `roots` and from `beside`.
pub(crate) fn compile(roots: &[PathBuf], beside: &[PathBuf], entries: &[PathBuf]) -> Compiled {
    mrpc_idl::compile(&Disk::new(roots).beside(beside), entries)
}

/// Checks texts that are in no file, each with its path.
pub(crate) fn compile_texts<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>) -> Compiled {
    mrpc_idl::compile(&Memory::new(texts), &[])
}

/// What is unwise in a schema without errors.
pub(crate) fn lint(compiled: &Compiled, levels: &Levels) -> Vec<Diagnostic> {
    mrpc_idl::lint::lint(compiled, levels)
}

/// What proto3 has no form for. With `is_lossy`, what export makes something similar of is a warning.
pub(crate) fn without_twin(compiled: &Compiled, is_lossy: bool) -> Vec<Diagnostic> {
    let mut reports = twin::check(compiled);
    for report in reports.iter_mut().filter(|report| is_lossy && twin::is_closed_enum(compiled, report)) {
        report.severity = Severity::Warning;
    }
    reports
}

/// How many files of a schema without errors were read, and how many packages they belong to.
pub(crate) fn count(compiled: &Compiled) -> (usize, usize) {
    compiled.model.as_ref().map_or((0, 0), |model| (model.files.len(), model.packages.len()))
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
        let mut sources = Sources::default();
        Failure::mistake(unreadable(&directory, error, &mut sources).title)
    })
}

/// Reads one file.
pub(crate) fn read(path: &Path, sources: &mut Sources) -> Result<SourceId, Box<Diagnostic>> {
    match Disk::new([] as [PathBuf; 0]).read(path) {
        Ok(text) => Ok(sources.add(path.display().to_string(), text)),
        Err(error) => Err(Box::new(unreadable(path, error, sources))),
    }
}
