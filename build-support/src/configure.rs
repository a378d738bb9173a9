//! What a `build.rs` says.

use std::io::{self, Write as _};
use std::path::PathBuf;

use mrpc_gen::Options;

use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::run;

/// Begins to say what is to be compiled. [`Config::compile`] does it.
///
/// ```no_run
/// fn main() -> mrpc_build::Result {
///     mrpc_build::configure().root("idl").compile()
/// }
/// ```
pub fn configure() -> Config {
    Config::default()
}

/// What is to be compiled, and how it looks in Rust.
///
/// A relative path of a file or a directory is seen from the directory of `Cargo.toml`. A path into the schema
/// selects what it names and all that is in it:
///
/// ```text
/// .                              everything
/// .demo.user                     what is in this package, and in those below it
/// .demo.user.v1.User             a type, with all its fields
/// .demo.user.v1.User.name        a field, a oneof
/// ```
///
/// One that selects nothing is a warning, with what was likely meant.
#[derive(Clone, Debug, Default)]
#[must_use = "nothing happens before `compile`"]
pub struct Config {
    pub(crate) roots: Vec<PathBuf>,
    pub(crate) include: Vec<PathBuf>,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) out_dir: Option<PathBuf>,
    pub(crate) module: String,
    pub(crate) options: Options,
}

impl Config {
    /// Compiles every `.mrpc` file below this directory. May be said again; without it, the directory is `idl`.
    ///
    /// A file that is added later is seen, too, unless generated code lies below the root: then a build would
    /// be the reason for the next one.
    pub fn root(mut self, directory: impl Into<PathBuf>) -> Self {
        self.roots.push(directory.into());
        self
    }

    /// Compiles this file and what it imports, instead of all below the root. May be said again.
    ///
    /// That is the way to a `.proto` file.
    ///
    /// ```no_run
    /// # fn main() -> mrpc_build::Result {
    /// mrpc_build::configure().root("proto").file("proto/google/type/latlng.proto").compile()
    /// # }
    /// ```
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.files.push(path.into());
        self
    }

    /// Looks for imported packages below this directory as well, and compiles only those that are imported.
    /// May be said again; the variable `MRPC_INCLUDE` adds more, written like `PATH`.
    pub fn include(mut self, directory: impl Into<PathBuf>) -> Self {
        self.include.push(directory.into());
        self
    }

    /// Uses what Rust has at `rust`, instead of generating the package at `path` and those below it.
    ///
    /// ```no_run
    /// # fn main() -> mrpc_build::Result {
    /// mrpc_build::configure().root("idl").extern_path(".demo.common", "::common_idl::demo::common").compile()
    /// # }
    /// ```
    ///
    /// Not needed for a crate in `[dependencies]` that has `links`: its packages are known.
    pub fn extern_path(mut self, path: impl Into<String>, rust: impl Into<String>) -> Self {
        self.options.extern_paths.push((path.into(), rust.into()));
        self
    }

    /// Puts an attribute before each type that the path selects, or before the field that it names.
    ///
    /// ```no_run
    /// # fn main() -> mrpc_build::Result {
    /// mrpc_build::configure().root("idl").attribute(".demo.user.v1.User", "#[derive(Hash)]").compile()
    /// # }
    /// ```
    pub fn attribute(mut self, path: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.options.attributes.push((path.into(), attribute.into()));
        self
    }

    /// Makes the `bytes` fields that these paths select `Bytes`, which share what was received, instead of
    /// `Vec<u8>`, which are copied out of it.
    ///
    /// ```no_run
    /// # fn main() -> mrpc_build::Result {
    /// mrpc_build::configure().root("idl").bytes([".demo.files"]).compile()
    /// # }
    /// ```
    pub fn bytes<P: Into<String>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.options.bytes.extend(paths.into_iter().map(Into::into));
        self
    }

    /// Makes the maps that these paths select a `HashMap`, which is quicker, instead of a `BTreeMap`, which has an
    /// order.
    pub fn hash_maps<P: Into<String>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.options.hash_maps.extend(paths.into_iter().map(Into::into));
        self
    }

    /// Whether the types can be read from JSON and written as JSON, through serde. They can, unless this says
    /// `false`; then the crates that use them cannot have it either.
    pub fn json(mut self, on: bool) -> Self {
        self.options.json = on;
        self
    }

    /// Whether each package carries its description, as protobuf's `FileDescriptorSet`, in a constant
    /// `FILE_DESCRIPTOR_SET`. It does, unless this says `false`.
    pub fn descriptors(mut self, on: bool) -> Self {
        self.options.descriptors = on;
        self
    }

    /// Whether services have a client. They have, unless this says `false`.
    pub fn client(mut self, on: bool) -> Self {
        self.options.client = on;
        self
    }

    /// Whether services have a trait, and what serves it. They have, unless this says `false`.
    pub fn server(mut self, on: bool) -> Self {
        self.options.server = on;
        self
    }

    /// Whether services have a mock, which answers in tests as it is told. They have none, unless this says `true`;
    /// then what serves them comes along.
    ///
    /// ```no_run
    /// # fn main() -> mrpc_build::Result {
    /// mrpc_build::configure().root("idl").mock(cfg!(feature = "mock")).compile()
    /// # }
    /// ```
    pub fn mock(mut self, on: bool) -> Self {
        self.options.mock = on;
        self
    }

    /// Writes into this directory instead of `$OUT_DIR/mrpc`, as for code that is to be checked in. Its `mod.rs`
    /// is an ordinary module then: `mod schema;` includes what was written into `src/schema`.
    ///
    /// Nothing is ever removed from it.
    pub fn out_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(directory.into());
        self
    }

    /// The module of this crate that includes the generated code, as in `"schema"`; without it, the crate itself.
    /// Crates that build on the schema of this one look for its types there.
    pub fn module(mut self, path: impl Into<String>) -> Self {
        self.module = path.into();
        self
    }

    /// Reads, checks, generates and writes, and tells Cargo when to do it again.
    ///
    /// # Errors
    /// The schema has mistakes, and nothing was written; or a file could not be read or written. [`Error`] says
    /// which.
    pub fn compile(self) -> Result {
        let told: String =
            run::run(&self, &Environment::read()?)?.iter().map(|line| format!("{line}\n")).collect();
        io::stdout()
            .write_all(told.as_bytes())
            .map_err(|error| Error::new(format!("cannot tell Cargo: {error}")))
    }
}
