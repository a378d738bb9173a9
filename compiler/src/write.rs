//! Files that are the old ones or the new ones, never half of each.

use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

/// Puts `bytes` in the place of what is in the file at `path`.
///
/// They are written beside the file and take its place in one step, so whoever reads meanwhile, and
/// whatever happens meanwhile, there is a whole file. A link is followed and stays; permissions stay.
///
/// # Errors
/// The file is as it was.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let metadata = fs::metadata(&target)?;
    refuse(&metadata)?;
    let (Some(directory), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(io::ErrorKind::IsADirectory.into());
    };
    let new = beside(directory, name, bytes)?;
    new.as_file().set_permissions(metadata.permissions())?;
    // Else a loss of power could leave the new name with nothing behind it.
    new.as_file().sync_all()?;
    new.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// Makes a file of `bytes` where there is none, in one step as well, and the directories around it.
///
/// # Errors
/// There is one, or it cannot be made; then nothing is left of it.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::IsADirectory.into());
    };
    // A name alone is in the current directory.
    let here = Path::new(".");
    let directory = if directory.as_os_str().is_empty() { here } else { directory };
    fs::create_dir_all(directory)?;
    let new = beside(directory, name, bytes)?;
    new.as_file().sync_all()?;
    new.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// Makes a file hold `bytes`, with the directories that it needs, and tells whether it did not before. What is there
/// already is replaced if `may_replace` it.
///
/// # Errors
/// What was there is as it was.
pub(crate) fn put(path: &Path, bytes: &[u8], may_replace: impl Fn(&[u8]) -> bool) -> io::Result<bool> {
    match fs::read(path) {
        Ok(old) if old == bytes => Ok(false),
        Ok(old) if may_replace(&old) => replace(path, bytes).map(|()| true),
        Ok(_) => {
            let why = "there is a file that mrpc-gen has not written";
            Err(io::Error::new(io::ErrorKind::AlreadyExists, why))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(path, bytes).map(|()| true),
        Err(error) => Err(error),
    }
}

/// A file of `bytes` in `directory`. Dropping it removes it, so an error leaves nothing behind.
fn beside(directory: &Path, name: &OsStr, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As for any new file; the system takes from it what the user does not want to give.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut new = builder.tempfile_in(directory)?;
    new.write_all(bytes)?;
    Ok(new)
}

/// A directory would let us replace a file that its owner has marked as not to be changed.
fn refuse(metadata: &Metadata) -> io::Result<()> {
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    if metadata.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{create, put, replace};
    use std::fs;
    use std::path::Path;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_behind() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.mrpc");
        fs::write(&file, "old, and longer").unwrap();
        replace(&file, b"new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(names(directory.path()), ["a.mrpc"]);
    }

    #[test]
    fn a_file_is_put_where_it_is_missing_or_another() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a/b/c.proto");
        assert!(put(&file, b"one", |_| false).unwrap());
        assert!(!put(&file, b"one", |_| false).unwrap());
        assert!(put(&file, b"two", |old| old == b"one").unwrap());
        put(&file, b"three", |_| false).unwrap_err();
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(names(&directory.path().join("a/b")), ["c.proto"]);
        put(&directory.path().join("a"), b"a directory", |_| true).unwrap_err();
    }

    #[test]
    fn what_cannot_be_replaced_stays() {
        let directory = tempfile::tempdir().unwrap();
        let inner = directory.path().join("inner");
        fs::create_dir(&inner).unwrap();
        replace(&inner, b"new").unwrap_err();
        replace(&directory.path().join("absent"), b"new").unwrap_err();
        assert!(inner.is_dir());
        assert_eq!(names(directory.path()), ["inner"]);
    }

    #[test]
    fn a_file_is_created_once() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.rs");
        create(&file, b"new").unwrap();
        create(&file, b"newer").unwrap_err();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(names(directory.path()), ["a.rs"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.mrpc");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&file, b"new").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_marked_read_only_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.mrpc");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
        replace(&file, b"new").unwrap_err();
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        assert_eq!(names(directory.path()), ["a.mrpc"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_and_stays() {
        let directory = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let (link, file) = (directory.path().join("link.mrpc"), elsewhere.path().join("a.mrpc"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(names(elsewhere.path()), ["a.mrpc"]);
    }
}
