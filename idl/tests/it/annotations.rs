//! Annotations: where each may stand, and what its arguments are.

use mrpc_idl::annotation::{TABLE, Target};
use mrpc_idl::code::Code::*;

use crate::expect::{check_items, found};

const TARGETS: &[Target] = &[
    Target::Package,
    Target::Const,
    Target::Message,
    Target::Field,
    Target::Oneof,
    Target::OneofMember,
    Target::Enum,
    Target::EnumValue,
    Target::Union,
    Target::UnionMember,
    Target::Error,
    Target::ErrorMember,
    Target::Service,
    Target::Method,
];

/// One use of an annotation that is right, where it may stand, and the type of field that it wants.
fn sample(name: &str, target: Target) -> (&'static str, &'static str) {
    match name {
        "allow" => ("@allow(W0101)", "int32"),
        "batch" => ("@batch(max_size = 64, max_wait = 1ms)", "int32"),
        "code" => ("@code(NOT_FOUND)", "int32"),
        "default" => ("@default(5)", "int32?"),
        "deprecated" => ("@deprecated(\"no\", since = \"v1\", remove = \"v2\")", "int32"),
        "finite" => ("@finite", "double"),
        "format" => ("@format(email)", "string"),
        "in" => ("@in([1, 2])", "int32"),
        "json" => ("@json(\"other\")", "int32"),
        "key" => ("@key(order = 1)", "string"),
        "len" => ("@len(1..=16)", "string"),
        "not_in" => ("@not_in([1])", "int32"),
        "pattern" => ("@pattern(\"^a$\")", "string"),
        "range" => ("@range(1..=5)", "int32"),
        "removed" => ("@removed(in = \"v2\")", "int32"),
        "required" => ("@required", "M"),
        "retry" => {
            ("@retry(max_attempts = 3, backoff = 50ms..1s, on = [UNAVAILABLE], budget = 20%)", "int32")
        }
        "route" => ("@route(hash)", "int32"),
        "rust" if target == Target::Package => ("@rust(module = \"other\")", "int32"),
        // Fine in every convention.
        "rust" => ("@rust(name = \"_1\")", "int32"),
        "timeout" => ("@timeout(2s)", "int32"),
        "unique" => ("@unique", "list<int32>"),
        "alias" => ("@alias", "int32"),
        "idempotent" => ("@idempotent(read)", "int32"),
        "internal" => ("@internal", "int32"),
        "nonzero" => ("@nonzero", "int32"),
        "redact" => ("@redact", "int32"),
        "retryable" => ("@retryable", "int32"),
        "validate" => ("@validate", "int32"),
        other => panic!("no sample of `@{other}`"),
    }
}

/// A schema with `written` on a `target`.
fn schema(name: &str, written: &str, ty: &str, target: Target) -> String {
    let number = if name == "alias" { 0 } else { 1 };
    let ty = if target == Target::ErrorMember { "M" } else { ty };
    let code = if name == "code" { "" } else { "@code(ABORTED)" };
    let first = match name {
        "batch" | "retry" => "@idempotent",
        _ => "",
    };
    let (package, declared) = match target {
        Target::Package => (written, String::new()),
        Target::Const => ("", format!("{written} const C: int32 = 1;")),
        Target::Message => ("", format!("{written} message X {{}}")),
        Target::Field => ("", format!("message X {{ {written} f: {ty} = 1; }}")),
        Target::Oneof => ("", format!("message X {{ {written} oneof o {{ f: int32 = 1; }} }}")),
        Target::OneofMember => ("", format!("message X {{ oneof o {{ {written} f: {ty} = 1; }} }}")),
        Target::Enum => ("", format!("{written} enum E {{ E_ZERO = 0; }}")),
        Target::EnumValue => ("", format!("enum E {{ E_ZERO = 0; {written} E_X = {number}; }}")),
        Target::Union => ("", format!("{written} union U {{ f: M = 1; }}")),
        Target::UnionMember => ("", format!("union U {{ {written} f: {ty} = 1; }}")),
        Target::Error => ("", format!("{written} error F {{ @code(ABORTED) f: M = 1; }}")),
        Target::ErrorMember => ("", format!("error F {{ {code} {written} f: {ty} = 1; }}")),
        Target::Service => ("", format!("{written} service S {{ rpc Do(M) -> M; }}")),
        Target::Method => ("", format!("service S {{ {first} {written} rpc Do(M) -> M; }}")),
        other => panic!("no schema for {other}"),
    };
    format!("edition 2026;\n{package} package demo.v1;\nmessage M {{ @key id: string = 1; }}\n{declared}\n")
}

#[test]
fn every_annotation_stands_where_the_table_says_and_nowhere_else() {
    for spec in TABLE {
        for &target in TARGETS {
            let (written, ty) = sample(spec.name, target);
            let is_allowed = spec.targets.contains(&target);
            // A type that only the right place may have would be a mistake of its own.
            let ty = if is_allowed || target == Target::Field { ty } else { "int32" };
            let schema = schema(spec.name, written, ty, target);
            if is_allowed {
                check_items(&schema, &[]);
            } else {
                let expected = match (spec.name, target) {
                    // Without its code the member is not one of an error.
                    ("code", Target::ErrorMember) => continue,
                    _ => [(E0802, written)],
                };
                check_items(&schema, &expected);
            }
        }
    }
}

#[test]
fn the_table_is_sorted_and_says_each_name_once() {
    assert!(TABLE.windows(2).all(|two| two[0].name < two[1].name));
    for spec in TABLE {
        for excluded in spec.excludes {
            assert!(TABLE.iter().any(|other| other.name == *excluded), "@{} excludes @{excluded}", spec.name);
        }
    }
}

/// `written` on a field of type `ty`.
fn on_field(written: &str, ty: &str) -> String {
    format!("message X {{ {written} f: {ty} = 1; }}")
}

/// `written` on a method that is idempotent.
fn on_method(written: &str) -> String {
    format!(
        "message M {{ @key id: string = 1; }} service S {{ @idempotent {written} rpc Do(M) -> stream M; rpc Other(M) -> M; }}"
    )
}

#[test]
fn arguments_of_the_wrong_kind() {
    for (written, ty, slice) in [
        ("@default([1])", "int32?", "[1]"),
        ("@deprecated(5)", "int32", "5"),
        ("@deprecated(\"a\", since = v1)", "int32", "v1"),
        ("@deprecated(\"a\", remove = 2)", "int32", "2"),
        ("@format(\"email\")", "string", "\"email\""),
        ("@in(1)", "int32", "1"),
        ("@in([\"a\"])", "int32", "\"a\""),
        ("@in([1])", "string", "1"),
        ("@in([5s])", "int32", "5s"),
        ("@not_in(1..=5)", "int32", "1..=5"),
        ("@json(name)", "int32", "name"),
        ("@json(\"\")", "int32", "\"\""),
        ("@json(\"[a]\")", "int32", "\"[a]\""),
        ("@key(order = \"1\")", "int32", "\"1\""),
        ("@key(order = 1.5)", "int32", "1.5"),
        ("@len(\"16\")", "string", "\"16\""),
        ("@len(1.5)", "string", "1.5"),
        ("@len([1])", "string", "[1]"),
        ("@len(1s..2s)", "string", "1s"),
        ("@pattern(a)", "string", "a"),
        ("@pattern(5)", "string", "5"),
        ("@range(5)", "int32", "5"),
        ("@range([1, 5])", "int32", "[1, 5]"),
        ("@range(0.5..)", "int32", "0.5"),
        ("@removed(in = 3)", "int32", "3"),
        ("@rust(type = \"bytes\")", "bytes", "\"bytes\""),
        ("@rust(type = str)", "bytes", "str"),
        ("@rust(map = tree)", "map<string, int32>", "tree"),
        ("@rust(name = f)", "int32", "f"),
        ("@allow(E0401)", "int32", "E0401"),
        ("@allow(W9999)", "int32", "W9999"),
        ("@allow(\"W0101\")", "int32", "\"W0101\""),
    ] {
        let found = found(&on_field(written, ty));
        assert!(!found.is_empty(), "{written} is accepted");
        assert_eq!(found[0], (E0804, slice.to_owned()), "{written}");
        assert!(found.iter().all(|&(code, _)| code == E0804), "{written}: {found:?}");
    }
    for (written, slice) in [
        ("@timeout(\"2 sec\")", "\"2 sec\""),
        ("@timeout(2)", "2"),
        ("@timeout(never)", "never"),
        ("@timeout(2s, idle = 1)", "1"),
        ("@retry(max_attempts = 3s)", "3s"),
        ("@retry(max_attempts = \"3\")", "\"3\""),
        ("@retry(max_attempts = 3, backoff = 1s)", "1s"),
        ("@retry(max_attempts = 3, backoff = 1..2)", "1..2"),
        ("@retry(max_attempts = 3, backoff = 50ms..)", "50ms.."),
        ("@retry(max_attempts = 3, on = UNAVAILABLE)", "UNAVAILABLE"),
        ("@retry(max_attempts = 3, on = [])", "[]"),
        ("@retry(max_attempts = 3, on = [5])", "5"),
        ("@retry(max_attempts = 3, budget = 20)", "20"),
        ("@route(key)", "key"),
        ("@route(\"hash\")", "\"hash\""),
    ] {
        check_items(&on_method(written), &[(E0804, slice)]);
    }
    let with = |written: &str| format!("service S {{ {written} rpc Do(Empty) -> Empty; }}");
    check_items(&with("@idempotent(write)"), &[(E0804, "write")]);
    check_items(&with("@idempotent @batch(max_size = 1s, max_wait = 1ms)"), &[(E0804, "1s")]);
    check_items(&with("@idempotent @batch(max_size = 64, max_wait = 1)"), &[(E0804, "1")]);
}

#[test]
fn arguments_that_are_missing_doubled_or_unknown() {
    for (written, ty, code, slice) in [
        ("@len", "string", E0803, "@len"),
        ("@len()", "string", E0803, "@len()"),
        ("@allow", "int32", E0803, "@allow"),
        ("@removed", "int32", E0803, "@removed"),
        ("@default", "int32?", E0803, "@default"),
        ("@json", "int32", E0803, "@json"),
        ("@key(order = 1, order = 2)", "int32", E0805, "order = 2"),
        ("@rust(box, box)", "M", E0805, "box"),
        ("@len(1, 64)", "string", E0806, "64"),
        ("@in(1, 2, 3)", "int32", E0806, "2"),
        ("@required(true)", "M", E0806, "true"),
        ("@unique(1, 2)", "list<int32>", E0806, "1"),
        ("@key(1)", "int32", E0806, "1"),
        ("@key(oder = 1)", "int32", E0806, "oder"),
        ("@len(range = 1..=64)", "string", E0806, "range"),
        ("@json(name = \"x\")", "int32", E0806, "name"),
        ("@rust(box = true)", "M", E0806, "box = true"),
        ("@rust(box = false)", "M", E0806, "box = false"),
        ("@rust(module = \"m\")", "int32", E0806, "module = \"m\""),
        ("@rust(derive = [\"Hash\"])", "int32", E0806, "derive = [\"Hash\"]"),
        ("@rust(\"name\")", "int32", E0806, "\"name\""),
    ] {
        check_items(&format!("message M {{}} {}", on_field(written, ty)), &[(code, slice)]);
    }
    for (written, code, slice) in [
        ("@retry(backoff = 50ms..1s)", E0803, "@retry(backoff = 50ms..1s)"),
        ("@retry(3)", E0806, "3"),
        ("@retry(attempts = 3)", E0806, "attempts"),
        ("@retry(max_attempt = 3)", E0806, "max_attempt"),
        ("@timeout(idle = 1s)", E0803, "@timeout(idle = 1s)"),
        ("@timeout(none, idle = 1s)", E0806, "1s"),
        ("@idempotent(read)", E0805, "@idempotent(read)"),
    ] {
        check_items(&on_method(written), &[(code, slice)]);
    }
    check_items("service S { @idempotent @batch rpc Do(Empty) -> Empty; }", &[(E0803, "@batch")]);
}

#[test]
fn unknown_annotations() {
    check_items("@x message M {}", &[(E0801, "x")]);
    check_items("@length(1) message M {}", &[(E0801, "length")]);
    check_items("@a.b message M {}", &[(E0801, "a.b")]);
    check_items("message M { @Required f: Empty = 1; }", &[(E0801, "Required")]);
}

#[test]
fn annotations_given_twice_or_against_each_other() {
    check_items(&on_field("@len(1..) @len(..=5)", "string"), &[(E0805, "@len(..=5)")]);
    check_items(
        &on_field("@nonzero @nonzero @nonzero", "int32"),
        &[(E0805, "@nonzero"), (E0805, "@nonzero")],
    );
    check_items("@allow(W0101) @allow(W0102, W0103) message M {}", &[]);
    // The first is wrong, and the second is still one too many.
    check_items(&on_field("@len(\"a\") @len(..=5)", "string"), &[(E0804, "\"a\""), (E0805, "@len(..=5)")]);
    check_items(&on_field("@in([1]) @range(1..=2)", "int32"), &[(E0807, "@range(1..=2)")]);
    check_items(&on_field("@not_in([1]) @in([2])", "int32"), &[(E0807, "@in([2])")]);
    check_items(&on_field("@deprecated @removed(in = \"v2\")", "int32"), &[(E0807, "@removed(in = \"v2\")")]);
    check_items("message M {} message N { @required @default(1) m: M = 1; }", &[(E0807, "@default(1)")]);
}

#[test]
fn constants_are_arguments() {
    let with = |written: &str, ty: &str| {
        format!(
            "const MAX: uint32 = 64; const NAME: string = \"a\"; const HALF: double = 0.5; const ON: bool = true;\n{}",
            on_field(written, ty)
        )
    };
    check_items(&with("@len(1..=MAX)", "string"), &[]);
    check_items(&with("@range(..MAX)", "int32"), &[]);
    check_items(&with("@range(HALF..=1)", "double"), &[]);
    check_items(&with("@in([MAX, 1])", "int64"), &[]);
    check_items(&with("@in([NAME])", "string"), &[]);
    check_items(&with("@default(ON)", "bool?"), &[]);
    check_items(&with("@key(order = MAX)", "string"), &[]);
    check_items(&with("@len(..=NAME)", "string"), &[(E0804, "NAME")]);
    check_items(&with("@range(..=NAME)", "int32"), &[(E0804, "NAME")]);
    check_items(&with("@default(HALF)", "int32?"), &[(E0410, "HALF")]);
    check_items(&with("@len(..=MAXX)", "string"), &[(E0313, "MAXX")]);
    check_items("message M {} message N { @len(..=M) f: string = 1; }", &[(E0313, "M")]);
    // A constant without a value has its report.
    check_items("const A: int32 = \"a\"; message N { @len(..=A) f: string = 1; }", &[(E0311, "\"a\"")]);
}
