//! One check after the other, a line each.

use std::io::{self, Write};
use std::path::Path;

use super::tools::Tools;
use super::{corpus, generated, json, mutant, own, report, round_trip};
use crate::tool::Missing;

/// Hold what we read and write of protobuf against protoc and buf.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Compile the generated Rust beside prost's, and tell what each costs, instead of checking anything.
    #[arg(long)]
    report: bool,
    /// How many broken files to try.
    #[arg(long, default_value_t = 400)]
    mutants: u32,
    /// Where chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs all checks and says whether all is well.
///
/// # Errors
///
/// When standard output cannot be written. [`Missing`] if a tool cannot be had.
pub(crate) fn run(root: &Path, args: &Args) -> io::Result<Result<bool, Missing>> {
    let tools = match Tools::get(root) {
        Ok(tools) => tools,
        Err(missing) => return Ok(Err(missing)),
    };
    let mut out = Out { is_clean: true };
    if !out.show("corpus", tools.fresh().and_then(|()| corpus::gather(&tools)))? {
        return Ok(Ok(false));
    }
    if args.report {
        out.show("report", report::report(&tools))?;
        return Ok(Ok(out.is_clean));
    }
    out.show("descriptors", corpus::check(&tools))?;
    out.show("mutants", mutant::check(&tools, args.mutants, args.seed))?;
    out.show("own", own::check(&tools))?;
    out.show("json", json::check(&tools, args.seed))?;
    if out.show("round trip", round_trip::check(&tools))? {
        out.show("generated", generated::check(&tools))?;
    }
    Ok(Ok(out.is_clean))
}

struct Out {
    is_clean: bool,
}

impl Out {
    /// A line for what went well, all there is to say for what did not.
    fn show(&mut self, name: &str, done: Result<String, String>) -> io::Result<bool> {
        let mut out = io::stdout().lock();
        let is_ok = done.is_ok();
        match done {
            Ok(said) => writeln!(out, "{name:<11} {}", said.trim_end())?,
            Err(reason) => writeln!(out, "{name:<11} FAILED\n{}", reason.trim_end())?,
        }
        self.is_clean &= is_ok;
        Ok(is_ok)
    }
}
