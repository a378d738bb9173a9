//! What generated code costs: the time of a compiler, and the room it takes in a program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::generated::{crate_of, lock, write};
use super::tools::{Tools, at, files, run};

/// Each figure is the least of so many: what disturbs only adds.
const ROUNDS: usize = 3;

const PROST_MANIFEST: &str = "[package]
name = \"generated-prost\"
version = \"0.0.0\"
edition = \"2024\"

[dependencies]
prost = \"0.14\"
prost-types = \"0.14\"

[build-dependencies]
prost = \"0.14\"
prost-build = { version = \"0.14\", default-features = false }
prost-types = \"0.14\"

[workspace]
";

const PROST_BUILD: &str = "use prost::Message as _;

fn main() {
    println!(\"cargo::rerun-if-changed=corpus.fds\");
    let set = std::fs::read(\"corpus.fds\").unwrap();
    let set = prost_types::FileDescriptorSet::decode(set.as_slice()).unwrap();
    prost_build::Config::new().btree_map([\".\"]).include_file(\"mod.rs\").compile_fds(set).unwrap();
}
";

const PROST_LIB: &str = "include!(concat!(env!(\"OUT_DIR\"), \"/mod.rs\"));\n";

/// Compiles the code that we and prost make of the same files: messages and the wire, since prost has no JSON.
pub(super) fn report(tools: &Tools) -> Result<String, String> {
    let ours = measure(
        tools,
        &crate_of(tools, "generated-mrpc", &["--no-json", "--no-descriptors"])?,
        "libgenerated_mrpc.rlib",
    )?;
    let prost = measure(tools, &prost(tools)?, "libgenerated_prost.rlib")?;
    let count = files(&tools.path("corpus"), "proto")?.len();
    let row = |what: &str, ours: f64, prost: f64| {
        format!("{what:<28} {ours:>10.1} {prost:>10.1} {:>7.2}\n", ours / prost)
    };
    let seconds = |of: Duration| of.as_secs_f64();
    let kib = |of: u64| of as f64 / 1024.0;
    Ok(format!(
        "the Rust of {count} files\n{:<28} {:>10} {:>10} {:>7}\n{}{}{}{}",
        "",
        "mrpc",
        "prost",
        "ratio",
        row("cargo check, seconds", seconds(ours.check), seconds(prost.check)),
        row("debug build, seconds", seconds(ours.debug), seconds(prost.debug)),
        row("release build, seconds", seconds(ours.release), seconds(prost.release)),
        row(".text in release, KiB", kib(ours.text), kib(prost.text)),
    ))
}

/// A crate of what prost generates.
fn prost(tools: &Tools) -> Result<PathBuf, String> {
    let dir = tools.path("generated-prost");
    write(&dir.join("Cargo.toml"), PROST_MANIFEST)?;
    write(&dir.join("build.rs"), PROST_BUILD)?;
    write(&dir.join("src/lib.rs"), PROST_LIB)?;
    let set = tools.path("corpus.protoc.fds");
    fs::copy(&set, dir.join("corpus.fds")).map_err(|error| at(&set, &error))?;
    lock(tools, &dir)?;
    Ok(dir)
}

struct Cost {
    check: Duration,
    debug: Duration,
    release: Duration,
    text: u64,
}

/// Dependencies are compiled before and do not count.
fn measure(tools: &Tools, dir: &Path, library: &str) -> Result<Cost, String> {
    let target = tools.path("target");
    let timed = |arguments: &[&str]| {
        let build = || {
            let mut command = Command::new(env!("CARGO"));
            // All of it counts, each time.
            command.env("CARGO_INCREMENTAL", "0");
            run(command.args(arguments).arg("--target-dir").arg(&target).current_dir(dir))
        };
        build()?;
        let mut least = Duration::MAX;
        for _ in 0..ROUNDS {
            let root = dir.join("src/lib.rs");
            let text = fs::read(&root).map_err(|error| at(&root, &error))?;
            // As if it had been edited.
            fs::write(&root, text).map_err(|error| at(&root, &error))?;
            let start = Instant::now();
            build()?;
            least = least.min(start.elapsed());
        }
        Ok::<_, String>(least)
    };
    Ok(Cost {
        check: timed(&["check", "--quiet"])?,
        debug: timed(&["build", "--quiet"])?,
        release: timed(&["build", "--quiet", "--release"])?,
        text: text_bytes(&target.join("release").join(library))?,
    })
}

/// The machine code of a library.
fn text_bytes(library: &Path) -> Result<u64, String> {
    let said = run(Command::new("size").arg("-A").arg(library))?;
    Ok(said.lines().filter_map(text_section).sum())
}

/// The size of a section of machine code, in a line of `size -A`.
fn text_section(line: &str) -> Option<u64> {
    let mut words = line.split_whitespace();
    let is_text = words.next()?.starts_with(".text");
    words.next()?.parse().ok().filter(|_| is_text)
}

#[cfg(test)]
mod tests {
    use super::text_section;

    #[test]
    fn sections_of_code_are_counted() {
        assert_eq!(text_section(".text._ZN4core  120   0"), Some(120));
        assert_eq!(text_section(".rodata  120   0"), None);
        assert_eq!(text_section("section  size  addr"), None);
    }
}
