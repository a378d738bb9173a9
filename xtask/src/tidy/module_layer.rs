//! The order of modules inside a crate, and who may read files, print or end the process.

use super::problem::Problem;
use super::rust_file::{RustFile, has_word, is_word, line_of};

/// The modules of each layered crate, lowest first: a module may use those before it, never those after it. Modules in
/// one text are one layer, and know each other.
const ORDERS: [(&str, &[&str]); 2] = [
    (
        "idl/src/",
        &[
            "source",
            "code",
            "diagnostic",
            "limit",
            "name",
            "lex",
            "ast",
            "annotation",
            "parse",
            "load",
            "model",
            "proto",
            "resolve",
            "check",
            "compile",
            "lint",
            "twin",
            "format",
            "render",
            "explain",
        ],
    ),
    (
        "runtime/src/",
        &[
            "number",
            "code",
            "codec json validate well_known",
            "include",
            "declared",
            "method",
            "status",
            "failure",
            "compress",
            "packing",
            "ambient",
            "transport",
            "cx",
            "body",
            "link",
            "outcome",
            "stream",
            "middleware",
            "client",
            "server",
            "in_process",
            "mock",
            "__gen",
            "test_log",
        ],
    ),
];

/// What only some places may do: the rule, the words that do it, where they are at home, and what to do instead.
const PRIVILEGES: [Privilege; 2] = [
    Privilege {
        rule: "file-access",
        words: &["std::fs", "File::open", "fs::read"],
        within: "idl/src/",
        homes: &["idl/src/load/", "idl/src/load.rs"],
        advice: "the language reads files in `load` only; take the text as an argument",
    },
    Privilege {
        rule: "print",
        words: &["println!", "eprintln!", "print!", "eprint!", "process::exit"],
        within: "",
        homes: &[
            "compiler/src/main.rs",
            "compiler/src/cli/",
            // Speaks to Cargo, through standard output.
            "build-support/src/",
            "examples/",
            "benches/",
            "fuzz/",
            "xtask/",
        ],
        advice: "return a value; only the command line prints and ends the process",
    },
];

struct Privilege {
    rule: &'static str,
    words: &'static [&'static str],
    within: &'static str,
    homes: &'static [&'static str],
    advice: &'static str,
}

/// Checks one file. Tests may look at everything.
pub(crate) fn check(file: &RustFile, problems: &mut Vec<Problem>) {
    for (src, order) in ORDERS {
        if let Some(inside) = file.path.strip_prefix(src) {
            check_order(file, inside, order, problems);
        }
    }
    for privilege in &PRIVILEGES {
        let path = file.path.as_str();
        let is_home = privilege.homes.iter().any(|home| path.starts_with(home)) || path.ends_with("build.rs");
        if is_home || !path.starts_with(privilege.within) {
            continue;
        }
        for (line, code) in file.shipped_lines() {
            if privilege.words.iter().any(|word| has_word(code, word)) {
                problems.push(Problem::new(path, line, privilege.rule, privilege.advice));
            }
        }
    }
}

/// `inside` is the file's path under `src/`.
fn check_order(file: &RustFile, inside: &str, order: &[&str], problems: &mut Vec<Problem>) {
    let place = |module: &str| order.iter().position(|layer| layer.split(' ').any(|name| name == module));
    if inside == "lib.rs" {
        return;
    }
    let (own, deeper) = inside.split_once('/').unwrap_or_else(|| (inside.trim_end_matches(".rs"), ""));
    let Some(own_place) = place(own) else {
        let advice = format!("give the module `{own}` its place in xtask/src/tidy/module_layer.rs");
        problems.push(Problem::new(&file.path, 1, "module-layer", advice));
        return;
    };
    // `a.rs` and `a/mod.rs` are one below the crate, `a/b.rs` is two.
    let depth = 1 + deeper.split('/').filter(|part| !part.is_empty() && *part != "mod.rs").count();
    for (at, used) in uses(&file.code, depth) {
        let line = line_of(&file.code, at);
        if file.is_test_line(line) || used == own {
            continue;
        }
        let advice = match place(used) {
            // The modules of one layer share their place.
            Some(used_place) if used_place <= own_place => continue,
            Some(_) => format!("`{own}` is below `{used}` and must not use it"),
            None if used.starts_with(char::is_uppercase) => {
                format!("write the module that `{used}` is in, so that its layer can be seen")
            }
            // A macro or a function at the root; the root holds neither.
            None => format!("`crate::{used}` is no module with a place in xtask/src/tidy/module_layer.rs"),
        };
        problems.push(Problem::new(&file.path, line, "module-layer", advice));
    }
}

/// What the code names directly under the crate: after `crate::`, or after as many `super::` as lead there.
fn uses(code: &str, depth: usize) -> Vec<(usize, &str)> {
    let supers = "super::".repeat(depth);
    let mut found = Vec::new();
    for root in ["crate::", supers.as_str()] {
        for (at, _) in code.match_indices(root) {
            let before = code.get(..at).unwrap_or_default();
            // `$crate::` in a macro is the same crate; a longer chain of `super::` is found at its start.
            if before.ends_with(is_word) || before.ends_with("super::") {
                continue;
            }
            let rest = code.get(at + root.len()..).unwrap_or_default();
            found.extend(heads(rest).into_iter().filter(|head| *head != "super").map(|head| (at, head)));
        }
    }
    found
}

/// The first names of a path or of a group of paths: `a::b` is `a`; `{a::{b, c}, d}` is `a` and `d`.
fn heads(path: &str) -> Vec<&str> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![first_word(path)];
    };
    let mut heads = vec![first_word(group.trim_start())];
    let mut depth = 0_usize;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(first_word(group.get(at + 1..).unwrap_or_default().trim_start())),
            _ => {}
        }
    }
    // A trailing comma.
    heads.retain(|head| !head.is_empty() && *head != "self");
    heads
}

fn first_word(text: &str) -> &str {
    text.split(|c| !is_word(c)).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> Vec<String> {
        let mut problems = Vec::new();
        check(&RustFile::parse(path, text), &mut problems);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_module_may_use_those_below_it() {
        let text = "use crate::ast::File;\nuse crate::{code::{Code, Severity}, source, check::own,};\nuse super::unknown;\n";
        assert_eq!(problems("idl/src/check/field.rs", text), [""; 0]);
        assert_eq!(problems("idl/src/lib.rs", "pub use crate::compile::compile;"), [""; 0]);
        assert_eq!(problems("compiler/src/lib.rs", "use crate::anything;"), [""; 0]);
    }

    #[test]
    fn a_use_upwards_is_found() {
        let found = problems("idl/src/ast.rs", "\nuse crate::parse::Rule;\n");
        assert_eq!(found, ["idl/src/ast.rs:2: module-layer: `ast` is below `parse` and must not use it"]);
        assert_eq!(problems("idl/src/ast.rs", "use crate::{source, check::{a, b}};\n").len(), 1);
        assert_eq!(problems("idl/src/ast/mod.rs", "fn a() { crate::lint::b() }").len(), 1);
        assert_eq!(problems("idl/src/ast/item.rs", "use super::super::lint;").len(), 1);
        assert_eq!(problems("idl/src/ast.rs", "use super::lint;").len(), 1);
    }

    #[test]
    fn a_name_that_hides_its_layer_is_found() {
        assert!(
            problems("idl/src/ast.rs", "use crate::Model;")[0]
                .contains("write the module that `Model` is in")
        );
    }

    #[test]
    fn a_module_without_a_place_is_found() {
        assert!(problems("idl/src/misc.rs", "")[0].contains("give the module `misc` its place"));
    }

    #[test]
    fn tests_may_look_up() {
        assert_eq!(problems("idl/src/ast.rs", "#[cfg(test)]\nmod tests {\n use crate::parse;\n}\n"), [""; 0]);
        assert_eq!(problems("idl/src/ast/tests.rs", "use crate::parse;\nuse std::fs;\n"), [""; 0]);
    }

    #[test]
    fn files_are_read_in_one_module() {
        assert_eq!(problems("idl/src/load/disk.rs", "use std::fs;\n"), [""; 0]);
        let found = problems("idl/src/check/mod.rs", "// std::fs\nuse std::fs;\n");
        assert!(found.len() == 1 && found[0].contains(":2: file-access:"), "{found:?}");
    }

    #[test]
    fn libraries_do_not_print() {
        for text in ["println!(\"\");", "eprint!(\"\");", "std::process::exit(1)"] {
            assert_eq!(problems("compiler/src/lib.rs", text).len(), 1, "{text}");
            assert_eq!(problems("compiler/src/cli/check.rs", text), [""; 0]);
            assert_eq!(problems("compiler/tests/it/main.rs", text), [""; 0]);
        }
        assert_eq!(problems("compiler/src/lib.rs", "// println!\nlet a = \"println!\";"), [""; 0]);
    }
}
