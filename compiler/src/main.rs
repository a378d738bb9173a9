//! `mrpc-gen`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    mrpc_gen::cli::main()
}
