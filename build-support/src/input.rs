//! Which files are compiled, and where what they import is looked for.

use std::path::{Path, PathBuf};

use mrpc_idl::load::{Disk, unreadable};
use mrpc_idl::source::Sources;

use crate::carrier::Carriers;
use crate::configure::Config;
use crate::environment::Environment;
use crate::error::{Error, Result};

/// The root, if nobody names one.
const ROOT: &str = "idl";

/// What one run reads.
#[derive(Debug)]
pub(crate) struct Input {
    /// Where the schemas of this crate are; empty if only files were named.
    pub(crate) roots: Vec<PathBuf>,
    /// Where those of others are.
    pub(crate) others: Vec<PathBuf>,
    /// The directories of files that were named without a root.
    beside: Vec<PathBuf>,
    /// The files that are compiled, with what they need.
    pub(crate) entries: Vec<PathBuf>,
}

impl Input {
    pub(crate) fn find(config: &Config, environment: &Environment, carriers: &Carriers) -> Result<Self> {
        let roots = match config.roots.as_slice() {
            [] if config.files.is_empty() => vec![PathBuf::from(ROOT)],
            roots => roots.to_vec(),
        };
        let others = config.include.iter().chain(&environment.include).map(PathBuf::as_path);
        let others: Vec<PathBuf> = others.chain(carriers.roots()).map(Path::to_owned).collect();
        for directory in roots.iter().chain(&others) {
            is_directory(directory)?;
        }
        let entries = if config.files.is_empty() { below(&roots)? } else { config.files.clone() };
        let beside = if roots.is_empty() { directories(&entries) } else { Vec::new() };
        Ok(Self { roots, others, beside, entries })
    }

    pub(crate) fn loader(&self) -> Disk {
        Disk::new(self.roots.iter().chain(&self.others)).beside(&self.beside)
    }

    /// Whether a file is one of this crate, and not of those whose schemas it imports.
    pub(crate) fn is_own(&self, path: &Path) -> bool {
        !self.others.iter().any(|other| path.starts_with(other))
    }
}

fn is_directory(path: &Path) -> Result {
    if path.is_dir() {
        return Ok(());
    }
    Err(Error::new(format!(
        "there is no directory `{}`\nhelp: name the one that your schema is in, as in `.root(\"idl\")`, seen from \
         the directory of Cargo.toml",
        path.display()
    )))
}

/// All files below the roots.
fn below(roots: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut entries = Vec::new();
    for root in roots {
        let found = Disk::walk(root).map_err(|(directory, error)| {
            Error::new(unreadable(&directory, error, &mut Sources::default()).title)
        })?;
        if found.is_empty() {
            return Err(Error::new(format!(
                "there are no .mrpc files below `{}`\nhelp: `.proto` files are named one by one, with `.file(\"…\")`",
                root.display()
            )));
        }
        entries.extend(found);
    }
    Ok(entries)
}

fn directories(files: &[PathBuf]) -> Vec<PathBuf> {
    let parents = files.iter().filter_map(|file| file.parent());
    let mut directories: Vec<PathBuf> = parents
        .map(|parent| if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_owned() })
        .collect();
    directories.sort();
    directories.dedup();
    // Of a file in a directory that is not there, the report of the file is enough.
    directories.retain(|directory| directory.is_dir());
    directories
}
