//! House rules for Rust files.

use super::problem::Problem;
use super::rust_file::{RustFile, has_word};
use super::tree;

const LINES_MAX: usize = 500;

/// Files that may be longer than that, each with its reason.
const LONG_FILES: [(&str, &str); 0] = [];

/// `lib.rs` and `mod.rs` files that may hold functions, each with its reason.
const FUNCTIONS_IN_ROOTS: [(&str, &str); 0] = [];

/// Names that say nothing about what is inside.
const VAGUE_NAMES: [&str; 6] = ["helper", "helpers", "misc", "prelude", "util", "utils"];

/// Checks one file.
pub(crate) fn check(file: &RustFile, problems: &mut Vec<Problem>) {
    let mut report = |line, rule, advice: String| problems.push(Problem::new(&file.path, line, rule, advice));
    if let Some(name) = vague_name(&file.path) {
        report(1, "vague-name", format!("name the file after its one idea, not `{name}`"));
    }
    if let Some(lines) = too_long(file) {
        report(1, "long-file", format!("{lines} lines, more than {LINES_MAX}: split it by idea"));
    }
    for line in functions_in_root(file) {
        report(
            line,
            "root-function",
            "keep docs, `mod` and `use` here; move the function to a file of its own".into(),
        );
    }
    for (line, advice) in attributes(file) {
        report(line, "attribute", advice);
    }
    for line in sleeps(file) {
        report(line, "sleep-in-test", "wait for an event or pause the clock".into());
    }
    for line in fixed_ports(file) {
        report(line, "fixed-port", "bind port 0 and ask for the address".into());
    }
    for line in commented_out(file) {
        report(line, "commented-out", "delete the code: git remembers".into());
    }
    for (line, text) in file.raw_lines() {
        if text.contains('\t') {
            report(line, "tab", "indent with spaces".into());
        }
    }
}

fn vague_name(path: &str) -> Option<&str> {
    path.split('/').map(|part| part.trim_end_matches(".rs")).find(|part| VAGUE_NAMES.contains(part))
}

fn too_long(file: &RustFile) -> Option<usize> {
    let is_exempt = tree::is_test(&file.path) || LONG_FILES.iter().any(|(path, _)| *path == file.path);
    let lines = file.shipped_lines().count();
    (!is_exempt && lines > LINES_MAX).then_some(lines)
}

fn functions_in_root(file: &RustFile) -> Vec<usize> {
    let is_root = file.path.ends_with("/lib.rs") || file.path.ends_with("/mod.rs");
    if !is_root || FUNCTIONS_IN_ROOTS.iter().any(|(path, _)| *path == file.path) {
        return Vec::new();
    }
    let is_function = |line: &str| has_word(line, "fn ") && !line.contains("fn(");
    file.shipped_lines().filter(|(_, line)| is_function(line)).map(|(line, _)| line).collect()
}

/// A lint is expected, with the reason, so that it goes when the reason goes. A test runs, or is not there.
fn attributes(file: &RustFile) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut offset = 0;
    for (line, code) in file.lines() {
        let start = offset;
        offset += code.len() + 1;
        for (at, _) in code.match_indices("#[").chain(code.match_indices("#![")) {
            let attribute = attribute_at(file.code.get(start + at..).unwrap_or_default());
            if attribute.contains("[ignore") {
                found.push((line, "run the test or delete it".to_owned()));
            } else if has_word(attribute, "allow(") {
                found.push((line, "write `expect(…, reason = \"…\")`".to_owned()));
            } else if has_word(attribute, "expect(") && !attribute.contains("reason") {
                found.push((line, "give the expectation a `reason`".to_owned()));
            }
        }
    }
    found
}

/// From `#[` to the bracket that closes it.
fn attribute_at(code: &str) -> &str {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 1 => return code.get(..=at).unwrap_or_default(),
            b']' => depth -= 1,
            _ => {}
        }
    }
    code
}

fn sleeps(file: &RustFile) -> Vec<usize> {
    let in_test = file.lines().filter(|(line, _)| file.is_test_line(*line));
    in_test.filter(|(_, code)| has_word(code, "sleep(")).map(|(line, _)| line).collect()
}

fn fixed_ports(file: &RustFile) -> Vec<usize> {
    let is_fixed = |text: &str| {
        ["127.0.0.1:", "localhost:", "0.0.0.0:", "[::1]:"].iter().any(|host| {
            let mut ports = text.match_indices(host).filter_map(|(at, _)| text.get(at + host.len()..));
            ports.any(|port| port.starts_with(|c: char| matches!(c, '1'..='9')))
        })
    };
    let in_test = file.raw_lines().filter(|(line, _)| file.is_test_line(*line));
    in_test.filter(|(_, text)| is_fixed(text)).map(|(line, _)| line).collect()
}

fn commented_out(file: &RustFile) -> Vec<usize> {
    let comments = file.comments.iter().filter(|comment| !comment.is_doc);
    let mut found = Vec::new();
    for comment in comments {
        for (at, line) in comment.text.lines().enumerate() {
            let text = line.trim_start_matches(['/', '*', ' ']).trim_end_matches(['*', '/', ' ']);
            if is_code(text) {
                found.push(comment.line + at);
            }
        }
    }
    found
}

/// Whether a comment's text is Rust rather than prose: it ends as a statement or a block does, and begins like
/// one or ends in a call.
fn is_code(text: &str) -> bool {
    const OPENERS: [&str; 17] = [
        "#[", "const ", "else", "enum ", "fn ", "for ", "if ", "impl", "let ", "match ", "mod ", "pub ",
        "return", "static ", "struct ", "use ", "while ",
    ];
    let opens = OPENERS.iter().any(|opener| text.starts_with(opener)) || text.starts_with('}');
    if text.ends_with('{') {
        return opens || text.ends_with("=> {") || text.ends_with("|| {");
    }
    let Some(statement) = text.strip_suffix(';') else {
        return false;
    };
    let second = statement.split_whitespace().nth(1).unwrap_or_default();
    let assigns = matches!(second, "=" | "+=" | "-=" | "*=" | "|=" | "&=");
    // `a.b(c);` but not `(as above);`
    let calls = statement.trim_end_matches('?').ends_with(')')
        && statement.find('(').is_some_and(|at| {
            let callee = statement.get(..at).unwrap_or_default();
            !callee.is_empty() && !callee.contains(' ')
        });
    opens && !statement.contains(". ") || assigns || calls || statement == "}"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<String> {
        let mut problems = Vec::new();
        check(&RustFile::parse(path, text), &mut problems);
        problems.iter().map(|problem| format!("{}:{}", problem.line, problem.rule)).collect()
    }

    #[test]
    fn a_name_says_what_is_inside() {
        for path in ["a/src/util.rs", "a/src/utils/b.rs", "a/src/helper.rs", "a/src/prelude.rs"] {
            assert_eq!(rules(path, ""), ["1:vague-name"], "{path}");
        }
        assert_eq!(rules("a/src/utility_bill.rs", ""), [""; 0]);
    }

    #[test]
    fn a_long_file_is_found_and_its_tests_do_not_count() {
        let shipped = "a();\n".repeat(500);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{shipped}}}\n");
        assert_eq!(rules("a/src/b.rs", &format!("{shipped}{tests}")), [""; 0]);
        assert_eq!(rules("a/src/b.rs", &format!("{shipped}b();\n")), ["1:long-file"]);
        assert_eq!(rules("a/tests/it/main.rs", &shipped.repeat(2)), [""; 0]);
    }

    #[test]
    fn roots_hold_no_functions() {
        let text = "/// fn in_docs() {}\nmod a;\n\npub(crate) fn b() {}\npub type F = fn(u8);\n";
        assert_eq!(rules("a/src/lib.rs", text), ["4:root-function"]);
        assert_eq!(rules("a/src/b/mod.rs", text), ["4:root-function"]);
        assert_eq!(rules("a/src/b.rs", text), [""; 0]);
    }

    #[test]
    fn lints_are_expected_with_a_reason() {
        assert_eq!(rules("a/src/b.rs", "#[allow(dead_code)]\nfn a() {}"), ["1:attribute"]);
        assert_eq!(rules("a/src/b.rs", "\n#![allow(dead_code)]"), ["2:attribute"]);
        assert_eq!(rules("a/src/b.rs", "#[cfg_attr(a, allow(b))]"), ["1:attribute"]);
        assert_eq!(rules("a/src/b.rs", "#[expect(dead_code)]"), ["1:attribute"]);
        assert_eq!(rules("a/src/b.rs", "#[expect(\n    dead_code,\n    reason = \"[b]\"\n)]"), [""; 0]);
        assert_eq!(rules("a/src/b.rs", "let a = b.expect(c);\nlet d = \"#[allow(e)]\";"), [""; 0]);
    }

    #[test]
    fn a_test_that_does_not_run_is_found() {
        assert_eq!(rules("a/src/b.rs", "#[ignore = \"slow\"]\nfn a() {}"), ["1:attribute"]);
        assert_eq!(rules("a/src/b.rs", "#[ignore]\nfn a() {}"), ["1:attribute"]);
    }

    #[test]
    fn a_test_that_sleeps_is_found() {
        let text = "fn a() { thread::sleep(b) }\n";
        assert_eq!(rules("a/src/b.rs", text), [""; 0]);
        assert_eq!(rules("a/tests/it/main.rs", text), ["1:sleep-in-test"]);
        assert_eq!(
            rules("a/src/b.rs", &format!("#[cfg(test)]\nmod tests {{\n{text}}}\n")),
            ["3:sleep-in-test"]
        );
    }

    #[test]
    fn a_test_with_a_port_of_its_own_is_found() {
        // In two parts, or this line would be found.
        let text = ["let a = \"127.0.0.1:", "8080\";\n"].concat();
        assert_eq!(rules("a/tests/it/main.rs", &text), ["1:fixed-port"]);
        assert_eq!(rules("a/src/b.rs", &text), [""; 0]);
        assert_eq!(rules("a/tests/it/main.rs", "let a = \"127.0.0.1:0\";\n"), [""; 0]);
    }

    #[test]
    fn code_in_a_comment_is_found() {
        for text in [
            "let a = 1;",
            "a.b(c, d);",
            "self.queue.push(a)?;",
            "count += 1;",
            "if a == b {",
            "} else {",
            "return None;",
            "println!(\"a\");",
            "use a::b;",
            "};",
        ] {
            assert_eq!(rules("a/src/b.rs", &format!("// {text}\n")), ["1:commented-out"], "{text}");
            assert_eq!(rules("a/src/b.rs", &format!("/// {text}\n")), [""; 0], "{text}");
        }
        assert_eq!(rules("a/src/b.rs", "/*\nlet a = 1;\n*/\n"), ["2:commented-out"]);
    }

    #[test]
    fn prose_is_not_code() {
        for text in [
            "Insert before the frame is queued;",
            "the first one wins (as in proto3);",
            "An opening brace ends the name: {",
            "`let` begins a binding.",
            "Numbers go up to 2^29 - 1 (see the wire format);",
        ] {
            assert_eq!(rules("a/src/b.rs", &format!("// {text}\n")), [""; 0], "{text}");
        }
    }

    #[test]
    fn tabs_are_found() {
        assert_eq!(rules("a/src/b.rs", "fn a() {\n\tb()\n}\n"), ["2:tab"]);
    }
}
