//! A page, a bad file, a good file and a golden report for each diagnostic code, and a use of it.

use std::collections::BTreeMap;

use super::problem::Problem;
use super::rust_file::{RustFile, is_word};
use super::tree::Tree;

const TABLE: &str = "idl/src/code.rs";
const FOLDERS: &str = "idl/codes";

/// What a code's folder must hold, each in one of two ways.
const PARTS: [(&str, &str); 4] =
    [("page.md", "page.md"), ("bad.mrpc", "bad"), ("good.mrpc", "good"), ("report.txt", "report.txt")];

/// Checks that the table, the folders and the rules agree.
pub(crate) fn check(tree: &Tree, rust_files: &[RustFile], problems: &mut Vec<Problem>) {
    let Some(table) = rust_files.iter().find(|file| file.path == TABLE) else {
        problems.push(Problem::new(TABLE, 1, "code-table", "the table of diagnostic codes is missing"));
        return;
    };
    let codes = listed(table, problems);
    if codes.is_empty() {
        problems.push(Problem::new(TABLE, 1, "code-table", "no line starts with a code such as `E0001`"));
    }
    for (code, line) in &codes {
        let folder = format!("{FOLDERS}/{code}");
        for (file, dir) in PARTS {
            let path = format!("{folder}/{file}");
            // A bad file may be empty: some rules ask for something to be there.
            if file != "bad.mrpc" && tree.text(&path).is_some_and(|text| text.trim().is_empty()) {
                problems.push(Problem::new(&path, 1, "code-folder", "write it: the file is empty"));
            } else if !tree.has(&path) && !tree.has(&format!("{folder}/{dir}")) {
                problems.push(Problem::new(TABLE, *line, "code-folder", format!("add {path}")));
            }
        }
        let is_used = rust_files.iter().filter(|file| file.path != TABLE).any(|file| constructs(file, code));
        if !is_used {
            let advice = format!("nothing in idl/src reports `{code}`: write its rule or take it out");
            problems.push(Problem::new(TABLE, *line, "code-unused", advice));
        }
    }
    for name in tree.names_in(FOLDERS) {
        let folder = format!("{FOLDERS}/{name}");
        let is_folder = tree.names_in(&folder).next().is_some();
        if is_folder && !codes.contains_key(name) {
            let advice = format!("`{name}` is no code of {TABLE}: add it there or remove the folder");
            problems.push(Problem::new(&folder, 1, "code-folder", advice));
        }
    }
}

/// The codes of the table, with their lines. A line lists a code when that is its first word.
fn listed(table: &RustFile, problems: &mut Vec<Problem>) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    for (line, text) in table.shipped_lines() {
        let text = text.trim_start();
        let word = text.split(|c| !is_word(c)).next().unwrap_or_default();
        // A row, not an arm of a `match`, a path or the end of a list.
        let is_row =
            text.get(word.len()..).is_some_and(|rest| rest.trim_start().starts_with(char::is_alphabetic));
        if is_code(word) && is_row && codes.insert(word.to_owned(), line).is_some() {
            problems.push(Problem::new(TABLE, line, "code-table", format!("`{word}` is listed twice")));
        }
    }
    codes
}

/// `E` or `W` and four digits.
fn is_code(word: &str) -> bool {
    let digits = word.strip_prefix(['E', 'W']).unwrap_or_default();
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn constructs(file: &RustFile, code: &str) -> bool {
    let is_named = |line: &str| line.split(|c| !is_word(c)).any(|word| word == code);
    file.path.starts_with("idl/src/") && file.shipped_lines().any(|(_, line)| is_named(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::made_of;

    const CODE: &str = "/// E0009 in prose\ncodes! {\n    E0001 Error \"unexpected token\",\n    W0101 Warning \"case\",\n}\n\
        fn a(code: Code) { match code {\n    E0002 => 1,\n} }\n";
    const RULES: &str = "fn a() { Code::E0001; report(W0101) }";
    const FOLDERS: [(&str, &str); 8] = [
        ("idl/codes/E0001/page.md", "text"),
        ("idl/codes/E0001/bad.mrpc", ""),
        ("idl/codes/E0001/good/a.mrpc", "text"),
        ("idl/codes/E0001/report.txt", "text"),
        ("idl/codes/W0101/page.md", "text"),
        ("idl/codes/W0101/bad/a.mrpc", ""),
        ("idl/codes/W0101/good.mrpc", "text"),
        ("idl/codes/W0101/report.txt", "text"),
    ];

    fn problems(code: &str, rules: (&str, &str), folders: &[(&str, &str)]) -> Vec<String> {
        let files = [RustFile::parse(TABLE, code), RustFile::parse(rules.0, rules.1)];
        let mut problems = Vec::new();
        check(&made_of(folders), &files, &mut problems);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_table_with_all_its_folders_is_fine() {
        assert_eq!(problems(CODE, ("idl/src/check.rs", RULES), &FOLDERS), [""; 0]);
    }

    #[test]
    fn a_missing_part_is_found() {
        for at in 0..FOLDERS.len() {
            let mut folders = FOLDERS.to_vec();
            let (removed, _) = folders.remove(at);
            let found = problems(CODE, ("idl/src/check.rs", RULES), &folders);
            assert!(
                found.len() == 1 && found[0].contains("code-folder: add idl/codes/"),
                "{removed}: {found:?}"
            );
        }
    }

    #[test]
    fn an_empty_part_is_found() {
        for part in ["page.md", "report.txt"] {
            let path = format!("idl/codes/E0001/{part}");
            let emptied = FOLDERS.map(|(name, text)| (name, if name == path { "\n" } else { text }));
            let found = problems(CODE, ("idl/src/check.rs", RULES), &emptied);
            assert_eq!(found, [format!("{path}:1: code-folder: write it: the file is empty")]);
        }
    }

    #[test]
    fn a_folder_without_a_code_is_found() {
        let folders = [&FOLDERS[..], &[("idl/codes/E0777/page.md", ""), ("idl/codes/note.md", "")]].concat();
        let found = problems(CODE, ("idl/src/check.rs", RULES), &folders);
        assert!(found.len() == 1 && found[0].starts_with("idl/codes/E0777:1: code-folder:"), "{found:?}");
    }

    #[test]
    fn a_code_nobody_reports_is_found() {
        for rules in [
            ("idl/src/check.rs", "fn a() { E0001; } // W0101"),
            ("idl/src/check.rs", "fn a() { E0001; W01011 }\n#[cfg(test)]\nmod tests { W0101 }"),
            ("compiler/src/lib.rs", "E0001 W0101"),
        ] {
            let found = problems(CODE, rules, &FOLDERS);
            assert!(
                found.iter().any(|line| line.contains("nothing in idl/src reports `W0101`")),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_code_listed_twice_is_found() {
        let code = CODE.replace("W0101", "E0001");
        let found = problems(&code, ("idl/src/check.rs", RULES), &FOLDERS[..4]);
        assert_eq!(found, ["idl/src/code.rs:4: code-table: `E0001` is listed twice"]);
    }

    #[test]
    fn no_table_and_an_empty_table_are_found() {
        let mut found = Vec::new();
        check(&made_of(&[]), &[], &mut found);
        assert_eq!(found.len(), 1);
        assert_eq!(problems("", ("idl/src/check.rs", ""), &[]).len(), 1);
    }
}
