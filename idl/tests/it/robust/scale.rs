//! Many of everything.

use std::fmt::Write;

use mrpc_idl::code::Code::{self, *};
use mrpc_idl::load::Memory;
use mrpc_idl::{Compiled, compile};

use crate::expect::errors;
use crate::growth;

type Files = Vec<(String, String)>;

fn run(files: &Files) -> Compiled {
    compile(&Memory::new(files.iter().map(|(path, text)| (path, text.as_str()))), &[])
}

#[track_caller]
fn check(files: &Files, expected: &[Code]) {
    let errors = errors(&run(files));
    let codes: Vec<Code> = errors.iter().map(|error| error.code).collect();
    assert_eq!(codes, expected);
}

fn file(package: &str, rest: &str) -> (String, String) {
    (format!("{package}.mrpc"), format!("edition 2026;\npackage {package};\n{rest}"))
}

/// Packages of which each imports the next; `count` imports, one behind the other.
fn chain(count: usize) -> Files {
    let import = |at: usize| if at < count { format!("import p{};\n", at + 1) } else { String::new() };
    (0..=count).map(|at| file(&format!("p{at}"), &import(at))).collect()
}

/// Packages that all import one.
fn fan(count: usize) -> Files {
    let rest = |at: usize| match at {
        0 => "message M { a: int32 = 1; }\n",
        _ => "import p0.M;\nmessage N { m: M = 1; }\n",
    };
    (0..count).map(|at| file(&format!("p{at}"), rest(at))).collect()
}

/// Checking four times as much must take about four times as long.
#[track_caller]
fn check_linear(small: &Files, large: &Files) {
    growth::check_linear(|| drop(run(small)), || drop(run(large)));
}

#[test]
fn e02_unclosed_brackets_cost_no_more_than_others() {
    for piece in ["(", "[", "{", "<", "@a([", "a: map<a, map<", "rpc A(", "message A { @a(", "@a(;", "@a({"] {
        // As many as may be open, and far more; the time of a parser that tries every way would double with each.
        let open = |count: usize| vec![file("t.v1", &piece.repeat(count))];
        check_linear(&open(15), &open(60));
        check_linear(&open(800), &open(3_200));
    }
    let body =
        |count: usize| vec![file("t.v1", &("message A {\n".repeat(64) + &"a: b = 1;\n".repeat(count)))];
    check_linear(&body(500), &body(2_000));
}

#[test]
fn e05_a_chain_of_imports() {
    check(&chain(64), &[]);
    check(&chain(65), &[E0112]);
    // Once, however long it is; and by a loop, so the stack stays as it is.
    check(&chain(5_000), &[E0112]);
}

#[test]
fn e05_a_chain_that_is_as_long_as_there_are_files_and_closes() {
    let mut files = chain(2_000);
    files[2_000].1 += "import p0;\n";
    let compiled = run(&files);
    let errors = errors(&compiled);
    let cycles: Vec<_> = errors.iter().filter(|error| error.code == E0104).collect();
    assert_eq!(cycles.len(), 1);
    // It is clear from the first few.
    assert!(cycles[0].title.len() < 500, "{}", cycles[0].title);
    assert!(cycles[0].secondary.len() < 20);
}

#[test]
fn e05_as_many_files_as_there_may_be() {
    check(&fan(10_000), &[]);
    let many = fan(10_001);
    let compiled = run(&many);
    let codes: Vec<Code> = errors(&compiled).iter().map(|error| error.code).collect();
    assert_eq!(codes, [E0113]);
    assert!(compiled.files.is_empty());
}

#[test]
fn e05_time_grows_with_the_number_of_files() {
    check_linear(&fan(125), &fan(500));
}

/// `count` messages, spread over four files, each with a field of the next one's type.
fn messages(count: usize, ty: impl Fn(usize) -> String) -> Files {
    let part = |part: usize| {
        let mut text = "edition 2026;\npackage t.v1;\n".to_owned();
        for at in (0..count).filter(|at| at % 4 == part) {
            writeln!(text, "message M{at} {{ a: {} = 1; }}", ty(at)).expect("a string can be written to");
        }
        (format!("part{part}.mrpc"), text)
    };
    (0..4).map(part).collect()
}

#[test]
fn e04_a_message_with_10_000_fields() {
    let fields = |count: usize| {
        let mut text = "message M {\n".to_owned();
        for at in 1..=count {
            writeln!(
                text,
                "  /// Field {at}.\n  @len(..5) f{at}: string = {};",
                if at < 19_000 { at } else { at + 1_000 }
            )
            .expect("a string can be written to");
        }
        vec![file("t.v1", &(text + "}\n"))]
    };
    check(&fields(10_000), &[]);
    check_linear(&fields(500), &fields(2_000));
}

#[test]
fn e05_100_000_messages() {
    // Without optimisations a tenth is enough to see a stack overflow or a square.
    let count = if cfg!(debug_assertions) { 10_000 } else { 100_000 };
    let compiled = run(&messages(count, |at| format!("M{}", (at + 1) % count)));
    assert!(errors(&compiled).is_empty());
    assert_eq!(compiled.model.map(|model| model.messages.len()), Some(count));
}

#[test]
fn e05_time_grows_with_the_number_of_mistakes() {
    // Each has a guess to make, and many to choose from.
    check_linear(&messages(250, |at| format!("N{at}")), &messages(1_000, |at| format!("N{at}")));
    // Each is defined twice.
    let twice = |count: usize| {
        let mut files = messages(count, |_| "int32".to_owned());
        let again = files[0].1.clone();
        files.push(("again.mrpc".to_owned(), again));
        files
    };
    assert_eq!(errors(&run(&twice(400))).len(), 100);
    check_linear(&twice(250), &twice(1_000));
}

#[test]
fn e05_time_grows_with_the_length_of_chains() {
    let constants = |count: usize| {
        let mut text = String::new();
        for at in 0..count {
            writeln!(text, "const C{at}: int32 = C{};", (at + 1) % count)
                .expect("a string can be written to");
        }
        vec![file("t.v1", &text)]
    };
    assert_eq!(errors(&run(&constants(400))).len(), 1);
    check_linear(&constants(250), &constants(1_000));
    let required = |count: usize| {
        let mut text = String::new();
        for at in 0..count {
            let back = format!("@required b: M{} = 2;", at / 2);
            writeln!(text, "message M{at} {{ @required a: M{} = 1; {back} }}", (at + 1) % count)
                .expect("a string can be written to");
        }
        vec![file("t.v1", &text)]
    };
    check_linear(&required(200), &required(800));
}

#[test]
fn e05_time_grows_with_the_number_of_imports() {
    let imports = |count: usize| {
        let mut files: Files = Vec::new();
        let (mut imports, mut fields) = (String::new(), String::new());
        for at in 0..count {
            let text = format!("edition 2026;\npackage p.v1;\nmessage M{at} {{ a: int32 = 1; }}\n");
            files.push((format!("p{at}.mrpc"), text));
            imports += &format!("import p.v1.M{at};\nimport q.v1.N{at};\n");
            fields += &format!("message F{at} {{ a: p.v1.M{at} = 1; }}\n");
        }
        files.push(file("t.v1", &(imports + &fields)));
        files
    };
    let errors = errors(&run(&imports(100)));
    assert!(errors.len() == 100 && errors.iter().all(|error| error.code == E0103));
    check_linear(&imports(150), &imports(600));
}

#[test]
fn e05_names_as_long_as_a_file() {
    let name = "a".repeat(200_000);
    let text = format!("message {name} {{ x: {name}b = 1; y: {name}c = 2; }}\n");
    check(&vec![file("t.v1", &text)], &[E0301, E0301]);
    let path = "a.".repeat(100_000) + "b";
    let text = format!("message M {{ x: {path} = 1; y: .{path} = 2; }}\n");
    check(&vec![file("t.v1", &text)], &[E0301, E0301]);
    check(&vec![file(&path, "")], &[]);
    // A package and a path that both go on and on.
    let text = format!("message B {{ x: {path}.B = 1; y: {path}.C = 2; }}\n");
    check(&vec![file(&path, &text)], &[E0301]);
}

fn circle(names: &[&str]) -> Files {
    let next = |at: usize| names[(at + 1) % names.len()];
    (0..names.len()).map(|at| file(names[at], &format!("import {};\n", next(at)))).collect()
}

#[test]
fn e06_circles_of_packages_are_shown_step_by_step() {
    let said = |names: &[&str]| {
        let errors = errors(&run(&circle(names)));
        let [error] = errors.as_slice() else { panic!("{errors:#?}") };
        assert_eq!(error.code, E0104);
        let also: Vec<String> = error.secondary.iter().map(|label| label.text.clone()).collect();
        (error.title.clone(), error.primary.text.clone(), also)
    };
    assert_eq!(said(&["a"]).0, "package `a` imports itself");
    let (title, last, also) = said(&["a", "b"]);
    assert_eq!(title, "packages import each other: `a` → `b` → `a`");
    assert_eq!(also, ["`a` imports `b`"]);
    assert_eq!(last, "`b` imports `a`, which closes the circle");
    let (title, last, also) = said(&["a", "b", "c"]);
    assert_eq!(title, "packages import each other: `a` → `b` → `c` → `a`");
    assert_eq!(also, ["`a` imports `b`", "`b` imports `c`"]);
    assert_eq!(last, "`c` imports `a`, which closes the circle");
}
