//! From the command line to the exit code.

use std::panic;
use std::process::ExitCode;

use clap::Parser as _;
use mrpc_idl::render::Format;

use super::args::{Args, Command, Global};
use super::{check, descriptors, docs, explain, export, fmt, generate, import, lint};
use crate::exit::{Exit, Failure};
use crate::out::Out;

/// The whole program.
#[must_use]
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return usage(&error).into(),
    };
    let out = out(&args.global);
    // The default hook has printed where it happened; what is left is to say whose mistake it is.
    let exit = panic::catch_unwind(|| run(&args, out)).unwrap_or_else(|_| {
        let failure = Failure::machine("mrpc-gen has failed; this is a mistake in it, not in your schema")
            .help("please report it, with the message above and the schema if you can share it");
        out.failure(&failure);
        Exit::Failed
    });
    exit.into()
}

/// Help and version are asked for; everything else is a mistake on the command line.
fn usage(error: &clap::Error) -> Exit {
    // A closed pipe has read enough.
    let _unprintable = error.print();
    if error.use_stderr() { Exit::Mistakes } else { Exit::Clean }
}

fn out(global: &Global) -> Out {
    Out { format: Format::from(global.message_format), color: global.color.into(), quiet: global.quiet }
}

fn run(args: &Args, out: Out) -> Exit {
    let config = args.global.config.as_deref();
    let done = match &args.command {
        Command::Check(paths) => check::run(&paths.paths, config, out),
        Command::Lint(options) => lint::run(options, config, out),
        Command::Fmt(options) => fmt::run(options, config, out),
        Command::Export(options) => export::run(options, config, out),
        Command::Descriptors(options) => descriptors::run(options, config, out),
        Command::Generate(options) => generate::run(options, config, out),
        Command::Import(options) => import::run(options, config, out),
        Command::Explain { code } => explain::run(code.as_deref(), out),
        Command::Completions { shell } => docs::completions(*shell, out),
        Command::Man { out: directory } => docs::man(directory.as_deref(), out),
    };
    done.unwrap_or_else(|failure| {
        out.failure(&failure);
        failure.exit()
    })
}
