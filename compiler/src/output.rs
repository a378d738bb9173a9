//! Generated files on the disk: written only if they differ, and never in the place of a file that is not ours.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::generate::{DESCRIPTORS, HEADER, Output};
use crate::write;

/// How a set of descriptors begins, which has no room for a comment: with the tag of its first file.
const SET_START: &[u8] = b"\x0a";

/// What is at a path, compared with what was generated for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// The same bytes.
    Same,
    /// Nothing.
    Absent,
    /// What we have generated before.
    Stale,
    /// A file that somebody else has written.
    Foreign,
}

impl Output {
    /// What is at its path below `directory`.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn state(&self, directory: &Path) -> io::Result<State> {
        let path = directory.join(&self.path);
        let there = match fs::metadata(&path) {
            Ok(metadata) if metadata.len() == self.contents.len() as u64 => fs::read(&path)?,
            Ok(_) => head(&path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Absent),
            Err(error) => return Err(error),
        };
        Ok(match there {
            there if there == self.contents => State::Same,
            there if there.starts_with(self.beginning()) => State::Stale,
            _ => State::Foreign,
        })
    }

    /// How a file begins that we have generated.
    fn beginning(&self) -> &'static [u8] {
        if self.path.extension().is_some_and(|it| it == DESCRIPTORS) { SET_START } else { HEADER.as_bytes() }
    }

    /// Writes it below `directory`, which is made if need be. Says whether there was anything to do: a file that
    /// is up to date is left alone, with its time of change.
    ///
    /// # Errors
    /// It cannot be written, or somebody else's file is there. What was there still is.
    pub fn write(&self, directory: &Path) -> io::Result<bool> {
        write::put(&directory.join(&self.path), &self.contents, |old| old.starts_with(self.beginning()))
    }
}

/// The files directly in `directory` that we have generated and that are not among `outputs` any more, sorted.
///
/// # Errors
/// The directory cannot be read. One that is not there has none.
pub fn leftovers(directory: &Path, outputs: &[Output]) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = PathBuf::from(entry.file_name());
        let is_rust = name.extension().is_some_and(|extension| extension == "rs");
        let is_current = outputs.iter().any(|output| output.path == name);
        if is_rust && !is_current && entry.file_type()?.is_file() {
            let path = entry.path();
            if head(&path)? == HEADER.as_bytes() {
                // Its descriptors go with it.
                let set = path.with_extension(DESCRIPTORS);
                if set.is_file() && head(&set)?.starts_with(SET_START) {
                    found.push(set);
                }
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// As much of a file as tells whether it is ours.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    fs::File::open(path)?.take(HEADER.len() as u64).read_to_end(&mut head)?;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(name: &str, text: &str) -> Output {
        Output { path: name.into(), contents: format!("{HEADER}{text}").into_bytes() }
    }

    #[test]
    fn only_what_differs_is_written() {
        let directory = tempfile::tempdir().unwrap();
        let inner = directory.path().join("a/b");
        let old = output("x.rs", "1");
        assert_eq!(old.state(&inner).unwrap(), State::Absent);
        assert!(old.write(&inner).unwrap());
        assert!(!old.write(&inner).unwrap());
        for new in [output("x.rs", "2"), output("x.rs", "longer")] {
            assert_eq!(new.state(&inner).unwrap(), State::Stale);
            assert!(new.write(&inner).unwrap());
            assert_eq!(fs::read(inner.join("x.rs")).unwrap(), new.contents);
        }
    }

    #[test]
    fn descriptors_are_written_again() {
        let directory = tempfile::tempdir().unwrap();
        let set = |bytes: &[u8]| Output { path: "x.fds".into(), contents: bytes.to_vec() };
        assert!(set(b"\x0a\x01a").write(directory.path()).unwrap());
        assert!(set(b"\x0a\x02ab").write(directory.path()).unwrap());
        fs::write(directory.path().join("x.fds"), "mine").unwrap();
        set(b"\x0a\x01a").write(directory.path()).unwrap_err();
    }

    #[test]
    fn what_others_have_written_stays() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        fs::write(path.join("x.rs"), "mine").unwrap();
        fs::write(path.join("y.rs"), "mine").unwrap();
        fs::write(path.join("z.txt"), HEADER).unwrap();
        assert_eq!(output("x.rs", "").state(path).unwrap(), State::Foreign);
        output("x.rs", "").write(path).unwrap_err();
        assert_eq!(fs::read_to_string(path.join("x.rs")).unwrap(), "mine");
        fs::write(path.join("old.rs"), format!("{HEADER}1")).unwrap();
        fs::write(path.join("old.fds"), SET_START).unwrap();
        fs::write(path.join("x.fds"), SET_START).unwrap();
        let gone = ["old.fds", "old.rs"].map(|name| path.join(name));
        assert_eq!(leftovers(path, &[output("new.rs", "")]).unwrap(), gone);
        assert_eq!(leftovers(&path.join("absent"), &[]).unwrap(), [] as [PathBuf; 0]);
    }
}
