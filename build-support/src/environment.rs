//! What Cargo tells a build script, and what the user may say besides.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::error::{Error, Result};

/// The directories in this variable are searched for packages, as after [`include`](crate::Config::include).
pub(crate) const INCLUDE: &str = "MRPC_INCLUDE";

/// The key under which a crate tells where its `schema.txt` is. Cargo makes `DEP_<LINKS>_MRPC_SCHEMA` of it.
pub(crate) const KEY: &str = "mrpc_schema";
const SUFFIX: &str = "_MRPC_SCHEMA";

/// One build.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    /// The name of the crate, as in its `Cargo.toml`.
    pub(crate) package: String,
    /// The directory of its `Cargo.toml`, where a build script runs.
    pub(crate) manifest_dir: PathBuf,
    /// Where a build script may write.
    pub(crate) out_dir: PathBuf,
    /// Whether `Cargo.toml` names `links`, so that others can be told.
    pub(crate) has_links: bool,
    /// The `schema.txt` of each crate in `[dependencies]` that has one.
    pub(crate) carriers: Vec<PathBuf>,
    /// Further directories to search for packages.
    pub(crate) include: Vec<PathBuf>,
}

impl Environment {
    pub(crate) fn read() -> Result<Self> {
        let told = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let need = |name: &str| {
            told(name).ok_or_else(|| {
                Error::new(format!("`{name}` is not set: mrpc_build is for a build.rs, which Cargo runs"))
            })
        };
        Ok(Self {
            package: need("CARGO_PKG_NAME")?.to_string_lossy().into_owned(),
            manifest_dir: need("CARGO_MANIFEST_DIR")?.into(),
            out_dir: need("OUT_DIR")?.into(),
            has_links: told("CARGO_MANIFEST_LINKS").is_some(),
            carriers: carriers(env::vars_os()),
            include: told(INCLUDE).map(|value| env::split_paths(&value).collect()).unwrap_or_default(),
        })
    }
}

/// Sorted, so that nothing depends on the order of the variables.
fn carriers(variables: impl Iterator<Item = (OsString, OsString)>) -> Vec<PathBuf> {
    let is_ours = |name: &str| name.starts_with("DEP_") && name.ends_with(SUFFIX);
    let ours = variables.filter(|(name, _)| name.to_str().is_some_and(is_ours));
    let mut paths: Vec<PathBuf> = ours.map(|(_, path)| path.into()).collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::{KEY, SUFFIX, carriers};
    use std::ffi::OsString;
    use std::path::PathBuf;

    #[test]
    fn crates_with_a_schema_are_found_by_their_variable() {
        let variables = [("DEP_B_MRPC_SCHEMA", "b"), ("DEP_Z_INCLUDE", "z"), ("DEP_A_MRPC_SCHEMA", "a")];
        let variables = variables.map(|(name, value)| (OsString::from(name), OsString::from(value)));
        assert_eq!(carriers(variables.into_iter()), ["a", "b"].map(PathBuf::from));
        assert_eq!(format!("_{}", KEY.to_uppercase()), SUFFIX);
    }
}
