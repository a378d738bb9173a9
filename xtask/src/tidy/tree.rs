//! The files of the repository: those git tracks and those it would.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// One text file.
#[derive(Debug)]
pub(crate) struct File {
    /// From the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The repository, as far as the rules can see.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Text files, by path. A file that is not UTF-8 is only in `paths`.
    pub(crate) files: Vec<File>,
    /// Every file and every directory.
    paths: BTreeSet<String>,
}

impl Tree {
    /// Reads what git tracks, or would track after `git add`.
    ///
    /// # Errors
    ///
    /// When git cannot list the files or a file cannot be read.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let mut tree = Self::default();
        for path in listed(root)? {
            let file = root.join(&path);
            // Also skips what is deleted here and not yet in the index, and links that lead nowhere.
            if !file.is_file() {
                continue;
            }
            tree.add(path, fs::read(file)?);
        }
        Ok(tree)
    }

    /// Adds one file and the directories it is in.
    pub(crate) fn add(&mut self, path: String, bytes: Vec<u8>) {
        let parents = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        self.paths.extend(parents.map(str::to_owned));
        self.paths.insert(path.clone());
        if let Ok(text) = String::from_utf8(bytes) {
            self.files.push(File { path, text });
        }
    }

    /// Whether `path` is a file or a directory of the repository.
    pub(crate) fn has(&self, path: &str) -> bool {
        path.is_empty() || self.paths.contains(path)
    }

    /// Files and directories directly in `dir`, by name.
    pub(crate) fn names_in<'a>(&'a self, dir: &'a str) -> impl Iterator<Item = &'a str> {
        let names = self.paths.iter().filter_map(move |path| path.strip_prefix(dir)?.strip_prefix('/'));
        names.filter(|name| !name.contains('/'))
    }

    /// The text of the file at `path`.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }
}

/// Whether `path` is test code or what tests read.
pub(crate) fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs")
}

/// Whether the bytes of `path` are the point of it: inputs and goldens, which may be as ugly as they must.
pub(crate) fn is_data(path: &str) -> bool {
    let is_golden = path.ends_with(".snap") || path.ends_with(".svg") || path.ends_with(".lock");
    let is_input =
        path.starts_with("idl/codes/") && !path.ends_with(".md") || path.starts_with("fuzz/seeds/");
    is_golden || is_input || is_test(path) && !path.ends_with(".rs")
}

fn listed(root: &Path) -> io::Result<BTreeSet<String>> {
    let git = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root)
        .output()?;
    if !git.status.success() {
        let reason = String::from_utf8_lossy(&git.stderr).trim().to_owned();
        return Err(io::Error::other(format!("git cannot list the files: {reason}")));
    }
    let names = String::from_utf8_lossy(&git.stdout);
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// A tree of made-up files, for the tests of the rules.
#[cfg(test)]
pub(crate) fn made_of(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in files {
        tree.add((*path).to_owned(), text.as_bytes().to_vec());
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_known_by_what_is_in_them() {
        let tree = made_of(&[("idl/codes/E0001/page.md", ""), ("idl/codes/note.txt", "")]);
        assert!(tree.has("idl/codes") && tree.has("idl/codes/E0001/page.md") && !tree.has("idl/code"));
        assert_eq!(tree.names_in("idl/codes").collect::<Vec<_>>(), ["E0001", "note.txt"]);
    }

    #[test]
    fn a_binary_file_has_a_path_and_no_text() {
        let mut tree = Tree::default();
        tree.add("docs/picture.png".to_owned(), vec![0xff, 0xfe]);
        assert!(tree.has("docs/picture.png") && tree.files.is_empty());
    }

    #[test]
    fn test_code_is_told_by_its_path() {
        assert!(is_test("idl/tests/it/main.rs") && is_test("idl/src/parse/tests.rs"));
        assert!(!is_test("xtask/src/test.rs"));
        assert!(is_data("idl/tests/data/a.mrpc") && !is_data("idl/tests/it/main.rs"));
        assert!(is_data("idl/codes/E0001/bad.mrpc") && !is_data("idl/codes/E0001/page.md"));
    }

    #[test]
    fn this_repository_can_be_listed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        assert!(Tree::read(&root).unwrap().text("xtask/src/tidy/tree.rs").is_some());
    }
}
