//! What a build script tells Cargo: a line each, on standard output.

use std::fmt;
use std::path::{Path, PathBuf};

use mrpc_idl::render::sanitize;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Instruction {
    /// Run again when this file changes, or anything in this directory.
    RerunIfChanged(PathBuf),
    /// Run again when this variable changes.
    RerunIfEnvChanged(&'static str),
    /// Show this, once the script has run.
    Warning(String),
    /// Tell the build scripts of the crates that depend on this one.
    Metadata(&'static str, PathBuf),
}

impl fmt::Display for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RerunIfChanged(path) => write!(f, "cargo::rerun-if-changed={}", line(path)),
            Self::RerunIfEnvChanged(name) => write!(f, "cargo::rerun-if-env-changed={name}"),
            Self::Warning(text) => write!(f, "cargo::warning={}", one_line(text)),
            Self::Metadata(key, path) => write!(f, "cargo::metadata={key}={}", line(path)),
        }
    }
}

fn line(path: &Path) -> String {
    one_line(&path.display().to_string())
}

/// A line break in the name of a file would begin an instruction of its own.
fn one_line(text: &str) -> String {
    sanitize(text).replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::Instruction;

    fn check(instruction: &Instruction, expected: &str) {
        assert_eq!(instruction.to_string(), expected);
    }

    #[test]
    fn an_instruction_is_one_line() {
        check(&Instruction::RerunIfChanged("idl/a.mrpc".into()), "cargo::rerun-if-changed=idl/a.mrpc");
        check(&Instruction::RerunIfEnvChanged("MRPC_INCLUDE"), "cargo::rerun-if-env-changed=MRPC_INCLUDE");
        check(
            &Instruction::Metadata("mrpc_schema", "/o/s.txt".into()),
            "cargo::metadata=mrpc_schema=/o/s.txt",
        );
        check(&Instruction::Warning("a\ncargo::b=c".into()), "cargo::warning=a cargo::b=c");
        let path = "a\ncargo::rustc-env=A=b";
        check(&Instruction::RerunIfChanged(path.into()), "cargo::rerun-if-changed=a cargo::rustc-env=A=b");
    }
}
