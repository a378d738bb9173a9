//! Files on a disk. Nothing else in this crate opens one.
//!
//! Below a root only what really lies below it is read: a link that leads elsewhere is refused, so a schema
//! from a stranger cannot make us read what the stranger may not.

use std::fs::{self, File, FileType};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{Found, Loader, ReadError};
use crate::limit;

/// Directories on a disk.
#[derive(Clone, Debug)]
pub struct Disk {
    roots: Vec<Root>,
}

#[derive(Clone, Debug)]
struct Root {
    /// As people know it.
    path: PathBuf,
    /// Without links; absent for a directory that is not there.
    real: Option<PathBuf>,
    /// Whether the directories in it are searched too.
    is_deep: bool,
}

impl Root {
    fn new(path: PathBuf, is_deep: bool) -> Self {
        Self { real: fs::canonicalize(&path).ok(), path, is_deep }
    }
}

impl Disk {
    /// Looks for packages below each of `roots`, in this order.
    pub fn new<P: Into<PathBuf>>(roots: impl IntoIterator<Item = P>) -> Self {
        Self { roots: roots.into_iter().map(|path| Root::new(path.into(), true)).collect() }
    }

    /// Looks into each of `directories` too, but not below it. That is for the files beside one that was
    /// named: what else lies below its directory may be a whole disk.
    #[must_use]
    pub fn beside<P: Into<PathBuf>>(mut self, directories: impl IntoIterator<Item = P>) -> Self {
        self.roots.extend(directories.into_iter().map(|path| Root::new(path.into(), false)));
        self
    }

    /// The `.mrpc` files below `directory`, sorted. Hidden directories, `target` and links to directories are
    /// passed over.
    ///
    /// # Errors
    /// The directory that could not be read.
    pub fn walk(directory: &Path) -> Result<Vec<PathBuf>, (PathBuf, ReadError)> {
        Self::search(directory, true)
    }

    fn search(directory: &Path, is_deep: bool) -> Result<Vec<PathBuf>, (PathBuf, ReadError)> {
        let mut found = Vec::new();
        let mut open = vec![directory.to_owned()];
        while let Some(directory) = open.pop() {
            let failed = |error: std::io::Error| (directory.clone(), ReadError::from(error));
            for entry in fs::read_dir(&directory).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let kind = entry.file_type().map_err(failed)?;
                let name = entry.file_name();
                let name = name.to_string_lossy();
                if kind.is_dir() {
                    if is_deep && !name.starts_with('.') && name != "target" {
                        open.push(entry.path());
                    }
                } else if name.ends_with(".mrpc") {
                    found.push(plain(&entry.path()));
                    if found.len() > limit::FILES_MAX {
                        return Ok(found);
                    }
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// Without the `./` that walking `.` puts before every path.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

impl Loader for Disk {
    fn roots(&self) -> Vec<String> {
        self.roots.iter().map(|root| root.path.display().to_string()).collect()
    }

    fn list(&self) -> Result<Vec<Found>, (PathBuf, ReadError)> {
        let mut all = Vec::new();
        for (root, Root { path, is_deep, .. }) in self.roots.iter().enumerate() {
            all.extend(Self::search(path, *is_deep)?.into_iter().map(|path| Found { path, root }));
            if all.len() > limit::FILES_MAX {
                break;
            }
        }
        Ok(all)
    }

    fn read(&self, path: &Path) -> Result<String, ReadError> {
        // Asked before it is opened: to open a pipe is to wait for somebody to write to it.
        let kind = fs::metadata(path)?.file_type();
        if !kind.is_file() {
            return Err(ReadError::NotAFile(word_for(kind)));
        }
        if self.leaves_root(path) {
            return Err(ReadError::LeavesRoot);
        }
        let mut bytes = Vec::new();
        // The length that the system states is not believed: one byte past the limit is enough to know.
        File::open(path)?.take(limit::FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit::FILE_BYTES_MAX {
            return Err(ReadError::TooLarge);
        }
        ReadError::decode(bytes)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
    }
}

impl Disk {
    /// Whether `path` claims to lie below a root and really lies below none.
    fn leaves_root(&self, path: &Path) -> bool {
        let Ok(real) = fs::canonicalize(path) else { return false };
        let is_below = |real: &Path| {
            self.roots.iter().any(|root| root.real.as_ref().is_some_and(|root| real.starts_with(root)))
        };
        !is_below(&real)
            && (self.claims_root(path) || real_directory(path).is_some_and(|real| is_below(&real)))
    }

    /// Whether `path` begins with a root as it is written: any link in it may be the one that leads out.
    fn claims_root(&self, path: &Path) -> bool {
        let Ok(path) = std::path::absolute(path) else { return true };
        self.roots.iter().any(|root| std::path::absolute(&root.path).is_ok_and(|root| path.starts_with(root)))
    }
}

/// The directory of a file without links. The last name is not resolved: it may be the link.
fn real_directory(path: &Path) -> Option<PathBuf> {
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    fs::canonicalize(directory.unwrap_or_else(|| Path::new("."))).ok()
}

fn word_for(kind: FileType) -> &'static str {
    if kind.is_dir() { "a directory" } else { "not a regular file" }
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::NotFound,
            _ => Self::Io(error.to_string()),
        }
    }
}
