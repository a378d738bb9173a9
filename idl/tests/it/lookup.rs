//! What a name means, and what may stand where a type is expected.

use mrpc_idl::code::Code::{self, *};
use mrpc_idl::diagnostic::Applicability;

use crate::case::Case;
use crate::expect::{check, check_items, errors, said};

fn in_package(items: &str) -> String {
    format!("edition 2026;\npackage t.v1;\n{items}")
}

#[test]
fn names_are_found_from_the_inside_out() {
    let outer = "message Inner { outside: int32 = 1; }\n";
    for (items, expected) in [
        // The nearest one counts.
        ("message A { message Inner { x: int32 = 1; } i: Inner = 1; }", &[] as &[(Code, &str)]),
        ("message A { message B { i: Inner = 1; } message Inner { x: int32 = 1; } b: B = 1; }", &[]),
        ("message A { i: Inner = 1; }", &[]),
        ("message A { message B { message C { a: A = 1; b: B = 2; c: C = 3; } } }", &[]),
        // One that is nested is seen from inside, or by its path.
        ("message A { message N { x: int32 = 1; } } message Z { n: A.N = 1; m: t.v1.A.N = 2; }", &[]),
        ("message A { message N { x: int32 = 1; } } message Z { n: N = 1; }", &[(E0301, "N")]),
        ("message A { b: A.N = 1; }", &[(E0301, "A.N")]),
        ("message A { message N { n: A.N = 1; m: N.N = 2; } }", &[(E0301, "N.N")]),
        // An absolute path does not look around.
        ("message A { a: .t.v1.Inner = 1; b: .Inner = 2; }", &[(E0301, ".Inner")]),
        ("message t { a: int32 = 1; } message A { a: .t.v1.Inner = 1; b: t = 2; }", &[]),
        ("message t { a: int32 = 1; } message A { a: t.v1.Inner = 1; }", &[(E0301, "t.v1.Inner")]),
        // Whether an enum has the name of its parent does not matter to others.
        ("message A { enum K { K_UNSPECIFIED = 0; } k: K = 1; } message B { k: A.K = 1; }", &[]),
        ("message A { a: Inner.outside = 1; }", &[(E0301, "Inner.outside")]),
    ] {
        check_items(&format!("{outer}{items}\n"), expected);
    }
}

#[test]
fn what_is_built_in_gives_way_to_what_is_declared() {
    check_items("message A { t: Timestamp = 1; v: Value = 2; b: BoolValue = 3; }", &[]);
    // Ours is an enum, so it may be the key of a route; the built-in is a message.
    check_items("enum Timestamp { TIMESTAMP_NEVER = 0; } message A { @key t: Timestamp = 1; }", &[]);
    check_items("message A { enum Value { VALUE_NONE = 0; } @key v: Value = 1; }", &[]);
    let imported = "import o.v1.Timestamp;\nmessage A { @key t: Timestamp = 1; }\n//--- o.mrpc\nedition 2026;\n\
                    package o.v1;\nenum Timestamp { TIMESTAMP_NEVER = 0; }\n";
    check_items(imported, &[]);
    // By its full name the built-in is reached all the same, and a message is no key.
    for name in ["google.protobuf.Timestamp", ".google.protobuf.Timestamp"] {
        let items = format!("enum Timestamp {{ TIMESTAMP_NEVER = 0; }} message A {{ @key t: {name} = 1; }}");
        check_items(&items, &[(E0711, "@key")]);
    }
    check_items("message A { t: google.protobuf.Timestmp = 1; }", &[(E0301, "google.protobuf.Timestmp")]);
}

#[test]
fn no_declaration_hides_a_scalar() {
    check_items("message string { a: int32 = 1; }", &[(E0201, "string")]);
    check_items("message A { enum bool { BOOL_NO = 0; } a: int32 = 1; }", &[(E0201, "bool")]);
}

#[test]
fn files_of_a_package_see_each_other() {
    let two = "edition 2026;\npackage t.v1;\nmessage A { b: B = 1; c: B.C = 2; @len(..=MAX) s: string = 3; }\n\
               //--- b.mrpc\nedition 2026;\npackage t.v1;\nmessage B { message C { a: A = 1; } c: C = 1; }\n\
               const MAX: uint32 = 5;\n";
    check(two, &[]);
    // Imports belong to their file.
    let import = "edition 2026;\npackage t.v1;\nimport o.v1.O;\nmessage A { o: O = 1; }\n\
                  //--- b.mrpc\nedition 2026;\npackage t.v1;\nmessage B { o: O = 1; }\n\
                  //--- o.mrpc\nedition 2026;\npackage o.v1;\nmessage O { a: int32 = 1; }\n";
    check(import, &[(E0301, "O")]);
    check(
        "edition 2026;\npackage t.v1;\nmessage A { a: int32 = 1; }\n//--- b.mrpc\nedition 2026;\npackage t.v1;\n\
           message A { a: int32 = 1; }\n",
        &[(E0201, "A")],
    );
}

#[test]
fn a_longer_package_is_another_package() {
    let files = "edition 2026;\npackage t;\nimport t.v1;\nmessage A { b: t.v1.B = 1; c: t.A = 2; }\n\
                 //--- b.mrpc\nedition 2026;\npackage t.v1;\nmessage B { a: int32 = 1; }\n";
    check(files, &[]);
    // Not imported, it does not exist; the report says what to do.
    let absent = files.replace("import t.v1;\n", "");
    assert_eq!(
        said(&absent),
        "there is no type `t.v1.B`\nhere: \n\
         help: package `t.v1` has one; import the package [\n\nimport t.v1;]"
    );
}

#[test]
fn an_unknown_name_comes_with_a_guess() {
    let help = |items: &str| said(&in_package(items)).lines().last().unwrap_or_default().to_owned();
    let message = "message Address { a: int32 = 1; message Line { a: int32 = 1; } }\n";
    for (ty, expected) in [
        ("Adress", "help: there is `Address` [Address]"),
        ("address", "help: there is `Address` [Address]"),
        ("Address.Lin", "help: there is `Line` [Line]"),
        ("strnig", "help: there is `string` [string]"),
        ("Timestmp", "help: there is `Timestamp` [Timestamp]"),
        ("Quite", "here: "),
        ("t.v1.Adress", "help: there is `Address` [Address]"),
    ] {
        assert_eq!(help(&format!("{message}message Z {{ x: {ty} = 1; }}")), expected);
    }
    // Of the names in sight only types are offered, and from the place where the name stands.
    let service = "service Shopp { rpc Get(A) -> A; } message A { shop: Shop = 1; }";
    assert_eq!(help(service), "here: ");
    let nested = "message A { message Inside { a: int32 = 1; } x: Insid = 1; }";
    assert_eq!(help(nested), "help: there is `Inside` [Inside]");
    let other = "import o.v1 as o;\nmessage A { x: o.Itm = 1; }\n//--- o.mrpc\nedition 2026;\npackage o.v1;\n\
                 message Item { a: int32 = 1; }\n";
    assert_eq!(help(other), "help: there is `Item` [Item]");
    // One that is nested elsewhere is written with its path.
    let elsewhere = "message A { message B { message C { a: int32 = 1; } } } message Z { x: C = 1; }";
    assert_eq!(help(elsewhere), "help: write the path of the nested type [A.B.C]");
    let short = "message A { a: int32 = 1; } message Z { x: Q = 1; }";
    assert_eq!(help(short), "here: ");
}

#[test]
fn an_unknown_name_that_another_package_has_is_imported_in_order() {
    let others = "//--- o.mrpc\nedition 2026;\npackage o.v1;\nmessage Item { a: int32 = 1; }\n\
                  //--- p.mrpc\nedition 2026;\npackage p.v1;\nmessage Else { a: int32 = 1; }\n\
                  @internal message Own { a: int32 = 1; }\n\
                  //--- a.mrpc\nedition 2026;\npackage a.v1;\nmessage First { a: int32 = 1; }\n";
    let patched = |text: &str| {
        let example = format!("{}{others}", in_package(text));
        let compiled = Case::read(&example).compile();
        let errors = errors(&compiled);
        let patch = errors[0].helps[0].patch.clone().expect("there is a patch");
        assert_eq!(patch.applicability, Applicability::MaybeIncorrect);
        let edit = &patch.edits[0];
        let mut main = compiled.sources.get(edit.span.source).text().to_owned();
        main.replace_range(edit.span.range(), &edit.text);
        main
    };
    let main = |imports: &str, rest: &str| format!("edition 2026;\npackage t.v1;\n{imports}{rest}");
    let message = "message A { x: Item = 1; }\n";
    assert_eq!(patched(message), main("\nimport o.v1.Item;\n", message));
    let both =
        "import a.v1.First;\nimport p.v1.Else;\nmessage A { x: Item = 1; a: First = 2; b: Else = 3; }\n";
    assert!(patched(both).contains("import a.v1.First;\nimport o.v1.Item;\nimport p.v1.Else;\n"));
    let last = "import p.v1.Else;\nmessage A { x: Item = 1; b: Else = 3; }\n";
    assert!(patched(last).contains("import o.v1.Item;\nimport p.v1.Else;\n"));
    // What is internal there is no help here.
    assert_eq!(
        said(&format!("{}{others}", in_package("message A { x: Own = 1; }\n"))),
        "there is no type `Own`\nhere: "
    );
}

#[test]
fn scalars_of_other_languages() {
    for (theirs, ours, is_sure) in [
        ("u32", "uint32", true),
        ("i64", "int64", true),
        ("String", "string", true),
        ("f64", "double", true),
        ("boolean", "bool", true),
        ("u8", "uint32", false),
        ("int", "int32", false),
        ("usize", "uint64", false),
    ] {
        let example = in_package(&format!("message A {{ x: list<{theirs}> = 1; }}"));
        check(&example, &[(E0309, theirs)]);
        let compiled = Case::read(&example).compile();
        let patch = errors(&compiled)[0].helps[0].patch.clone().expect("there is a patch");
        assert_eq!(patch.edits[0].text, ours);
        assert_eq!(patch.applicability == Applicability::MachineApplicable, is_sure);
    }
    // Whoever declares one has one.
    check_items("message String { a: int32 = 1; } message A { s: String = 1; }", &[]);
    check_items(
        "const A: u16 = 1;\nservice S { rpc Get(i32) -> M; }\nmessage M { a: int32 = 1; }",
        &[(E0309, "u16"), (E0309, "i32")],
    );
}

#[test]
fn generic_types_of_other_languages() {
    for (theirs, ours) in [
        ("Option<int32>", "int32?"),
        ("Option<A>", "A?"),
        ("Vec<string>", "list<string>"),
        ("string[]", "list<string>"),
        ("string [ ]", "list<string >"),
        ("HashMap<string, A>", "map<string, A>"),
        ("std.collections.BTreeMap<int32, A>", "map<int32, A>"),
        ("Option<list<A>>", "list<A>"),
        ("Vec<u8>", "bytes"),
    ] {
        let example = in_package(&format!("message A {{ x: {theirs} = 1; }}\n"));
        check(&example, &[(E0309, theirs)]);
        let compiled = Case::read(&example).compile();
        let patch = errors(&compiled)[0].helps[0].patch.clone().expect("there is a patch");
        assert_eq!(patch.applicability, Applicability::MachineApplicable);
        let mut text = example.clone();
        for edit in patch.edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(text, example.replace(theirs, ours));
        check(&text, &[]);
    }
    // One inside another is another mistake; nobody wrote the `?` that has no place.
    let types =
        |ty: &str, expected: &[(Code, &str)]| check_items(&format!("message A {{ x: {ty} = 1; }}"), expected);
    types("Vec<Vec<A>>", &[(E0309, "Vec<Vec<A>>"), (E0304, "Vec<A>"), (E0309, "Vec<A>")]);
    types("Option<Vec<A>>", &[(E0309, "Option<Vec<A>>"), (E0309, "Vec<A>")]);
    types("list<Option<A>>", &[(E0309, "Option<A>")]);
    types("map<string, i32[]>", &[(E0304, "i32[]"), (E0309, "i32[]")]);
    types("Box<A>", &[(E0309, "Box<A>")]);
    types("HashMap<A>", &[(E0309, "HashMap<A>")]);
    // Ours are ours, and what is wrong with them is told as before.
    types("list<A, A>", &[(E0001, ",")]);
    types("Vec<A", &[(E0001, "=")]);
}

#[test]
fn not_everything_that_has_a_name_is_a_type() {
    let rest = "const MAX: uint32 = 1; service S { rpc Get(A) -> A; } message A { a: int32 = 1; }\n\
                error E { @code(NOT_FOUND) a: A = 1; }\n";
    for (items, expected) in [
        ("message Z { x: MAX = 1; }", &[(E0302, "MAX")] as &[(Code, &str)]),
        ("message Z { x: S = 1; }", &[(E0302, "S")]),
        ("message Z { x: list<S> = 1; y: map<string, MAX> = 2; }", &[(E0302, "S"), (E0302, "MAX")]),
        ("service T { rpc Get(S) -> A; }", &[(E0302, "S")]),
        ("service T { rpc Get(A) -> MAX throws S; }", &[(E0302, "MAX"), (E0302, "S")]),
        (
            "message Z { x: E = 1; y: list<E> = 2; z: map<string, E> = 3; }",
            &[(E0312, "E"), (E0312, "E"), (E0312, "E")],
        ),
        ("union U { e: E = 1; }", &[(E0312, "E")]),
        ("message Z { oneof o { e: E = 1; } }", &[(E0312, "E")]),
    ] {
        check_items(&format!("{rest}{items}"), expected);
    }
    let package = "edition 2026;\npackage t.v1;\nimport o.v1 as o;\nmessage Z { x: o = 1; y: o.O = 2; }\n\
                   //--- o.mrpc\nedition 2026;\npackage o.v1;\nmessage O { a: int32 = 1; }\n";
    check(package, &[(E0302, "o")]);
}

#[test]
fn keys_of_maps() {
    for key in ["int32", "uint64", "sint32", "fixed64", "sfixed32", "bool", "string"] {
        check_items(&format!("message A {{ m: map<{key}, bytes> = 1; }}"), &[]);
    }
    let rest = "enum E { E_NONE = 0; } message M { a: int32 = 1; }";
    for key in
        ["float", "double", "bytes", "E", "M", "Timestamp", "string?", "list<int32>", "map<bool, bool>"]
    {
        check_items(&format!("{rest} message A {{ m: map<{key}, bytes> = 1; }}"), &[(E0303, key)]);
    }
    check_items("message A { m: map<Nope, Nada> = 1; }", &[(E0301, "Nope"), (E0301, "Nada")]);
}

#[test]
fn forms_of_types() {
    for (ty, expected) in [
        ("list<list<int32>>", &[(E0304, "list<int32>")] as &[(Code, &str)]),
        ("list<map<string, int32>>", &[(E0304, "map<string, int32>")]),
        ("map<string, list<int32>>", &[(E0304, "list<int32>")]),
        ("map<string, map<string, int32>>", &[(E0304, "map<string, int32>")]),
        ("list<int32>?", &[(E0305, "?")]),
        ("map<string, int32>?", &[(E0305, "?")]),
        ("list<int32?>", &[(E0305, "?")]),
        ("map<string, int32?>", &[(E0305, "?")]),
        ("stream M", &[(E0306, "stream M")]),
        ("int32?", &[]),
        ("M?", &[]),
        ("Timestamp?", &[]),
    ] {
        check_items(&format!("message M {{ a: int32 = 1; }} message A {{ x: {ty} = 1; }}"), expected);
    }
    check_items("message A { oneof o { x: int32? = 1; } }", &[(E0305, "?")]);
    check_items("union U { x: int32? = 1; }", &[(E0305, "?")]);
    check_items("message A { oneof o { x: stream A = 1; } }", &[(E0306, "stream A")]);
}

#[test]
fn constants_of_every_type() {
    for constant in [
        "A: bool = true",
        "A: int32 = -2147483648",
        "A: sint32 = 2147483647",
        "A: sfixed32 = -1",
        "A: uint32 = 0xffff_ffff",
        "A: fixed32 = 4_294_967_295",
        "A: int64 = -9223372036854775808",
        "A: uint64 = 18446744073709551615",
        "A: fixed64 = 4GiB",
        "A: float = 1.5",
        "A: float = 7",
        "A: double = -1.0e300",
        "A: string = \"text\"",
        "A: bytes = \"\\0\"",
    ] {
        check_items(&format!("const {constant};"), &[]);
    }
    for (ty, value) in [
        ("bool", "1"),
        ("bool", "\"true\""),
        ("int32", "2147483648"),
        ("int32", "-2147483649"),
        ("int32", "1.0"),
        ("int32", "true"),
        ("uint32", "-1"),
        ("uint32", "4GiB"),
        ("uint64", "-1"),
        ("int64", "9223372036854775808"),
        ("float", "1.0e39"),
        ("string", "5"),
        ("bytes", "5"),
        ("double", "\"1.0\""),
        ("int64", "5s"),
        ("int64", "5%"),
        ("int64", "1..5"),
        ("int64", "[1]"),
    ] {
        check_items(&format!("const A: {ty} = {value};"), &[(E0311, value)]);
    }
    check_items(
        "enum E { E_NONE = 0; } message M { a: int32 = 1; }\n\
                 const A: E = 0; const B: M = 0; const C: list<int32> = 0; const D: map<string, bool> = 0;\n\
                 const F: int32? = 0; const G: Timestamp = 0; const H: Nope = 0; const I: stream M = 0;",
        &[
            (E0308, "E"),
            (E0308, "M"),
            (E0308, "list<int32>"),
            (E0308, "map<string, bool>"),
            (E0308, "int32?"),
            (E0308, "Timestamp"),
            (E0301, "Nope"),
            (E0308, "stream M"),
        ],
    );
}

#[test]
fn constants_of_constants() {
    check_items("const A: uint32 = B; const B: uint32 = C; const C: uint32 = 5;", &[]);
    // The type of the one that is defined counts.
    check_items("const A: int32 = B; const B: int64 = 5000000000;", &[(E0311, "B")]);
    check_items("const A: int32 = A;", &[(E0310, "A")]);
    check_items("const A: int32 = B; const B: int32 = A;", &[(E0310, "A")]);
    // Whoever leads into a circle is not part of it.
    check_items(
        "const Z: int32 = A; const A: int32 = B; const B: int32 = A; const Y: int32 = Z;",
        &[(E0310, "A")],
    );
    check_items(
        "const A: int32 = Nope; const B: int32 = A; message M { @range(..=B) x: int32 = 1; }",
        &[(E0313, "Nope")],
    );
    check_items("const A: int32 = 1.5; const B: int32 = A;", &[(E0311, "1.5")]);
    check_items(
        "message M { @range(..=M) x: int32 = 1; @len(..=t.v1.MAX) y: string = 2; }",
        &[(E0313, "M"), (E0313, "t.v1.MAX")],
    );
}

#[test]
fn one_unknown_type_is_one_report() {
    // Whatever uses the message is fine.
    check_items(
        "message A { x: Nope = 1; @required b: B = 2; } message B { a: list<A> = 1; @required c: C = 2; }\n\
         message C { a: int32 = 1; } union U { a: A = 1; } error E { @code(ABORTED) a: A = 1; }\n\
         service S { @idempotent @route(hash) rpc Get(A) -> stream B throws E; }",
        &[(E0301, "Nope")],
    );
    check_items(
        "message A { @len(..5) @unique @json(\"y\") x: list<Nope> = 1; y: int32 = 2; }",
        &[(E0301, "Nope"), (E0203, "y")],
    );
    check_items(
        "service S { @batch(max_size = 2, max_wait = 1ms) rpc Get(Nope) -> Nada throws Nix; }",
        &[(E0301, "Nope"), (E0301, "Nada"), (E0301, "Nix")],
    );
}

#[test]
fn what_is_declared_badly_is_not_unknown_as_well() {
    check_items("mesage Foo { a: int32 = 1; } message A { x: Foo = 1; }", &[(E0001, "mesage")]);
    check_items(
        "message Foo { a int32 } message A { x: Foo = 1; y: Bar = 2; }",
        &[(E0001, "int32"), (E0301, "Bar")],
    );
    check_items("const MAX uint32 = 5; message A { @len(..=MAX) x: string = 1; }", &[(E0001, "uint32")]);
    check_items("message A { x: B = 1; } message B { message { } }", &[(E0001, "{")]);
    check_items("message A { y: int32 = 1; y: Nope = 2; }", &[(E0201, "y"), (E0301, "Nope")]);
}
