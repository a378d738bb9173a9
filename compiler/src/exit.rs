//! How a command ends.

use std::fmt;
use std::process::ExitCode;

/// What a script learns from a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Exit {
    /// 0: nothing to complain about.
    Clean,
    /// 1: the user has something to put right.
    Mistakes,
    /// 2: we, or the machine we run on, failed.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Mistakes => 1,
            Exit::Failed => 2,
        })
    }
}

/// Why a command stopped before its work was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub(crate) exit: Exit,
    pub(crate) text: String,
    pub(crate) help: Option<String>,
}

impl Failure {
    /// The user asked for something that cannot be.
    pub(crate) fn mistake(text: impl Into<String>) -> Self {
        Self { exit: Exit::Mistakes, text: text.into(), help: None }
    }

    /// Something around us does not work.
    #[cfg(feature = "cli")]
    pub(crate) fn machine(text: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, text: text.into(), help: None }
    }

    /// Adds what to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// How the command ends.
    #[must_use]
    pub fn exit(&self) -> Exit {
        self.exit
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\nhelp: {help}"))
    }
}

impl std::error::Error for Failure {}
