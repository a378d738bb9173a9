//! The schemas of other crates, and how one crate tells the next about its own.
//!
//! ```text
//! mrpc-schema 1
//! crate user-idl                                         this one
//! root /src/user/idl
//! package demo.user.v1 ::user_idl::demo::user::v1
//! crate common-idl                                       one it depends on
//! root /src/common/idl
//! package demo.common.v1 ::common_idl::demo::common::v1
//! ```
//!
//! That is `schema.txt`. It names the crates behind the crate, too: their packages are needed to understand its
//! own. But whoever uses one of those by name has to depend on its crate: Rust finds a crate by no other way.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

const HEADER: &str = "mrpc-schema 1";

/// Largest file that is read.
const BYTES_MAX: u64 = 16 << 20;

/// A crate that carries a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Carrier {
    /// Its name, as in `[dependencies]`.
    pub(crate) name: String,
    /// Where its schemas are.
    pub(crate) roots: Vec<PathBuf>,
    /// The packages that it has generated, each with the path of its module.
    pub(crate) packages: BTreeMap<String, String>,
}

/// The crates that carry a schema which this one may need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Carriers {
    /// Those that this crate depends on.
    pub(crate) direct: Vec<Carrier>,
    /// Those behind them.
    pub(crate) behind: Vec<Carrier>,
}

impl Carriers {
    /// Reads the `schema.txt` of each crate that this one depends on.
    pub(crate) fn read(files: &[PathBuf]) -> Result<Self> {
        let mut carriers = Self::default();
        let mut behind = Vec::new();
        for file in files {
            let mut listed = parse(&text(file)?).ok_or_else(|| {
                Error::new(format!(
                    "`{}` was written by another version of mrpc-build\n\
                     help: use one version of mrpc in all crates that share schemas",
                    file.display()
                ))
            })?;
            behind.extend(listed.split_off(1));
            carriers.direct.append(&mut listed);
        }
        for carrier in behind {
            if !carriers.all().any(|known| known.name == carrier.name) {
                carriers.behind.push(carrier);
            }
        }
        Ok(carriers)
    }

    /// All of them, those that this crate depends on first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Carrier> {
        self.direct.iter().chain(&self.behind)
    }

    /// The directories of all schemas, each once.
    pub(crate) fn roots(&self) -> Vec<&Path> {
        let mut roots: Vec<&Path> = Vec::new();
        for root in self.all().flat_map(|carrier| &carrier.roots) {
            if !roots.contains(&root.as_path()) {
                roots.push(root);
            }
        }
        roots
    }

    /// Who carries a package, and the path of its module.
    pub(crate) fn find(&self, package: &str) -> Option<(&Carrier, &str)> {
        self.all().find_map(|carrier| Some((carrier, carrier.packages.get(package)?.as_str())))
    }

    /// Whether this crate depends on `carrier`.
    pub(crate) fn is_direct(&self, carrier: &Carrier) -> bool {
        self.direct.contains(carrier)
    }
}

/// What a crate tells the next: about itself, then about those it knows.
pub(crate) fn print(own: &Carrier, known: &Carriers) -> Result<String> {
    let mut text = format!("{HEADER}\n");
    for carrier in std::iter::once(own).chain(known.all()) {
        text += &format!("crate {}\n", carrier.name);
        for root in &carrier.roots {
            let shown = root.to_str().filter(|path| !path.contains(['\n', '\r']));
            let shown =
                shown.ok_or_else(|| Error::file("hand on", root, &"the path is not a line of UTF-8"))?;
            text += &format!("root {shown}\n");
        }
        for (package, module) in &carrier.packages {
            text += &format!("package {package} {module}\n");
        }
    }
    Ok(text)
}

fn text(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| Error::file("read", path, &error))?;
    file.take(BYTES_MAX).read_to_string(&mut text).map_err(|error| Error::file("read", path, &error))?;
    Ok(text)
}

/// At least one crate, or nothing.
fn parse(text: &str) -> Option<Vec<Carrier>> {
    let mut lines = text.lines();
    if lines.next() != Some(HEADER) {
        return None;
    }
    let mut carriers: Vec<Carrier> = Vec::new();
    for line in lines {
        match line.split_once(' ')? {
            ("crate", name) => {
                carriers.push(Carrier {
                    name: name.to_owned(),
                    roots: Vec::new(),
                    packages: BTreeMap::new(),
                });
            }
            ("root", path) => carriers.last_mut()?.roots.push(path.into()),
            ("package", pair) => {
                let (package, module) = pair.split_once(' ')?;
                carriers.last_mut()?.packages.insert(package.to_owned(), module.to_owned());
            }
            _ => return None,
        }
    }
    (!carriers.is_empty()).then_some(carriers)
}

#[cfg(test)]
mod tests {
    use super::{Carrier, Carriers, HEADER, parse, print};
    use std::fs;

    fn carrier(name: &str, package: &str) -> Carrier {
        Carrier {
            name: name.to_owned(),
            roots: vec![format!("/a b/{name}").into()],
            packages: [(package.to_owned(), format!("::{name}::m"))].into(),
        }
    }

    #[test]
    fn what_is_told_is_understood() {
        let known = Carriers { direct: vec![carrier("b", "b.v1")], behind: vec![carrier("c", "c.v1")] };
        let text = print(&carrier("a", "a.v1"), &known).unwrap();
        assert_eq!(parse(&text).unwrap(), [carrier("a", "a.v1"), carrier("b", "b.v1"), carrier("c", "c.v1")]);
    }

    #[test]
    fn a_crate_that_is_needed_itself_is_not_behind_another() {
        let directory = tempfile::tempdir().unwrap();
        let files = ["a", "b"].map(|name| directory.path().join(name));
        let a = Carriers { direct: vec![carrier("b", "b.v1"), carrier("c", "c.v1")], behind: vec![] };
        fs::write(&files[0], print(&carrier("a", "a.v1"), &a).unwrap()).unwrap();
        fs::write(&files[1], print(&carrier("b", "b.v1"), &Carriers::default()).unwrap()).unwrap();

        let read = Carriers::read(&files).unwrap();
        assert_eq!(read.direct, [carrier("a", "a.v1"), carrier("b", "b.v1")]);
        assert_eq!(read.behind, [carrier("c", "c.v1")]);
        let (found, module) = read.find("c.v1").unwrap();
        assert_eq!((module, read.is_direct(found)), ("::c::m", false));
    }

    #[test]
    fn a_file_of_another_version_is_refused() {
        let ours = format!("{HEADER}\ncrate a\nroot /a\n");
        assert!(parse(&ours).is_some());
        let broken = [
            String::new(),
            "mrpc-schema 2\ncrate a\n".to_owned(),
            format!("{HEADER}\n"),
            format!("{HEADER}\nroot /a\n"),
            format!("{ours}colour red\n"),
            format!("{ours}package a.v1\n"),
            format!("{ours}\n"),
        ];
        for text in broken {
            assert_eq!(parse(&text), None, "{text}");
        }
    }

    #[test]
    fn a_path_that_is_no_line_is_not_handed_on() {
        let own = Carrier { roots: vec!["/a\nroot /etc".into()], ..carrier("a", "a.v1") };
        let error = print(&own, &Carriers::default()).unwrap_err();
        assert!(error.to_string().ends_with("the path is not a line of UTF-8"), "{error}");
    }
}
