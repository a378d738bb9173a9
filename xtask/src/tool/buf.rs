//! buf, which knows what a new version of `.proto` files breaks.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Missing, cache, fetch};

const VERSION: &str = "1.75.0";

const REMEDY: &str = "it needs npm with a registry it can reach, and a machine that buf is built for";

/// The program.
#[derive(Debug)]
pub(crate) struct Buf {
    program: PathBuf,
}

impl Buf {
    /// The program in `target/tools`, fetched when it is asked for the first time.
    ///
    /// # Errors
    ///
    /// When it cannot be had, or does not run here.
    pub(crate) fn get(root: &Path) -> Result<Self, Missing> {
        let make = |dir: &Path| {
            let package = format!("@bufbuild/buf@{VERSION}");
            let install = ["install", "--silent", "--no-audit", "--no-fund", "--prefix", "."];
            fetch::run(Command::new("npm").args(install).arg(package).current_dir(dir))?;
            fetch::run(Command::new(program(dir)).arg("--version")).map(drop)
        };
        match cache::directory(root, &format!("buf-{VERSION}"), make) {
            Ok(dir) => Ok(Self { program: program(&dir) }),
            Err(reason) => Err(Missing { tool: "buf", reason, remedy: REMEDY }),
        }
    }

    /// The program, to be given its arguments.
    pub(crate) fn command(&self) -> Command {
        Command::new(&self.program)
    }
}

fn program(dir: &Path) -> PathBuf {
    dir.join("node_modules/.bin/buf")
}
