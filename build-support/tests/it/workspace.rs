//! A workspace of small crates that build on this repository, and what Cargo says when it builds them.
//!
//! All workspaces share one target directory, so what they have in common is built once, and stays built for the
//! next run of the tests.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::Value;

const BUILD: &str =
    "fn main() -> mrpc_build::Result {\n    mrpc_build::configure().root(\"idl\").compile()\n}\n";

/// An emptied directory with a workspace in it.
#[derive(Debug)]
pub(crate) struct Workspace(PathBuf);

impl Workspace {
    /// `name` is that of the test: two tests must not share a directory.
    pub(crate) fn new(name: &str) -> Self {
        let directory = scratch().join(name);
        if directory.exists() {
            fs::remove_dir_all(&directory).unwrap();
        }
        let workspace = Self(directory);
        workspace.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n[profile.dev]\ndebug = false\nincremental = false\n",
        );
        // The versions that we have, since nothing can be fetched.
        let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
        workspace.write("Cargo.lock", &lock);
        workspace
    }

    /// A crate with the `build.rs` of the documentation. `head` is what its `[package]` says besides, then its
    /// dependencies among the other crates.
    pub(crate) fn schema(&self, name: &str, head: &str, needs: &[&str], lib: &str) -> &Self {
        let repository = repository();
        let ours = |directory: &str| repository.join(directory).display().to_string();
        let needs: String =
            needs.iter().map(|need| format!("{need} = {{ path = \"../{need}\" }}\n")).collect();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{head}\n[dependencies]\n\
             mrpc = {{ path = '{}' }}\n{needs}[build-dependencies]\nmrpc-build = {{ path = '{}' }}\n",
            ours("runtime"),
            ours("build-support"),
        );
        self.write(&format!("crates/{name}/Cargo.toml"), &manifest);
        self.write(&format!("crates/{name}/build.rs"), BUILD);
        self.write(&format!("crates/{name}/src/lib.rs"), lib)
    }

    pub(crate) fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.0.join(path)).unwrap();
        self
    }

    /// The same bytes, written again.
    pub(crate) fn touch(&self, path: &str) -> &Self {
        let file = File::options().append(true).open(self.0.join(path)).unwrap();
        file.set_modified(SystemTime::now()).unwrap();
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    pub(crate) fn build(&self) -> Build {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap());
        cargo.args(["build", "--offline", "--message-format", "json"]).current_dir(&self.0);
        cargo.env("CARGO_TARGET_DIR", scratch().join("target")).env("CARGO_TERM_COLOR", "never");
        // Those that run this test may have set them for it.
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "MRPC_INCLUDE"] {
            cargo.env_remove(name);
        }
        let output = cargo.output().unwrap();
        let messages = String::from_utf8(output.stdout).unwrap();
        let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let mut build = Build {
            success: output.status.success(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            fresh: BTreeMap::new(),
        };
        for message in messages {
            let is_library = message["target"]["kind"][0] == "lib";
            let is_ours =
                message["manifest_path"].as_str().is_some_and(|path| Path::new(path).starts_with(&self.0));
            match message["reason"].as_str().unwrap() {
                "compiler-artifact" if is_library && is_ours => {
                    let name = message["target"]["name"].as_str().unwrap().to_owned();
                    build.fresh.insert(name, message["fresh"].as_bool().unwrap());
                }
                "compiler-message" if is_ours => {
                    build.stderr += message["message"]["rendered"].as_str().unwrap()
                }
                _ => {}
            }
        }
        build
    }

    /// Builds, and names the crates that were built, in the order of their names.
    pub(crate) fn rebuilt(&self) -> Vec<String> {
        let build = self.build();
        assert!(build.success, "{}", build.stderr);
        build.fresh.into_iter().filter(|(_, fresh)| !fresh).map(|(name, _)| name).collect()
    }
}

/// What a build has come to.
#[derive(Debug)]
pub(crate) struct Build {
    pub(crate) success: bool,
    /// All that people see.
    pub(crate) stderr: String,
    /// For each library of the workspace, whether there was nothing to do.
    fresh: BTreeMap<String, bool>,
}

impl Build {
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "`{text}` is not in:\n{}", self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn does_not_say(&self, text: &str) -> &Self {
        assert!(!self.stderr.contains(text), "`{text}` is in:\n{}", self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn succeeds(&self) -> &Self {
        assert!(self.success, "{}", self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn fails(&self) -> &Self {
        assert!(!self.success, "{}", self.stderr);
        self
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("mrpc-build")
}
