//! The Rust of all files of others: the compiler and clippy have nothing to say about it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tools::{Tools, at, files, run};

/// A crate called `name` of generated code and nothing else. Returns its directory.
pub(super) fn crate_of(tools: &Tools, name: &str, options: &[&str]) -> Result<PathBuf, String> {
    let dir = tools.path(name);
    let text = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nmrpc = {{ path = {:?} }}\n\n[workspace]\n",
        tools.root.join("runtime")
    );
    write(&dir.join("Cargo.toml"), &text)?;
    write(&dir.join("src/lib.rs"), "//! Generated code.\nmod generated;\npub use generated::*;\n")?;
    lock(tools, &dir)?;
    let corpus = tools.path("corpus");
    let all = files(&corpus, "proto")?;
    let out = dir.join("src/generated");
    run(tools.mrpc_gen(&corpus).args(["generate", "--quiet", "--out"]).arg(&out).args(options).args(all))?;
    Ok(dir)
}

/// The versions of others that we use ourselves; Cargo drops those that are not needed.
pub(super) fn lock(tools: &Tools, dir: &Path) -> Result<(), String> {
    let from = tools.root.join("Cargo.lock");
    fs::copy(&from, dir.join("Cargo.lock")).map(drop).map_err(|error| at(&from, &error))
}

/// Writes a file only if it is another, so that Cargo does not build it again.
pub(super) fn write(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let dir = path.parent().unwrap_or(path);
    fs::create_dir_all(dir).and_then(|()| fs::write(path, text)).map_err(|error| at(path, &error))
}

pub(super) fn check(tools: &Tools) -> Result<String, String> {
    let dir = crate_of(tools, "generated", &[])?;
    let lints = ["-D", "warnings", "-D", "missing_docs", "-D", "clippy::pedantic"];
    run(Command::new(env!("CARGO"))
        .args(["clippy", "--quiet", "--target-dir"])
        .arg(tools.path("target"))
        .arg("--")
        .args(lints)
        .current_dir(&dir))?;
    let lines = files(&dir, "rs")?
        .iter()
        .map(|path| fs::read_to_string(dir.join(path)).map(|text| text.lines().count()))
        .sum::<Result<usize, _>>()
        .map_err(|error| at(&dir, &error))?;
    Ok(format!("{lines} lines of Rust, without a warning of the compiler or of clippy (pedantic)"))
}
