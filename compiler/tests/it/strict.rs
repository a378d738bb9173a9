//! Generated code is clean under the strictest lints there are: those of rustc, clippy and rustdoc.
//!
//! The golden texts become a crate of their own, in each edition, since lints about documentation look only at what
//! other crates can see. What it depends on is compiled once, below `target/`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::golden::{CASES, directory};

const LINTS: &str = "#![deny(warnings, missing_docs, clippy::all, clippy::pedantic, rustdoc::all)]\n\
    #![forbid(unsafe_code)]\n";

/// Writes what has changed, so that cargo does nothing twice.
fn put(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    fs::write(path, text).unwrap();
}

/// A crate of all golden texts.
struct Strict(PathBuf);

impl Strict {
    fn new(edition: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("strict-{edition}"));
        let mut lib = format!("//! Generated code.\n{LINTS}");
        for case in CASES {
            let path = directory(case).join("out/mod.rs");
            write!(lib, "/// The case.\n#[path = {path:?}]\npub mod case_{case};\n").unwrap();
        }
        // Some lints look only at what nobody else can see.
        let path = directory("methods").join("out/mod.rs");
        writeln!(lib, "mod hidden {{ include!({path:?}); }}").unwrap();
        // Who implements a generated trait shall not be told to write anything else.
        let greeter = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compiled/greeter.rs");
        lib += "use case_services::services::v1 as services_v1;\n";
        write!(lib, "#[path = {greeter:?}]\npub mod greeter;\n").unwrap();
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
        let manifest = format!(
            "[package]\nname = \"strict-{edition}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\
             [workspace]\n[dependencies]\nmrpc = {{ path = {runtime:?} }}\n"
        );
        fs::create_dir_all(root.join("src")).unwrap();
        put(&root.join("src/lib.rs"), &lib);
        put(&root.join("Cargo.toml"), &manifest);
        // The versions that the workspace has, so that nothing is asked of the network.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, root.join("Cargo.lock")).unwrap();
        Self(root)
    }

    fn runs(&self, args: &[&str]) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("strict");
        let mut command = Command::new(env!("CARGO"));
        command.args(args).args(["--offline", "--quiet"]).current_dir(&self.0);
        command.env("CARGO_TARGET_DIR", target).env("RUSTDOCFLAGS", "-D warnings");
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WORKSPACE_WRAPPER", "CLIPPY_ARGS"] {
            command.env_remove(name);
        }
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "cargo {args:?} in {}:\n{text}", self.0.display());
    }
}

#[test]
fn e22_generated_code_is_clean_under_the_strictest_lints_in_every_edition() {
    for edition in ["2021", "2024"] {
        let strict = Strict::new(edition);
        strict.runs(&["clippy"]);
        strict.runs(&["doc", "--no-deps"]);
        strict.runs(&["test", "--doc"]);
    }
}
