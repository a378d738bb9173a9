//! What to do about reports: the lines below them.

use mrpc_idl::diagnostic::Diagnostic;
use mrpc_idl::source::Sources;

use super::input::Input;
use crate::exit::Failure;
use crate::fix::sure;
use crate::out::Out;

/// Says what a reader of `reports` might do.
pub(super) fn say(reports: &[Diagnostic], sources: &Sources, input: &Input, out: Out) -> Result<(), Failure> {
    let Some(code) = reports.iter().map(|one| one.code).min() else { return Ok(()) };
    let named = |one: &&Diagnostic| input.has(sources, one.primary.span.source);
    if let Some(other) = reports.iter().find(|one| !named(one)) {
        let path = sources.get(other.primary.span.source).path();
        out.advice(&format!("note: `{path}` was not named; it belongs to a package that is needed whole"))?;
    }
    match reports.iter().filter(|one| sure(one).is_some()).filter(named).count() {
        0 => {}
        1 => out.advice("help: to apply the fix that is certain: `mrpc-gen lint --fix`")?,
        count => {
            out.advice(&format!("help: to apply the {count} fixes that are certain: `mrpc-gen lint --fix`"))?
        }
    }
    out.advice(&format!("help: for more about a code: `mrpc-gen explain {code}`"))
}
