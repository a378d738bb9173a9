//! Files that are written if they change, and removed if nobody needs them any more.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Paths below one directory, and what they hold.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Writes each file that is not there already with the same bytes. Others keep their time, so nothing that
/// depends on them is built again.
pub(crate) fn write(directory: &Path, files: &Files) -> Result {
    for (path, contents) in files {
        let path = directory.join(path);
        // What cannot be read is written: if that fails as well, it says why.
        if fs::read(&path).is_ok_and(|old| old == *contents) {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| Error::file("create", parent, &error))?;
        }
        fs::write(&path, contents).map_err(|error| Error::file("write", &path, &error))?;
    }
    Ok(())
}

/// Removes the files of `directory`, which is ours alone, that are not among `files`.
pub(crate) fn sweep(directory: &Path, files: &Files) -> Result {
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        let path = directory.join(&below);
        let failed = |error: std::io::Error| Error::file("look into", &path, &error);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(failed)?,
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let below = below.join(entry.file_name());
            if entry.file_type().map_err(failed)?.is_dir() {
                open.push(below);
            } else if !files.contains_key(&below) {
                fs::remove_file(entry.path())
                    .map_err(|error| Error::file("remove", &entry.path(), &error))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Files, sweep, write};
    use std::fs::{self, File};
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    fn files(files: &[(&str, &str)]) -> Files {
        files.iter().map(|(path, text)| ((*path).into(), text.as_bytes().to_vec())).collect()
    }

    /// As of a run long ago.
    fn age(path: &Path) -> SystemTime {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
        time
    }

    fn modified(path: &Path) -> SystemTime {
        fs::metadata(path).unwrap().modified().unwrap()
    }

    #[test]
    fn what_stays_the_same_keeps_its_time() {
        let directory = tempfile::tempdir().unwrap();
        let (a, b) = (directory.path().join("a.rs"), directory.path().join("only/b.rs"));
        write(directory.path(), &files(&[("a.rs", "1"), ("only/b.rs", "1")])).unwrap();
        let time = age(&a);
        age(&b);
        write(directory.path(), &files(&[("a.rs", "1"), ("only/b.rs", "2")])).unwrap();
        assert_eq!(modified(&a), time);
        assert_ne!(modified(&b), time);
        assert_eq!(fs::read_to_string(&b).unwrap(), "2");
    }

    #[test]
    fn what_nobody_needs_any_more_goes() {
        let directory = tempfile::tempdir().unwrap();
        sweep(&directory.path().join("absent"), &files(&[])).unwrap();
        write(directory.path(), &files(&[("a.rs", ""), ("b.rs", ""), ("only/a.rs", ""), ("only/b.rs", "")]))
            .unwrap();
        sweep(directory.path(), &files(&[("a.rs", ""), ("only/b.rs", "")])).unwrap();
        let is_there =
            ["a.rs", "b.rs", "only/a.rs", "only/b.rs"].map(|path| directory.path().join(path).exists());
        assert_eq!(is_there, [true, false, false, true]);
    }

    #[test]
    fn what_cannot_be_written_is_named() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("a.rs")).unwrap();
        let error = write(directory.path(), &files(&[("a.rs", "1")])).unwrap_err().to_string();
        assert!(error.starts_with("cannot write `") && error.contains("a.rs`: "), "{error}");
    }
}
