//! Which files a command is about.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use mrpc_idl::source::{SourceId, Sources};

use crate::config::{Config, shorten};
use crate::exit::Failure;
use crate::front;

/// The files of one run, and where their imports are looked for.
#[derive(Debug)]
pub(super) struct Input {
    /// What `mrpc.toml` says, if there is one.
    pub(super) config: Config,
    /// Without one, the directories of the files that were named.
    beside: Vec<PathBuf>,
    /// The files that were named, directly or by their directory, or else all below the roots.
    pub(super) files: Vec<PathBuf>,
    /// The same without links, to compare with.
    real: HashSet<PathBuf>,
}

impl Input {
    /// Reads the configuration and looks into the directories among `paths`.
    pub(super) fn find(paths: &[PathBuf], config: Option<&Path>) -> Result<Self, Failure> {
        let found = match config {
            Some(file) => Some(file.to_owned()),
            None => Config::find(&paths.first().map_or_else(|| PathBuf::from("."), |path| directory(path))),
        };
        let (config, beside) = match found {
            Some(file) => (Config::read(&file)?, Vec::new()),
            None => {
                let (roots, beside) = roots(paths);
                (Config { roots, ..Config::default() }, beside)
            }
        };
        let files = files(if paths.is_empty() { &config.roots } else { paths })?;
        // A source knows its path as it is shown, which a name that is not UTF-8 is not found by.
        let shown = files.iter().map(|path| PathBuf::from(path.display().to_string()));
        let real = files.iter().map(|path| real(path)).chain(shown).collect();
        Ok(Self { config, beside, files, real })
    }

    /// The files and what they need, checked.
    pub(super) fn compile(&self) -> front::Compiled {
        front::compile(&self.config.roots, &self.beside, &self.files)
    }

    /// Whether a source is one of the files. Others are read because these need them.
    pub(super) fn has(&self, sources: &Sources, id: SourceId) -> bool {
        self.real.contains(&real(Path::new(sources.get(id).path())))
    }
}

/// The directory that `path` is or lies in.
fn directory(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if path.is_dir() { path.to_owned() } else { parent.map_or_else(|| PathBuf::from("."), Path::to_owned) }
}

/// Where packages are looked for if nothing is configured: below the directories among `paths`, or below the
/// current one if there are no paths, and beside the files among them.
fn roots(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<PathBuf>) {
    if paths.is_empty() {
        return (vec![PathBuf::from(".")], Vec::new());
    }
    let (directories, files): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|path| path.is_dir());
    let mut roots: Vec<PathBuf> = Vec::new();
    let mut all: Vec<PathBuf> = directories.into_iter().map(|path| shorten(path)).collect();
    all.sort_by_key(|path| real(path).components().count());
    for path in all {
        if !is_below(&path, &roots) {
            roots.push(path);
        }
    }
    let mut beside: Vec<PathBuf> = files.into_iter().map(|path| beside_of(path)).collect();
    beside.sort();
    beside.dedup();
    // Of a file in a directory that is not there, one report is enough.
    beside.retain(|path| path.is_dir() && !is_below(path, &roots));
    (roots, beside)
}

/// The directory that is looked into for what a file needs. A `.proto` file names others by their paths from a root,
/// and whoever names no root stands in it.
fn beside_of(path: &Path) -> PathBuf {
    let here = Path::new(".");
    if is_proto(path) && real(path).starts_with(real(here)) {
        here.to_owned()
    } else {
        shorten(&directory(path))
    }
}

/// Whether a file is one of protobuf's language, by its name.
pub(super) fn is_proto(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "proto")
}

/// What lies below a root is found through it.
fn is_below(path: &Path, roots: &[PathBuf]) -> bool {
    roots.iter().any(|root| real(path).starts_with(real(root)))
}

/// The files among `paths` and those below the directories among them, each once.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let below = front::walk(path)?;
        if below.is_empty() {
            return Err(Failure::mistake(format!("there are no .mrpc files below `{}`", path.display()))
                .help(
                    "name files or directories, or set the `roots` of `mrpc.toml`, as in `roots = [\"idl\"]`",
                ));
        }
        files.extend(below);
    }
    let mut seen = HashSet::new();
    files.retain(|path| seen.insert(real(path)));
    Ok(files)
}

/// The path without links, as far as there is anything at it.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{files, roots};
    use std::fs;
    use std::path::PathBuf;

    #[test]
    fn without_paths_the_root_is_here() {
        assert_eq!(roots(&[]), (vec![PathBuf::from(".")], vec![]));
    }

    #[test]
    fn a_root_below_another_is_not_one() {
        let directory = tempfile::tempdir().unwrap();
        let base = directory.path();
        fs::create_dir_all(base.join("a/b")).unwrap();
        fs::create_dir_all(base.join("ab")).unwrap();
        let found = roots(&[base.join("a/b"), base.join("a/x.mrpc"), base.join("a"), base.join("ab")]);
        assert_eq!(found, (vec![base.join("a"), base.join("ab")], vec![]));
    }

    #[test]
    fn a_file_brings_the_directory_it_lies_in() {
        let directory = tempfile::tempdir().unwrap();
        let base = directory.path();
        fs::create_dir_all(base.join("a")).unwrap();
        let found = roots(&[base.join("x.mrpc"), base.join("a"), base.join("a/y.mrpc"), base.join("z.mrpc")]);
        assert_eq!(found, (vec![base.join("a")], vec![base.to_owned()]));
    }

    #[test]
    fn files_are_taken_once() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.mrpc");
        fs::write(&file, "").unwrap();
        assert_eq!(files(&[file.clone(), directory.path().to_owned(), file.clone()]).unwrap(), [file]);
    }
}
