//! `mrpc-gen export`

use std::path::Path;

use super::args::Export as Options;
use super::check::{counted, exit};
use super::input::Input;
use super::next;
use crate::exit::{Exit, Failure};
use crate::export::{Export, export};
use crate::front;
use crate::out::Out;

pub(super) fn run(options: &Options, config: Option<&Path>, out: Out) -> Result<Exit, Failure> {
    let input = Input::find(&options.paths.paths, config)?;
    let compiled = input.compile();
    let mut reports = compiled.diagnostics.clone();
    reports.extend(front::without_twin(&compiled, options.lossy));
    out.reports(&reports, &compiled.sources)?;
    next::say(&reports, &compiled.sources, &input, out)?;
    let (Exit::Clean, Some(model)) = (exit(&reports), &compiled.model) else { return Ok(Exit::Mistakes) };
    let exports = export(model, &compiled.sources);
    if let Some(directory) = &options.out {
        let changed = all(directory, &exports)?;
        let files = counted(exports.len(), "file");
        out.remark(&format!("exported {files} to `{}`, {changed} changed", directory.display()))?;
        return Ok(Exit::Clean);
    }
    let is_named = |export: &&Export| export.sources.iter().any(|id| input.has(&compiled.sources, *id));
    let named: Vec<&Export> = exports.iter().filter(is_named).collect();
    match named.as_slice() {
        [one] => out.text(&one.text).map(|()| Exit::Clean),
        several => {
            Err(Failure::mistake(format!("these would be {} at once", counted(several.len(), "file")))
                .help("say where they shall go, as in `--out proto`, or name one file"))
        }
    }
}

/// Writes them, and tells how many were not there yet or another.
fn all(directory: &Path, exports: &[Export]) -> Result<usize, Failure> {
    let mut changed = 0;
    for export in exports {
        changed += usize::from(export.write(directory).map_err(|error| {
            Failure::machine(format!("cannot write `{}`: {error}", directory.join(&export.path).display()))
        })?);
    }
    Ok(changed)
}
