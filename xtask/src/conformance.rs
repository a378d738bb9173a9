//! `cargo xtask conformance`: the codecs before Google's judge.
//!
//! The runner starts the testee of `runtime/conformance`, which our own compiler made from the suite's messages,
//! and sends it one input after the other. All of proto3 counts, what is only recommended included, and nothing
//! may fail.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use crate::tool::{Missing, Runner};

const TESTEE: &str = "runtime/conformance";
const FAILURES: &str = "runtime/conformance/failures.txt";

/// Answers that were right when this was written. Fewer are a failure, too: a testee that skips what it cannot do
/// would pass otherwise.
const SUCCESSES_MIN: usize = 1476;

/// Builds the testee, runs the suite and says whether all is well.
///
/// # Errors
///
/// When a program cannot be started or standard output cannot be written. [`Missing`] if there is no runner.
pub(crate) fn run(root: &Path) -> io::Result<Result<bool, Missing>> {
    let mut out = io::stdout().lock();
    let list = fs::read_to_string(root.join(FAILURES))?;
    let listed = expected_failures(&list);
    if !listed.is_empty() {
        writeln!(out, "{FAILURES} has to stay empty, and lists {}", listed.join(", "))?;
        return Ok(Ok(false));
    }
    let runner = match Runner::get(root) {
        Ok(runner) => runner,
        Err(missing) => return Ok(Err(missing)),
    };
    let target = root.join("target/conformance");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--manifest-path"])
        .arg(root.join(TESTEE).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        // Where the build script imports the suite's messages from.
        .env("CONFORMANCE_PROTOS", runner.protos())
        .status()?;
    if !built.success() {
        return Ok(Ok(false));
    }
    let judged = runner
        .command()
        .args(["--enforce_recommended", "--maximum_edition", "2023", "--failure_list"])
        .arg(root.join(FAILURES))
        .arg(target.join("debug/mrpc-conformance"))
        // Where the runner leaves its lists of failures, if there are any.
        .current_dir(&target)
        .output()?;
    let said = String::from_utf8_lossy(&judged.stderr);
    let counts: Vec<&str> = closing(&said).collect();
    let successes = counts.iter().filter_map(|line| count(line, "successes")).sum::<usize>();
    if !judged.status.success() {
        for line in said.lines().filter(|line| !is_noise(line)) {
            writeln!(out, "{line}")?;
        }
        return Ok(Ok(false));
    }
    for line in counts {
        writeln!(out, "{line}")?;
    }
    if successes < SUCCESSES_MIN {
        writeln!(
            out,
            "only {successes} successes, of {SUCCESSES_MIN} that there were: what is skipped now?"
        )?;
        return Ok(Ok(false));
    }
    Ok(Ok(true))
}

/// The tests that a failure list names.
fn expected_failures(list: &str) -> Vec<&str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The line at the end of each suite.
fn closing(said: &str) -> impl Iterator<Item = &str> {
    said.lines().filter(|line| line.starts_with("CONFORMANCE SUITE "))
}

/// The number before `word`.
fn count(line: &str, word: &str) -> Option<usize> {
    line.split_once(&format!(" {word}"))?.0.rsplit(' ').next()?.parse().ok()
}

/// What the runner says of itself.
fn is_noise(line: &str) -> bool {
    line.trim().is_empty()
        || line.starts_with("WARNING: All log messages")
        || line.contains("fork_pipe_runner")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "WARNING: All log messages before absl\nCONFORMANCE TEST BEGIN =====\n\n\
        CONFORMANCE SUITE PASSED: 12 successes, 3 skipped, 0 expected failures, 0 unexpected failures.\n\
        CONFORMANCE SUITE PASSED: 0 successes, 883 skipped, 0 expected failures, 0 unexpected failures.\n";

    #[test]
    fn the_closing_lines_are_counted() {
        let lines: Vec<_> = closing(SAID).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(count(lines[0], "successes"), Some(12));
        assert_eq!(count(lines[1], "skipped"), Some(883));
        assert_eq!(count("CONFORMANCE SUITE PASSED", "successes"), None);
    }

    #[test]
    fn a_failure_list_without_comments_is_empty() {
        assert_eq!(expected_failures("# none\n\n  # at all\n"), [""; 0]);
        assert_eq!(expected_failures("# some\nRequired.Proto3.One\n"), ["Required.Proto3.One"]);
    }
}
