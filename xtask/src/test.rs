//! `cargo xtask test`: everything a change has to pass.
//!
//! A failing step does not end the run, so that one run shows all there is to mend. The last line is
//! `N passed, M failed`, alone on its line; tests and steps both count.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use crate::step::{self, End, Outcome, Step, Tests};

/// Run everything a change has to pass.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run this step only; may be given again.
    #[arg(long, value_name = "STEP", value_parser = clap::builder::PossibleValuesParser::new(STEPS.iter().map(|step| step.name)))]
    only: Vec<String>,

    /// List the steps and run none.
    #[arg(long)]
    list: bool,
}

const BASE: Step = Step { name: "", purpose: "", env: &[], command: &[], needs: None, counts_tests: false };

/// Cheap ones first; the rest in the order in which they can reuse what was built.
const STEPS: [Step; 12] = [
    Step { name: "fmt", purpose: "the formatting", command: &["cargo", "fmt", "--all", "--check"], ..BASE },
    Step {
        name: "tidy",
        purpose: "layers, pages, links, house rules",
        command: &["cargo", "xtask", "tidy"],
        ..BASE
    },
    Step {
        name: "clippy",
        purpose: "lints, as errors",
        command: &[
            "cargo",
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ],
        ..BASE
    },
    Step {
        name: "build",
        purpose: "everything that the tests run",
        command: &[
            "cargo",
            "test",
            "--workspace",
            "--all-features",
            "--lib",
            "--bins",
            "--tests",
            "--examples",
            "--no-run",
        ],
        ..BASE
    },
    Step {
        name: "test",
        purpose: "unit and integration tests",
        command: &[
            "cargo",
            "test",
            "--workspace",
            "--all-features",
            "--lib",
            "--bins",
            "--tests",
            "--examples",
            "--no-fail-fast",
        ],
        needs: Some("build"),
        counts_tests: true,
        ..BASE
    },
    Step {
        name: "doctest",
        purpose: "the examples in the documentation",
        command: &["cargo", "test", "--workspace", "--all-features", "--doc", "--no-fail-fast"],
        needs: Some("build"),
        counts_tests: true,
        ..BASE
    },
    Step {
        name: "doc",
        purpose: "the documentation, warnings as errors",
        env: &[("RUSTDOCFLAGS", "-D warnings")],
        command: &["cargo", "doc", "--workspace", "--all-features", "--no-deps"],
        needs: Some("build"),
        ..BASE
    },
    // `--benches` runs the unit tests of libraries a second time: they are not counted again.
    Step {
        name: "bench",
        purpose: "each benchmark once, unmeasured",
        command: &["cargo", "test", "--workspace", "--benches"],
        needs: Some("build"),
        ..BASE
    },
    Step {
        name: "quickstart",
        purpose: "the one-minute tour",
        command: &["cargo", "run", "-q", "-p", "quickstart"],
        needs: Some("build"),
        ..BASE
    },
    Step {
        name: "conformance",
        purpose: "Google's suite, with nothing failing",
        command: &["cargo", "xtask", "conformance"],
        ..BASE
    },
    Step {
        name: "interop",
        purpose: "protoc and buf agree with us",
        command: &["cargo", "xtask", "interop"],
        needs: Some("build"),
        ..BASE
    },
    Step {
        name: "picture",
        purpose: "the picture in the README is true",
        command: &["cargo", "xtask", "picture", "--check"],
        needs: Some("build"),
        ..BASE
    },
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    /// What it needs has failed or is not here, so it has nothing to say.
    Skipped,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Passed => "ok",
            Self::Failed => "FAILED",
            Self::Skipped => "skipped",
        }
    }
}

#[derive(Debug)]
struct Row {
    step: &'static str,
    verdict: Verdict,
    elapsed: Duration,
    tests: Option<Tests>,
}

/// Runs the steps and says whether all passed.
///
/// # Errors
///
/// When standard output cannot be written.
pub(crate) fn run(root: &Path, args: &Args) -> io::Result<bool> {
    if args.list {
        let mut out = io::stdout().lock();
        for step in STEPS {
            writeln!(out, "{:<11} {:<38} {}", step.name, step.purpose, step.to_repeat())?;
        }
        return Ok(true);
    }
    let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    let mut rows: Vec<Row> = Vec::new();
    for step in STEPS {
        if !args.only.is_empty() && !args.only.iter().any(|name| name == step.name) {
            continue;
        }
        if is_blocked(step, &rows) {
            rows.push(Row {
                step: step.name,
                verdict: Verdict::Skipped,
                elapsed: Duration::ZERO,
                tests: None,
            });
            continue;
        }
        let outcome = step::run(root, step)?;
        show(step, &outcome, in_ci)?;
        rows.push(Row {
            step: step.name,
            verdict: verdict(outcome.end, in_ci),
            elapsed: outcome.elapsed,
            tests: step.counts_tests.then(|| step::count_tests(&outcome.output)),
        });
    }
    write!(io::stdout().lock(), "\n{}", summary(&rows))?;
    Ok(rows.iter().all(|row| row.verdict != Verdict::Failed))
}

/// Whoever works without a network is told what was left out; CI leaves nothing out.
fn verdict(end: End, in_ci: bool) -> Verdict {
    match end {
        End::Passed => Verdict::Passed,
        End::Missing if !in_ci => Verdict::Skipped,
        End::Missing | End::Failed => Verdict::Failed,
    }
}

fn is_blocked(step: Step, done: &[Row]) -> bool {
    step.needs
        .is_some_and(|needed| done.iter().any(|row| row.step == needed && row.verdict != Verdict::Passed))
}

/// A passing step is a line; a failing one is all it said, and how to have it said again.
fn show(step: Step, outcome: &Outcome, in_ci: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mark = verdict(outcome.end, in_ci).word();
    writeln!(out, "{:<11} {mark:<7} {:>6.1} s", step.name, outcome.elapsed.as_secs_f64())?;
    if outcome.end != End::Passed {
        let end = if outcome.output.ends_with('\n') { "" } else { "\n" };
        writeln!(out, "\n{}{end}\nto repeat: {}\n", outcome.output, step.to_repeat())?;
    } else if in_ci && step.counts_tests {
        for line in step::result_lines(&outcome.output) {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()
}

fn summary(rows: &[Row]) -> String {
    let mut text = format!("{:<11} {:<8} {:>8}  {}\n", "step", "result", "seconds", "tests");
    let (mut passed, mut failed) = (0, 0);
    for row in rows {
        let verdict = row.verdict.word();
        let tests = row.tests.unwrap_or_default();
        let counted = match row.tests {
            None => String::new(),
            Some(Tests { passed, failed: 0 }) => format!("  {passed}"),
            Some(Tests { passed, failed }) => format!("  {passed}, {failed} failed"),
        };
        text.push_str(&format!(
            "{:<11} {verdict:<8} {:>8.1}{counted}\n",
            row.step,
            row.elapsed.as_secs_f64()
        ));
        passed += tests.passed + usize::from(row.verdict == Verdict::Passed);
        failed += tests.failed + usize::from(row.verdict == Verdict::Failed);
    }
    text.push_str(&format!("\n{passed} passed, {failed} failed\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(step: &'static str, verdict: Verdict, tests: Option<Tests>) -> Row {
        Row { step, verdict, elapsed: Duration::from_millis(1250), tests }
    }

    #[test]
    fn the_last_line_counts_tests_and_steps() {
        let rows = [
            row("fmt", Verdict::Passed, None),
            row("test", Verdict::Failed, Some(Tests { passed: 40, failed: 2 })),
            row("doctest", Verdict::Passed, Some(Tests { passed: 3, failed: 0 })),
        ];
        let text = summary(&rows);
        assert_eq!(text.lines().last(), Some("45 passed, 3 failed"), "{text}");
        assert!(text.ends_with("failed\n"));
    }

    #[test]
    fn a_skipped_step_is_neither_passed_nor_failed() {
        let text = summary(&[row("build", Verdict::Failed, None), row("test", Verdict::Skipped, None)]);
        assert_eq!(text.lines().last(), Some("0 passed, 1 failed"));
    }

    #[test]
    fn a_missing_tool_is_forgiven_outside_of_ci() {
        assert_eq!(verdict(End::Missing, false), Verdict::Skipped);
        assert_eq!(verdict(End::Missing, true), Verdict::Failed);
        assert_eq!(verdict(End::Failed, false), Verdict::Failed);
    }

    #[test]
    fn a_step_waits_for_what_it_needs() {
        let step = Step { name: "test", needs: Some("build"), ..BASE };
        assert!(is_blocked(step, &[row("build", Verdict::Failed, None)]));
        assert!(is_blocked(step, &[row("build", Verdict::Skipped, None)]));
        assert!(!is_blocked(step, &[row("build", Verdict::Passed, None)]));
        assert!(!is_blocked(step, &[]), "`--only test` runs it alone");
    }

    #[test]
    fn every_need_is_an_earlier_step() {
        for (at, step) in STEPS.iter().enumerate() {
            if let Some(needed) = step.needs {
                assert!(STEPS[..at].iter().any(|earlier| earlier.name == needed), "{}", step.name);
            }
        }
    }
}
