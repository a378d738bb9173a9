//! Packages, files and what is between them.

use mrpc_idl::code::Code::{self, *};

use crate::expect::{check, said};

/// `main.mrpc` in the package `t.v1` with `text`, beside a package `o.v1` with something of each kind.
#[track_caller]
fn beside(text: &str, expected: &[(Code, &str)]) {
    check(&with_other(text), expected);
}

fn with_other(text: &str) -> String {
    format!(
        "edition 2026;\npackage t.v1;\n{text}\n//--- o.mrpc\nedition 2026;\npackage o.v1;\n\
         message Item {{ message Part {{ n: int32 = 1; }} p: Part = 1; }}\n\
         @internal message Secret {{ message Part {{ n: int32 = 1; }} p: Part = 1; }}\n\
         enum Kind {{ KIND_UNSPECIFIED = 0; }}\n\
         const MAX: uint32 = 5;\n\
         error Failure {{ @code(NOT_FOUND) item: Item = 1; }}\n\
         service ItemService {{ rpc Get(Item) -> Item; }}\n"
    )
}

#[test]
fn the_first_line_is_the_edition() {
    check("package t.v1;\n", &[(E0011, "")]);
    check("message A {}\n", &[(E0011, ""), (E0101, "")]);
    check("edition 2027;\npackage t.v1;\n", &[(E0011, "2027")]);
    check("package t.v1;\nedition 2026;\n", &[(E0011, "edition 2026;")]);
    check(
        "message A {}\nedition 2026;\npackage t.v1;\n",
        &[(E0011, "edition 2026;"), (E0101, "package t.v1;")],
    );
    // What could not be read may have been it.
    check("edtion 2026;\npackage t.v1;\n", &[(E0001, "edtion")]);
    check("edition twenty;\npackage t.v1;\n", &[(E0001, "twenty")]);
    check("syntax = \"proto3\";\npackage t.v1;\n", &[(E0010, "syntax = \"proto3\";")]);
}

#[test]
fn the_second_line_is_the_package() {
    check("edition 2026;\n", &[(E0101, "")]);
    check("edition 2026;\nmessage A {}\n", &[(E0101, "")]);
    check("edition 2026;\nmessage A {}\npackage t.v1;\n", &[(E0101, "package t.v1;")]);
    check("edition 2026;\n/// Doc.\n@internal\nmessage A {}\npackage t.v1;\n", &[(E0101, "package t.v1;")]);
    check("edition 2026;\npackge t.v1;\n", &[(E0001, "packge")]);
    check("edition 2026;\npackage t.v1;\npackage u.v1;\n", &[(E0001, "package u.v1;")]);
}

#[test]
fn a_file_without_declarations_is_fine() {
    check("edition 2026;\npackage t.v1;\n", &[]);
    check("// nothing\n", &[(E0011, "")]);
}

#[test]
fn files_without_a_package_have_nothing_in_common() {
    let file = "edition 2026;\nmessage User { a: int32 = 1; }\nenum E { OPEN = 0; }\n";
    check(&format!("{file}//--- b.mrpc\n{file}"), &[(E0101, ""), (E0101, "")]);
}

#[test]
fn imports_of_every_form_lead_to_their_package() {
    for import in [
        "import o.v1;\nmessage A { a: o.v1.Item = 1; }",
        "import o.v1;\nmessage A { a: .o.v1.Item = 1; }",
        "import o.v1 as o;\nmessage A { a: o.Item = 1; b: o.Item.Part = 2; }",
        "import o.v1.Item;\nmessage A { a: Item = 1; b: Item.Part = 2; }",
        "import o.v1.Item as Thing;\nmessage A { a: Thing = 1; b: Thing.Part = 2; }",
        "import o.v1.{Item, Kind as Sort};\nmessage A { a: Item = 1; b: Sort = 2; }",
        "import o.v1.{Item as Kind, Kind as Item};\nmessage A { a: Item = 1; b: Kind = 2; }",
        "import o.v1.MAX;\nmessage A { @len(..=MAX) a: string = 1; }",
        "import o.v1 as o;\nmessage A { @len(..=o.MAX) a: string = 1; }",
        "import o.v1.{Failure, Item};\nservice S { rpc Get(Item) -> Item throws Failure; }",
    ] {
        beside(import, &[]);
    }
}

#[test]
fn an_import_that_leads_nowhere_is_one_report() {
    // Whatever is used through it has its report.
    for (import, at) in [
        ("import x.v1.Item;\nmessage A { a: Item = 1; b: Item.Part = 2; }", "x.v1"),
        ("import x.v1.Item as I;\nmessage A { a: I = 1; }", "x.v1"),
        ("import x.v1.{Item, Kind as K};\nmessage A { a: Item = 1; b: K = 2; }", "x.v1"),
        ("import x.v1 as x;\nmessage A { a: x.Item = 1; @len(..=x.MAX) b: string = 2; }", "x.v1"),
        ("import x.v1;\nmessage A { a: x.v1.Item = 1; b: .x.v1.Item = 2; }", "x.v1"),
        ("import x.v1.{Item};\nservice S { rpc Get(Item) -> Item; }", "x.v1"),
        ("import .x.v1.Item;\nmessage A { a: Item = 1; }", ".x.v1"),
        ("import x;\nmessage A { a: x.Item = 1; }", "x"),
        ("import Item;\nmessage A { a: Item = 1; }", "Item"),
    ] {
        beside(import, &[(E0103, at)]);
    }
}

#[test]
fn the_report_of_an_import_says_where_was_looked() {
    assert_eq!(
        said(&with_other("import o.v2.{Item};\nmessage A { a: Item = 1; }")),
        "there is no package `o.v2`\nhere: not found below any root\n\
         note: searched for files that say `package o.v2;` below `.`\n\
         help: there is a package `o.v1` [o.v1]"
    );
    assert_eq!(
        said("//%roots a b\n//%check main.mrpc\nedition 2026;\npackage t.v1;\nimport nowhere.to.be.found;\n"),
        "there is no package `nowhere.to.be.found`\nhere: not found below any root\n\
         note: searched for files that say `package nowhere.to.be.found;` below `a`, `b`"
    );
}

#[test]
fn what_a_package_does_not_have() {
    beside("import o.v1.Itme;\nmessage A { a: Itme = 1; }", &[(E0107, "Itme")]);
    beside("import o.v1.{Item, Itme as I};\nmessage A { a: Item = 1; b: I = 2; }", &[(E0107, "Itme")]);
    // A nested type is reached through the one around it.
    beside("import o.v1.Part;\nmessage A { a: Part = 1; }", &[(E0107, "Part")]);
    let none =
        "edition 2026;\npackage t.v1;\nimport o.v1.Item;\n//--- o.mrpc\nedition 2026;\npackage o.v1;\n";
    assert_eq!(said(none), "package `o.v1` has no `Item`\nhere: \nnote: it declares nothing");
    let far = said(&with_other("import o.v1.Unheard;"));
    assert!(
        far.ends_with("note: it has `Failure`, `Item`, `ItemService`, `Kind`, `MAX` and 1 more"),
        "{far}"
    );
}

#[test]
fn what_a_package_keeps_to_itself() {
    beside("import o.v1.Secret;\nmessage A { a: Secret = 1; b: Secret.Part = 2; }", &[(E0108, "Secret")]);
    beside("import o.v1.{Secret as S};\nmessage A { a: S = 1; }", &[(E0108, "Secret")]);
    beside("import o.v1 as o;\nmessage A { a: o.Secret = 1; }", &[(E0108, "Secret")]);
    beside("import o.v1 as o;\nmessage A { a: o.Secret.Part = 1; }", &[(E0108, "Secret")]);
    beside("import o.v1;\nmessage A { a: o.v1.Secret = 1; }", &[(E0108, "Secret")]);
    for path in ["P", "o.v1.P"] {
        let nested = format!(
            "edition 2026;\npackage t.v1;\nimport o.v1.P;\nmessage A {{ a: {path}.I = 1; p: P = 2; }}\n//--- o.mrpc\n\
             edition 2026;\npackage o.v1;\nmessage P {{ @internal message I {{ a: int32 = 1; }} i: P.I = 1; }}\n"
        );
        check(&nested, &[(E0108, "I")]);
    }
    let own = "edition 2026;\npackage t.v1;\n@internal message A { a: int32 = 1; }\n\
               //--- b.mrpc\nedition 2026;\npackage t.v1;\nmessage B { a: A = 1; }\n";
    check(own, &[]);
}

#[test]
fn a_name_is_imported_once() {
    beside("import o.v1.Item;\nimport o.v1.Item;", &[(E0105, "Item")]);
    beside("import o.v1;\nimport o.v1;", &[(E0105, "o.v1")]);
    beside("import o.v1.{Item, Item};", &[(E0105, "Item")]);
    beside("import o.v1.Item;\nmessage Item { a: int32 = 1; }", &[(E0105, "Item")]);
    beside("import o.v1.{Item as I, Kind as I};", &[(E0106, "I")]);
    beside("import o.v1 as I;\nimport o.v1.Item as I;", &[(E0106, "I")]);
    beside("import o.v1 as T;\nmessage T { a: int32 = 1; }", &[(E0106, "T")]);
    // Under two names it is no mistake, and a package and a name in it are two things.
    beside("import o.v1 as a;\nimport o.v1 as b;\nimport o.v1.Item;", &[]);
    // An unknown one that comes twice is one mistake each: both lines must be changed.
    beside("import x.v1.Item;\nimport o.v1.Item;", &[(E0103, "x.v1"), (E0105, "Item")]);
}

#[test]
fn other_names_for_imports_are_free() {
    let again = with_other("import o.v1.Item;\nimport p.v1.Item;\nmessage PItem { a: int32 = 1; }")
        + "//--- p.mrpc\nedition 2026;\npackage p.v1;\nmessage Item { a: int32 = 1; }\n";
    assert!(said(&again).ends_with("help: give it another name here [ as PItem2]"), "{}", said(&again));
    let same = said(&with_other("import o.v1.Item;\nimport o.v1.Item;"));
    assert!(same.ends_with("help: it is the same; remove one of them []"), "{same}");
}

#[test]
fn what_is_nested_is_imported_with_what_is_around_it() {
    let text = said(&with_other("import o.v1.Item.Part;\nmessage A { a: Part = 1; }"));
    assert!(text.ends_with("help: import `Item`, and write `Item.Part` []"), "{text}");
}

#[test]
fn a_package_that_imports_itself_is_one_mistake() {
    for import in ["t.v1", "t.v1.A", "t.v1.{A}", "t.v1.A as B", "t.v1 as t"] {
        let statement = format!("import {import};");
        beside(&format!("{statement}\nmessage A {{ a: A = 1; }}"), &[(E0104, &statement)]);
    }
}

#[test]
fn a_package_is_found_whatever_is_wrong_around_its_line() {
    let importer = "//--- b.mrpc\nedition 2026;\npackage u.v1;\nimport t.v1.A;\nmessage B { a: A = 1; }\n";
    let message = "message A { a: int32 = 1; }\n";
    for (head, expected) in [
        ("edition 2026\npackage t.v1\n", &[(E0003, ""), (E0003, "")] as &[(Code, &str)]),
        ("edition 2026;\npackage .t.v1;\n", &[(E0001, ".")]),
        ("edition 2026;\npackage t . v1;\n", &[(E0001, ".")]),
        ("edition 2026; // package x;\n/* package y; */ package t.v1;\n", &[]),
        ("//! package x;\nedition 2026;\n/// package y;\n@deprecated(\"package z;\") package t.v1;\n", &[]),
    ] {
        check(&format!("{importer}//--- c.mrpc\n{head}{message}"), expected);
    }
}

#[test]
fn circles_of_packages() {
    let file = |name: &str, imports: &[&str]| {
        let imports: String = imports.iter().map(|import| format!("import {import};\n")).collect();
        format!("//--- {name}.mrpc\nedition 2026;\npackage {name};\n{imports}")
    };
    check(&file("a", &["a"]), &[(E0104, "import a;")]);
    check(&(file("a", &["b"]) + &file("b", &["a"])), &[(E0104, "import a;")]);
    // Two circles through one package are two mistakes, and what needs them is none.
    let two = file("a", &["b", "c"]) + &file("b", &["a"]) + &file("c", &["a"]) + &file("d", &["a", "b", "c"]);
    check(&two, &[(E0104, "import a;"), (E0104, "import a;")]);
    // A second way round through the same packages is not.
    let chord = file("a", &["b"]) + &file("b", &["c"]) + &file("c", &["a", "b"]);
    check(&chord, &[(E0104, "import a;")]);
}

#[test]
fn a_broken_file_hides_nothing_elsewhere_and_spoils_nothing() {
    // What it declares is known as far as it could be read, and guessed at beyond that.
    let other = "edition 2026;\npackage t.v1;\nmessage B { f: Foo = 1; g: Goo = 2; x: Nope = 3; }\n";
    let broken =
        "edition 2026;\npackage t.v1;\nmesage Foo { a: int32 = 1; }\nmessage Goo { a: int32 = 1; }\n";
    check(&format!("{broken}//--- b.mrpc\n{other}"), &[(E0301, "Nope"), (E0001, "mesage")]);
    // The same behind an import, with the name or with the package.
    let names = "edition 2026;\npackage u.v1;\nimport t.v1.Foo;\nmessage B { f: Foo = 1; x: Nope = 3; }\n";
    check(&format!("{broken}//--- u.mrpc\n{names}"), &[(E0001, "mesage"), (E0301, "Nope")]);
    let alias =
        "edition 2026;\npackage u.v1;\nimport t.v1 as t;\nmessage B { f: t.Foo = 1; g: t.Nope = 3; }\n";
    check(&format!("{broken}//--- u.mrpc\n{alias}"), &[(E0001, "mesage"), (E0301, "t.Nope")]);
    let nested = "edition 2026;\npackage u.v1;\nimport t.v1 as t;\nmessage B { f: t.Foo.Part = 1; }\n";
    check(&format!("{broken}//--- u.mrpc\n{nested}"), &[(E0001, "mesage")]);
}

#[test]
fn a_package_line_that_cannot_be_read_is_one_mistake() {
    let broken = "edition 2026;\npackge t.v1;\nmessage Foo { a: int32 = 1; }\n";
    let sibling = "edition 2026;\npackage t.v1;\nmessage B { f: Foo = 1; }\n";
    check(&format!("{broken}//--- b.mrpc\n{sibling}"), &[(E0001, "packge")]);
    let importer = "edition 2026;\npackage u.v1;\nimport t.v1.Foo;\nmessage B { f: Foo = 1; }\n";
    check(&format!("{broken}//--- u.mrpc\n{importer}"), &[(E0001, "packge")]);
}

#[test]
fn a_proto_file_that_is_imported_mutes_what_comes_from_it() {
    beside("import proto \"a.proto\" as a;\nmessage M { x: a.B = 1; }", &[(E0103, "\"a.proto\"")]);
    beside(
        "import proto \"a.proto\";\nmessage M { x: google.type.B = 1; y: C = 2; }",
        &[(E0103, "\"a.proto\""), (E0301, "C")],
    );
}

#[test]
fn an_import_in_quotes_is_one_mistake() {
    for import in ["import \"o.mrpc\"", "import proto \"o.mrpc\"", "import \"o.v1\""] {
        let quoted = &import[import.find('"').expect("quotes")..];
        let text = with_other(&format!("{import} as o;\nmessage A {{ a: o.Item = 1; }}"));
        check(&text, &[(E0010, quoted)]);
        assert!(said(&text).ends_with("help: write `import o.v1` [import o.v1]"), "{}", said(&text));
    }
    beside("import \"gone.mrpc\";\nmessage A { a: o.v1.Item = 1; }", &[(E0010, "\"gone.mrpc\"")]);
    beside("import \"../o.mrpc\";", &[(E0010, "\"../o.mrpc\"")]);
}

#[test]
fn a_package_lies_below_one_root() {
    let file = |path: &str| format!("//--- {path}\nedition 2026;\npackage t.v1;\n");
    check(&format!("//%roots a b\n{}{}", file("a/x.mrpc"), file("a/y/z.mrpc")), &[]);
    // One report, however many files there are.
    let two = format!("//%roots a b\n{}{}{}", file("a/x.mrpc"), file("b/y.mrpc"), file("b/z.mrpc"));
    check(&two, &[(E0109, "t.v1")]);
    // The order of the roots says which of them is the first.
    let turned = format!("//%roots b a\n{}{}", file("a/x.mrpc"), file("b/y.mrpc"));
    assert!(said(&turned).contains("here: here below `a`"), "{}", said(&turned));
}

#[test]
fn only_what_is_asked_for_is_checked() {
    let bad = "edition 2026;\npackage bad.v1;\nmessage A { x: Nope = 1; }\n";
    let main =
        |rest: &str| format!("//%check main.mrpc\nedition 2026;\npackage t.v1;\n{rest}//--- bad.mrpc\n{bad}");
    check(&main(""), &[]);
    check(&main("import bad.v1.A;\nmessage M { a: A = 1; }\n"), &[(E0301, "Nope")]);
    // The other files of the package belong to it.
    let sibling = "//%check main.mrpc\nedition 2026;\npackage t.v1;\nmessage M { b: B = 1; }\n\
                   //--- sub/b.mrpc\nedition 2026;\npackage t.v1;\nmessage B { c: Nope = 1; }\n";
    check(sibling, &[(E0301, "Nope")]);
    // A file outside the roots knows its package, and is known to the others that are named.
    let outside = "//%roots in\n//%check x.mrpc y.mrpc\n//--- x.mrpc\nedition 2026;\npackage x.v1;\nimport y.v1.Y;\n\
                   message X { y: Y = 1; }\n//--- y.mrpc\nedition 2026;\npackage y.v1;\nmessage Y { a: int32 = 1; }\n";
    check(outside, &[]);
}

#[test]
fn what_is_built_in_is_not_imported() {
    check(
        "edition 2026;\npackage t.v1;\nimport google.protobuf.Timestamp;\n",
        &[(E0103, "google.protobuf.Timestamp")],
    );
    assert!(
        said("edition 2026;\npackage t.v1;\nimport google.protobuf.{Any};\n").contains("remove the import")
    );
}

#[test]
fn no_package_is_told_to_import_itself() {
    let text = said("edition 2026;\npackage a.v1;\nimport b.v1.X;\n");
    assert!(!text.contains("a.v1"), "{text}");
}

#[test]
fn an_import_as_in_protobuf_is_reported_once() {
    check("edition 2026;\npackage t.v1;\nimport \"a/b.proto\";\n", &[(E0010, "import \"a/b.proto\";")]);
}
