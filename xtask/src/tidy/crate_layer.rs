//! Which crate may lean on which, and what `mrpc-protocol` may not touch.
//!
//! ```text
//!   mrpc          mrpc-build
//!     │             │     │
//!     │             ▼     │
//!     │          mrpc-gen │
//!     ▼             │     │
//!   mrpc-protocol   ▼     ▼
//!                  mrpc-idl
//! ```
//!
//! The two halves meet in generated text, and in crates that nobody depends on. The tests of `mrpc-gen` compile
//! what it generates, and so need `mrpc`.

use super::manifest::Manifest;
use super::problem::Problem;
use super::rust_file::{RustFile, has_word};

/// Each library of ours, with those of ours it may name.
const LAYERS: [(&str, &[&str]); 5] = [
    ("mrpc-idl", &[]),
    ("mrpc-gen", &["mrpc-idl"]),
    ("mrpc-build", &["mrpc-gen", "mrpc-idl"]),
    ("mrpc-protocol", &[]),
    ("mrpc", &["mrpc-protocol"]),
];

/// Edges for tests alone.
const IN_TESTS: [(&str, &str); 1] = [("mrpc-gen", "mrpc")];

/// Nobody depends on these, so they may depend on anybody. Every example is free as well.
const FREE: [&str; 3] = ["benches", "mrpc-interop", "xtask"];

const PURE: &str = "mrpc-protocol";
const PURE_DIR: &str = "runtime/protocol/src/";

/// Crates that bring a clock, a socket or randomness along.
const IMPURE_CRATES: [&str; 7] = ["async-std", "fastrand", "getrandom", "mio", "rand", "socket2", "tokio"];

/// The same from the standard library.
const IMPURE_PATHS: [&str; 7] =
    ["Instant::now", "SystemTime", "std::net", "std::env", "std::fs", "std::thread", "std::process"];

/// Checks the edges that one package adds.
pub(crate) fn check_manifest(manifest: &Manifest, problems: &mut Vec<Problem>) {
    let path = manifest.path.as_str();
    let name = manifest.name.as_str();
    if manifest.name == PURE {
        for dependency in manifest.dependencies.iter().filter(|d| IMPURE_CRATES.contains(&d.name.as_str())) {
            let advice = format!("{PURE} takes time and randomness as arguments: drop `{}`", dependency.name);
            problems.push(Problem::new(path, dependency.line, "pure-protocol", advice));
        }
    }
    if FREE.contains(&name) || path.starts_with("examples/") {
        return;
    }
    let Some((_, below)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
        let advice = format!("say in xtask/src/tidy/crate_layer.rs which crates `{name}` may use");
        problems.push(Problem::new(path, 1, "crate-layer", advice));
        return;
    };
    for dependency in &manifest.dependencies {
        let other = dependency.name.as_str();
        let is_ours = FREE.contains(&other) || LAYERS.iter().any(|(layer, _)| *layer == other);
        if dependency.is_dev && IN_TESTS.contains(&(name, other)) {
            continue;
        }
        if is_ours && !below.contains(&other) {
            let advice = format!("`{name}` must not depend on `{other}`: it may use [{}]", below.join(", "));
            problems.push(Problem::new(path, dependency.line, "crate-layer", advice));
        }
    }
}

/// Checks that the protocol asks nobody for the time.
pub(crate) fn check_source(file: &RustFile, problems: &mut Vec<Problem>) {
    if !file.path.starts_with(PURE_DIR) {
        return;
    }
    for (line, code) in file.shipped_lines() {
        for path in IMPURE_PATHS.iter().filter(|path| has_word(code, path)) {
            let advice = format!(
                "{PURE} has no clock, socket, file or thread: take what `{path}` gives as an argument"
            );
            problems.push(Problem::new(&file.path, line, "pure-protocol", advice));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(path: &str, name: &str, dependencies: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"{name}\"\n[dependencies]\n{dependencies}\n");
        let mut problems = Vec::new();
        check_manifest(&Manifest::parse(path, &text, &mut problems).unwrap(), &mut problems);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn edges_that_point_down_are_fine() {
        assert_eq!(
            edges("compiler/Cargo.toml", "mrpc-gen", "mrpc-idl.workspace = true\ntokio = \"1\""),
            [""; 0]
        );
        assert_eq!(edges("xtask/Cargo.toml", "xtask", "mrpc.workspace = true"), [""; 0]);
        assert_eq!(edges("examples/a/Cargo.toml", "a", "mrpc.workspace = true"), [""; 0]);
    }

    #[test]
    fn edges_that_point_up_are_found() {
        let up = edges("idl/Cargo.toml", "mrpc-idl", "mrpc-gen.workspace = true");
        assert_eq!(
            up,
            ["idl/Cargo.toml:4: crate-layer: `mrpc-idl` must not depend on `mrpc-gen`: it may use []"]
        );
        assert_eq!(edges("runtime/Cargo.toml", "mrpc", "mrpc-idl.workspace = true").len(), 1);
        assert_eq!(edges("runtime/Cargo.toml", "mrpc", "xtask.workspace = true").len(), 1);
    }

    #[test]
    fn tests_of_the_generator_compile_what_it_generates() {
        let up = |table: &str| {
            let text = format!("[package]\nname = \"mrpc-gen\"\n[{table}]\nmrpc.workspace = true\n");
            let mut problems = Vec::new();
            let manifest = Manifest::parse("compiler/Cargo.toml", &text, &mut problems).unwrap();
            check_manifest(&manifest, &mut problems);
            problems.len()
        };
        assert_eq!(up("dev-dependencies"), 0);
        assert_eq!(up("dependencies"), 1);
    }

    #[test]
    fn a_new_crate_needs_a_place() {
        assert!(edges("new/Cargo.toml", "mrpc-new", "")[0].contains("which crates `mrpc-new` may use"));
    }

    #[test]
    fn the_protocol_brings_no_runtime_along() {
        let found = edges("runtime/protocol/Cargo.toml", "mrpc-protocol", "tokio.workspace = true");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("runtime/protocol/Cargo.toml:4: pure-protocol:"), "{found:?}");
    }

    #[test]
    fn the_protocol_asks_for_no_time() {
        let check = |path: &str| {
            let text = "use std::time::Instant; // std::net\nfn a(now: Instant) { Instant::now(); }\n";
            let mut problems = Vec::new();
            check_source(&RustFile::parse(path, text), &mut problems);
            problems.iter().map(|problem| problem.line).collect::<Vec<_>>()
        };
        assert_eq!(check("runtime/protocol/src/connection.rs"), [2]);
        assert_eq!(check("runtime/src/pool.rs"), [0; 0]);
    }
}
