//! `mrpc-gen check`

use std::path::{Path, PathBuf};

use mrpc_idl::diagnostic::{Diagnostic, Severity};

use super::input::Input;
use super::next;
use crate::exit::{Exit, Failure};
use crate::front;
use crate::out::Out;

pub(super) fn run(paths: &[PathBuf], config: Option<&Path>, out: Out) -> Result<Exit, Failure> {
    let input = Input::find(paths, config)?;
    let compiled = input.compile();
    out.reports(&compiled.diagnostics, &compiled.sources)?;
    next::say(&compiled.diagnostics, &compiled.sources, &input, out)?;
    let exit = exit(&compiled.diagnostics);
    if exit == Exit::Clean {
        let (files, packages) = front::count(&compiled);
        out.remark(&format!("checked {}, {}", counted(files, "file"), counted(packages, "package")))?;
    }
    Ok(exit)
}

/// Errors are to be put right; warnings are not held against anybody.
pub(super) fn exit(diagnostics: &[Diagnostic]) -> Exit {
    let has_error = diagnostics.iter().any(|one| one.severity == Severity::Error);
    if has_error { Exit::Mistakes } else { Exit::Clean }
}

/// `1 file`, `2 files`
pub(super) fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}
