//! The seam between the compiler and the place where files are.

use std::path::{Path, PathBuf};

/// Where schemas come from.
pub trait Loader {
    /// The directories that are searched, as people know them.
    fn roots(&self) -> Vec<String>;

    /// Every `.mrpc` file below the roots, sorted, at most
    /// [`FILES_MAX`](crate::limit::FILES_MAX) and one.
    ///
    /// # Errors
    /// The directory that could not be read.
    fn list(&self) -> Result<Vec<Found>, (PathBuf, ReadError)>;

    /// The text of one file, of at most [`FILE_BYTES_MAX`](crate::limit::FILE_BYTES_MAX) bytes.
    ///
    /// # Errors
    /// Why there is no text.
    fn read(&self, path: &Path) -> Result<String, ReadError>;

    /// The same for two paths if they lead to the same file.
    fn identity(&self, path: &Path) -> PathBuf;

    /// Where a file may be that others know as `name`, a path below a root: below each of the roots, in order.
    fn places(&self, name: &str) -> Vec<PathBuf> {
        self.roots().iter().map(|root| below(root, name)).collect()
    }

    /// What others know the file at `path` as: its path below the nearest root, with `/` between the parts. `None`
    /// for a file that lies below none.
    fn name(&self, path: &Path) -> Option<String> {
        let real = self.identity(path);
        let roots = self.roots();
        let below = roots.iter().filter_map(|root| match root.as_str() {
            "." if path.is_relative() && !real.is_absolute() => Some(path),
            root => real.strip_prefix(self.identity(Path::new(root))).ok(),
        });
        let nearest = below.min_by_key(|rest| rest.components().count())?;
        let parts: Option<Vec<&str>> = nearest.components().map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    }
}

/// A path below a root. Nobody writes the `.` that stands for the current directory.
fn below(root: &str, name: &str) -> PathBuf {
    if root == "." { PathBuf::from(name) } else { Path::new(root).join(name) }
}

/// A file below a root.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The path, as people know it.
    pub path: PathBuf,
    /// The root, an index into [`Loader::roots`].
    pub root: usize,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file.
    NotFound,
    /// It is a directory, a pipe, a device: the word for it.
    NotAFile(&'static str),
    /// It is larger than the limit.
    TooLarge,
    /// It lies below a root, but is a link to a place that does not.
    LeavesRoot,
    /// It is not UTF-8.
    NotUtf8 {
        /// All before the first byte that is not.
        valid: String,
        /// Whether it begins as UTF-16 does.
        is_utf16: bool,
    },
    /// The system says no.
    Io(String),
}

impl ReadError {
    /// The text of `bytes`, if it is text.
    pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Self> {
        String::from_utf8(bytes).map_err(|error| {
            let is_utf16 = matches!(error.as_bytes(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
            let (valid, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
            Self::NotUtf8 { valid: String::from_utf8_lossy(valid).into_owned(), is_utf16 }
        })
    }
}
