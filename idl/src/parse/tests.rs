//! The parser on good files, and on every kind of bad one.
#![expect(clippy::indexing_slicing, reason = "a test that slips fails")]

use std::time::Duration;

use super::{Parsed, file, offset_in_source};
use crate::ast::{Item, Member, RangeEnd, TypeKind, ValueKind};
use crate::diagnostic::{Applicability, Diagnostic, Patch};
use crate::limit;
use crate::source::Sources;

pub(super) const EXAMPLE: &str = include_str!("../../tests/data/example.mrpc");

/// One mistake of every kind that is often made.
const MISTAKES: &str = r#"edition 2026
package demo.v1;
import "other.proto";

mesage Lost { a: string = 1; }

message A {
  string name = 1;
  age int32 = 2;
  @len(3 nick) nick: string = 3;
  tags: list<string = 4;
  size: uint64 = 5,
  last: bool = 0x1G;
  service S { rpc A(B) -> C; }
  reserved 7 to 9;
  /// nothing follows
}

const B: string = "a\q";
const C: string = "never closed;

service S {
  rpc Get(A) returns (A);
  rpc Put(A -> A;
  rpc Run(A) : A;
}
}
"#;

pub(super) fn parse(text: &str) -> Parsed {
    file(Sources::default().add("test.mrpc", text), text)
}

/// The code and the marked text of each report.
fn reports(text: &str) -> Vec<(&'static str, &str)> {
    let report = |report: &Diagnostic| (report.code.as_str(), &text[report.primary.span.range()]);
    parse(text).diagnostics.iter().map(report).collect()
}

fn check(text: &str, expected: &[(&str, &str)]) {
    assert_eq!(reports(text), expected, "{text}");
}

/// The titles of all reports.
fn titles(text: &str) -> Vec<String> {
    parse(text).diagnostics.into_iter().map(|report| report.title).collect()
}

fn apply(text: &str, patch: &Patch) -> String {
    let mut edits = patch.edits.clone();
    edits.sort_by_key(|edit| edit.span.start);
    edits.iter().rev().fold(text.to_owned(), |mut text, edit| {
        text.replace_range(edit.span.range(), &edit.text);
        text
    })
}

/// Applies the patch of the first report, and compares what comes out.
fn fixed(text: &str, expected: &str) {
    let parsed = parse(text);
    let patch =
        parsed.diagnostics.iter().flat_map(|report| &report.helps).find_map(|help| help.patch.as_ref());
    let patch = patch.unwrap_or_else(|| panic!("no patch: {text}"));
    assert_eq!(apply(text, patch), expected);
    assert_eq!(reports(expected), [], "{expected}");
}

#[test]
fn reads_the_example_without_a_word() {
    let parsed = parse(EXAMPLE);
    assert_eq!(parsed.diagnostics, []);
    assert!(!parsed.file.broken);
    assert_eq!(parsed.file.items.len(), 14);
    assert_eq!(parsed.file.imports.len(), 3);
    assert_eq!(parsed.file.docs[0].text, "User service, version 1.");
}

#[test]
fn a_file_is_broken_where_something_is_lost() {
    assert!(parse("message A { 5; }").file.broken);
    assert!(parse("mesage A { }").file.broken);
    assert!(parse(&"{".repeat(100)).file.broken);
    assert!(!parse("message A { a: b = 1 } // \u{202e}").file.broken);
}

#[test]
fn spans_begin_and_end_at_tokens() {
    let text = "/// d\nmessage  A { @x( 1 ) a : list< b > ? = 1 ; /* c */ }  ";
    let parsed = parse(text);
    let Some(Item::Message(message)) = parsed.file.items.first() else { panic!("{parsed:?}") };
    assert_eq!(&text[message.span.range()], "message  A { @x( 1 ) a : list< b > ? = 1 ; /* c */ }");
    let Some(Member::Field(field)) = message.members.first() else { panic!("{message:?}") };
    assert_eq!(&text[field.span.range()], "a : list< b > ? = 1 ;");
    assert_eq!(&text[field.ty.span.range()], "list< b > ?");
    assert_eq!(&text[field.attrs.annotations[0].span.range()], "@x( 1 )");
}

#[test]
fn values_are_what_they_say() {
    let value = |text: &str| {
        let parsed = parse(&format!("const A: x = {text};"));
        match parsed.file.items.into_iter().next() {
            Some(Item::Const(constant)) => constant.value.kind,
            other => panic!("{text}: {other:?}"),
        }
    };
    assert_eq!(value("-0x10"), ValueKind::Int(-16));
    assert_eq!(value("18446744073709551615"), ValueKind::Int(i128::from(u64::MAX)));
    assert_eq!(value("18446744073709551616"), ValueKind::Broken);
    assert_eq!(value("-9_223_372_036_854_775_808"), ValueKind::Int(i128::from(i64::MIN)));
    assert_eq!(value("-9223372036854775809"), ValueKind::Broken);
    assert_eq!(value("4KiB"), ValueKind::Int(4096));
    assert_eq!(value("1.5e-3"), ValueKind::Float(0.0015));
    assert_eq!(value("2h"), ValueKind::Duration(Duration::from_secs(7200)));
    assert_eq!(value("20%"), ValueKind::Percent(20));
    assert_eq!(value("99999999999999999h"), ValueKind::Broken);
    let ValueKind::Range(range) = value("50ms .. max") else { panic!("no range") };
    assert!(matches!(range.end, Some(RangeEnd::Max(_))) && !range.inclusive);
    let ValueKind::Range(range) = value("..=MAX.A") else { panic!("no range") };
    assert!(range.start.is_none() && range.inclusive);
    let ValueKind::String(text) = value(r#""a\n\u{1F600}\"""#) else { panic!("no string") };
    assert_eq!(text.value, "a\n\u{1F600}\"");
}

#[test]
fn an_index_into_a_string_is_found_in_its_source() {
    let raw = r#""a\n\u{1F600}é$""#;
    let offset = |index| &raw[offset_in_source(raw, index)..];
    assert_eq!(offset(0), r#"a\n\u{1F600}é$""#);
    assert_eq!(offset(1), r#"\n\u{1F600}é$""#);
    assert_eq!(offset(2), r#"\u{1F600}é$""#);
    assert_eq!(offset(6), "é$\"");
    assert_eq!(offset(8), "$\"");
    assert_eq!(offset(99), "\"");
    assert_eq!(offset_in_source("", 3), 0);
}

#[test]
fn keywords_are_names_where_a_name_is_due() {
    let words = [
        "as",
        "closed",
        "const",
        "edition",
        "enum",
        "error",
        "import",
        "list",
        "map",
        "max",
        "message",
        "oneof",
        "option",
        "optional",
        "package",
        "proto",
        "repeated",
        "required",
        "reserved",
        "rpc",
        "service",
        "stream",
        "syntax",
        "throws",
        "to",
        "union",
        "extend",
        "extensions",
        "returns",
    ];
    for word in words {
        let text = format!(
            "package {word}.{word};\nimport {word}.{{{word} as {word}}};\nimport {word}.a;\n\
             const {word}: {word} = {word};\n\
             message {word} {{ {word}: {word} = 1; oneof {word} {{ {word}: list<{word}> = 2; }} }}\n\
             enum {word} {{ {word} = 0; }}\nunion {word} {{ {word}: a.{word} = 1; }}\n\
             service {word} {{ rpc {word}(A) -> B throws {word}; }}\n"
        );
        check(&text, &[]);
    }
}

#[test]
fn a_type_is_kept_whatever_it_is() {
    let parsed = parse("message A { a: stream B = 1; b: list<list<C>>? = 2; }");
    let Some(Item::Message(message)) = parsed.file.items.first() else { panic!("{parsed:?}") };
    let kinds = message.members.iter().map(|member| match member {
        Member::Field(field) => &field.ty.kind,
        other => panic!("{other:?}"),
    });
    let kinds: Vec<_> = kinds.collect();
    assert!(matches!(kinds[..], [TypeKind::Stream(_), TypeKind::List(_)]));
    assert_eq!(parsed.diagnostics, []);
}

#[test]
fn names_of_other_scripts_are_names() {
    check("message Größe { größe: строка = 1; }", &[]);
}

#[test]
fn numbers_that_are_missing_are_for_the_checks() {
    check("message A { a: string; } enum B { C; D }", &[("E0003", "")]);
}

#[test]
fn one_report_at_the_mistake() {
    check("foo bar baz", &[("E0001", "foo")]);
    check("message A { name: string = 1 }", &[("E0003", "")]);
    check("message A {\n  a: b = 1\n  /// d\n  @x(1)\n  c: d = 2;\n}", &[("E0003", "")]);
    check("message A {\n  name: string 1\n  age: int32 = 2;\n}", &[("E0001", "1")]);
    check("message A { a: b = 1, }", &[("E0003", ",")]);
    check("message A { a b = 1; }", &[("E0001", "b")]);
    check("message A { a string = 1; }", &[("E0001", "string")]);
    check("message A { a: 5 = 1; }", &[("E0001", "5")]);
    check("message A { a: list<b = 1; c: d = 2; }", &[("E0001", "=")]);
    check("message A { @len(3,, 4) a: b = 1; }", &[("E0001", ",")]);
    check("message A { @len(max: 3) a: b = 1; }", &[("E0001", ":")]);
    check("message A { @len(3 a: string = 1; }", &[("E0001", "a")]);
    check("message A { a: b = 1s; }", &[("E0008", "1s")]);
    check("message 5 { }", &[("E0001", "5")]);
    check("message { a: b = 1; }", &[("E0001", "{")]);
    check("message A extends B { a: b = 1; }", &[("E0001", "extends")]);
    check("message A { };", &[("E0001", ";")]);
    check("message A { reserved a; }", &[("E0001", "a")]);
    check("message A { reserved 1,; reserved; }", &[("E0003", ",;"), ("E0001", ";")]);
    check("message A { a: b @x(1) = 1; c: d = 2 @y; }", &[("E0001", "@x(1)"), ("E0001", "@y")]);
    check("# a\nmessage A { # b\n  a: b = 1;\n}", &[("E0001", "#"), ("E0001", "#")]);
    check("service A { rpc B(C -> D; }", &[("E0001", "->")]);
    check("service A { rpc B() -> D; }", &[("E0001", ")")]);
    check("service A { rpc B(C); }", &[("E0001", ";")]);
    check("service A { rpc B(C) => D; }", &[("E0001", "=>")]);
    check("service A { rpc B(C) -> (D); }", &[("E0001", "(")]);
    check("enum A { B = 0; C D = 1; }", &[("E0001", "D")]);
    check("edition 2026; edition 2026;", &[("E0001", "edition 2026;")]);
    check("package a; package b;", &[("E0001", "package b;")]);
    check("mesage A { a: b = 1; }", &[("E0001", "mesage")]);
    check("struct A { a: b }", &[("E0001", "struct")]);
    check("service A { rcp B(C) -> D; }", &[("E0001", "rcp")]);
}

#[test]
fn what_stands_in_the_wrong_place_is_one_report() {
    check("message A { service B { rpc ( } }", &[("E0001", "service B")]);
    check("message A { const B: c = 1; rpc D(E) -> F; }", &[("E0001", "const"), ("E0001", "rpc")]);
    check("message A { oneof b { oneof c { d: e = 1; } } }", &[("E0603", "oneof c")]);
    check("a: b = 1;\nc: d = 2;\nmessage A { }", &[("E0001", "a")]);
    check("message A { closed enum B { } union C { } }", &[("E0001", "union C")]);
    check("message A { }\n//! late", &[("E0009", "//! late")]);
    check("message A {\n  a: b = 1;\n  /// end\n}", &[("E0009", "/// end")]);
    check("/// doc\nimport a.b;\n@x", &[("E0009", "/// doc"), ("E0009", "@x")]);
}

#[test]
fn braces_are_missed_where_they_should_be() {
    let text = "message A {\n  a: b = 1;\n\n/// next\nmessage B { c: d = 1; }\n";
    check(text, &[("E0004", "")]);
    assert_eq!(parse(text).diagnostics[0].primary.span.start, 23);
    assert_eq!(parse(text).file.items.len(), 2);
    fixed(text, "message A {\n  a: b = 1;\n}\n\n/// next\nmessage B { c: d = 1; }\n");
    fixed("message A { a: b = 1;", "message A { a: b = 1; }");
    fixed("message A { // c", "message A { // c\n}");
    fixed(
        "message A {\n  message B {\n    a: b = 1;\n  c: d = 2;\n}\n",
        "message A {\n  message B {\n    a: b = 1;\n  }\n  c: d = 2;\n}\n",
    );
    check("message A { } }", &[("E0005", "}")]);
    check("message A {\n  a: b = 1;\n  }\n  c: d = 2;\n}", &[("E0005", "}")]);
    check("message A { /* b", &[("E0002", "/*")]);
    fixed("message A\n  a: b = 1;\n}\n", "message A {\n  a: b = 1;\n}\n");
}

#[test]
fn strings_end_with_their_line() {
    let text = "message A { @x(\"abc) a: b = 1;\n  c: d = 2;\n}";
    check(text, &[("E0002", "\"abc) a: b = 1")]);
    check("const A: b = \"c;\nconst D: e = 1;", &[("E0002", "\"c")]);
    check("import proto \"a;\n", &[("E0002", "\"a")]);
    check("const A: b = \"\\", &[("E0002", "\"\\")]);
    check("\"", &[("E0002", "\"")]);
    let parsed = parse("const A: b = \"c;");
    assert!(matches!(&parsed.file.items[..], [Item::Const(a)] if a.value.kind == ValueKind::Broken));
}

#[test]
fn literals_are_marked_where_they_are_wrong() {
    check("const A: b = 5sec;", &[("E0008", "sec")]);
    check("const A: b = 0x1G;", &[("E0008", "G")]);
    check("const A: b = 0x;", &[("E0008", "0x")]);
    check("const A: b = 1.5s;", &[("E0008", "1.5s")]);
    check("const A: b = -5s;", &[("E0008", "-5s")]);
    check("const A: b = 1e5;", &[("E0008", "e5")]);
    check(
        r#"const A: b = "\q \u{d800} \u{} \u";"#,
        &[("E0006", r"\q"), ("E0006", r"\u{d800}"), ("E0006", r"\u{}"), ("E0006", r"\u")],
    );
    for (wrong, right) in [("5sec", "5s"), ("5msec", "5ms"), ("5KB", "5KiB"), ("5mb", "5MiB"), ("5µs", "5us")]
    {
        fixed(&format!("const A: b = {wrong};"), &format!("const A: b = {right};"));
    }
    fixed("const A: b = 1e5;", "const A: b = 1.0e5;");
}

#[test]
fn protobuf_is_rewritten() {
    let member = |wrong: &str, right: &str| {
        fixed(&format!("message A {{ {wrong} }}"), &format!("message A {{ {right} }}"));
    };
    member("string name = 1;", "name: string = 1;");
    member("a.B c = 1", "c: a.B = 1;");
    member("repeated string a = 1;", "a: list<string> = 1;");
    member("optional int32 a = 1;", "a: int32? = 1;");
    member("required int32 a = 1;", "@required a: int32 = 1;");
    member("map<string, int32> a = 1;", "a: map<string, int32> = 1;");
    member("bool a = 1 [deprecated = true, json_name=\"b\"];", "@deprecated @json(\"b\") a: bool = 1;");
    member("a: bool = 1 [deprecated = true];", "@deprecated a: bool = 1;");
    member("optional a: string = 1;", "a: string? = 1;");
    member("repeated a: string = 1;", "a: list<string> = 1;");
    member("a: b = 1 @x(1..=5) @y;", "@x(1..=5) @y a: b = 1;");
    member("reserved 2 to 5;", "reserved 2..=5;");
    member("reserved 2 to max;", "reserved 2..max;");
    member("extensions 100 to 199;", "");
    let method = |wrong: &str, right: &str| {
        fixed(&format!("service A {{ {wrong} }}"), &format!("service A {{ {right} }}"));
    };
    method("rpc A(B) returns (C);", "rpc A(B) -> C;");
    method("rpc A(B) returns (stream C) { option d = 1; }", "rpc A(B) -> stream C;");
    method("rpc A(B) retuns (C) {}", "rpc A(B) -> C;");
    fixed("syntax = \"proto3\";", "edition 2026;");
    fixed("import public \"a.proto\";", "import proto \"a.proto\";");
    fixed("option java_package = \"a\";", "");
    check("extend A { int32 b = 1; }", &[("E0010", "extend A { int32 b = 1; }")]);
}

#[test]
fn titles_say_what_is_due() {
    let title = |text: &str, expected: &str| assert_eq!(titles(text), [expected]);
    title("foo bar", "expected a declaration such as `message`, `enum` or `service`, found `foo`");
    title("message A { = 3; }", "expected a field, `oneof`, `reserved`, `message`, `enum` or `}`, found `=`");
    title("message A { a: = 3; }", "expected a type, found `=`");
    title("message A { a: b = ; }", "expected a number, found `;`");
    title("const A: b 5;", "expected `=`, found `5`");
    title("message A { reserved; }", "expected a number, a range or a name in quotes, found `;`");
    title("service A { rpc B(C) -> D { } }", "expected `throws` or `;`, found `{`");
    title("message A { a: b = 1 2; }", "expected `;`, found `2`");
    title("message A { a: map<b> = 1; }", "expected `,`, found `>`");
    title("service A { rpc B(C -> D; }", "expected `)`, found `->`");
    title("service A { a: b = 1; }", "a field cannot stand inside a service");
    title("message A {", "`message A` is never closed");
}

#[test]
fn each_mistake_gives_one_report() {
    let codes: Vec<_> = reports(MISTAKES).into_iter().map(|(code, _)| code).collect();
    let expected = [
        "E0003", "E0010", "E0001", "E0010", "E0001", "E0001", "E0001", "E0003", "E0008", "E0001", "E0010",
        "E0009", "E0006", "E0002", "E0010", "E0001", "E0001", "E0005",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_sure_patch_makes_its_report_go_away() {
    let parsed = parse(MISTAKES);
    let mut count = 0;
    for report in &parsed.diagnostics {
        for patch in report.helps.iter().filter_map(|help| help.patch.as_ref()) {
            if patch.applicability == Applicability::MachineApplicable {
                let after = parse(&apply(MISTAKES, patch));
                assert_eq!(after.diagnostics.len(), parsed.diagnostics.len() - 1, "{report:?}");
                count += 1;
            }
        }
    }
    assert!(count >= 7, "{count}");
}

#[test]
fn e01_deep_nesting_is_refused() {
    let deep = 100_000;
    for opener in ["message A { ", "{", "@a(", "@a([", "[", "(", "a: list<", "@a(>", "@a(]"] {
        let parsed = parse(&opener.repeat(deep));
        let codes: Vec<_> = parsed.diagnostics.iter().map(|report| report.code.as_str()).collect();
        assert_eq!(codes, ["E0007"], "{opener}");
        assert!(parsed.file.broken && parsed.file.items.is_empty());
    }
    assert_eq!(parse(&"/* ".repeat(deep)).diagnostics.len(), 1);
    check(&format!("{}{}", "message A { ".repeat(64), "} ".repeat(64)), &[]);
    check(&format!("message A {{ a: {}b{} = 1; }}", "list<".repeat(63), ">".repeat(63)), &[]);
}

#[test]
fn e03_a_file_of_very_many_words_is_refused() {
    let marks = |count: usize| format!("message A {{ reserved {}1; }}", "1,".repeat(count));
    assert_eq!(parse(&marks(1_000)).diagnostics, []);
    let parsed = parse(&marks(limit::TOKENS_MAX / 2));
    let codes: Vec<_> = parsed.diagnostics.iter().map(|report| report.code.as_str()).collect();
    assert_eq!(codes, ["E0012"]);
    assert!(parsed.file.broken && parsed.file.items.is_empty());
}

#[test]
fn e12_characters_that_hide_are_shown() {
    check("message A { } // \u{202e}", &[("E0013", "\u{202e}")]);
    check("/// a\u{7}\nmessage A { }", &[("E0013", "\u{7}")]);
    check(
        "message A\u{200e} { a\u{200f}b: c = 1; \u{feff} }",
        &[("E0013", "\u{200e}"), ("E0013", "\u{200f}"), ("E0013", "\u{feff}")],
    );
    check("const A: b = \"\0\";", &[("E0013", "\0")]);
    fixed("const A: b = \"c\u{202e}\";", "const A: b = \"c\\u{202e}\";");
    fixed("message A { } /* \u{2066} */", "message A { } /*  */");
    check("const A: b = \"\\u{202e}\";", &[]);
}

#[test]
fn e16_every_end_of_line_and_every_emptiness_is_a_file() {
    for text in ["", "\u{feff}", "\n", "\r", "// a", "/* a */", "// a\r\n", "\u{feff}// a\n", "//! a"] {
        check(text, &[]);
    }
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("edition 2026;{end}{end}package a;{end}message A {{{end}a: b = 1;{end}}}");
        check(&text, &[]);
        assert_eq!(parse(&text).file.items.len(), 1);
        assert_eq!(parse(&format!("\u{feff}{text}")).diagnostics, []);
    }
    let parsed = parse("//! a\r\n/// b\r\nmessage A { }\r\n");
    assert_eq!(parsed.file.docs[0].text, "a");
    assert!(matches!(&parsed.file.items[..], [Item::Message(a)] if a.attrs.docs[0].text == "b"));
}
