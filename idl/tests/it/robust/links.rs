//! Paths and links that would lead out of the roots.

use std::fs;
use std::path::Path;

use mrpc_idl::code::Code::{self, *};
use mrpc_idl::compile;
use mrpc_idl::load::Disk;
use tempfile::TempDir;

use crate::expect::{check, check_items, errors};

#[test]
fn e07_paths_of_proto_files_stay_below_the_roots() {
    for path in [
        "../etc/passwd",
        "a/../../etc/passwd",
        "a/../b.proto",
        "a/..",
        "..",
        ".",
        "/etc/passwd",
        "C:/windows/b.proto",
        "c:b.proto",
        "C:\\\\windows\\\\b.proto",
        "a\\\\b.proto",
        "\\\\\\\\server\\\\b.proto",
        "a//b.proto",
        "./a.proto",
        "a/./b.proto",
        "a/",
        "",
        "a\\0.proto",
        "a\\u{0}b.proto",
    ] {
        let quoted = format!("\"{path}\"");
        check_items(
            &format!("import proto {quoted} as a;\nmessage M {{ x: a.B = 1; }}"),
            &[(E0111, &quoted)],
        );
    }
    for path in ["a.proto", "a/b.proto", "a..b/c...proto", ".hidden/a.proto", "a b/ü.proto"] {
        let quoted = format!("\"{path}\"");
        check_items(&format!("import proto {quoted};"), &[(E0103, &quoted)]);
    }
}

#[test]
fn e08_packages_that_would_be_other_directories_or_modules() {
    for package in ["..", "a..b", "/etc", "a/b", "a\\b", "a-b", "1a", "\"a\"", "a.", ""] {
        let example = format!("edition 2026;\npackage {package};\nmessage A {{ a: int32 = 1; }}\n");
        let compiled = crate::case::Case::read(&example).compile();
        let codes: Vec<Code> = errors(&compiled).iter().map(|error| error.code).collect();
        assert_eq!(codes, [E0001], "{package}");
    }
    check("edition 2026;\npackage a.__mrpc_gen.v1;\n", &[(E0205, "__mrpc_gen")]);
    check("edition 2026;\npackage __mrpc;\n", &[(E0205, "__mrpc")]);
    // Escaped by the generator.
    for package in ["super", "crate.self", "a.__super", "_", "__", "con.nul.v1"] {
        check(&format!("edition 2026;\npackage {package};\n"), &[]);
    }
}

struct Tree(TempDir);

impl Tree {
    /// `root` with a schema that imports `o.v1`, and `outside` with that package.
    fn new() -> Self {
        let tree = Self(tempfile::tempdir().expect("there is a place for temporary files"));
        tree.write("root/a.mrpc", "edition 2026;\npackage t.v1;\nimport o.v1.O;\nmessage A { o: O = 1; }\n");
        tree.write("outside/o.mrpc", "edition 2026;\npackage o.v1;\nmessage O { a: int32 = 1; }\n");
        tree
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("it has a directory")).expect("the directory can be made");
        fs::write(path, text).expect("the file can be written");
    }

    #[cfg(unix)]
    fn link(&self, to: impl AsRef<Path>, from: &str) {
        std::os::unix::fs::symlink(to, self.0.path().join(from)).expect("the link can be made");
    }

    /// The codes below the roots, for all files or for one.
    #[track_caller]
    fn check(&self, roots: &[&str], entry: Option<&str>, expected: &[Code]) {
        let roots = roots.iter().map(|root| self.0.path().join(root));
        let entries: Vec<_> = entry.iter().map(|entry| self.0.path().join(entry)).collect();
        let compiled = compile(&Disk::new(roots), &entries);
        let mut codes: Vec<Code> = errors(&compiled).iter().map(|error| error.code).collect();
        codes.sort_unstable();
        assert_eq!(codes, expected);
        // Nothing outside the roots was opened.
        if !expected.is_empty() {
            assert!(compiled.sources.iter().all(|(_, source)| !source.text().contains("message O")));
        }
    }
}

#[cfg(unix)]
#[test]
fn e07_a_link_to_a_file_outside_the_root_is_refused() {
    let tree = Tree::new();
    tree.check(&["root"], None, &[E0103]);
    tree.link("../outside/o.mrpc", "root/o.mrpc");
    tree.check(&["root"], None, &[E0103, E0111]);
    tree.check(&["root"], Some("root/a.mrpc"), &[E0103]);
    tree.check(&["root"], Some("root/o.mrpc"), &[E0111]);
    // Where it leads to is a root as well.
    tree.check(&["root", "outside"], None, &[]);
}

#[cfg(unix)]
#[test]
fn e07_a_link_to_a_directory_outside_the_root_is_refused() {
    let tree = Tree::new();
    tree.link("../outside", "root/deps");
    // Not walked, and not opened when it is named.
    tree.check(&["root"], None, &[E0103]);
    tree.check(&["root"], Some("root/deps/o.mrpc"), &[E0111]);
    tree.check(&["root", "outside"], Some("root/deps/o.mrpc"), &[]);
}

#[cfg(unix)]
#[test]
fn e07_links_within_a_root_and_to_a_root_are_fine() {
    let tree = Tree::new();
    tree.write("root/sub/o.mrpc", "edition 2026;\npackage o.v1;\nmessage O { a: int32 = 1; }\n");
    tree.link("sub/o.mrpc", "root/again.mrpc");
    tree.link("sub", "root/sub2");
    tree.link("root", "other_name");
    // A second name of a file does not define its names again.
    tree.check(&["root"], None, &[]);
    tree.check(&["other_name"], None, &[]);
    tree.check(&["root"], Some("other_name/a.mrpc"), &[]);
    tree.check(&["root", "root/sub"], None, &[]);
    tree.check(&["root/sub", "root"], None, &[]);
}

#[cfg(unix)]
#[test]
fn e07_links_that_lead_nowhere_or_to_themselves() {
    let tree = Tree::new();
    tree.link("none.mrpc", "root/dangling.mrpc");
    tree.link("loop.mrpc", "root/loop.mrpc");
    tree.link(".", "root/here");
    tree.check(&["root"], None, &[E0014, E0014, E0103]);
}

#[cfg(unix)]
#[test]
fn e07_a_proto_file_is_read_below_the_roots_only() {
    let tree = Tree::new();
    let ours =
        "edition 2026;\npackage u.v1;\nimport proto \"sub/o.proto\" as o;\nmessage A { o: o.O = 1; }\n";
    tree.write("root/a.mrpc", ours);
    tree.write("outside/o.proto", "syntax = \"proto3\";\npackage p.v1;\nmessage O { int32 a = 1; }\n");
    tree.check(&["root"], None, &[E0103]);
    tree.link("../outside", "root/sub");
    tree.check(&["root"], None, &[E0111]);
    tree.check(&["root"], Some("root/sub/o.proto"), &[E0111]);
    tree.check(&["root", "outside"], None, &[]);
    // The file that was named is the one that is imported.
    tree.write("root/b.mrpc", &ours.replace("u.v1", "w.v1").replace("sub/", ""));
    tree.check(&["root", "outside"], Some("root/b.mrpc"), &[]);
    tree.check(&["outside"], Some("outside/o.proto"), &[]);
}
