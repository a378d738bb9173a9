//! `.proto` files: what they become, and what is said of those that cannot be read.

use std::path::PathBuf;

use mrpc_idl::code::Code::*;
use mrpc_idl::lint::{Levels, lint};
use mrpc_idl::load::Memory;
use mrpc_idl::model::{FieldType, Idempotency, Model, ScalarType, Type, WellKnown};
use mrpc_idl::{Compiled, compile};

use crate::case::Case;
use crate::expect::{check, errors, said};

/// A file of ours that imports `a.proto`.
const OURS: &str =
    "edition 2026;\npackage t.v1;\nimport proto \"a.proto\" as a;\nmessage M { x: a.A = 1; }\n";

/// `a.proto` with some items, imported by one of ours.
fn with(items: &str) -> String {
    format!("{OURS}//--- a.proto\nsyntax = \"proto3\";\npackage a.v1;\nmessage A {{}}\n{items}\n")
}

#[track_caller]
fn model(example: &str) -> Model {
    check(example, &[]);
    Case::read(example).compile().model.expect("a schema without errors has a model")
}

/// The fields of the message `name`, as `name: type = number`.
fn fields(model: &Model, name: &str) -> Vec<String> {
    let message = model.messages.iter().find(|message| message.decl.name.text == name);
    let fields = &message.expect("the test declares it").fields;
    let shown = |ty: FieldType| match ty {
        FieldType::One(ty) => model.type_name(ty),
        FieldType::Optional(ty) => format!("{}?", model.type_name(ty)),
        FieldType::List(ty) => format!("list<{}>", model.type_name(ty)),
        FieldType::Map(key, ty) => format!("map<{}, {}>", key.as_str(), model.type_name(ty)),
    };
    fields.iter().map(|it| format!("{}: {} = {}", it.decl.name.text, shown(it.ty), it.number)).collect()
}

#[test]
fn every_kind_of_field_has_a_place_in_the_model() {
    let model = model(&with(
        "import \"google/protobuf/timestamp.proto\";
         import \"google/protobuf/struct.proto\";
         import \"google/protobuf/type.proto\";
         message M {
           int32 a = 1;
           optional string b = 2;
           optional A c = 3;
           repeated sint64 d = 4 [packed = false];
           repeated sint64 packed = 16;
           map<string, E> e = 5;
           oneof choice { bytes f = 6; In g = 7; }
           google.protobuf.Timestamp h = 8 [deprecated = true];
           google.protobuf.NullValue i = 9;
           google.protobuf.Type j = 10;
           .a.v1.M.In k = 11 [json_name = \"kk\"];
           optional E l = 12;
           message In { enum Deep { DEEP_A = 0; } repeated Deep deep = 1; }
           reserved 20, 30 to 39, 1000 to max;
           reserved \"old\";
         }
         enum E { option allow_alias = true; E_A = 0; E_B = 1; E_C = 1; reserved -5 to -1, 7; }",
    ));
    assert_eq!(
        fields(&model, "In"),
        ["deep: list<a.v1.M.In.Deep> = 1"],
        "types are looked up from the inside"
    );
    let message = model.messages.iter().find(|it| it.decl.name.text == "M" && it.fields.len() > 1).unwrap();
    assert_eq!(message.fields.len(), 13);
    let by_name = |name: &str| message.fields.iter().find(|it| it.decl.name.text == name).unwrap();
    let enum_id = |ty: FieldType| matches!(ty.element(), Type::Enum(id) if model[id].decl.name.text == "E");
    assert_eq!(by_name("a").ty, FieldType::One(Type::Scalar(ScalarType::Int32)));
    assert_eq!(by_name("b").ty, FieldType::Optional(Type::Scalar(ScalarType::String)));
    assert!(matches!(by_name("c").ty, FieldType::One(Type::Message(_))));
    assert_eq!(by_name("d").ty, FieldType::List(Type::Scalar(ScalarType::Sint64)));
    assert!(by_name("d").is_unpacked && !by_name("packed").is_unpacked);
    assert!(matches!(by_name("e").ty, FieldType::Map(ScalarType::String, _)) && enum_id(by_name("e").ty));
    assert_eq!((by_name("f").oneof, by_name("g").oneof, by_name("b").oneof), (Some(0), Some(0), None));
    assert_eq!(message.oneofs.len(), 1, "those that stand for `optional` are none");
    assert_eq!(by_name("h").ty, FieldType::One(Type::WellKnown(WellKnown::Timestamp)));
    assert!(by_name("h").decl.deprecated.is_some());
    assert_eq!(by_name("i").ty, FieldType::One(Type::WellKnown(WellKnown::NullValue)));
    assert_eq!(model.type_name(by_name("j").ty.element()), "google.protobuf.Type");
    assert_eq!((by_name("k").json_name.as_str(), by_name("packed").json_name.as_str()), ("kk", "packed"));
    assert!(matches!(by_name("l").ty, FieldType::Optional(_)) && enum_id(by_name("l").ty));
    assert_eq!(message.reserved.numbers, [(20, 20), (30, 39), (1000, 536_870_911)]);
    assert_eq!(message.reserved.names, ["old"]);
    let item = model.enums.iter().find(|it| it.decl.name.text == "E").unwrap();
    let aliases: Vec<bool> = item.values.iter().map(|value| value.is_alias).collect();
    assert_eq!((aliases, &item.reserved.numbers[..]), (vec![false, false, true], &[(-5, -1), (7, 7)][..]));
}

#[test]
fn services_keep_streams_and_idempotency() {
    let model = model(&with(
        "import \"google/protobuf/empty.proto\";
         // Says hello.
         //
         // Twice.
         service Greeter {
           /* Once. */
           rpc One(A) returns (A) { option idempotency_level = NO_SIDE_EFFECTS; option deprecated = true; }
           rpc Two(stream A) returns (stream google.protobuf.Empty) { option idempotency_level = IDEMPOTENT; }
           rpc Three(A) returns (A); // Behind.
         }",
    ));
    let service = &model.services[0];
    assert_eq!(service.decl.docs, ["Says hello.", "", "Twice."]);
    let [one, two, three] = service.methods.as_slice() else { panic!("{:#?}", service.methods) };
    assert_eq!(
        (one.idempotency, two.idempotency, three.idempotency),
        (Idempotency::Read, Idempotency::Yes, Idempotency::No)
    );
    assert!(one.decl.deprecated.is_some() && two.request.is_stream && two.response.is_stream);
    assert!(!one.request.is_stream && !one.response.is_stream);
    assert_eq!(two.response.ty, Type::WellKnown(WellKnown::Empty));
    assert_eq!(
        (&one.decl.docs[..], &three.decl.docs[..]),
        (&["Once.".to_owned()][..], &["Behind.".to_owned()][..])
    );
}

#[test]
fn places_are_those_of_the_proto_file() {
    let compiled =
        Case::read(&with("message B {\n\t/* ü */ int32 num = 1; A a = 2;\n}\nenum E { ZERO = 0; }"))
            .compile();
    let model = compiled.model.as_ref().unwrap();
    let message = model.messages.iter().find(|it| it.decl.name.text == "B").unwrap();
    let text = |span| compiled.sources.text(span);
    assert_eq!(compiled.sources.get(message.decl.span.source).path(), "a.proto");
    assert_eq!(text(message.decl.name.span), "B");
    assert!(text(message.decl.span).starts_with("message B {") && text(message.decl.span).ends_with('}'));
    let [num, a] = message.fields.as_slice() else { panic!() };
    assert_eq!((text(num.decl.name.span), text(num.ty_span)), ("num", "int32"));
    assert_eq!((text(a.decl.name.span), text(a.ty_span), text(a.decl.span)), ("a", "A", "A a = 2;"));
    assert_eq!(text(model.enums[0].values[0].decl.span), "ZERO = 0;");
}

#[test]
fn the_files_come_behind_ours_and_keep_what_protobuf_says_of_them() {
    let example =
        with("import \"google/protobuf/any.proto\";\nimport \"b.proto\";\nmessage C { b.v1.B b = 1; }")
            + "//--- b.proto\nsyntax = \"proto3\";\npackage b.v1;\nmessage B {}\n";
    let compiled = Case::read(&example).compile();
    let model = compiled.model.as_ref().unwrap();
    assert_eq!((compiled.files.len(), model.files.len()), (1, 3));
    assert_eq!(model.files[0].source, compiled.files[0].source);
    let names: Vec<&str> = model.descriptors.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["google/protobuf/any.proto", "b.proto", "a.proto"], "what is needed comes first");
    assert_eq!(model.descriptors[2].imports, [0, 1]);
    let of_files: Vec<Option<usize>> = model.files.iter().map(|file| file.descriptor).collect();
    assert_eq!(of_files, [None, Some(1), Some(2)]);
    let packages: Vec<&str> = model.packages.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(packages, ["b.v1", "a.v1", "t.v1"]);
    for (at, message) in model.messages.iter().enumerate() {
        let file = &model[message.home.file];
        assert_eq!(file.package, message.home.package, "{at}");
        assert!(model[message.home.package].files.contains(&message.home.file));
    }
}

#[test]
fn custom_options_are_kept_in_the_descriptor() {
    let example = with(
        "import \"google/protobuf/descriptor.proto\";
         extend google.protobuf.FieldOptions { string hint = 50001; }
         message B { int32 a = 1 [(hint) = \"a very odd hint\"]; }",
    );
    let model = model(&example);
    let of = |name: &str| &model.descriptors.iter().find(|it| it.name == name).unwrap().bytes;
    let holds = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(of("a.proto"), "a very odd hint"));
    let options = &model.descriptors.iter().find(|it| it.name == "a.proto").unwrap().foreign_options;
    let options: Vec<(&str, usize)> = options.iter().map(|(name, &count)| (name.as_str(), count)).collect();
    assert_eq!(options, [("(hint)", 1), ("extend google.protobuf.FieldOptions", 1)]);
    assert!(!model.files.iter().any(|file| file.descriptor == Some(0)), "descriptor.proto is proto2");
}

#[test]
fn names_that_would_be_equal_in_rust_get_a_mark() {
    let model = model(&with(
        "message Outer { message Inner { int32 a = 1; } oneof in_ner { int32 x = 1; } Inner i = 3; }
         message OuterInner { int32 fooBar = 1; oneof foo_bar { int32 c = 2; } }
         service S { rpc New(A) returns (A); rpc GetIt(A) returns (A); rpc get_it(A) returns (A); }
         message SClient {}
         enum E { E_A = 0; A_ = 1; E_a = 2; }",
    ));
    let rust = |decl: &mrpc_idl::model::Decl| decl.rust_name.clone();
    let message = |name: &str| model.messages.iter().find(|it| it.decl.name.text == name).unwrap();
    assert_eq!(rust(&message("Outer").decl), None);
    assert_eq!(rust(&message("OuterInner").decl), None, "what stands further out comes first");
    assert_eq!(rust(&message("Outer").oneofs[0].decl).as_deref(), None);
    assert_eq!(rust(&message("Inner").decl).as_deref(), Some("OuterInner_"));
    assert_eq!(rust(&message("OuterInner").fields[0].decl).as_deref(), Some("foo_bar_"), "a oneof has it");
    assert_eq!(rust(&model.services[0].decl).as_deref(), Some("S_"), "its client would take the name");
    let methods: Vec<_> = model.services[0].methods.iter().map(|it| rust(&it.decl)).collect();
    assert_eq!(methods, [Some("new_".to_owned()), None, Some("get_it_".to_owned())]);
    let values: Vec<_> = model.enums[0].values.iter().map(|it| rust(&it.decl)).collect();
    assert_eq!(values, [None, Some("A_".to_owned()), Some("A__".to_owned())]);
}

#[test]
fn names_of_generated_code_are_left_to_it() {
    let model = model(
        &(with(
            "enum E { option allow_alias = true; E_UNRECOGNIZED = 0; E_KNOWN = 0; E_known = 0; E_B = 1; b = 1; }
             message B { int32 unknown_fields = 1; oneof Unknown_Fields { int32 c = 2; } }",
        ) + "//--- b.mrpc\nedition 2026;\npackage a.V2;\nimport proto \"b.proto\";\nmessage M { x: a.v2.B = 1; }\n\
             //--- b.proto\nsyntax = \"proto3\";\npackage a.v2;\nmessage B {}\n"),
    );
    let values = model.enums[0].values.iter().map(|it| it.decl.rust_name.as_deref());
    let values: Vec<_> = values.collect();
    assert_eq!(values, [Some("Unrecognized_"), Some("Known2"), Some("Known3"), None, Some("B2")]);
    let message = model.messages.iter().find(|it| !it.oneofs.is_empty()).unwrap();
    assert_eq!(message.fields[0].decl.rust_name.as_deref(), Some("unknown_fields_"));
    assert_eq!(message.oneofs[0].decl.rust_name.as_deref(), Some("BUnknownFields_"));
    let package = model.packages.iter().find(|it| it.name == "a.v2").unwrap();
    assert_eq!(package.rust_module.as_deref(), Some("a::v2_"));
}

#[test]
fn types_are_named_by_alias_or_by_the_whole_package() {
    let proto = "//--- google/type/latlng.proto\nsyntax = \"proto3\";\npackage google.type;\nmessage LatLng { message In {} }\n\
                 //--- google/type/money.proto\nsyntax = \"proto3\";\npackage google.type;\nenum Money { ZERO = 0; ONE = 1; }\n";
    let head = "edition 2026;\npackage t.v1;\n";
    let two = "import proto \"google/type/latlng.proto\";\nimport proto \"google/type/money.proto\";\n";
    let ours = |imports: &str, field: &str| format!("{head}{imports}message M {{ {field} = 1; }}\n{proto}");
    check(&ours(two, "x: google.type.LatLng"), &[]);
    check(&ours(two, "x: .google.type.LatLng.In"), &[]);
    check(&ours(two, "@in([ONE]) x: google.type.Money"), &[]);
    check(&ours(two, "@default(ONE) x: google.type.Money?"), &[]);
    check(&ours(two, "@in([TWO]) x: google.type.Money"), &[(E0903, "TWO")]);
    check(&ours(&two.replace(';', " as g;"), "x: g.LatLng"), &[]);
    let one = "import proto \"google/type/latlng.proto\" as gtype;\n";
    check(&ours(one, "x: gtype.LatLng.In"), &[]);
    check(&ours(one, "x: gtype.LatLang"), &[(E0301, "gtype.LatLang")]);
    assert!(said(&ours(one, "x: gtype.LatLang")).contains("help: there is `LatLng` [LatLng]"));
    check(&ours(&format!("{one}{one}"), "x: gtype.LatLng"), &[(E0106, "gtype")]);
    check(&ours("", "x: google.type.LatLng"), &[(E0301, "google.type.LatLng")]);
    check(
        &format!(
            "{head}{one}service S {{ rpc Do(gtype.LatLng) -> gtype.Money throws gtype.LatLng; }}\n{proto}"
        ),
        &[(E0301, "gtype.Money"), (E0703, "gtype.LatLng")],
    );
    let both = ours(one, "x: google.type.LatLng")
        + "//--- b.mrpc\nedition 2026;\npackage u.v1;\nmessage M { x: google.type.LatLng = 1; }\n";
    check(&both, &[(E0301, "google.type.LatLng")]);
    assert!(said(&both).contains("import proto \"google/type/latlng.proto\";"), "{}", said(&both));
    let bare = both.replace("u.v1;\nmessage M { x: google.type.LatLng", "u.v1;\nmessage M { x: LatLng");
    assert!(said(&bare).contains("import proto \"google/type/latlng.proto\";"), "{}", said(&bare));
}

#[test]
fn protobufs_own_types_need_no_file() {
    let ours = |import: &str, ty: &str| {
        format!("edition 2026;\npackage t.v1;\n{import}\nmessage M {{ x: {ty} = 1; }}\n")
    };
    let path = "\"google/protobuf/timestamp.proto\"";
    check(&ours(&format!("import proto {path};"), "Timestamp"), &[(E0103, path)]);
    let import = "import proto \"google/protobuf/type.proto\";";
    check(&ours(import, "google.protobuf.Type"), &[]);
    check(&ours(import, "google.protobuf.Timestamp"), &[]);
    check(&ours("import proto \"google/protobuf/api.proto\" as p;", "p.Api"), &[]);
    let descriptor = "import proto \"google/protobuf/descriptor.proto\" as d;";
    let found: Vec<_> =
        errors(&Case::read(&ours(descriptor, "d.FileOptions")).compile()).iter().map(|it| it.code).collect();
    assert_eq!(found, [E0110]);
    check(
        &with(
            "import \"google/protobuf/descriptor.proto\";\nmessage B { google.protobuf.FileOptions o = 1; }",
        ),
        &[(E0110, "google.protobuf.FileOptions")],
    );
}

#[test]
fn a_null_value_stands_where_an_enum_may() {
    let items = |items: &str| format!("edition 2026;\npackage t.v1;\n{items}\n");
    check(
        &items(
            "message M { a: NullValue = 1; b: list<NullValue> = 2; c: NullValue? = 3; oneof o { d: google.protobuf.NullValue = 4; } }",
        ),
        &[],
    );
    check(&items("message M { @required a: NullValue = 1; }"), &[(E0411, "@required")]);
    check(&items("message M { @key a: NullValue = 1; }"), &[(E0711, "@key")]);
    check(
        &items("message M { @default(NULL_VALUE) a: NullValue? = 1; }"),
        &[(E0409, "@default(NULL_VALUE)")],
    );
    check(&items("message M {}\nservice S { rpc Do(M) -> NullValue; }"), &[(E0702, "NullValue")]);
    check(&items("message M {}\nservice S { rpc Do(M) -> M throws NullValue; }"), &[(E0703, "NullValue")]);
    check(&items("error X { @code(NOT_FOUND) a: NullValue = 1; }"), &[(E0604, "NullValue")]);
}

#[test]
fn what_protobuf_refuses_is_reported_at_its_place() {
    for (items, code, text) in [
        ("message B { int32 a = 1; int32 b = 1; }", E0114, "1"),
        ("message B { int32 a = 1; int32 a = 2; }", E0114, "a"),
        ("message B { Nope a = 1; }", E0114, "Nope"),
        ("message B { int32 a = 0; }", E0114, "0"),
        ("message B { int32 a = 19000; }", E0114, "19000"),
        ("message B { required int32 a = 1; }", E0114, "required"),
        ("message B { optional group G = 1 {} }", E0114, "optional group G = 1 {}"),
        ("message B { int32 a = 1 }", E0114, "}"),
        ("enum E { E_A = 1; }", E0114, "1"),
        ("enum E {}", E0114, "enum E {}"),
        ("import \"none.proto\";", E0103, "import \"none.proto\";"),
        ("import \"../b.proto\";", E0114, "\"../b.proto\""),
        ("option (nope) = 1;", E0114, "option (nope) = 1;"),
        ("service S { rpc Do(int32) returns (A); }", E0114, "int32"),
        ("message B { reserved 1 to 5; int32 a = 3; }", E0114, "3"),
        ("message B {", E0114, ""),
        ("message B { reserved \"a\"; int32 a = 1; }", E0114, "a"),
        ("message B { reserved 1 to 5, 3; }", E0114, "3"),
        ("message B { extensions 10 to 20; }", E0114, "extensions 10 to 20;"),
        ("message B { string a = 1 [packed = true]; }", E0114, "string a = 1 [packed = true];"),
        ("message B { int32 a = 1 [json_name = \"[x]\"]; }", E0114, "int32 a = 1 [json_name = \"[x]\"];"),
        ("message B { option map_entry = true; }", E0114, "message B { option map_entry = true; }"),
        ("enum E { reserved \"E_A\"; E_A = 0; }", E0114, "E_A"),
        ("enum E { E_A = 0; reserved -1 to 3, 2; }", E0114, "2"),
        ("import \"b.proto\";\nimport \"b.proto\";", E0114, "import \"b.proto\";"),
    ] {
        let other = "//--- b.proto\nsyntax = \"proto3\";\npackage b.v1;\n";
        let compiled = Case::read(&(with(items) + other)).compile();
        let found: Vec<_> = errors(&compiled)
            .iter()
            .map(|it| (it.code, compiled.sources.text(it.primary.span).to_owned()))
            .collect();
        assert_eq!(found, [(code, text.to_owned())], "{items}: {:?}", errors(&compiled));
        assert_eq!(compiled.sources.get(errors(&compiled)[0].primary.span.source).path(), "a.proto");
    }
    assert!(said(&with("message B { Nope a = 1; }")).starts_with("name `Nope` is not defined\n"));
}

#[test]
fn a_mark_of_the_byte_order_and_other_line_ends_mean_nothing() {
    let text = "\u{feff}syntax = \"proto3\";\r\npackage a.v1;\r\n// A.\r\nmessage A { int32 a = 0; }\r\n";
    let compiled = entries(&Memory::new([("a.proto", text)]), &["a.proto"]);
    let [error] = compiled.diagnostics.as_slice() else { panic!("{:?}", compiled.diagnostics) };
    assert_eq!((error.code, compiled.sources.text(error.primary.span)), (E0114, "0"));
    let compiled = entries(&Memory::new([("a.proto", text.replace("= 0", "= 1"))]), &["a.proto"]);
    assert_eq!(compiled.model.unwrap().messages[0].decl.docs, ["A."]);
}

#[test]
fn what_is_not_supported_is_reported_at_its_place() {
    let of = |text: &str| format!("{OURS}//--- a.proto\n{text}");
    check(&of("syntax = \"proto2\";\npackage a.v1;\nmessage A {}\n"), &[(E0110, "syntax = \"proto2\";")]);
    check(&of("package a.v1;\nmessage A {}\n"), &[(E0110, "")]);
    check(&of("// A comment.\nedition = \"2023\";\npackage a.v1;\nmessage A {}\n"), &[(E0110, "edition")]);
    check(&of("syntax = \"proto3\";\nmessage A {}\n"), &[(E0110, "syntax = \"proto3\";")]);
    check(&(with("") + "//--- b.mrpc\nedition 2026;\npackage a.v1;\n"), &[(E0110, "a.v1")]);
    let same = "//--- b.mrpc\nedition 2026;\npackage a.v1;\nmessage A {}\nmessage C { a: A = 1; }\n";
    check(&(with("message C {}") + same), &[(E0110, "a.v1")]);
    let old = "//--- old.proto\nsyntax = \"proto2\";\npackage old;\nimport \"google/protobuf/descriptor.proto\";\n\
               message Old { extensions 10 to 20; }\nextend google.protobuf.MessageOptions { optional bool tagged = 50001; }\n";
    check(&(with("import \"old.proto\";\nmessage B { option (old.tagged) = true; }\n") + old), &[]);
    check(&(with("import \"old.proto\";\nmessage B { old.Old o = 1; }\n") + old), &[(E0110, "old.Old")]);
    check(
        &(with("import \"old.proto\";\nservice S { rpc Do(A) returns (old.Old); }\n") + old),
        &[(E0110, "old.Old")],
    );
    check(
        &(with("import \"old.proto\";\nextend old.Old { optional int32 more = 10; }\n") + old),
        &[(E0110, "optional int32 more = 10;")],
    );
}

#[test]
fn packages_may_need_each_other_and_files_may_not() {
    let file = |name: &str, package: &str, rest: &str| {
        format!("//--- {name}.proto\nsyntax = \"proto3\";\npackage {package};\n{rest}\n")
    };
    let ours = OURS.replace("a.proto", "a1.proto");
    let packages = ours.clone()
        + &file("a1", "a.v1", "import \"b.proto\";\nmessage A { b.v1.B b = 1; }")
        + &file("a2", "a.v1", "message C {}")
        + &file("b", "b.v1", "import \"a2.proto\";\nmessage B { a.v1.C c = 1; }");
    let model = model(&packages);
    let imports: Vec<usize> = model.packages.iter().map(|it| it.imports.len()).collect();
    assert_eq!(imports, [1, 1, 1], "each needs one other");
    let files =
        ours + &file("a1", "a.v1", "import \"b.proto\";") + &file("b", "b.v1", "import \"a1.proto\";");
    check(&files, &[(E0114, "import \"a1.proto\";")]);
    assert!(
        said(&files).starts_with("`.proto` files import each other: `a1.proto` → `b.proto` → `a1.proto`")
    );
    check(&with("import \"a.proto\";"), &[(E0114, "import \"a.proto\";")]);
}

#[test]
fn public_imports_are_seen_through() {
    let example = with("import \"b.proto\";\nmessage B { c.v1.C c = 1; }\n")
        + "//--- b.proto\nsyntax = \"proto3\";\npackage b.v1;\nimport public \"c.proto\";\n"
        + "//--- c.proto\nsyntax = \"proto3\";\npackage c.v1;\nmessage C {}\n";
    check(&example, &[]);
    check(&example.replace("import public", "import"), &[(E0114, "c.v1.C")]);
}

/// Compiles the entries of an example that says none itself.
fn entries(example: &Memory, entries: &[&str]) -> Compiled {
    let entries: Vec<PathBuf> = entries.iter().map(PathBuf::from).collect();
    compile(example, &entries)
}

#[test]
fn a_proto_file_is_checked_where_it_is_named_only() {
    let files = Memory::new([
        (
            "idl/demo/a.proto",
            "syntax = \"proto3\";\npackage demo;\nimport \"demo/b.proto\";\nmessage A { B b = 1; }",
        ),
        ("idl/demo/b.proto", "syntax = \"proto3\";\npackage demo;\nmessage B {}"),
        ("idl/demo/wrong.proto", "syntax = \"proto3\";\nmessage {"),
        ("idl/t.mrpc", "edition 2026;\npackage t.v1;\nmessage M {}"),
    ])
    .below(["idl"]);
    let compiled = entries(&files, &["idl/demo/a.proto"]);
    assert_eq!(compiled.diagnostics, []);
    let model = compiled.model.unwrap();
    let names: Vec<&str> = model.descriptors.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["demo/b.proto", "demo/a.proto"], "paths from the root");
    assert_eq!((model.files.len(), compiled.files.len()), (2, 0), "ours were not asked for");
    let all = entries(&files, &[]);
    assert_eq!((all.diagnostics.len(), all.model.unwrap().files.len()), (0, 1));
    let codes =
        |paths: &[&str]| -> Vec<_> { entries(&files, paths).diagnostics.iter().map(|it| it.code).collect() };
    assert_eq!(codes(&["idl/demo/wrong.proto"]), [E0114]);
    assert_eq!(codes(&["idl/none.proto"]), [E0014]);
    assert_eq!(codes(&["idl/demo/b.proto", "idl/demo/a.proto", "idl/t.mrpc"]), []);
}

#[test]
fn no_lint_looks_at_a_proto_file() {
    let example = with(
        "message bad_name { int32 Total_price = 1; enum e { x = 0; } e e_ = 2; } service Thing { rpc Do(A) returns (A); }",
    );
    let ours = example.replace("package t.v1;", "package t.v1;\n// `a` is used.");
    let compiled = Case::read(&ours).compile();
    let found = lint(&compiled, &Levels::default());
    let foreign: Vec<_> = found
        .iter()
        .filter(|it| compiled.sources.get(it.primary.span.source).path() != "main.mrpc")
        .collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
    let unused = Case::read(&example.replace("x: a.A = 1;", "")).compile();
    let found = lint(&unused, &Levels::default());
    let codes: Vec<_> = found.iter().map(|it| (it.code, unused.sources.text(it.primary.span))).collect();
    assert!(codes.contains(&(W0201, "import proto \"a.proto\" as a;")), "{codes:?}");
}
