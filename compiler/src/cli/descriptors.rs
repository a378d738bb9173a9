//! `mrpc-gen descriptors`

use std::path::Path;

use super::args::Descriptors as Options;
use super::check::exit;
use super::input::Input;
use super::next;
use crate::descriptor::descriptors;
use crate::exit::{Exit, Failure};
use crate::out::Out;
use crate::write;

pub(super) fn run(options: &Options, config: Option<&Path>, out: Out) -> Result<Exit, Failure> {
    let input = Input::find(&options.paths.paths, config)?;
    let compiled = input.compile();
    out.reports(&compiled.diagnostics, &compiled.sources)?;
    next::say(&compiled.diagnostics, &compiled.sources, &input, out)?;
    let (Exit::Clean, Some(model)) = (exit(&compiled.diagnostics), &compiled.model) else {
        return Ok(Exit::Mistakes);
    };
    let bytes = descriptors(model);
    match &options.out {
        Some(path) => write::put(path, &bytes, |_| true)
            .map(drop)
            .map_err(|error| Failure::machine(format!("cannot write `{}`: {error}", path.display())))?,
        None => out.bytes(&bytes)?,
    }
    Ok(Exit::Clean)
}
