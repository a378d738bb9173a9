//! One step of a run: a command whose output matters only if it fails.
//!
//! On a terminal the step is one line that shows the time and what the command said last; elsewhere it is one
//! line when it ends. Nothing here decides what to run or what a result means for the others.

use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// What to run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// How `--only` and the summary call it.
    pub(crate) name: &'static str,
    /// What it is for, in `--list`.
    pub(crate) purpose: &'static str,
    /// Set in front of the command.
    pub(crate) env: &'static [(&'static str, &'static str)],
    /// The command, as one would type it.
    pub(crate) command: &'static [&'static str],
    /// The step without whose success this one cannot say anything new.
    pub(crate) needs: Option<&'static str>,
    /// Whether its `test result:` lines are tests that no other step counts.
    pub(crate) counts_tests: bool,
}

impl Step {
    /// The line that repeats this step by hand.
    pub(crate) fn to_repeat(self) -> String {
        let mut line = String::new();
        for (name, value) in self.env {
            line.push_str(&format!("{name}={} ", quoted(value)));
        }
        line.push_str(&self.command.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "));
        line
    }
}

/// The code with which a task ends that lacks a tool of others. Test runners know 77 as "skipped".
pub(crate) const MISSING: u8 = 77;

/// What a command's end means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Passed,
    Failed,
    /// It could not begin: a tool is not here.
    Missing,
}

impl From<ExitStatus> for End {
    fn from(status: ExitStatus) -> Self {
        match status.code() {
            Some(0) => Self::Passed,
            Some(code) if code == i32::from(MISSING) => Self::Missing,
            _ => Self::Failed,
        }
    }
}

/// How a step ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) end: End,
    pub(crate) elapsed: Duration,
    /// Standard output and standard error, in the order in which they came.
    pub(crate) output: String,
}

/// Tests, as libtest counted them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tests {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

/// Runs `step` in `root` and shows its progress.
///
/// # Errors
///
/// When the terminal cannot be written. A command that cannot be started is a failed step instead.
pub(crate) fn run(root: &Path, step: Step) -> io::Result<Outcome> {
    let start = Instant::now();
    let Some((program, args)) = step.command.split_first() else {
        return Err(io::Error::other(format!("step `{}` has no command", step.name)));
    };
    let mut command = Command::new(program);
    command.args(args).envs(step.env.iter().copied()).current_dir(root);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());

    let mut progress = Progress::new(step.name, start);
    progress.begin()?;
    let (end, output) = match command.spawn() {
        Err(error) => (End::Failed, format!("cannot start `{program}`: {error}\n")),
        Ok(mut child) => {
            let (sender, chunks) = mpsc::channel();
            forward(child.stdout.take(), sender.clone());
            forward(child.stderr.take(), sender);
            let mut output = Vec::new();
            loop {
                match chunks.recv_timeout(Progress::PERIOD) {
                    Ok(chunk) => output.extend_from_slice(&chunk),
                    Err(RecvTimeoutError::Timeout) => {}
                    // Both ends are closed: the command is ending.
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                progress.tick(&output)?;
            }
            let end = child.wait()?.into();
            (end, without_colour(&String::from_utf8_lossy(&output)))
        }
    };
    progress.end()?;
    Ok(Outcome { end, elapsed: start.elapsed(), output })
}

/// Adds up the `test result:` lines of a `cargo test` run.
pub(crate) fn count_tests(output: &str) -> Tests {
    let mut sum = Tests::default();
    for line in result_lines(output) {
        let number_before = |word: &str| {
            let mut last = 0;
            for part in line.split([' ', ';', '.']).filter(|part| !part.is_empty()) {
                if part == word {
                    return last;
                }
                last = part.parse().unwrap_or(0);
            }
            0
        };
        sum.passed += number_before("passed");
        sum.failed += number_before("failed");
    }
    sum
}

/// The lines in which libtest sums up one binary.
pub(crate) fn result_lines(output: &str) -> impl Iterator<Item = &str> {
    output.lines().filter(|line| line.starts_with("test result: "))
}

/// Reads `pipe` to its end on a thread of its own, so that neither pipe can fill up and stall the command.
fn forward(pipe: Option<impl Read + Send + 'static>, chunks: Sender<Vec<u8>>) {
    let Some(mut pipe) = pipe else { return };
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(len @ 1..) = pipe.read(&mut buffer) {
            let chunk = buffer.get(..len).unwrap_or_default().to_vec();
            if chunks.send(chunk).is_err() {
                break;
            }
        }
    });
}

/// The line that tells that something is going on. Silent when nobody is watching.
struct Progress {
    name: &'static str,
    start: Instant,
    shown: Option<Instant>,
    turns: usize,
    watched: bool,
}

impl Progress {
    const PERIOD: Duration = Duration::from_millis(100);
    const SPINNER: [char; 10] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
    /// Leaves room for the name and the time on a terminal of 80 columns; a wrapped line could not be erased.
    const SAYING_CHARS_MAX: usize = 50;

    fn new(name: &'static str, start: Instant) -> Self {
        Self { name, start, shown: None, turns: 0, watched: io::stdout().is_terminal() }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.tick(&[])
    }

    fn tick(&mut self, output: &[u8]) -> io::Result<()> {
        if !self.watched || self.shown.is_some_and(|shown| shown.elapsed() < Self::PERIOD) {
            return Ok(());
        }
        let tail = output.get(output.len().saturating_sub(1024)..).unwrap_or_default();
        let tail = without_colour(&String::from_utf8_lossy(tail));
        let saying = tail.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let saying: String =
            saying.chars().filter(|c| !c.is_control()).take(Self::SAYING_CHARS_MAX).collect();
        let spinner = Self::SPINNER.iter().cycle().nth(self.turns % Self::SPINNER.len()).unwrap_or(&' ');
        let seconds = self.start.elapsed().as_secs();
        let mut out = io::stdout().lock();
        write!(out, "\r\x1b[2K {spinner} {:<11} {seconds:>4} s  {saying}", self.name)?;
        out.flush()?;
        self.shown = Some(Instant::now());
        self.turns += 1;
        Ok(())
    }

    fn end(&self) -> io::Result<()> {
        if self.watched {
            let mut out = io::stdout().lock();
            write!(out, "\r\x1b[2K")?;
            out.flush()?;
        }
        Ok(())
    }
}

/// Drops `ESC [ … letter`, so that a forced colour cannot hide a `test result:` line.
fn without_colour(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\x1b' {
            chars.by_ref().skip(1).find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

fn quoted(word: &str) -> String {
    if word.contains([' ', '*', '\'', '$']) { format!("'{word}'") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Step =
        Step { name: "one", purpose: "", env: &[], command: &[], needs: None, counts_tests: false };

    #[test]
    fn counts_add_up_over_binaries() {
        let output = "running 2 tests\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            noise\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n";
        assert_eq!(count_tests(output), Tests { passed: 15, failed: 2 });
        assert_eq!(result_lines(output).count(), 2);
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(count_tests("error: 3 passed\ntest a ... ok\n"), Tests::default());
    }

    #[test]
    fn colour_is_removed() {
        assert_eq!(without_colour("\x1b[1m\x1b[32mok\x1b[0m!"), "ok!");
    }

    #[test]
    fn a_step_can_be_repeated_by_hand() {
        let step = Step { env: &[("FLAGS", "-D warnings")], command: &["cargo", "doc", "--no-deps"], ..STEP };
        assert_eq!(step.to_repeat(), "FLAGS='-D warnings' cargo doc --no-deps");
    }

    #[test]
    fn both_streams_and_the_exit_code_are_seen() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let good = run(here, Step { command: &["rustc", "--version"], ..STEP }).unwrap();
        assert!(good.end == End::Passed && good.output.starts_with("rustc "), "{good:?}");
        let bad = run(here, Step { command: &["rustc", "--no-such-flag"], ..STEP }).unwrap();
        assert!(bad.end == End::Failed && bad.output.contains("no-such-flag"), "{bad:?}");
    }

    #[test]
    fn a_missing_program_is_a_failed_step() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let outcome = run(here, Step { command: &["mrpc-no-such-program"], ..STEP }).unwrap();
        assert!(outcome.end == End::Failed && outcome.output.contains("cannot start `mrpc-no-such-program`"));
    }
}
