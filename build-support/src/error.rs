//! Why there is no Rust.

use std::fmt;
use std::path::Path;

use mrpc_idl::Compiled;
use mrpc_idl::code::Code;
use mrpc_idl::render::{Format, Style, list};

/// What [`compile`](crate::Config::compile) returns, and `main` of a `build.rs` with it.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Why there is no Rust: mistakes in the schema, with the report of each, or something around it.
///
/// `Debug` shows the same as `Display`, since that is what Rust prints of an error that `main` returns.
pub struct Error(String);

impl Error {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Something the system refused to do with a file.
    pub(crate) fn file(what: &str, path: &Path, why: &impl fmt::Display) -> Self {
        Self(format!("cannot {what} `{}`: {why}", path.display()))
    }

    pub(crate) fn schema(compiled: &Compiled) -> Self {
        let reports = list(&compiled.diagnostics, &compiled.sources, Format::Human, &Style::default());
        let mut text = format!("the schema has mistakes\n\n{reports}");
        if compiled.diagnostics.iter().any(|one| one.code == Code::E0103) {
            text += "\nhelp: the packages of another crate are found if it is in [dependencies] and its \
                     Cargo.toml has `links`\n";
        }
        Self(text)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
