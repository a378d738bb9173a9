//! The tasks of this repository, one file each: `cargo xtask --help`.
#![forbid(unsafe_code)]

mod conformance;
mod fuzz;
mod interop;
mod picture;
mod step;
mod test;
mod tidy;
mod tool;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The tasks of this repository.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

// A task is a variant here and a file beside this one.
#[derive(Debug, Subcommand)]
enum Task {
    /// Run everything a change has to pass, and count it. CI runs this and nothing else.
    Test(test::Args),
    /// Check what the compiler cannot: layers, diagnostic pages, links and house rules.
    Tidy,
    /// Draw the picture in the README again.
    Picture(picture::Args),
    /// Let Google's conformance suite judge the codecs. Fetches it the first time.
    Conformance,
    /// Hold what we read and write of protobuf against protoc and buf. Fetches them the first time.
    Interop(interop::Args),
    /// Run one fuzz target for a bounded time. Needs nightly and cargo-fuzz.
    Fuzz(fuzz::Args),
}

fn main() -> io::Result<ExitCode> {
    let args = Args::parse();
    let root = repository()?;
    let clean = match &args.task {
        Task::Test(args) => test::run(&root, args)?,
        Task::Tidy => tidy::run(&root)?,
        Task::Conformance => match conformance::run(&root)? {
            Ok(clean) => clean,
            Err(missing) => return not_here(&missing),
        },
        Task::Interop(args) => match interop::run(&root, args)? {
            Ok(clean) => clean,
            Err(missing) => return not_here(&missing),
        },
        Task::Picture(args) => picture::run(&root, args)?,
        Task::Fuzz(args) => fuzz::run(&root, args)?,
    };
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Without its tool a task can say nothing, neither good nor bad.
fn not_here(missing: &tool::Missing) -> io::Result<ExitCode> {
    writeln!(io::stdout(), "{missing}")?;
    Ok(ExitCode::from(step::MISSING))
}

/// The directory that holds the workspace, wherever the task was started from.
fn repository() -> io::Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(Path::to_path_buf).ok_or_else(|| io::Error::other("xtask has no parent directory"))
}
