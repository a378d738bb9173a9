//! Python, with Google's own implementation of protobuf, its compiler, and the `.proto` files of its interfaces.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Missing, cache, fetch};

/// The packages, each with its version. A change here makes a new environment.
const PACKAGES: [&str; 3] = ["protobuf==6.33.6", "grpcio-tools==1.81.1", "googleapis-common-protos==1.76.0"];

const REMEDY: &str = "it needs python3 (3.9 or newer) with `venv`, and a package index that pip can reach";

/// An environment with [`PACKAGES`].
#[derive(Debug)]
pub(crate) struct Python {
    program: PathBuf,
}

impl Python {
    /// The environment in `target/tools`, made when it is asked for the first time.
    ///
    /// # Errors
    ///
    /// When there is no Python, or the packages cannot be had.
    pub(crate) fn get(root: &Path) -> Result<Self, Missing> {
        let make = |dir: &Path| {
            fetch::run(Command::new("python3").args(["-m", "venv"]).arg(dir))?;
            let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
            // An environment can be moved as long as it is started through its interpreter.
            fetch::run(Command::new(dir.join("bin/python")).args(install).args(PACKAGES)).map(drop)
        };
        let name = format!("python-{}", PACKAGES.join("-").replace("==", "-"));
        match cache::directory(root, &name, make) {
            Ok(dir) => Ok(Self { program: dir.join("bin/python") }),
            Err(reason) => Err(Missing { tool: "Python with protobuf", reason, remedy: REMEDY }),
        }
    }

    /// The interpreter, to be given a script.
    pub(crate) fn command(&self) -> Command {
        Command::new(&self.program)
    }
}
