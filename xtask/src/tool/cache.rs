//! `target/tools`: a directory per tool, made once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The directory of the tool `name`. If it is not there, `make` fills an empty one.
///
/// It is moved to its place when it is complete, so what an interrupted run leaves is never taken for a tool.
/// The name has the version: another version is another directory.
///
/// # Errors
///
/// What `make` says, or why a directory cannot be made.
pub(crate) fn directory(
    root: &Path,
    name: &str,
    make: impl FnOnce(&Path) -> Result<(), String>,
) -> Result<PathBuf, String> {
    let tools = root.join("target/tools");
    let place = tools.join(name);
    if place.is_dir() {
        return Ok(place);
    }
    let partial = tools.join(format!("{name}.{}.partial", std::process::id()));
    let made = fresh(&partial).map_err(|error| at(&partial, &error)).and_then(|()| make(&partial));
    let moved = made.and_then(|()| match fs::rename(&partial, &place) {
        // Somebody else was quicker, and theirs is as good.
        Err(_) if place.is_dir() => fs::remove_dir_all(&partial).map_err(|error| at(&partial, &error)),
        result => result.map_err(|error| at(&place, &error)),
    });
    if let Err(reason) = moved {
        // What went wrong first is what matters.
        let _ = fs::remove_dir_all(&partial);
        return Err(reason);
    }
    Ok(place)
}

fn fresh(dir: &Path) -> io::Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    fs::create_dir_all(dir)
}

fn at(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_scratch(name: &str, test: impl FnOnce(&Path)) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools-test").join(name);
        fresh(&root).unwrap();
        test(&root);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_tool_is_made_once() {
        in_scratch("once", |root| {
            let make = |dir: &Path| fs::write(dir.join("tool"), "works").map_err(|error| error.to_string());
            let place = directory(root, "saw-1", make).unwrap();
            assert_eq!(fs::read_to_string(place.join("tool")).unwrap(), "works");
            let again = directory(root, "saw-1", |_| Err("made twice".to_owned()));
            assert_eq!(again, Ok(place));
        });
    }

    #[test]
    fn what_could_not_be_made_leaves_nothing() {
        in_scratch("nothing", |root| {
            let make = |dir: &Path| {
                fs::write(dir.join("half"), "of it").map_err(|error| error.to_string())?;
                Err("interrupted".to_owned())
            };
            assert_eq!(directory(root, "saw-1", make), Err("interrupted".to_owned()));
            assert_eq!(fs::read_dir(root.join("target/tools")).unwrap().count(), 0);
        });
    }
}
