//! Files that are not on a disk: for tests, editors and fuzzing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::index::is_proto;
use super::{Found, Loader, ReadError};
use crate::limit;

/// Files in memory, below one root or several.
///
/// ```
/// use mrpc_idl::load::Memory;
///
/// let files = Memory::new([("a.mrpc", "edition 2026;\npackage a.v1;\n")]);
/// let compiled = mrpc_idl::compile(&files, &[]);
/// assert!(compiled.diagnostics.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
    /// None means that everything lies below one.
    roots: Vec<PathBuf>,
}

impl Memory {
    /// Files by path.
    pub fn new<P: Into<PathBuf>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.into(), text.into())).collect();
        Self { files, roots: Vec::new() }
    }

    /// The same files; only those below one of `roots` are found without being asked for.
    #[must_use]
    pub fn below<P: Into<PathBuf>>(self, roots: impl IntoIterator<Item = P>) -> Self {
        Self { roots: roots.into_iter().map(Into::into).collect(), ..self }
    }
}

impl Loader for Memory {
    fn roots(&self) -> Vec<String> {
        if self.roots.is_empty() {
            return vec![".".to_owned()];
        }
        self.roots.iter().map(|root| root.display().to_string()).collect()
    }

    fn list(&self) -> Result<Vec<Found>, (PathBuf, ReadError)> {
        let root_of = |path: &PathBuf| match self.roots.iter().position(|root| path.starts_with(root)) {
            None if self.roots.is_empty() => Some(0),
            root => root,
        };
        let found = self
            .files
            .keys()
            .filter(|path| !is_proto(path))
            .filter_map(|path| Some(Found { root: root_of(path)?, path: path.clone() }));
        let mut found: Vec<Found> = found.take(limit::FILES_MAX + 1).collect();
        found.sort_by(|a, b| (a.root, &a.path).cmp(&(b.root, &b.path)));
        Ok(found)
    }

    fn read(&self, path: &Path) -> Result<String, ReadError> {
        let bytes = self.files.get(path).ok_or(ReadError::NotFound)?;
        if bytes.len() as u64 > limit::FILE_BYTES_MAX {
            return Err(ReadError::TooLarge);
        }
        ReadError::decode(bytes.clone())
    }

    fn identity(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}
