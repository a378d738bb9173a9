//! `cargo xtask fuzz`: one target of `fuzz/`, for a bounded time.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Run one fuzz target for a bounded time.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A target of `fuzz/fuzz_targets`.
    #[arg(required_unless_present = "list")]
    name: Option<String>,

    /// For how long.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    seconds: u32,

    /// List the targets and run none.
    #[arg(long)]
    list: bool,
}

/// Runs the target and says whether it survived.
///
/// # Errors
///
/// When the target's directory cannot be read or standard output cannot be written.
pub(crate) fn run(root: &Path, args: &Args) -> io::Result<bool> {
    let targets = targets(&root.join("fuzz/fuzz_targets"))?;
    let mut out = io::stdout().lock();
    let Some(name) = args.name.as_deref().filter(|_| !args.list) else {
        for target in &targets {
            writeln!(out, "{target}")?;
        }
        return Ok(true);
    };
    if !targets.iter().any(|target| target == name) {
        let known = if targets.is_empty() { "none".to_owned() } else { targets.join(", ") };
        writeln!(out, "no fuzz target is called `{name}`; known: {known}")?;
        return Ok(false);
    }
    for (probe, advice) in [
        (
            ["cargo", "+nightly", "--version"],
            "the nightly toolchain is missing: rustup toolchain install nightly",
        ),
        (["cargo", "fuzz", "--version"], "cargo-fuzz is missing: cargo install cargo-fuzz"),
    ] {
        if !answers(&probe) {
            writeln!(out, "{advice}")?;
            return Ok(false);
        }
    }
    writeln!(out, "fuzzing {name} for {} s", args.seconds)?;
    drop(out);
    // Started in the root, where cargo-fuzz looks for `fuzz/` itself.
    let status = Command::new("cargo")
        .args(["+nightly", "fuzz", "run", name, "--"])
        .arg(format!("-max_total_time={}", args.seconds))
        .current_dir(root)
        .status()?;
    Ok(status.success())
}

/// The targets in `dir`, by name. None when there is no such directory.
fn targets(dir: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

fn answers(probe: &[&str]) -> bool {
    let Some((program, args)) = probe.split_first() else {
        return false;
    };
    let status = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_the_rust_files_of_the_directory() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let names = targets(&here).unwrap();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
        assert!(names.contains(&"fuzz".to_owned()));
    }

    #[test]
    fn no_directory_is_no_target() {
        assert!(targets(Path::new("no/such/directory")).unwrap().is_empty());
    }
}
