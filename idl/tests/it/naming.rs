//! Names that are given twice, become equal, or cannot be given at all.

use mrpc_idl::code::Code::{self, *};

use crate::expect::{check, check_items};

#[test]
fn a_name_is_given_once_in_a_package() {
    let one_of_each = "message A { a: int32 = 1; } enum B { B_NONE = 0; } union C { a: A = 1; }\n\
                       error D { @code(ABORTED) a: A = 1; } service E { rpc Get(A) -> A; } const F: bool = true;\n";
    check_items(one_of_each, &[]);
    for again in [
        "message {} { a: int32 = 1; }",
        "enum {} { NONE = 0; }",
        "union {} { a: A = 1; }",
        "error {} { @code(ABORTED) a: A = 1; }",
        "service {} { rpc Get(A) -> A; }",
    ] {
        for name in ["A", "B", "C", "D", "E", "F"] {
            check_items(&format!("{one_of_each}{}", again.replace("{}", name)), &[(E0201, name)]);
        }
    }
    // However often, it is one report.
    check_items("message A { } message A { } message A { } message A { }", &[(E0201, "A")]);
    check_items("message A { message B { } enum B { X = 0; } }", &[(E0201, "B")]);
    check_items("message A { message B { } } message B { }", &[]);
}

#[test]
fn a_name_is_given_once_in_a_message() {
    for (members, name) in [
        ("a: int32 = 1; a: string = 2;", "a"),
        ("a: int32 = 1; oneof a { b: int32 = 2; }", "a"),
        ("a: int32 = 1; oneof o { a: int32 = 2; }", "a"),
        ("oneof o { o: int32 = 2; }", "o"),
        ("oneof o { a: int32 = 1; } oneof p { a: int32 = 2; }", "a"),
        ("B: int32 = 1; message B { x: int32 = 1; }", "B"),
        ("enum B { X = 0; } oneof B { x: int32 = 1; }", "B"),
    ] {
        check_items(&format!("message M {{ {members} }}"), &[(E0201, name)]);
    }
    check_items("union U { a: int32 = 1; a: string = 2; }", &[(E0201, "a")]);
    check_items("enum E { E_A = 0; E_A = 1; }", &[(E0201, "E_A")]);
}

#[test]
fn names_that_become_equal_in_rust() {
    for (items, name) in [
        ("message HttpServer { } message HTTPServer { }", "HTTPServer"),
        ("message http_server { } enum HttpServer { X = 0; }", "HttpServer"),
        ("message A { foo_bar: int32 = 1; fooBar: int32 = 2; }", "fooBar"),
        ("message A { foo_bar: int32 = 1; oneof FooBar { x: int32 = 2; } }", "FooBar"),
        ("message A { oneof o { foo_bar: int32 = 1; fooBar: int32 = 2; } }", "fooBar"),
        ("union U { foo_bar: int32 = 1; FooBar: int32 = 2; }", "FooBar"),
        ("const MAX_SIZE: bool = true; const maxSize: bool = true;", "maxSize"),
        ("service S { rpc GetUser(M) -> M; rpc getUser(M) -> M; } message M { a: int32 = 1; }", "getUser"),
    ] {
        check_items(items, &[(E0202, name)]);
    }
}

#[test]
fn some_names_in_rust_are_ours() {
    check_items("enum E { E_A = 0; E_UNRECOGNIZED = 1; }", &[(E0506, "E_UNRECOGNIZED")]);
    check_items("enum E { E_A = 0; E_B = 1; @alias E_KNOWN = 1; }", &[(E0506, "E_KNOWN")]);
    check_items("enum E { E_A = 0; E_KNOWN = 1; @rust(name = \"Other\") E_UNRECOGNIZED = 2; }", &[]);
    check_items("closed enum E { E_UNRECOGNIZED = 1; }", &[]);
    check_items("union U { unrecognized: int32 = 1; }", &[(E0202, "unrecognized")]);
    check_items("message M { oneof o { unrecognized: int32 = 1; } }", &[]);
    check_items("message M { unknownFields: int32 = 1; }", &[(E0202, "unknownFields")]);
    check_items("message M { oneof unknown_fields { a: int32 = 1; } }", &[(E0202, "unknown_fields")]);
}

#[test]
fn a_name_chosen_for_rust_counts_there() {
    let other = "@rust(name = \"other\")";
    for items in [
        "message HttpServer { } @rust(name = \"Other\") message HTTPServer { }".to_owned(),
        format!("message A {{ foo_bar: int32 = 1; {other} @json(\"fb\") fooBar: int32 = 2; }}"),
        "union U { foo_bar: int32 = 1; @rust(name = \"Other\") FooBar: int32 = 2; }".to_owned(),
        format!(
            "service S {{ rpc GetUser(M) -> M; {other} rpc getUser(M) -> M; }} message M {{ a: int32 = 1; }}"
        ),
        format!("service S {{ {other} rpc New(M) -> M; }} message M {{ a: int32 = 1; }}"),
    ] {
        check_items(&items, &[]);
    }
    check_items(&format!("message A {{ other: int32 = 1; {other} b: int32 = 2; }}"), &[(E0202, "b")]);
    check_items("message A { } @rust(name = \"A\") message B { }", &[(E0202, "B")]);
    for (name, is_fine) in [
        ("Fine", true),
        ("_Fine", true),
        ("F2", true),
        ("HTTPServer", true),
        ("fine", false),
        ("Not_Fine", false),
        ("", false),
        ("2f", false),
        ("_", false),
        ("a-b", false),
        ("a b", false),
        ("a::b", false),
        ("r#type", false),
        ("type", false),
        ("Self", false),
        ("größe", false),
    ] {
        let quoted = format!("\"{name}\"");
        let expected = [(E0208, quoted.as_str())];
        let expected = if is_fine { &[] as &[(Code, &str)] } else { &expected };
        check_items(&format!("@rust(name = {quoted}) message A {{ }}"), expected);
    }
    for (name, is_fine) in [
        ("a", true),
        ("a::b", true),
        ("a.b", false),
        ("::a", false),
        ("a::", false),
        ("A", false),
        ("a::self", false),
    ] {
        let quoted = format!("\"{name}\"");
        let expected = [(E0208, quoted.as_str())];
        let expected = if is_fine { &[] as &[(Code, &str)] } else { &expected };
        check(&format!("edition 2026;\n@rust(module = {quoted}) package t.v1;\n"), expected);
    }
    check_items("@rust(name = \"lower\") const A: bool = true;", &[(E0208, "\"lower\"")]);
    check_items("message A { @rust(name = \"Upper\") a: int32 = 1; }", &[(E0208, "\"Upper\"")]);
    check_items("@rust(derive = [\"Hash\", \"serde::Serialize\", \"::a::B\"]) message A { }", &[]);
    check_items(
        "@rust(derive = [\"Hash)] struct X;\", \"a::\"]) message A { }",
        &[(E0208, "\"Hash)] struct X;\""), (E0208, "\"a::\"")],
    );
}

#[test]
fn names_that_become_equal_in_json() {
    for (members, marked) in [
        ("a: int32 = 1; @json(\"a\") b: int32 = 2;", "\"a\""),
        ("@json(\"b\") a: int32 = 1; b: int32 = 2;", "b"),
        ("@json(\"x\") a: int32 = 1; @json(\"x\") b: int32 = 2;", "\"x\""),
        // In different structures in Rust, in one object in JSON.
        ("foo_bar: int32 = 1; oneof o { fooBar: int32 = 2; }", "fooBar"),
        ("oneof o { foo_bar: int32 = 1; } oneof p { fooBar: int32 = 2; }", "fooBar"),
    ] {
        check_items(&format!("message M {{ {members} }}"), &[(E0203, marked)]);
    }
    check_items("message M { @json(\"b\") a: int32 = 1; @json(\"a\") b: int32 = 2; }", &[]);
    check_items("union U { a: int32 = 1; @json(\"a\") b: int32 = 2; }", &[(E0203, "\"a\"")]);
}

#[test]
fn e10_types_that_are_made_meet_no_other() {
    let rest = "message M { x: int32 = 1; }\n";
    for (items, marked) in [
        ("message User { oneof name { x: int32 = 1; } } message UserName { }", "UserName"),
        ("message UserName { } message User { oneof name { x: int32 = 1; } }", "name"),
        ("message User { message Name { } } message UserName { }", "UserName"),
        ("message User { enum Name { X = 0; } } enum UserName { Y = 0; }", "UserName"),
        ("message User { message Name { } oneof name { x: int32 = 1; } }", "name"),
        ("message UserName { message Part { } } message User { message NamePart { } }", "NamePart"),
        ("service S { rpc Get(M) -> M; } message SClient { }", "SClient"),
        ("message SMock { } service S { rpc Get(M) -> M; }", "S"),
        ("service S { rpc Get(M) -> M; } message SServer { }", "SServer"),
        ("service S { rpc Get(M) -> M; } service SClient { rpc Get(M) -> M; }", "SClient"),
        ("service HTTPShop { rpc Get(M) -> M; } const HttpShopMethods: int32 = 1;", "HttpShopMethods"),
        ("const S_METHODS: int32 = 1; service S { rpc Get(M) -> M; }", "S"),
    ] {
        check_items(&format!("{rest}{items}"), &[(E0204, marked)]);
    }
    // Chosen names make room, also for what is nested.
    check_items(
        "@rust(name = \"Z\") message User { oneof name { x: int32 = 1; } } message UserName { }",
        &[],
    );
    check_items(
        "message User { @rust(name = \"Z\") oneof name { x: int32 = 1; } } message UserName { }",
        &[],
    );
    // In another package it is another type.
    check(
        "edition 2026;\npackage t.v1;\nmessage User { message Name { } }\n\
         //--- o.mrpc\nedition 2026;\npackage o.v1;\nmessage UserName { }\n",
        &[],
    );
    // What Rust has by itself is nobody's.
    for name in ["Option", "Vec", "Result", "String", "Box", "Ok", "Some", "Default", "Client", "Builder"] {
        check_items(&format!("message {name} {{ x: {name} = 1; }}"), &[]);
    }
}

#[test]
fn values_stand_beside_their_enum() {
    check_items("enum A { X = 0; } enum B { X = 0; }", &[(E0207, "X")]);
    check_items("message M { enum A { X = 0; } enum B { X = 0; } }", &[(E0207, "X")]);
    check_items("message M { enum A { X = 0; } } message N { enum B { X = 0; } } enum C { X = 0; }", &[]);
    check_items("enum A { X = 0; } message X { }", &[(E0207, "X")]);
    check_items("message X { } enum A { X = 0; }", &[(E0207, "X")]);
    check_items("enum A { A = 0; }", &[(E0207, "A")]);
    check_items("message M { X: int32 = 1; enum A { X = 0; } }", &[(E0207, "X")]);
    check_items("message M { enum A { X = 0; } oneof o { X: int32 = 1; } }", &[(E0207, "X")]);
    check(
        "edition 2026;\npackage t.v1;\nenum A { X = 0; }\n//--- b.mrpc\nedition 2026;\npackage t.v1;\nenum B { X = 0; }\n",
        &[(E0207, "X")],
    );
}

#[test]
fn names_that_nobody_may_give() {
    for name in ["größe", "naïve", "имя", "名前", "ｆｕｌｌ"] {
        check_items(&format!("message A {{ {name}: int32 = 1; }}"), &[(E0206, name)]);
        check_items(&format!("message {name} {{ }}"), &[(E0206, name)]);
        check_items(&format!("enum E {{ {name} = 0; }}"), &[(E0206, name)]);
    }
    check("edition 2026;\npackage größe.v1;\n", &[(E0206, "größe")]);
    let name = "__mrpc_x";
    for items in [
        "message {} { }",
        "enum {} { X = 0; }",
        "enum E { {} = 0; }",
        "message A { {}: int32 = 1; }",
        "message A { oneof {} { x: int32 = 1; } }",
        "message A { oneof o { {}: int32 = 1; } }",
        "message A { message {} { } }",
        "union {} { x: int32 = 1; }",
        "union U { {}: int32 = 1; }",
        "const {}: bool = true;",
        "service {} { rpc Get(M) -> M; } message M { }",
        "service S { rpc {}(M) -> M; } message M { }",
    ] {
        check_items(&items.replace("{}", name), &[(E0205, name)]);
    }
}

#[test]
fn what_is_chosen_for_rust_may_not_be_ours() {
    check_items("message A { @rust(name = \"__mrpc_x\") x: int32 = 1; }", &[(E0205, "\"__mrpc_x\"")]);
    check_items("@rust(name = \"__mrpcA\") message A { }", &[(E0205, "\"__mrpcA\"")]);
}

#[test]
fn scalars_and_values_keep_their_meaning() {
    for items in
        ["message {} { }", "enum {} { X = 0; }", "message A { message {} { } }", "const {}: bool = true;"]
    {
        check_items(&items.replace("{}", "string"), &[(E0201, "string")]);
    }
    for name in ["true", "false", "max"] {
        check_items(&format!("const {name}: bool = true;"), &[(E0201, name)]);
    }
    // Where no path leads, there is nothing to confuse.
    check_items("message A { string: string = 1; max: int32 = 2; true: bool = 3; }", &[]);
    check_items(
        "import o.v1.A as string;\n//--- o.mrpc\nedition 2026;\npackage o.v1;\nmessage A { }",
        &[(E0106, "string")],
    );
    check_items(
        "import o.v1 as int32;\n//--- o.mrpc\nedition 2026;\npackage o.v1;\nmessage A { }",
        &[(E0106, "int32")],
    );
}

#[test]
fn packages_are_modules_in_rust() {
    let packages = |names: &[&str]| -> String {
        let file = |name: &&str| format!("//--- {name}.mrpc\nedition 2026;\npackage {name};\n");
        names.iter().map(file).collect()
    };
    check(&packages(&["t.userName.v1", "t.user_name.v1"]), &[(E0209, "t.user_name.v1")]);
    check(&packages(&["t.user.v1", "t.user.v2", "t.users.v1"]), &[]);
    let two = |one: &str, other: &str| {
        format!(
            "edition 2026;\n@rust(module = \"{one}\")\npackage t.v1;\n\
             //--- b.mrpc\nedition 2026;\n@rust(module = \"{other}\")\npackage t.v1;\n"
        )
    };
    check(&two("x", "x"), &[]);
    let both = |one: &str, other: &str| {
        format!(
            "edition 2026;\n@rust(module = \"{one}\")\npackage t.v1;\n\
             //--- b.mrpc\nedition 2026;\n@rust(module = \"{other}\")\npackage t.v2;\n"
        )
    };
    check(&both("x::a", "x::b"), &[]);
    check(&both("x::a", "x::a"), &[(E0209, "\"x::a\"")]);
    check(&both("x", "t::v1"), &[]);
    // Files come in the order of their paths.
    check(&two("x", "y"), &[(E0805, "\"x\"")]);
}

#[test]
fn a_package_is_called_like_nothing_beside_it() {
    let with = |item: &str, inner: &str| {
        format!("edition 2026;\npackage t;\n{item}\n//--- b.mrpc\nedition 2026;\npackage {inner};\n")
    };
    check(&with("message v1 { }", "t.v1"), &[(E0201, "v1")]);
    check(&with("message user { }", "t.user.v1"), &[(E0201, "user")]);
    check(&with("message User { }", "t.user.v1"), &[]);
    check(&with("message v1 { }", "t2.v1"), &[]);
    // Between the two lies another that has nothing to do with it.
    let three = with("message user { }", "t.other") + "//--- c.mrpc\nedition 2026;\npackage t.user.v1;\n";
    check(&three, &[(E0201, "user")]);
}
