use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::format;
use crate::lex::{self, Kind};
use crate::parse;
use crate::source::Sources;

/// Checks that `text` becomes `expected`, and that `expected` stays as it is.
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(format(text), expected);
    assert_eq!(format(expected), expected, "not stable");
    assert_eq!(content(text), content(expected));
}

/// As [`check`], for what stands in the body of a message. The indentation is added to `expected`.
#[track_caller]
fn check_members(text: &str, expected: &str) {
    let indented = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") };
    let expected: String = expected.lines().map(indented).collect();
    check(&format!("message M {{\n{text}\n}}"), &format!("message M {{\n{expected}}}\n"));
}

/// The tokens of `text`, without what may change: white space at the ends of lines.
fn content(text: &str) -> Vec<(Kind, String)> {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let trimmed = |line: &str| line.trim_end_matches([' ', '\t', '\r']).to_owned();
    lex::tokens(text)
        .map(|token| {
            let lines: Vec<_> = text[token.range].split('\n').map(trimmed).collect();
            let text = lines.join("\n");
            let is_open = token.kind == Kind::UnclosedComment;
            (token.kind, if is_open { text.trim_end_matches('\n').to_owned() } else { text })
        })
        .collect()
}

#[test]
fn the_example_becomes_the_golden() {
    check(
        include_str!("../../tests/data/example.mrpc"),
        include_str!("../../tests/data/example.formatted.mrpc"),
    );
}

#[test]
fn a_file_ends_with_one_line_break_and_begins_with_none() {
    check("", "");
    check(" \r\n\t\n", "");
    check("\u{feff}", "");
    check("\u{feff}\n\n  edition 2026;", "edition 2026;\n");
    check("edition 2026;\n\n\n", "edition 2026;\n");
    check("// a", "// a\n");
    check("\n\n/* a */", "/* a */\n");
}

#[test]
fn line_ends_are_line_feeds() {
    check("edition 2026;\r\n// a \r\nenum E {}\r\n", "edition 2026;\n\n// a\nenum E {}\n");
    check("enum E {\rA = 0;\r\rB = 1;\r}", "enum E {\n  A = 0;\n\n  B = 1;\n}\n");
    check("/* a \r\n   b\t\r\n*/\r\nenum E {}", "/* a\n   b\n*/\nenum E {}\n");
}

#[test]
fn the_parts_of_a_file_are_apart() {
    check(
        "//! A\nedition 2026; package a.b; import c; import d;\n\n\nimport e; const F: int32 = 1;",
        "//! A\nedition 2026;\n\npackage a.b;\n\nimport c;\nimport d;\n\nimport e;\n\nconst F: int32 = 1;\n",
    );
    check(
        "//! A\n//!\n//! B\n\n\nedition 2026; // C\n// D\npackage a;",
        "//! A\n//!\n//! B\n\nedition 2026;  // C\n\n// D\npackage a;\n",
    );
    check("// A\n\n\n// B\nedition 2026;", "// A\n\n// B\nedition 2026;\n");
}

#[test]
fn items_with_lines_of_their_own_are_apart() {
    check(
        "const A: bool = true; message B {} message C { d: E = 1; }\n\n\nmessage F { g: H = 1; }",
        "const A: bool = true;\nmessage B {}\nmessage C { d: E = 1; }\n\nmessage F { g: H = 1; }\n",
    );
    check(
        "message A {}\n// B\n/// C\nmessage D {\ne: F = 1; } // G\n// H\n\n// I\nmessage J {}",
        "message A {}\n\n// B\n/// C\nmessage D {\n  e: F = 1;\n}  // G\n\n// H\n\n// I\nmessage J {}\n",
    );
    check("message A {\nb: C = 1; }\n// D", "message A {\n  b: C = 1;\n}\n\n// D\n");
    check(
        "message A {\nmessage B {\nc: D = 1; }\ne: F = 1; }",
        "message A {\n  message B {\n    c: D = 1;\n  }\n  e: F = 1;\n}\n",
    );
}

#[test]
fn blank_lines_in_a_body_are_the_authors() {
    check_members("\n\na: B = 1;\n\n\n\nc: D = 2;\ne: F = 3;\n\n", "a: B = 1;\n\nc: D = 2;\ne: F = 3;");
    check_members("\n\n// A\n\n// B\n\na: B = 1;\n\n// C\n\n", "// A\n\n// B\n\na: B = 1;\n\n// C");
    check_members("/// A\n\n@b\n\nc: D = 1;", "/// A\n@b c: D = 1;");
}

#[test]
fn one_space_or_none() {
    check("import a . b . { X  ,Y as Z } ;", "import a.b.{X, Y as Z};\n");
    check("import proto\n\"a.proto\"as b;", "import proto \"a.proto\" as b;\n");
    check("const A:uint32=- 5;", "const A: uint32 = -5;\n");
    check("const A:list<int32>=[1,2 , - 3];", "const A: list<int32> = [1, 2, -3];\n");
    check("closed  enum\nE{}", "closed enum E {}\n");
    check_members("a:map < string,list<B>> ?=1 ;", "a: map<string, list<B>>? = 1;");
    check_members("a:.b.C=1; d: list<.b.C> = 2;", "a: .b.C = 1;\nd: list<.b.C> = 2;");
    check_members(
        "@ a . b(c=1 ..= 5,d=..=M,e=N ..=M,f=[ ..=1 ],) g:H=1;",
        "@a.b(c = 1..=5, d = ..=M, e = N..=M, f = [..=1],) g: H = 1;",
    );
    check_members(
        "@a(50ms .. 1s, 1 .. , -5 .. -3, 20%) b: C = 1;",
        "@a(50ms..1s, 1.., -5..-3, 20%) b: C = 1;",
    );
    check_members("reserved 1,2 ..=3,1000 .. max,\"a\";", "reserved 1, 2..=3, 1000..max, \"a\";");
    check_members("reserved ..=3;", "reserved ..=3;");
    check(
        "service S{rpc A ( stream .b.C )->stream D throws E;}",
        "service S { rpc A(stream .b.C) -> stream D throws E; }\n",
    );
}

#[test]
fn a_body_stays_on_its_line_if_it_is_short_and_simple() {
    let field = "a".repeat(73);
    check(
        &format!("message M {{ {field}: string = 1; }}"),
        &format!("message M {{ {field}: string = 1; }}\n"),
    );
    check(
        &format!("message M {{ {field}a: string = 1; }}"),
        &format!("message M {{\n  {field}a: string = 1;\n}}\n"),
    );
    check("message M\n{ a: B = 1; }", "message M { a: B = 1; }\n");
    check("message M { a: B = 1;\n}", "message M {\n  a: B = 1;\n}\n");
    check("message M { a: B = 1; /* c */ }", "message M {\n  a: B = 1; /* c */\n}\n");
    check("message M { oneof a { b: C = 1; } }", "message M {\n  oneof a { b: C = 1; }\n}\n");
    check("message M {\n\n}", "message M {}\n");
    check("message M { // a\n}", "message M {  // a\n}\n");
    check("message M { /* a */ }", "message M {\n  /* a */\n}\n");
    check("@a message M { @b c: D = 1; }", "@a\nmessage M { @b c: D = 1; }\n");
}

#[test]
fn annotations_of_members_share_the_line_if_there_is_room() {
    check_members("@a\n@b(1)\nc: D = 1;", "@a @b(1) c: D = 1;");
    check_members("/// A\n@a\n/// B\nc: D = 1;", "/// A\n@a\n/// B\nc: D = 1;");
    check_members("@a // why\n@b c: D = 1;", "@a  // why\n@b\nc: D = 1;");
    check_members("@a\n// why\n@b c: D = 1;", "@a\n// why\n@b\nc: D = 1;");
    let text = "x".repeat(82);
    check_members(&format!("@a(\"{text}\")\nb: C = 1;"), &format!("@a(\"{text}\") b: C = 1;"));
    check_members(&format!("@a(\"{text}x\") @d b: C = 1;"), &format!("@a(\"{text}x\")\n@d\nb: C = 1;"));
    check("enum E {\n@a\nB = 1; }", "enum E {\n  @a B = 1;\n}\n");
    check_members("oneof a {\n@b\nc: D = 1; }", "oneof a {\n  @b c: D = 1;\n}");
    // A long comment behind a member moves nothing.
    check_members(&format!("@a b: C = 1; // {text}{text}"), &format!("@a b: C = 1;  // {text}{text}"));
}

#[test]
fn annotations_of_items_stand_alone() {
    check("@a @b(1) service S {}", "@a\n@b(1)\nservice S {}\n");
    check("@a const B: C = 1;", "@a\nconst B: C = 1;\n");
    check("@a package b;", "@a\npackage b;\n");
    check_members("@a oneof b { c: D = 1; }", "@a\noneof b { c: D = 1; }");
    check_members("@a message B {}", "@a\nmessage B {}");
    check("service S {\n@a @b rpc C(D) -> E; }", "service S {\n  @a\n  @b\n  rpc C(D) -> E;\n}\n");
}

#[test]
fn keywords_are_names_too() {
    check_members("@a rpc: B = 1; @a reserved: C = 2;", "@a rpc: B = 1;\n@a reserved: C = 2;");
    check("enum E {\n@a rpc = 0; }", "enum E {\n  @a rpc = 0;\n}\n");
    check("service S {\nrpc rpc(throws)->throws throws throws; }", {
        "service S {\n  rpc rpc(throws) -> throws throws throws;\n}\n"
    });
}

#[test]
fn long_lists_have_one_element_per_line() {
    let long = "x".repeat(60);
    check(
        &format!("import a.{{{long}, {long} as b}};"),
        &format!("import a.{{\n  {long},\n  {long} as b\n}};\n"),
    );
    check(
        &format!("const A: list<string> = [\"{long}\", \"{long}\",];"),
        &format!("const A: list<string> = [\n  \"{long}\",\n  \"{long}\",\n];\n"),
    );
    check(
        &format!("@a(b = [{long}, {long}], c = 1) message M {{}}"),
        &format!("@a(\n  b = [\n    {long},\n    {long}\n  ],\n  c = 1\n)\nmessage M {{}}\n"),
    );
    check_members(&format!("reserved 1, \"{long}\", \"{long}\";"), &{
        format!("reserved\n  1,\n  \"{long}\",\n  \"{long}\";")
    });
    check_members("@a(\nb,\nc) d: E = 1;", "@a(b, c) d: E = 1;");
}

#[test]
fn long_methods_break_before_what_they_give() {
    let long = "X".repeat(60);
    check(
        &format!("service S {{\n@a rpc B({long}) -> stream {long} throws C; }}"),
        &format!("service S {{\n  @a\n  rpc B({long})\n      -> stream {long}\n      throws C;\n}}\n"),
    );
    check("service S {\nrpc A(B)\n-> C\nthrows D; }", "service S {\n  rpc A(B) -> C throws D;\n}\n");
}

#[test]
fn comments_keep_their_side() {
    check_members("a: B = 1; // c\n// d\ne: F = 2;", "a: B = 1;  // c\n// d\ne: F = 2;");
    check_members("a: B = 1; /* c */\ne: F = 2;", "a: B = 1; /* c */\ne: F = 2;");
    check_members("a: B = 1; /* c */ e: F = 2;", "a: B = 1;\n/* c */ e: F = 2;");
    check_members("a: B = 1; /* c */ /// d\ne: F = 2;", "a: B = 1;\n/* c */\n/// d\ne: F = 2;");
    check_members("/* a */\n/* b */ c: D = 1;", "/* a */\n/* b */ c: D = 1;");
    check_members("/// a\n// b\n/// c\nd: E = 1;", "/// a\n// b\n/// c\nd: E = 1;");
    check_members("/* a\n       b */\nc: D = 1;", "/* a\n     b */\nc: D = 1;");
    check("message M { // a\nb: C = 1; }", "message M {  // a\n  b: C = 1;\n}\n");
    check("message M /* a */ {}", "message M /* a */ {}\n");
    check("message M {}  /* a */  // b\n", "message M {} /* a */  // b\n");
}

#[test]
fn comments_within_a_declaration_stay_where_they_are() {
    check_members("a: /* b */ C = 1 /* d */;", "a: /* b */ C = 1 /* d */;");
    check_members("a: // b\nC = 1;", "a:  // b\n    C = 1;");
    check_members("a:\n// b\nC = 1;", "a:\n    // b\n    C = 1;");
    check_members("@a(/* b */ c, d /* e */) f: G = 1;", "@a(/* b */ c, d /* e */) f: G = 1;");
    check(
        "@a( // b\nc, // d\n// e\nf = [g], h // i\n// j\n)\nmessage M {}",
        "@a(  // b\n  c,  // d\n  // e\n  f = [g],\n  h  // i\n  // j\n)\nmessage M {}\n",
    );
    check("import a.{ // b\nC, /* d */ E };", "import a.{  // b\n  C,\n  /* d */ E\n};\n");
    check_members("reserved 1, // a\n2;", "reserved\n  1,  // a\n  2;");
    check("service S {\nrpc A(B) // c\n-> D; }", "service S {\n  rpc A(B)  // c\n      -> D;\n}\n");
    check("const A: B = // c\n1;", "const A: B =  // c\n    1;\n");
}

#[test]
fn broken_text_keeps_its_tokens() {
    check("- > . . . .= 1 . 5 .. = / /", "- > . . . .= 1 .5.. = / /\n");
}

#[test]
fn deep_nesting_needs_no_stack() {
    for (open, close) in [("{", "}"), ("[", "]"), ("@a(", ")"), ("a.{", "}")] {
        let text = open.repeat(8_000) + &close.repeat(8_000);
        let formatted = format(&text);
        assert!(content(&formatted) == content(&text) && format(&formatted) == formatted, "{open}");
    }
}

/// What a declaration is made of; each is one token, or some that no space may part.
type Parts = Vec<String>;

fn parts(text: &str) -> Parts {
    text.split(' ').map(str::to_owned).collect()
}

fn name() -> impl Strategy<Value = String> {
    let long = "a_name_so_long_that_three_of_it_do_not_fit_on_a_line";
    select(vec!["a", "Bc", "def_g", "H_I", long]).prop_map(str::to_owned)
}

fn path() -> impl Strategy<Value = String> {
    (any::<bool>(), prop::collection::vec(name(), 1..3)).prop_map(|(is_absolute, names)| {
        let dot = if is_absolute { "." } else { "" };
        format!("{dot}{}", names.join("."))
    })
}

fn type_ref() -> impl Strategy<Value = Parts> {
    let plain = path().prop_map(|path| vec![path]).boxed();
    let ty = prop_oneof![
        3 => plain.clone(),
        1 => plain.clone().prop_map(|of| [parts("list <"), of, parts(">")].concat()),
        1 => plain.prop_map(|of| [parts("map < string ,"), of, parts(">")].concat()),
    ];
    (ty, any::<bool>()).prop_map(|(mut ty, is_optional)| {
        ty.extend(is_optional.then(|| "?".to_owned()));
        ty
    })
}

fn value() -> impl Strategy<Value = Parts> {
    let fixed =
        ["5", "-5", "0x1F", "2.5", "50ms", "20%", "4KiB", "\"a // b\"", "1 ..= 5", "..= 5", "50ms .. 1s"];
    let leaf = prop_oneof![
        3 => select(fixed.to_vec()).prop_map(|text| match text {
            "\"a // b\"" => vec![text.to_owned()],
            text => parts(text),
        }),
        1 => path().prop_map(|path| vec![path]),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        (prop::collection::vec(inner, 0..4), any::<bool>())
            .prop_map(|(elements, has_comma)| list("[", &elements, has_comma, "]"))
    })
}

fn list(open: &str, elements: &[Parts], has_comma: bool, close: &str) -> Parts {
    let has_comma = has_comma && !elements.is_empty();
    let mut all = parts(open);
    all.extend(elements.join(&",".to_owned()));
    all.extend(has_comma.then(|| ",".to_owned()));
    all.push(close.to_owned());
    all
}

fn attrs() -> impl Strategy<Value = Parts> {
    let argument = (prop::option::of(name()), value()).prop_map(|(name, value)| {
        let name = name.map(|name| vec![name, "=".to_owned()]).unwrap_or_default();
        [name, value].concat()
    });
    let arguments = (prop::collection::vec(argument, 0..4), any::<bool>())
        .prop_map(|(arguments, has_comma)| list("(", &arguments, has_comma, ")"));
    let attr = prop_oneof![
        Just(vec!["/// A doc. ".to_owned()]),
        (path(), prop::option::of(arguments)).prop_map(|(path, arguments)| {
            [vec!["@".to_owned(), path], arguments.unwrap_or_default()].concat()
        }),
    ];
    prop::collection::vec(attr, 0..3).prop_map(|attrs| attrs.concat())
}

fn field() -> impl Strategy<Value = Parts> {
    (attrs(), name(), type_ref())
        .prop_map(|(attrs, name, ty)| [attrs, vec![name], parts(":"), ty, parts("= 1 ;")].concat())
}

fn reserved() -> impl Strategy<Value = Parts> {
    let long = format!("reserved {} ;", ["1000 ..= 2000"; 9].join(" , "));
    select(vec!["reserved 1 ;".to_owned(), "reserved 2 , 3 .. max , \"a\" ;".to_owned(), long])
        .prop_map(|text| parts(&text))
}

fn body(keyword: &'static str, member: impl Strategy<Value = Parts> + 'static) -> BoxedStrategy<Parts> {
    (attrs(), name(), prop::collection::vec(member, 0..4))
        .prop_map(move |(attrs, name, members)| {
            [attrs, parts(keyword), vec![name], parts("{"), members.concat(), parts("}")].concat()
        })
        .boxed()
}

fn enumeration() -> BoxedStrategy<Parts> {
    let value = (attrs(), name()).prop_map(|(attrs, name)| [attrs, vec![name], parts("= 1 ;")].concat());
    let value = prop_oneof![4 => value, 1 => reserved()].boxed();
    prop_oneof![body("enum", value.clone()), body("closed enum", value)].boxed()
}

fn message() -> BoxedStrategy<Parts> {
    let member = prop_oneof![6 => field(), 1 => reserved(), 1 => body("oneof", field()), 1 => enumeration()];
    let inner = body("message", field());
    body("message", prop_oneof![6 => member, 1 => inner])
}

fn method() -> impl Strategy<Value = Parts> {
    let side =
        || {
            (any::<bool>(), path()).prop_map(|(is_stream, path)| {
                if is_stream { vec!["stream".to_owned(), path] } else { vec![path] }
            })
        };
    (attrs(), name(), side(), side(), prop::option::of(path())).prop_map(
        |(attrs, name, takes, gives, throws)| {
            let throws = throws.map(|path| vec!["throws".to_owned(), path]).unwrap_or_default();
            let takes = [parts("("), takes, parts(")")].concat();
            [attrs, parts("rpc"), vec![name], takes, parts("->"), gives, throws, parts(";")].concat()
        },
    )
}

fn import() -> impl Strategy<Value = Parts> {
    let names =
        prop::collection::vec(prop_oneof![name(), name().prop_map(|name| format!("{name} as b"))], 1..4);
    prop_oneof![
        path().prop_map(|path| vec!["import".to_owned(), path, ";".to_owned()]),
        Just(parts("import proto \"a/b.proto\" as c ;")),
        (path(), names, any::<bool>()).prop_map(|(path, names, has_comma)| {
            let names: Vec<_> = names.iter().map(|name| parts(name)).collect();
            [parts("import"), vec![format!("{path}.")], list("{", &names, has_comma, "}"), parts(";")]
                .concat()
        }),
    ]
}

/// The parts of a file that parses.
fn file() -> impl Strategy<Value = Parts> {
    let constant = (attrs(), name(), type_ref(), value()).prop_map(|(attrs, name, ty, value)| {
        [attrs, parts("const"), vec![name], parts(":"), ty, parts("="), value, parts(";")].concat()
    });
    let item = prop_oneof![
        constant,
        message(),
        enumeration(),
        body("union", field()),
        body("error", prop_oneof![4 => field(), 1 => reserved()]),
        body("service", method()),
    ];
    let header = select(vec!["edition 2026 ; package a.b ;", "package a ;"]).prop_map(parts);
    let docs = prop::collection::vec(Just("//! A file doc.\t".to_owned()), 0..3);
    let imports = prop::collection::vec(import(), 0..3);
    (docs, header, imports, prop::collection::vec(item, 0..4))
        .prop_map(|(docs, header, imports, items)| [docs, header, imports.concat(), items.concat()].concat())
}

/// What authors put between two tokens.
fn gap() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        24 => select(vec!["", " ", " ", " "]),
        6 => select(vec!["\n", "\r\n", "\t \n", "\n\n", "\n \n\n"]),
        2 => select(vec![" // a \n", "\n// b\n", "//\n\n", "\n\n// /// c\r\n\n"]),
        2 => select(vec![" /* a */ ", "/*b*/", "\n/* c */ ", " /* d */\n", "\n\n/* e */\n\n", "/* f \r\n g */"]),
    ]
}

/// One file, as somebody might have written it.
fn text() -> impl Strategy<Value = String> {
    let with_gaps = |parts: Parts| (prop::collection::vec(gap(), parts.len() + 1), Just(parts));
    file().prop_flat_map(with_gaps).prop_map(|(gaps, parts)| {
        let mut text = String::new();
        let mut left = "";
        for (gap, part) in gaps.iter().zip(&parts) {
            let is_mark =
                |text: &str| text.is_empty() || text.ends_with(['{', '}', '(', ')', '[', ']', ',', ';', ':']);
            if left.starts_with("//") && !gap.starts_with(['\n', '\r']) {
                text.push('\n');
            }
            // An import's names follow its path and dot at once.
            let is_fixed = left.len() > 1 && left.ends_with('.');
            text.push_str(match *gap {
                _ if is_fixed => "",
                "" if !is_mark(left) && !is_mark(part) => " ",
                gap => gap,
            });
            text.push_str(part);
            left = part;
        }
        text.push_str(if left.starts_with("//") { "\n" } else { "" });
        text.push_str(gaps.last().unwrap_or(&""));
        text
    })
}

/// What holds for the output of any text.
fn keeps_its_tokens_and_is_stable(text: &str) -> Result<String, TestCaseError> {
    let formatted = format(text);
    prop_assert_eq!(content(&formatted), content(text));
    prop_assert_eq!(format(&formatted), &*formatted, "not stable");
    prop_assert!(formatted.is_empty() || formatted.ends_with('\n') && !formatted.starts_with('\n'));
    Ok(formatted)
}

/// The tree of `text`, which parses, as text without its spans.
fn meaning(text: &str) -> Result<String, TestCaseError> {
    // White space at the end of a doc is part of its text.
    let text = text.lines().map(|line| line.trim_end().to_owned() + "\n").collect::<String>();
    let parsed = parse::file(Sources::default().add("a.mrpc", &*text), &text);
    prop_assert!(parsed.diagnostics.is_empty(), "{:?}\n{}", parsed.diagnostics, text);
    let tree = format!("{:?}", parsed.file);
    let mut parts = tree.split("Span { ");
    let start = parts.next().unwrap_or_default().to_owned();
    Ok(parts.fold(start, |tree, part| tree + part.split_once('}').map_or("", |(_, rest)| rest)))
}

/// A text with mistakes: some tokens are missing, doubled or at the wrong place, and the end is cut off.
fn broken(text: &str, mistakes: &[(u8, Index, Index)], cut: Option<Index>) -> String {
    let mut end = 0;
    let mut tokens: Vec<_> = lex::tokens(text)
        .map(|token| {
            let start = std::mem::replace(&mut end, token.range.end);
            &text[start..end]
        })
        .collect();
    for (kind, one, other) in mistakes {
        if tokens.is_empty() {
            break;
        }
        let (one, other) = (one.index(tokens.len()), other.index(tokens.len()));
        match kind % 3 {
            0 => drop(tokens.remove(one)),
            1 => tokens.insert(other, tokens[one]),
            _ => tokens.swap(one, other),
        }
    }
    let mut text = tokens.concat();
    if let Some(cut) = cut {
        let ends: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        text.truncate(ends[cut.index(ends.len())]);
    }
    text
}

/// Text without any sense, made of what the formatter looks at.
fn soup() -> impl Strategy<Value = String> {
    let marks = "{ } ( ) [ ] < > , ; : ? @ = . .. ..= - -> / * % + ! \" \\ \u{feff} \u{a0}";
    let words =
        "a rpc stream throws reserved import edition 1 1.5e x2 é \"b\" /*c*/ /*d\n*/ /* //e\n ///f\n //!g\n";
    let spaces = ["", " ", "\n", "\n\n", "\r", "\r\n", "\t"];
    let fragments = marks.split(' ').chain(words.split(' ')).chain(spaces).collect::<Vec<_>>();
    prop::collection::vec(select(fragments), 0..60).prop_map(|fragments| fragments.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_file_keeps_its_meaning(text in text()) {
        let formatted = keeps_its_tokens_and_is_stable(&text)?;
        prop_assert_eq!(meaning(&formatted)?, meaning(&text)?);
        for (line, next) in formatted.lines().zip(formatted.lines().skip(1).chain([""])) {
            prop_assert_eq!(line.trim_end(), line);
            prop_assert!(!(line.ends_with('{') && next.is_empty()), "blank line behind `{{`: {}", formatted);
            prop_assert!(!(line.is_empty() && next.trim_start().starts_with('}')), "before `}}`: {}", formatted);
        }
        prop_assert!(!formatted.contains("\n\n\n"));
    }

    #[test]
    fn a_broken_file_keeps_its_tokens(
        text in text(),
        mistakes in prop::collection::vec(any::<(u8, Index, Index)>(), 0..4),
        cut in prop::option::of(any::<Index>()),
    ) {
        keeps_its_tokens_and_is_stable(&broken(&text, &mistakes, cut))?;
    }

    #[test]
    fn any_text_keeps_its_tokens(text in prop_oneof![soup(), any::<String>()]) {
        keeps_its_tokens_and_is_stable(&text)?;
    }
}
