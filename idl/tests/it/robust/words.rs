//! Names, and messages that need each other.

use mrpc_idl::code::Code::{self, *};

use crate::expect::{check, check_items};

/// The words of Rust, old, new and kept, and some that mean something only in places.
const RUST_WORDS: [&str; 61] = [
    "Self",
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    "macro_rules",
    "union",
    "auto",
    "default",
    "raw",
    "safe",
    "dead",
    "main",
    "_",
];

#[test]
fn e09_every_word_of_rust_names_anything() {
    for word in RUST_WORDS {
        check(&format!("edition 2026;\npackage {word};\nmessage A {{ a: int32 = 1; }}\n"), &[]);
        check(&format!("edition 2026;\npackage a.{word}.v1;\n"), &[]);
        for items in [
            "message {} { a: int32 = 1; } message A { x: {} = 1; y: list<{}> = 2; z: .t.v1.{} = 3; }",
            "message A { {}: int32 = 1; }",
            "message A { oneof {} { x: int32 = 1; } }",
            "message A { oneof o { {}: int32 = 1; } }",
            "message A { message {} { a: int32 = 1; } x: A.{} = 1; }",
            "enum {} { FIRST = 0; } message A { x: {} = 1; }",
            "enum E { {} = 0; }",
            "union {} { x: int32 = 1; } message A { x: {} = 1; }",
            "union U { {}: int32 = 1; }",
            "error {} { @code(ABORTED) x: M = 1; } service S { rpc Get(M) -> M throws {}; } message M { }",
            "error E { @code(ABORTED) {}: M = 1; } message M { }",
            "service {} { rpc Get(M) -> M; } message M { }",
            "service S { rpc {}(M) -> M; } message M { }",
        ] {
            check_items(&items.replace("{}", word), &[]);
        }
    }
}

/// `true` and `false` are values before they are names of constants.
#[test]
fn e09_every_word_of_rust_names_a_constant() {
    for word in RUST_WORDS.iter().filter(|word| !["true", "false"].contains(word)) {
        let items = format!("const {word}: uint32 = 1; message A {{ @len(..={word}) x: string = 1; }}");
        check_items(&items, &[]);
    }
}

/// Our own words are names too.
#[test]
fn e09_every_word_of_ours_names_a_field() {
    for word in [
        "message",
        "enum",
        "union",
        "error",
        "service",
        "rpc",
        "oneof",
        "reserved",
        "import",
        "package",
        "edition",
        "const",
        "closed",
        "stream",
        "list",
        "map",
        "throws",
        "as",
        "proto",
        "max",
        "optional",
        "repeated",
        "string",
        "int32",
        "bool",
        "bytes",
        "Timestamp",
    ] {
        check_items(&format!("message A {{ {word}: int32 = 1; }}"), &[]);
        check_items(&format!("message A {{ oneof o {{ {word}: int32 = 1; }} }}"), &[]);
    }
}

#[test]
fn e15_messages_that_hold_themselves() {
    for fine in [
        "message A { a: A = 1; }",
        "message A { a: list<A> = 1; b: map<string, A> = 2; oneof o { c: A = 3; } }",
        "message A { b: B = 1; } message B { c: C = 1; } message C { a: A = 1; }",
        "union U { u: U = 1; } message A { u: U = 1; }",
        "message A { u: U = 1; } union U { a: A = 1; }",
        "error E { @code(ABORTED) a: A = 1; } message A { a: A = 1; }",
        // Required, with a way out.
        "message A { @required b: B = 1; } message B { a: A = 1; }",
        "message A { @required b: B = 1; } message B { a: list<A> = 1; }",
        "message A { @required b: B = 1; @required c: B = 2; } message B { a: int32 = 1; }",
        "message A { @required b: B = 1; } message B { oneof o { a: A = 1; } }",
    ] {
        check_items(fine, &[]);
    }
    for (endless, marked) in [
        ("message A { @required a: A = 1; }", &["A"] as &[&str]),
        ("message A { @required b: B = 1; } message B { @required a: A = 1; }", &["A"]),
        ("message A { @required x: A.B = 1; message B { @required y: A = 1; } }", &["A"]),
        ("message Z { @required a: A = 1; } message A { @required a: A = 1; }", &["A"]),
        // Two circles are two mistakes.
        ("message A { @required a: A = 1; } message B { @required b: B = 1; }", &["A", "B"]),
    ] {
        let expected: Vec<(Code, &str)> = marked.iter().map(|&name| (E0307, name)).collect();
        check_items(endless, &expected);
    }
}

#[test]
fn e17_services_that_make_no_sense() {
    let rest = "message M { a: int32 = 1; }\n";
    check_items(&format!("{rest}service S {{ rpc Get(M) -> M; rpc Get(M) -> M; }}"), &[(E0701, "Get")]);
    check_items(
        &format!("{rest}service S {{ rpc Get(stream int32) -> stream bytes; }}"),
        &[(E0702, "int32"), (E0702, "bytes")],
    );
    check_items(
        &format!("{rest}service S {{ rpc Get(Nope) -> stream Nada throws Nix; }}"),
        &[(E0301, "Nope"), (E0301, "Nada"), (E0301, "Nix")],
    );
    // The same method in two services is none.
    check_items(&format!("{rest}service S {{ rpc Get(M) -> M; }} service T {{ rpc Get(M) -> M; }}"), &[]);
}

#[test]
fn e10_names_that_differ_in_their_spelling_only() {
    for (items, marked) in [
        ("message A { foo_bar: int32 = 1; fooBar: int32 = 2; }", "fooBar"),
        ("message A { foo__bar: int32 = 1; foo_bar: int32 = 2; }", "foo_bar"),
        ("message FooBar { } message Foo_Bar { }", "Foo_Bar"),
        ("message FOOBar { } message FooBar { }", "FooBar"),
    ] {
        check_items(items, &[(E0202, marked)]);
    }
}
