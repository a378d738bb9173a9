//! A test for each row of `docs/ROBUSTNESS.md` that claims one.
//!
//! A test says which row it keeps by its name: `e01_nesting_is_bounded` keeps `E1`.

use std::collections::BTreeMap;

use super::problem::Problem;
use super::rust_file::RustFile;
use super::tree::Tree;

const PAGE: &str = "docs/ROBUSTNESS.md";

#[derive(Debug)]
struct Row<'a> {
    id: &'a str,
    line: usize,
    status: &'a str,
    place: &'a str,
}

/// A test that is named after a row.
#[derive(Debug)]
struct NamedTest<'a> {
    path: &'a str,
    line: usize,
    id: String,
}

/// Checks that rows and tests agree.
pub(crate) fn check(tree: &Tree, rust_files: &[RustFile], problems: &mut Vec<Problem>) {
    let Some(page) = tree.text(PAGE) else {
        problems.push(Problem::new(PAGE, 1, "robustness", "the table of hostile inputs is missing"));
        return;
    };
    let tests: Vec<_> = rust_files.iter().flat_map(named_tests).collect();
    let mut rows = BTreeMap::new();
    for row in rows_of(page) {
        check_row(&row, &tests, problems);
        if rows.insert(row.id.to_owned(), row.line).is_some() {
            problems.push(Problem::new(PAGE, row.line, "robustness", format!("{} is listed twice", row.id)));
        }
    }
    for test in tests.iter().filter(|test| !rows.contains_key(&test.id)) {
        let advice = format!("the test is named after {}, which {PAGE} does not list", test.id);
        problems.push(Problem::new(test.path, test.line, "robustness", advice));
    }
}

fn check_row(row: &Row<'_>, tests: &[NamedTest<'_>], problems: &mut Vec<Problem>) {
    let Row { id, line, status, place } = row;
    let mut report = |advice: String| problems.push(Problem::new(PAGE, *line, "robustness", advice));
    let later = status.strip_prefix("later:").map(str::trim);
    if later.is_some_and(|milestone| !milestone.is_empty()) {
        return;
    }
    if !status.starts_with("covered") {
        report(format!("the status of {id} is `covered` or `later: <milestone>`, not `{status}`"));
        return;
    }
    let places: Vec<_> = place.split('`').skip(1).step_by(2).collect();
    if places.is_empty() {
        report(format!("say where {id} is covered, as a path in backticks"));
    }
    for place in places {
        if !tests.iter().any(|test| test.id == *id && test.path.starts_with(place)) {
            report(format!("{id} is covered by no test `{}_…` under {place}", prefix_of(id)));
        }
    }
}

/// The rows of the page's tables whose first cell is an id.
fn rows_of(page: &str) -> impl Iterator<Item = Row<'_>> {
    page.lines().enumerate().filter_map(|(at, line)| {
        let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
        let cells: Vec<_> = inside.split(" | ").map(str::trim).collect();
        let [id, _, _, status, place] = cells.as_slice() else {
            return None;
        };
        is_id(id).then_some(Row { id, line: at + 1, status, place })
    })
}

fn named_tests(file: &RustFile) -> Vec<NamedTest<'_>> {
    let mut tests = Vec::new();
    let mut is_test = false;
    for (line, code) in file.lines() {
        let code = code.trim_start();
        if code.starts_with("#[") && code.contains("test") && !code.contains("cfg(") {
            is_test = true;
        }
        let Some((_, name)) = code.split_once("fn ") else {
            continue;
        };
        if let Some(id) = id_of(name).filter(|_| is_test) {
            tests.push(NamedTest { path: &file.path, line, id });
        }
        is_test = false;
    }
    tests
}

/// `e01_nesting` keeps `E1`.
fn id_of(name: &str) -> Option<String> {
    let (prefix, _) = name.split_once('_')?;
    let mut chars = prefix.chars();
    let letter = chars.next().filter(char::is_ascii_lowercase)?;
    let number: u8 = chars.as_str().parse().ok().filter(|_| prefix.len() == 3)?;
    Some(format!("{}{number}", letter.to_ascii_uppercase()))
}

/// `E1` is kept by `e01`.
fn prefix_of(id: &str) -> String {
    let (letter, number) = id.split_at_checked(1).unwrap_or_default();
    format!("{}{number:0>2}", letter.to_lowercase())
}

fn is_id(cell: &str) -> bool {
    let number = cell.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or_default();
    matches!(number.len(), 1..=2) && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::made_of;

    const TEST: &str = "#[test]\nfn e01_nesting() {}\n";

    fn problems(rows: &str, test: &str) -> Vec<String> {
        let page = format!("| id | input | outcome | status | where |\n|---|---|---|---|---|\n{rows}\n");
        let mut problems = Vec::new();
        let file = RustFile::parse("idl/tests/it/main.rs", test);
        check(&made_of(&[(PAGE, &page)]), &[file], &mut problems);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn covered_and_later_rows_are_fine() {
        let rows = "| E1 | a \\| b | c | covered; more later | `idl/tests` |\n| E20 | a | b | later: `breaking` | – |";
        assert_eq!(problems(rows, TEST), [""; 0]);
    }

    #[test]
    fn a_covered_row_without_a_test_is_found() {
        let row = "| E1 | a | b | covered | `idl/` |";
        for test in
            ["", "fn e01_nesting() {}", "#[test]\nfn a() {}\nfn e01_b() {}", "#[cfg(test)]\nfn e01_b() {}"]
        {
            let found = problems(row, test);
            let expected = "docs/ROBUSTNESS.md:3: robustness: E1 is covered by no test `e01_…` under idl/";
            assert_eq!(found, [expected], "{test}");
        }
    }

    #[test]
    fn a_test_in_another_place_does_not_count() {
        assert_eq!(problems("| E1 | a | b | covered | `idl/`, `compiler/` |", TEST).len(), 1);
        assert_eq!(problems("| E1 | a | b | covered | – |", TEST).len(), 1);
    }

    #[test]
    fn a_test_without_a_row_is_found() {
        let found = problems("| E2 | a | b | later: x | – |", TEST);
        assert!(found.len() == 1 && found[0].starts_with("idl/tests/it/main.rs:2: robustness:"), "{found:?}");
    }

    #[test]
    fn other_names_are_no_ids() {
        let test = "#[test]\nfn e0001_has_a_page() {}\n#[test]\nfn end_of_file() {}\n#[test]\nfn e1_a() {}\n";
        assert_eq!(problems("| E2 | a | b | later: x | – |", test), [""; 0]);
    }

    #[test]
    fn a_vague_status_is_found() {
        for status in ["later", "later:", "soon", ""] {
            assert_eq!(problems(&format!("| E1 | a | b | {status} | – |"), TEST).len(), 1, "{status}");
        }
    }

    #[test]
    fn a_row_listed_twice_is_found() {
        let row = "| E1 | a | b | covered | `idl/` |";
        assert_eq!(problems(&format!("{row}\n{row}"), TEST).len(), 1);
    }

    #[test]
    fn a_missing_page_is_found() {
        let mut found = Vec::new();
        check(&made_of(&[]), &[], &mut found);
        assert_eq!(found.len(), 1);
    }
}
