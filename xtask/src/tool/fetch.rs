//! A command that gets something.

use std::process::Command;

/// Lines of a failure that are worth repeating: package managers end with what matters.
const LINES_MAX: usize = 8;

/// Runs `command` and gives its standard output.
///
/// # Errors
///
/// What it said last, when it cannot be started or ends in failure.
pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("cannot start `{program}`: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let complaint = if complaint.trim().is_empty() { said.as_str() } else { &complaint };
    Err(format!("`{program}` ended with {}\n{}", output.status, last_lines(complaint)))
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = lines.get(lines.len().saturating_sub(LINES_MAX)..).unwrap_or_default();
    last.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_in_its_own_words() {
        assert!(run(Command::new("rustc").arg("--version")).unwrap().starts_with("rustc "));
        let refused = run(Command::new("rustc").arg("--no-such-flag")).unwrap_err();
        assert!(refused.contains("rustc") && refused.contains("no-such-flag"), "{refused}");
        let missing = run(&mut Command::new("mrpc-no-such-program")).unwrap_err();
        assert!(missing.starts_with("cannot start `mrpc-no-such-program`"), "{missing}");
    }

    #[test]
    fn of_many_lines_the_last_are_told() {
        let text: String = (0..20).map(|n| format!("line {n}\n\n")).collect();
        let told = last_lines(&text);
        assert!(told.starts_with("line 12\n") && told.ends_with("line 19"), "{told}");
    }
}
