//! A test for each rule of `docs/PROTOCOL.md`.
//!
//! A rule is a line that begins with `- **[P-07]**`. A test says in a comment which rules it keeps: `/// [P-07]`.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::Problem;
use super::rust_file::RustFile;
use super::tree::Tree;

const PAGE: &str = "docs/PROTOCOL.md";
const RULE: &str = "protocol";

/// Checks that rules and tests agree.
pub(crate) fn check(tree: &Tree, rust_files: &[RustFile], problems: &mut Vec<Problem>) {
    let Some(page) = tree.text(PAGE) else {
        problems.push(Problem::new(PAGE, 1, RULE, "the rules of the wire are missing"));
        return;
    };
    let rules = rules_of(page, problems);
    let mut cited = BTreeSet::new();
    for file in rust_files {
        for comment in file.comments.iter().filter(|comment| file.is_test_line(comment.line)) {
            for number in citations(&comment.text) {
                if !rules.contains_key(number) {
                    let advice = format!("the test keeps [P-{number}], which {PAGE} does not have");
                    problems.push(Problem::new(&file.path, comment.line, RULE, advice));
                }
                cited.insert(number.to_owned());
            }
        }
    }
    for (number, line) in rules.iter().filter(|(number, _)| !cited.contains(**number)) {
        let advice = format!("no test says `[P-{number}]` in a comment");
        problems.push(Problem::new(PAGE, *line, RULE, advice));
    }
}

/// The numbers of the rules, which count up from 01, and their lines.
fn rules_of<'a>(page: &'a str, problems: &mut Vec<Problem>) -> BTreeMap<&'a str, usize> {
    let mut rules = BTreeMap::new();
    for (at, line) in page.lines().enumerate() {
        let Some(number) = line.strip_prefix("- **").and_then(|line| citations(line).next()) else {
            continue;
        };
        let expected = format!("{:02}", rules.len() + 1);
        if number != expected {
            let advice =
                format!("[P-{number}] stands where [P-{expected}] belongs: a number is never reused");
            problems.push(Problem::new(PAGE, at + 1, RULE, advice));
        }
        rules.insert(number, at + 1);
    }
    rules
}

/// The numbers in `[P-07] [P-08]`.
fn citations(text: &str) -> impl Iterator<Item = &str> {
    text.split("[P-").skip(1).filter_map(|rest| rest.split_once(']')).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::made_of;

    const PAGE_TEXT: &str = "# Protocol\n\n- **[P-01]** One, as [P-02] says.\n- **[P-02]** Two.\n";
    const TESTS: &str = "/// [P-01] [P-02]: both.\n#[test]\nfn both() {}\n";

    fn problems(page: &str, test: &str) -> Vec<String> {
        let mut problems = Vec::new();
        let file = RustFile::parse("runtime/protocol/tests/it/main.rs", test);
        check(&made_of(&[(PAGE, page)]), &[file], &mut problems);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rules_with_tests_are_fine() {
        assert_eq!(problems(PAGE_TEXT, TESTS), [""; 0]);
    }

    #[test]
    fn a_rule_without_a_test_is_found() {
        let expected = "docs/PROTOCOL.md:4: protocol: no test says `[P-02]` in a comment";
        assert_eq!(problems(PAGE_TEXT, "/// [P-01]\nfn a() {}\nconst B: &str = \"[P-02]\";"), [expected]);
    }

    #[test]
    fn a_test_without_a_rule_is_found() {
        let found = problems(PAGE_TEXT, &format!("{TESTS}\n/// [P-03]\n#[test]\nfn c() {{}}\n"));
        assert!(
            found.len() == 1 && found[0].starts_with("runtime/protocol/tests/it/main.rs:5:"),
            "{found:?}"
        );
    }

    #[test]
    fn a_comment_in_shipped_code_is_no_test() {
        let mut problems = Vec::new();
        let file = RustFile::parse("runtime/protocol/src/lib.rs", TESTS);
        check(&made_of(&[(PAGE, PAGE_TEXT)]), &[file], &mut problems);
        assert_eq!(problems.len(), 2);
    }

    #[test]
    fn numbers_count_up() {
        let found = problems("- **[P-02]** Two.\n- **[P-01]** One.\n", TESTS);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_missing_page_is_found() {
        let mut found = Vec::new();
        check(&made_of(&[]), &[], &mut found);
        assert_eq!(found.len(), 1);
    }
}
