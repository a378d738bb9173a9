//! House rules for any text file.

use super::problem::Problem;
use super::rust_file::is_word;
use super::tree::is_data;

/// Checks one file.
pub(crate) fn check(path: &str, text: &str, problems: &mut Vec<Problem>) {
    let mut report = |line, rule, advice: &str| problems.push(Problem::new(path, line, rule, advice));
    let is_data = is_data(path);
    for (at, line) in text.split('\n').enumerate() {
        let number = at + 1;
        if names_a_machine(line) {
            report(number, "machine-path", "write a path from the root of the repository");
        }
        if is_data {
            continue;
        }
        if line.ends_with('\r') {
            report(number, "line-end", "end lines with a line feed alone");
        } else if line.ends_with([' ', '\t']) {
            report(number, "trailing-space", "remove the space at the end of the line");
        }
        if has_loose_end(line) {
            report(number, "loose-end", "finish it, or name the issue: `#123`");
        }
    }
    let is_well_ended = text.is_empty() || text.ends_with('\n') && !text.ends_with("\n\n");
    if !is_data && !is_well_ended {
        report(text.lines().count(), "file-end", "end the file with one line feed");
    }
}

/// Whether the line names a directory of somebody's machine.
fn names_a_machine(line: &str) -> bool {
    // Without the slashes, or this file would break its own rule.
    ["home", "root", "work", "Users"].iter().any(|name| {
        line.match_indices(&format!("/{name}/")).any(|(at, _)| {
            let before = line.get(..at).unwrap_or_default().chars().next_back();
            // Part of a longer path or of an address otherwise.
            !before.is_some_and(|c| is_word(c) || matches!(c, '.' | '-' | '/' | '~' | '*' | '}' | ')' | '>'))
        })
    })
}

/// Whether the line puts something off without naming an issue.
fn has_loose_end(line: &str) -> bool {
    let has_issue = || {
        line.match_indices('#')
            .filter_map(|(at, _)| line.get(at + 1..))
            .any(|rest| rest.starts_with(is_digit))
    };
    // In two parts, for the same reason.
    [concat!("TO", "DO"), concat!("FIX", "ME")]
        .iter()
        .any(|word| line.split(|c| !is_word(c)).any(|found| found == *word) && !has_issue())
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<String> {
        let mut problems = Vec::new();
        check(path, text, &mut problems);
        problems.iter().map(|problem| format!("{}:{}", problem.line, problem.rule)).collect()
    }

    #[test]
    fn an_ordinary_file_is_fine() {
        assert_eq!(rules("a.md", "one\n\ntwo\n"), [""; 0]);
        assert_eq!(rules("a.md", ""), [""; 0]);
    }

    #[test]
    fn a_file_ends_in_one_line_feed() {
        assert_eq!(rules("a.md", "one"), ["1:file-end"]);
        assert_eq!(rules("a.md", "one\n\n"), ["1:file-end",].map(|rule| rule.replace("1:", "2:")));
    }

    #[test]
    fn spaces_and_carriage_returns_at_line_ends_are_found() {
        assert_eq!(rules("a.md", "one \ntwo\t\n"), ["1:trailing-space", "2:trailing-space"]);
        assert_eq!(rules("a.md", "one\r\ntwo\n"), ["1:line-end"]);
    }

    #[test]
    fn data_may_be_as_it_must() {
        for path in ["idl/codes/E0001/bad.mrpc", "idl/tests/data/crlf.mrpc", "a/b.snap"] {
            assert_eq!(rules(path, "one \r\ntwo"), [""; 0]);
        }
        assert_eq!(rules("idl/codes/E0001/page.md", "one"), ["1:file-end"]);
    }

    #[test]
    fn what_is_put_off_has_an_issue() {
        for word in [concat!("TO", "DO"), concat!("FIX", "ME")] {
            assert_eq!(rules("a.rs", &format!("// {word}: later\n")), ["1:loose-end"]);
            assert_eq!(rules("a.rs", &format!("// {word}(#12): later\n")), [""; 0]);
            assert_eq!(rules("a.rs", &format!("// {word}S\n")), [""; 0]);
        }
    }

    #[test]
    fn paths_of_a_machine_are_found() {
        for name in ["home", "root", "work"] {
            assert_eq!(rules("a.md", &format!("see /{name}/a/b\n")), ["1:machine-path"]);
            assert_eq!(rules("idl/codes/E0001/report.txt", &format!(" --> /{name}/a")), ["1:machine-path"]);
            assert_eq!(
                rules("a.md", &format!("see docs/{name}/a and https://a.example/{name}/b\n")),
                [""; 0]
            );
        }
    }
}
