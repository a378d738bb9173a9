//! What the checks need: our compiler, the judges, and a place to work.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tool::{Buf, Missing, Python, Runner};

/// Everything, ready to be started.
#[derive(Debug)]
pub(super) struct Tools {
    pub(super) root: PathBuf,
    /// Where the checks leave their files: below `target`.
    pub(super) dir: PathBuf,
    /// Where the conformance suite has its messages.
    pub(super) suite: PathBuf,
    python: Python,
    buf: Buf,
}

impl Tools {
    /// # Errors
    ///
    /// When one of them cannot be had.
    pub(super) fn get(root: &Path) -> Result<Self, Missing> {
        Ok(Self {
            root: root.to_owned(),
            dir: root.join("target/interop"),
            suite: Runner::get(root)?.protos(),
            python: Python::get(root)?,
            buf: Buf::get(root)?,
        })
    }

    /// Builds our compiler and empties the place to work; what was compiled there stays.
    pub(super) fn fresh(&self) -> Result<(), String> {
        run(Command::new(env!("CARGO"))
            .args(["build", "--quiet", "-p", "mrpc-gen"])
            .current_dir(&self.root))?;
        fs::create_dir_all(&self.dir).map_err(|error| at(&self.dir, &error))?;
        for name in ["corpus", "mutants", "own", "mrpc", "proto"] {
            let path = self.path(name);
            if path.exists() {
                fs::remove_dir_all(&path).map_err(|error| at(&path, &error))?;
            }
        }
        Ok(())
    }

    /// A file or directory of the checks.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// `mrpc-gen`, started in `dir`.
    pub(super) fn mrpc_gen(&self, dir: &Path) -> Command {
        let mut command = Command::new(self.root.join("target/debug/mrpc-gen"));
        command.current_dir(dir);
        command
    }

    /// Google's implementation: see `judge.py`.
    pub(super) fn judge(&self, arguments: &[&dyn AsRef<OsStr>]) -> Result<String, String> {
        let mut command = self.python.command();
        command.arg(self.root.join("xtask/src/interop/judge.py")).current_dir(&self.dir);
        arguments.iter().for_each(|argument| {
            command.arg(argument);
        });
        run(&mut command)
    }

    /// buf.
    pub(super) fn buf(&self) -> Command {
        let mut command = self.buf.command();
        command.current_dir(&self.dir);
        command
    }
}

/// Runs `command` and gives its standard output, or all that it said if it fails.
pub(super) fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("cannot start `{program}`: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{program}` ended with {}\n{said}{complaint}", output.status))
}

/// The files below `dir` that end in `.extension`, as paths from there, sorted.
pub(super) fn files(dir: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).map_err(|error| at(&next, &error))? {
            let path = entry.map_err(|error| at(&next, &error))?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.extend(path.strip_prefix(dir).map(Path::to_owned));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Says which file it was.
pub(super) fn at(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
