//! How quick calls are, beside other libraries: `cargo run --release -p benches --bin calls -- --help`.
#![forbid(unsafe_code)]
#![expect(clippy::print_stderr, reason = "only a command line prints")]

use std::process::ExitCode;

use benches::call::args::Args;
use benches::call::run;
use clap::Parser as _;

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("calls: {error}");
            ExitCode::FAILURE
        }
    }
}
