//! Fields, oneofs, unions and errors, and mistakes in company.

use mrpc_idl::code::Code::*;
use mrpc_idl::limit::LABELS_MAX;
use mrpc_idl::model::{RustField, Status};

use crate::expect::{check_items, model};

#[test]
fn required_fields() {
    let others = "message M {} union U { m: M = 1; } enum E { E_ZERO = 0; }";
    for ty in ["M", "U", "Timestamp", "StringValue"] {
        check_items(&format!("{others} message X {{ @required f: {ty} = 1; }}"), &[]);
    }
    for ty in ["int32", "bool", "string", "bytes", "double", "E", "int32?", "M?", "list<M>", "map<string, M>"]
    {
        check_items(&format!("{others} message X {{ @required f: {ty} = 1; }}"), &[(E0411, "@required")]);
    }
    check_items(
        &format!("{others} message X {{ oneof o {{ @required f: M = 1; }} }}"),
        &[(E0802, "@required")],
    );
}

#[test]
fn oneofs_unions_and_errors() {
    check_items("message M { oneof o {} }", &[(E0601, "o")]);
    check_items("union U {}", &[(E0601, "U")]);
    check_items("error E {}", &[(E0601, "E")]);
    check_items("union U { reserved 1; }", &[(E0601, "U")]);
    for ty in ["list<string>", "map<string, int32>", "list<Empty>"] {
        check_items(&format!("message M {{ oneof o {{ a: {ty} = 1; b: int32 = 2; }} }}"), &[(E0602, ty)]);
        check_items(&format!("union U {{ a: {ty} = 1; }}"), &[(E0602, ty)]);
        check_items(&format!("error E {{ @code(ABORTED) a: {ty} = 1; }}"), &[(E0602, ty)]);
    }
    check_items("message M { oneof o { a: int32 = 1; oneof p { b: int32 = 2; } } }", &[(E0603, "oneof p")]);
    for ty in ["string", "int32", "Kind", "Either"] {
        let schema = format!(
            "enum Kind {{ KIND_ZERO = 0; }} union Either {{ a: Empty = 1; }} error E {{ @code(ABORTED) a: {ty} = 1; }}"
        );
        check_items(&schema, &[(E0604, ty)]);
    }
    check_items("error E { a: Empty = 1; }", &[(E0605, "a")]);
    check_items("error E { a: string = 1; }", &[(E0605, "a"), (E0604, "string")]);
    for (code, expected) in [("OK", "OK"), ("not_found", "not_found"), ("NOTFOUND", "NOTFOUND"), ("X", "X")] {
        check_items(&format!("error E {{ @code({code}) a: Empty = 1; }}"), &[(E0606, expected)]);
    }
    check_items("error E { @code(\"NOT_FOUND\") a: Empty = 1; }", &[(E0804, "\"NOT_FOUND\"")]);
    check_items("error E { @code(5) a: Empty = 1; }", &[(E0804, "5")]);
    check_items("error E { @code a: Empty = 1; }", &[(E0803, "@code")]);
    check_items("union U { @code(ABORTED) a: Empty = 1; }", &[(E0802, "@code(ABORTED)")]);
}

#[test]
fn rust_arguments_fit_the_type() {
    let others = "message M {}";
    for (written, ty) in [
        ("@rust(type = bytes)", "bytes"),
        ("@rust(type = bytes)", "list<bytes>"),
        ("@rust(map = hash)", "map<string, M>"),
        ("@rust(map = btree)", "map<string, M>"),
        ("@rust(box)", "M"),
        ("@rust(name = \"other\", box)", "M"),
    ] {
        check_items(&format!("{others} message X {{ {written} f: {ty} = 1; }}"), &[]);
    }
    for (written, ty, slice) in [
        ("@rust(type = bytes)", "string", "bytes"),
        ("@rust(map = hash)", "M", "hash"),
        ("@rust(box)", "int32", "box"),
        ("@rust(box)", "list<M>", "box"),
    ] {
        check_items(&format!("{others} message X {{ {written} f: {ty} = 1; }}"), &[(E0802, slice)]);
    }
}

#[test]
fn fields_are_in_the_model_as_they_are_described() {
    let model = model(
        "message M {\n\
           @redact @json(\"secret\") token: string = 1;\n\
           user_name: string = 2;\n\
           @required @rust(box) inner: Inner = 3;\n\
           oneof choice { @redact a: string = 4; b: int32 = 5; }\n\
           @rust(type = bytes, name = \"raw\") data: bytes = 6;\n\
           @rust(map = hash) table: map<string, Inner> = 7;\n\
           @removed(in = \"v3\") old: string = 8;\n\
           @deprecated(\"use user_name\", since = \"v1\", remove = \"v4\") name: string = 9;\n\
           @key(order = 2) k: string = 10;\n\
         }\n\
         message Inner { a: int32 = 1; }\n\
         error Failure { @code(NOT_FOUND) @retryable gone: Inner = 1; @code(ABORTED) other: Empty = 2; }",
    );
    let message = &model.messages[0];
    let field = |name: &str| {
        let found = message.fields.iter().find(|field| field.decl.name.text == name);
        found.expect("a field of this name")
    };
    assert!(field("token").is_redacted && field("a").is_redacted && !field("b").is_redacted);
    assert_eq!(field("token").json_name, "secret");
    assert_eq!(field("user_name").json_name, "userName");
    assert!(field("inner").is_required && field("inner").rust.is_boxed);
    assert_eq!((field("a").oneof, field("b").oneof, field("token").oneof), (Some(0), Some(0), None));
    assert_eq!(field("data").rust, RustField { is_bytes: true, ..RustField::default() });
    assert_eq!(field("data").decl.rust_name.as_deref(), Some("raw"));
    assert!(field("table").rust.is_hash_map);
    assert_eq!(field("old").decl.removed.as_deref(), Some("v3"));
    let deprecated = field("name").decl.deprecated.clone().expect("deprecated");
    let words = [deprecated.message, deprecated.since, deprecated.remove];
    assert_eq!(words.map(Option::unwrap_or_default), ["use user_name", "v1", "v4"]);
    assert_eq!((field("k").key, field("name").key), (Some(2), None));
    let numbers: Vec<u32> = message.fields.iter().map(|field| field.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    let failure = &model.unions[0];
    assert!(failure.is_error && failure.fields[0].is_retryable && !failure.fields[1].is_retryable);
    assert_eq!(failure.fields[0].code, Some(Status::NotFound));
    assert_eq!(failure.fields[1].code, Some(Status::Aborted));
}

#[test]
fn names_chosen_for_rust_settle_what_collides_there() {
    check_items(
        "message M { user_name: int32 = 1; userName: int32 = 2; }",
        // It collides in JSON, too; that is the same mistake.
        &[(E0202, "userName")],
    );
    check_items(
        "message M { user_name: int32 = 1; @rust(name = \"b\") @json(\"b\") userName: int32 = 2; }",
        &[],
    );
    check_items("union U { a_b: int32 = 1; @rust(name = \"Other\") @json(\"c\") aB: int32 = 2; }", &[]);
}

#[test]
fn one_mistake_gives_one_report() {
    for (schema, expected) in [
        // A wrong argument is not also a missing annotation, nor a missing value.
        ("message M { @default(\"a\") @range(1..=5) a: int32? = 1; }", (E0410, "\"a\"")),
        ("message M { @default(9) @range(\"x\") a: int32? = 1; }", (E0804, "\"x\"")),
        ("message M { @range(5..=1) @nonzero @not_in([3]) @default(4) a: int32? = 1; }", (E0902, "5..=1")),
        ("message M { a: Nowhere = 1; } service S { @route(hash) rpc Do(M) -> M; }", (E0301, "Nowhere")),
        (
            "service S { @idempotent @batch(max_size = 64, max_wait = 1ms) rpc Do(Nowhere) -> Empty; }",
            (E0301, "Nowhere"),
        ),
        ("message M { @pattern(\"(\") a: Nowhere = 1; }", (E0301, "Nowhere")),
        ("message M { @default(1) a: Nowhere = 1; }", (E0301, "Nowhere")),
        (
            "error E { @code(NOPE) a: Empty = 1; } service S { rpc Do(Empty) -> Empty throws E; }",
            (E0606, "NOPE"),
        ),
        ("enum E { E_ONE = 1; } message M { @default(E_ONE) e: E? = 1; }", (E0501, "1")),
        ("message M { a: int32 = 0; } message N { @required m: M = 1; }", (E0402, "0")),
        (
            "const A: int32 = 99999999999; message M { @range(..=A) @default(A) a: int32? = 1; }",
            (E0311, "99999999999"),
        ),
    ] {
        check_items(schema, &[expected]);
    }
}

#[test]
fn fifteen_mistakes_give_fifteen_reports() {
    check_items(
        "@timeout(2s)\n\
         service S {\n\
           @retry(max_attempts = 3) rpc Once(Plain) -> Plain;\n\
           @route(hash) rpc Route(Plain) -> Plain;\n\
           rpc Text(string) -> Plain;\n\
           rpc Throw(Plain) -> Plain throws Plain;\n\
           @timeout(\"2s\") rpc Late(Plain) -> Plain;\n\
         }\n\
         message Plain {\n\
           a: string = 1;\n\
           b: string = 1;\n\
           c: string = 19000;\n\
           d: string;\n\
           @default(5) e: int32 = 5;\n\
           @range(1..=5) f: string = 6;\n\
           @pattern(\"[a\") g: string = 7;\n\
           @lenn(5) h: string = 8;\n\
           reserved 9..=8;\n\
         }\n\
         enum Kind { KIND_ONE = 1; }\n\
         error Failure { plain: Plain = 1; }\n",
        &[
            (E0706, "@retry(max_attempts = 3)"),
            (E0710, "@route(hash)"),
            (E0702, "string"),
            (E0703, "Plain"),
            (E0804, "\"2s\""),
            (E0401, "1"),
            (E0403, "19000"),
            (E0407, "d"),
            (E0409, "@default(5)"),
            (E0901, "@range(1..=5)"),
            (E0904, "["),
            (E0801, "lenn"),
            (E0406, "9..=8"),
            (E0501, "1"),
            (E0605, "plain"),
        ],
    );
}

#[test]
fn mistakes_in_two_files_are_both_reported() {
    check_items(
        "//--- a.mrpc\nedition 2026;\npackage demo.v1;\nmessage A { a: int32 = 0; b: B = 2; }\n\
         //--- b.mrpc\nedition 2026;\npackage demo.v1;\nmessage B { @len a: string = 1; }\n",
        &[(E0402, "0"), (E0803, "@len")],
    );
}

#[test]
fn a_long_circle_of_required_messages_is_told_briefly() {
    use std::fmt::Write as _;
    let mut schema = String::new();
    for at in 0..2_000 {
        let _ = writeln!(
            schema,
            "message M{at} {{ @required a: M{} = 1; @required b: M0 = 2; }}",
            (at + 1) % 2_000
        );
    }
    let compiled = crate::expect::compiled(&schema);
    let circles: Vec<_> = compiled.diagnostics.iter().filter(|report| report.code == E0307).collect();
    assert!(!circles.is_empty());
    assert!(circles.iter().all(|report| report.secondary.len() <= LABELS_MAX && report.title.len() < 500));
}

#[test]
fn a_closed_enum_keeps_a_value() {
    check_items("closed enum E { @removed(in = \"v2\") E_A = 1; }", &[(E0504, "E")]);
    check_items("closed enum E { @removed(in = \"v2\") E_A = 1; E_B = 2; }", &[]);
}
