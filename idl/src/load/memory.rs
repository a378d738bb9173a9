//! Files that are not on a disk: for tests, editors and fuzzing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Found, Loader, ReadError};
use crate::limit;

/// Files in memory, below one root.
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
}

impl Memory {
    /// Files by path.
    pub fn new<P: Into<PathBuf>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }
}

impl Loader for Memory {
    fn roots(&self) -> Vec<String> {
        vec![".".to_owned()]
    }

    fn list(&self) -> Result<Vec<Found>, (PathBuf, ReadError)> {
        Ok(self
            .files
            .keys()
            .take(limit::FILES_MAX + 1)
            .map(|path| Found { path: path.clone(), root: 0 })
            .collect())
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
