//! What is printed, to the character.

use super::{Format, Style, human, json, list, sanitize, short, summary};
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::limit::REPORTS_MAX;
use crate::source::{SourceId, Sources, Span};
use proptest::prelude::*;

/// The `count`-th occurrence of `needle`, from 0.
fn nth(sources: &Sources, source: SourceId, needle: &str, count: usize) -> Span {
    let text = sources.get(source).text();
    let (at, _) = text.match_indices(needle).nth(count).unwrap();
    Span::new(source, at..at + needle.len())
}

fn one(path: &str, text: &str) -> (Sources, SourceId) {
    let mut sources = Sources::default();
    let id = sources.add(path, text);
    (sources, id)
}

/// A report with one label at `needle`.
fn at(text: &str, needle: &str) -> String {
    at_width(text, needle, 140)
}

fn at_width(text: &str, needle: &str, width: usize) -> String {
    let (sources, id) = one("user.mrpc", text);
    let span = nth(&sources, id, needle, 0);
    let report = Diagnostic::new(Code::E0301, span, "unknown type").label("here");
    human(&report, &sources, &Style { width, ..Style::default() })
}

fn check(printed: &str, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    assert_eq!(printed.trim_end_matches('\n'), expected.trim_end_matches('\n'), "\n{printed}\n");
}

const TWICE: &str =
    "edition 2026;\npackage demo;\n\nmessage User {\n  name: string = 1;\n  mail: string = 1;\n}\n";

fn number_used_twice() -> (Diagnostic, Sources) {
    let (sources, id) = one("idl/user.mrpc", TWICE);
    let again = nth(&sources, id, "1", 1);
    let report = Diagnostic::new(Code::E0401, again, "field number 1 is used twice")
        .label("used again")
        .also(nth(&sources, id, "1", 0), "first used here")
        .note("the number is what the wire carries in place of the name")
        .help("give every field a number of its own")
        .fix("the next free number is 2", again, "2");
    (report, sources)
}

#[test]
fn a_report_with_everything() {
    let (report, sources) = number_used_twice();
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0401]: field number 1 is used twice
 --> idl/user.mrpc:6:18
  |
5 |   name: string = 1;
  |                  - first used here
6 |   mail: string = 1;
  |                  ^ used again
  |
  = note: the number is what the wire carries in place of the name
  = help: give every field a number of its own
help: the next free number is 2
  |
6 -   mail: string = 1;
6 +   mail: string = 2;
  |
"#,
    );
}

#[test]
fn a_warning_without_words() {
    let (sources, id) = one("a.mrpc", "import b.{C};\n");
    let report = Diagnostic::new(Code::W0201, nth(&sources, id, "C", 0), "unused import `C`");
    check(
        &human(&report, &sources, &Style::default()),
        r#"
warning[W0201]: unused import `C`
 --> a.mrpc:1:11
  |
1 | import b.{C};
  |           ^
"#,
    );
}

#[test]
fn colour_is_off_until_asked_for() {
    let (report, sources) = number_used_twice();
    assert!(!human(&report, &sources, &Style::default()).contains('\x1b'));
    let colored = human(&report, &sources, &Style { color: true, ..Style::default() });
    assert!(colored.starts_with("\x1b[1m\x1b[91merror[E0401]\x1b[0m"), "{colored:?}");
}

#[test]
fn labels_in_several_files() {
    let mut sources = Sources::default();
    let first = sources.add("a.mrpc", "message User {}\n");
    let second = sources.add("b/c.mrpc", "\n\n  enum User {}\n");
    let report = Diagnostic::new(Code::E0201, nth(&sources, second, "User", 0), "`User` is defined twice")
        .label("now as an enum")
        .also(nth(&sources, first, "User", 0), "first as a message");
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0201]: `User` is defined twice
 --> b/c.mrpc:3:8
  |
3 |   enum User {}
  |        ^^^^ now as an enum
  |
 ::: a.mrpc:1:9
  |
1 | message User {}
  |         ---- first as a message
"#,
    );
}

#[test]
fn labels_far_apart_are_two_snippets() {
    let text = format!("const A: int32 = 1;\n{}const A: int32 = 2;\n", "\n".repeat(900));
    let (sources, id) = one("a.mrpc", &text);
    let report = Diagnostic::new(Code::E0201, nth(&sources, id, "A", 1), "`A` is defined twice")
        .label("again")
        .also(nth(&sources, id, "A", 0), "first");
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0201]: `A` is defined twice
   --> a.mrpc:902:7
    |
902 | const A: int32 = 2;
    |       ^ again
    |
   ::: a.mrpc:1:7
    |
  1 | const A: int32 = 1;
    |       - first
"#,
    );
}

#[test]
fn a_source_that_could_not_be_read_shows_its_path() {
    let (sources, id) = one("gone.mrpc", "");
    let report = Diagnostic::new(Code::E0014, Span::new(id, 0..0), "cannot read `gone.mrpc`")
        .note("permission denied");
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0014]: cannot read `gone.mrpc`
--> gone.mrpc
 = note: permission denied
"#,
    );
}

#[test]
fn an_unread_source_beside_a_read_one() {
    let (mut sources, id) = one("a.mrpc", "import gone;\n");
    let gone = sources.add("gone.mrpc", "");
    let report = Diagnostic::new(Code::E0103, nth(&sources, id, "gone", 0), "import not found")
        .label("imported here")
        .also(Span::new(gone, 0..0), "cannot be read");
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0103]: import not found
 --> a.mrpc:1:8
  |
1 | import gone;
  |        ^^^^ imported here
 ::: gone.mrpc
  = note: cannot be read
"#,
    );
}

#[test]
fn a_mistake_over_several_lines() {
    check(
        &at("message A {\n  b: int32 = 1;\n  c: int32 = 2;\n}\n", "{\n  b: int32 = 1;\n  c: int32 = 2;\n}"),
        r#"
error[E0301]: unknown type
 --> user.mrpc:1:11
  |
1 |   message A {
  |  ___________^
2 | |   b: int32 = 1;
3 | |   c: int32 = 2;
4 | | }
  | |_^ here
"#,
    );
}

#[test]
fn the_end_of_the_file() {
    let (sources, id) = one("a.mrpc", "message A {\n");
    let report =
        Diagnostic::new(Code::E0004, Span::new(id, 12..12), "block is never closed").label("expected `}`");
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0004]: block is never closed
 --> a.mrpc:2:1
  |
2 |
  | ^ expected `}`
"#,
    );
    assert!(short(&report, &sources, &Style::default()).starts_with("a.mrpc:2:1: "));
}

#[test]
fn the_end_of_a_file_without_a_last_line_break() {
    let (sources, id) = one("a.mrpc", "message A {");
    let report =
        Diagnostic::new(Code::E0004, Span::new(id, 11..11), "block is never closed").label("expected `}`");
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0004]: block is never closed
 --> a.mrpc:1:12
  |
1 | message A {
  |            ^ expected `}`
"#,
    );
    assert!(short(&report, &sources, &Style::default()).starts_with("a.mrpc:1:12: "));
}

#[test]
fn windows_line_ends() {
    check(
        &at("message A {\r\n  b: Bad = 1;\r\n}\r\n", "Bad"),
        r#"
error[E0301]: unknown type
 --> user.mrpc:2:6
  |
2 |   b: Bad = 1;
  |      ^^^ here
"#,
    );
}

#[test]
fn carets_after_tabs() {
    check(
        &at("message A {\n\tb:\tBad = 1;\n}\n", "Bad"),
        r#"
error[E0301]: unknown type
 --> user.mrpc:2:5
  |
2 |     b:    Bad = 1;
  |           ^^^ here
"#,
    );
}

#[test]
fn carets_after_wide_characters() {
    check(
        &at("/* 名前 🦀 */ b: Bad = 1;\n", "Bad"),
        r#"
error[E0301]: unknown type
 --> user.mrpc:1:15
  |
1 | /* 名前 🦀 */ b: Bad = 1;
  |                  ^^^ here
"#,
    );
    check(
        &at("b: 名前 = 1;\n", "名前"),
        r#"
error[E0301]: unknown type
 --> user.mrpc:1:4
  |
1 | b: 名前 = 1;
  |    ^^^^ here
"#,
    );
}

#[test]
fn carets_after_combining_characters() {
    check(
        &at("/* e\u{301}\u{308}e\u{301} */ b: Bad = 1;\n", "Bad"),
        r#"
error[E0301]: unknown type
 --> user.mrpc:1:16
  |
1 | /* é̈é */ b: Bad = 1;
  |             ^^^ here
"#,
    );
}

#[test]
fn long_lines_are_cut_around_the_caret() {
    let text = format!(
        "message A {{ {}bad: Bad = 1; {}}}\n",
        "a: int32 = 1; ".repeat(20),
        "z: int32 = 2; ".repeat(20)
    );
    check(
        &at_width(&text, "Bad", 60),
        r#"
error[E0301]: unknown type
 --> user.mrpc:1:298
  |
1 | ...; a: int32 = 1; bad: Bad = 1; z: int32 = 2; z: int...
  |                         ^^^ here
"#,
    );
}

#[test]
fn long_wide_lines_are_cut_around_the_caret() {
    let text = format!("/* {} */ b: Bad = 1; /* {} */\n", "名前".repeat(40), "名前".repeat(40));
    check(
        &at_width(&text, "Bad", 50),
        r#"
error[E0301]: unknown type
 --> user.mrpc:1:91
  |
1 | ... 名前名前 */ b: Bad = 1; /* 名前名前名...
  |                    ^^^ here
"#,
    );
}

#[test]
fn enormous_lines_show_only_their_place() {
    let text = format!("{}Bad\n", "x ".repeat(1 << 20));
    check(
        &at(&text, "Bad"),
        r#"
error[E0301]: unknown type
--> user.mrpc:1:2097153
 = note: here
"#,
    );
}

#[test]
fn control_characters_in_the_source_are_pictures() {
    check(
        &at("b: \x1b[31mBad\x07\u{9b}\u{202e}\x7f = 1;\n", "Bad"),
        r#"
error[E0301]: unknown type
 --> user.mrpc:1:9
  |
1 | b: ␛[31mBad␇��␡ = 1;
  |         ^^^ here
"#,
    );
    check(
        &at("a\rb: Bad = 1;\n", "Bad"),
        r#"
error[E0301]: unknown type
 --> user.mrpc:1:6
  |
1 | a␍b: Bad = 1;
  |      ^^^ here
"#,
    );
}

#[test]
fn control_characters_in_texts_are_written_out() {
    let evil = "x\x1b[2J\u{202e}\r\u{9b}y";
    let (sources, id) = one("a\x1b\n.mrpc", "b: Bad = 1;\n");
    let span = nth(&sources, id, "Bad", 0);
    let report = Diagnostic::new(Code::E0301, span, format!("unknown type `{evil}`"))
        .label(evil)
        .note(evil)
        .help(evil)
        .suggest(evil, span, evil);
    let style = Style::default();
    check(
        &human(&report, &sources, &style),
        r#"
error[E0301]: unknown type `x\u{1b}[2J\u{202e}\r\u{9b}y`
 --> a\u{1b}\n.mrpc:1:4
  |
1 | b: Bad = 1;
  |    ^^^ x\u{1b}[2J\u{202e}\r\u{9b}y
  |
  = note: x\u{1b}[2J\u{202e}\r\u{9b}y
  = help: x\u{1b}[2J\u{202e}\r\u{9b}y
help: x\u{1b}[2J\u{202e}\r\u{9b}y
  |
1 - b: Bad = 1;
1 + b: x\u{1b}[2J\u{202e}\r\u{9b}y = 1;
  |
"#,
    );
    check(
        &short(&report, &sources, &style),
        r#"a\u{1b}\n.mrpc:1:4: error[E0301]: unknown type `x\u{1b}[2J\u{202e}\r\u{9b}y`"#,
    );
    let json = json(&report, &sources);
    assert!(!json.contains(|c: char| c.is_ascii_control()), "{json:?}");
}

#[test]
fn sanitize_keeps_what_is_harmless() {
    assert_eq!(sanitize("名前 🦀 👩\u{200d}🔧 e\u{301}\n"), "名前 🦀 👩\u{200d}🔧 e\u{301}\n");
    assert_eq!(sanitize("a\tb\u{feff}\u{2028}"), r"a\tb\u{feff}\u{2028}");
}

/// `text` with edits `(needle, replacement)`, as a report.
fn patched(text: &str, edits: &[(&str, &str)]) -> String {
    let (sources, id) = one("user.mrpc", text);
    let edit =
        |&(needle, new): &(&str, &str)| Edit { span: nth(&sources, id, needle, 0), text: new.to_owned() };
    let edits: Vec<Edit> = edits.iter().map(edit).collect();
    let report = Diagnostic::new(Code::E0010, edits[0].span, "protobuf syntax").patch(
        "write it like this",
        edits,
        Applicability::MachineApplicable,
    );
    human(&report, &sources, &Style::default())
}

#[test]
fn patches_replace() {
    check(
        &patched("message A {\n  string b = 1;\n}\n", &[("string b", "b: string")]),
        r#"
error[E0010]: protobuf syntax
 --> user.mrpc:2:3
  |
2 |   string b = 1;
  |   ^^^^^^^^
  |
help: write it like this
  |
2 -   string b = 1;
2 +   b: string = 1;
  |
"#,
    );
}

#[test]
fn patches_insert() {
    let (sources, id) = one("user.mrpc", "message A {\n  b: int32 = 1\n  c: int32 = 2;\n}\n");
    let end = nth(&sources, id, "1", 0).after();
    let report = Diagnostic::new(Code::E0003, end, "expected `;`").label("after this").fix(
        "add the semicolon",
        end,
        ";",
    );
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0003]: expected `;`
 --> user.mrpc:2:15
  |
2 |   b: int32 = 1
  |               ^ after this
  |
help: add the semicolon
  |
2 |   b: int32 = 1;
  |               +
"#,
    );
}

#[test]
fn patches_add_a_line() {
    let (sources, id) = one("user.mrpc", "edition 2026;\nimport a.{A};\nimport c.{C};\n\nmessage M {}\n");
    let place = nth(&sources, id, "import c", 0).before();
    let report = Diagnostic::new(Code::E0301, nth(&sources, id, "M", 0), "unknown type `B`").suggest(
        "import it",
        place,
        "import b.{B};\n",
    );
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0301]: unknown type `B`
 --> user.mrpc:5:9
  |
5 | message M {}
  |         ^
  |
help: import it
  |
3 + import b.{B};
  |
"#,
    );
}

#[test]
fn patches_remove() {
    check(
        &patched("import a.{A, B};\n", &[(", B", "")]),
        r#"
error[E0010]: protobuf syntax
 --> user.mrpc:1:12
  |
1 | import a.{A, B};
  |            ^^^
  |
help: write it like this
  |
1 - import a.{A, B};
1 + import a.{A};
  |
"#,
    );
    let (sources, id) = one("user.mrpc", "import a.{A};\nimport b.{B};\n");
    let line = nth(&sources, id, "import a.{A};\n", 0);
    let report = Diagnostic::new(Code::W0201, nth(&sources, id, "A", 0), "unused import `A`").fix(
        "remove it",
        line,
        "",
    );
    check(
        &human(&report, &sources, &Style::default()),
        r#"
warning[W0201]: unused import `A`
 --> user.mrpc:1:11
  |
1 | import a.{A};
  |           ^
  |
help: remove it
  |
1 - import a.{A};
  |
"#,
    );
}

#[test]
fn patches_in_several_places() {
    check(
        &patched("rpc Get(A) returns (B);\n", &[("returns (", "-> "), (");", ";")]),
        r#"
error[E0010]: protobuf syntax
 --> user.mrpc:1:12
  |
1 | rpc Get(A) returns (B);
  |            ^^^^^^^^^
  |
help: write it like this
  |
1 - rpc Get(A) returns (B);
1 + rpc Get(A) -> B;
  |
"#,
    );
    check(
        &patched("import b;\nimport c;\nimport a;\n", &[("b", "a"), ("c", "b"), ("import a", "import c")]),
        r#"
error[E0010]: protobuf syntax
 --> user.mrpc:1:8
  |
1 | import b;
  |        ^
  |
help: write it like this
  |
1 ~ import a;
2 ~ import b;
3 ~ import c;
  |
"#,
    );
}

#[test]
fn patches_in_another_file() {
    let mut sources = Sources::default();
    let here = sources.add("a.mrpc", "x: Token = 1;\n");
    let there = sources.add("b.mrpc", "@internal message Token {}\n");
    let report = Diagnostic::new(Code::E0108, nth(&sources, here, "Token", 0), "`Token` is internal to `b`")
        .also(nth(&sources, there, "Token", 0), "marked `@internal`")
        .suggest("open it to everyone", nth(&sources, there, "@internal ", 0), "");
    check(
        &human(&report, &sources, &Style::default()),
        r#"
error[E0108]: `Token` is internal to `b`
 --> a.mrpc:1:4
  |
1 | x: Token = 1;
  |    ^^^^^
  |
 ::: b.mrpc:1:19
  |
1 | @internal message Token {}
  |                   ----- marked `@internal`
  |
help: open it to everyone
 --> b.mrpc:1:1
  |
1 - @internal message Token {}
1 + message Token {}
  |
"#,
    );
}

#[test]
fn short_is_one_line() {
    let (report, sources) = number_used_twice();
    check(
        &short(&report, &sources, &Style::default()),
        r#"idl/user.mrpc:6:18: error[E0401]: field number 1 is used twice"#,
    );
}

#[test]
fn json_has_the_shape_of_rustc() {
    let (report, sources) = number_used_twice();
    check(
        &json(&report, &sources),
        r#"{"$message_type":"diagnostic","message":"field number 1 is used twice","code":{"code":"E0401","explanation":null},"level":"error","spans":[{"file_name":"idl/user.mrpc","byte_start":81,"byte_end":82,"line_start":6,"line_end":6,"column_start":18,"column_end":19,"is_primary":true,"text":[{"text":"  mail: string = 1;","highlight_start":18,"highlight_end":19}],"label":"used again","suggested_replacement":null,"suggestion_applicability":null,"expansion":null},{"file_name":"idl/user.mrpc","byte_start":61,"byte_end":62,"line_start":5,"line_end":5,"column_start":18,"column_end":19,"is_primary":false,"text":[{"text":"  name: string = 1;","highlight_start":18,"highlight_end":19}],"label":"first used here","suggested_replacement":null,"suggestion_applicability":null,"expansion":null}],"children":[{"message":"the number is what the wire carries in place of the name","code":null,"level":"note","spans":[],"children":[],"rendered":null},{"message":"give every field a number of its own","code":null,"level":"help","spans":[],"children":[],"rendered":null},{"message":"the next free number is 2","code":null,"level":"help","spans":[{"file_name":"idl/user.mrpc","byte_start":81,"byte_end":82,"line_start":6,"line_end":6,"column_start":18,"column_end":19,"is_primary":true,"text":[{"text":"  mail: string = 1;","highlight_start":18,"highlight_end":19}],"label":null,"suggested_replacement":"2","suggestion_applicability":"MachineApplicable","expansion":null}],"children":[],"rendered":null}],"rendered":"error[E0401]: field number 1 is used twice\n --> idl/user.mrpc:6:18\n  |\n5 |   name: string = 1;\n  |                  - first used here\n6 |   mail: string = 1;\n  |                  ^ used again\n  |\n  = note: the number is what the wire carries in place of the name\n  = help: give every field a number of its own\nhelp: the next free number is 2\n  |\n6 -   mail: string = 1;\n6 +   mail: string = 2;\n  |\n"}"#,
    );
}

#[test]
fn json_of_several_lines_and_of_none() {
    let (mut sources, id) = one("a.mrpc", "名 {\n  b\n}\n");
    let empty = sources.add("empty.mrpc", "");
    let report = Diagnostic::new(Code::E0004, Span::new(id, 4..11), "t").also(Span::new(empty, 0..0), "");
    let json: serde_json::Value = serde_json::from_str(&json(&report, &sources)).unwrap();
    let span = &json["spans"][0];
    assert_eq!((&span["line_start"], &span["line_end"]), (&1.into(), &3.into()));
    assert_eq!((&span["column_start"], &span["column_end"]), (&3.into(), &2.into()));
    let lines = serde_json::json!([
        { "text": "名 {", "highlight_start": 3, "highlight_end": 4 },
        { "text": "  b", "highlight_start": 1, "highlight_end": 4 },
        { "text": "}", "highlight_start": 1, "highlight_end": 2 },
    ]);
    assert_eq!(span["text"], lines);
    assert_eq!(json["spans"][1]["text"], serde_json::json!([]));
}

fn many(errors: usize, warnings: usize) -> (Vec<Diagnostic>, Sources) {
    let (sources, id) = one("a.mrpc", &"x".repeat(errors + warnings));
    let report = |at: usize| {
        let code = if at < warnings { Code::W0201 } else { Code::E0301 };
        Diagnostic::new(code, Span::new(id, at..at + 1), format!("number {at}"))
    };
    // Backwards, so that the order is ours to make.
    ((0..errors + warnings).rev().map(report).collect(), sources)
}

#[test]
fn a_list_is_in_order_and_counted() {
    let (reports, sources) = many(1, 1);
    check(
        &list(&reports, &sources, Format::Human, &Style::default()),
        r#"
warning[W0201]: number 0
 --> a.mrpc:1:1
  |
1 | xx
  | ^

error[E0301]: number 1
 --> a.mrpc:1:2
  |
1 | xx
  |  ^

error: 1 error, 1 warning
"#,
    );
    check(
        &list(&reports, &sources, Format::Short, &Style::default()),
        r#"
a.mrpc:1:1: warning[W0201]: number 0
a.mrpc:1:2: error[E0301]: number 1
error: 1 error, 1 warning
"#,
    );
}

#[test]
fn a_long_list_ends_and_shows_the_errors() {
    let (reports, sources) = many(2, REPORTS_MAX);
    let text = list(&reports, &sources, Format::Short, &Style::default());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), REPORTS_MAX + 2);
    assert_eq!(lines[0], "a.mrpc:1:1: warning[W0201]: number 0");
    assert_eq!(lines[REPORTS_MAX - 1], "a.mrpc:1:52: error[E0301]: number 51");
    assert_eq!(lines[REPORTS_MAX..], ["... and 2 more", "error: 2 errors, 50 warnings"]);
    assert_eq!(list(&reports, &sources, Format::Json, &Style::default()).lines().count(), REPORTS_MAX + 2);
}

#[test]
fn a_summary_counts_what_is_there() {
    let style = Style::default();
    let count = |errors, warnings| summary(&many(errors, warnings).0, &style);
    assert_eq!(count(0, 0), None);
    assert_eq!(count(1, 0).unwrap(), "error: 1 error");
    assert_eq!(count(3, 1).unwrap(), "error: 3 errors, 1 warning");
    assert_eq!(count(0, 2).unwrap(), "warning: 2 warnings");
}

#[test]
fn no_reports_are_no_text() {
    for format in [Format::Human, Format::Short, Format::Json] {
        assert_eq!(list(&[], &Sources::default(), format, &Style::default()), "");
    }
}

proptest! {
    /// Whatever the text, the places and the changes are: something is printed, and nothing of it moves the cursor.
    #[test]
    fn every_report_can_be_printed(
        text in "([ab{};]|[ \t\n\r\u{0}\u{1b}\u{85}\u{202e}]|名|e\u{301}|🦀|\r\n|\n){0,60}",
        places in prop::collection::vec((0usize..200, 0usize..40), 1..5),
        edits in prop::collection::vec((0usize..60, 0usize..20, "([ab \n\t\r\u{1b}]|名){0,6}"), 0..4),
        width in 0usize..200,
    ) {
        let (mut sources, id) = one("a.mrpc", &text);
        let other = sources.add("b.mrpc", text.chars().rev().collect::<String>());
        let span = |(start, length): (usize, usize)| Span::new(id, start..start + length);
        let mut report = Diagnostic::new(Code::E0301, span(places[0]), text.as_str()).label("label");
        for &place in &places[1..] {
            report = report.also(span(place), text.as_str()).also(Span { source: other, ..span(place) }, "");
        }
        let mut free = 0;
        let mut apart = Vec::new();
        for (start, length, text) in edits {
            apart.push(Edit { span: span((free + start, length)), text });
            free += start + length + 1;
        }
        report = report.patch("change", apart, Applicability::MaybeIncorrect);
        let printed = human(&report, &sources, &Style { color: false, width });
        prop_assert!(!printed.contains(|c: char| c.is_control() && c != '\n'), "{printed:?}");
        prop_assert!(!short(&report, &sources, &Style::default()).contains(|c: char| c.is_control()));
        let parsed: serde_json::Value = serde_json::from_str(&json(&report, &sources)).unwrap();
        prop_assert!(parsed["rendered"].is_string());
    }
}
