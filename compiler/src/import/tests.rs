//! What is written means what was read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use mrpc_idl::load::Memory;
use mrpc_idl::model::{Decl, EnumId, Field, MessageId, Model, Reserved, Type};
use mrpc_idl::{compile, format};

use super::write;

/// All that the two languages can say, by full name.
fn meaning(model: &Model) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for id in MessageId::all(model) {
        let it = &model[id];
        let mut text = decl(&it.decl) + &reserved(&it.reserved);
        for oneof in &it.oneofs {
            let _ = writeln!(text, "oneof {}", decl(&oneof.decl));
        }
        it.fields.iter().for_each(|one| text += &field(model, one));
        all.insert(model.type_name(Type::Message(id)), text);
    }
    for id in EnumId::all(model) {
        let it = &model[id];
        let mut text = decl(&it.decl) + &reserved(&it.reserved);
        for value in &it.values {
            let _ = writeln!(text, "{} = {} {}", decl(&value.decl), value.number, value.is_alias);
        }
        all.insert(model.type_name(Type::Enum(id)), text);
    }
    for it in &model.services {
        let mut text = decl(&it.decl);
        for method in &it.methods {
            let side = |side: mrpc_idl::model::Side| (model.type_name(side.ty), side.is_stream);
            let sides = (side(method.request), side(method.response), method.idempotency);
            let _ = writeln!(text, "{} {sides:?}", decl(&method.decl));
        }
        all.insert(model.full_name(it.home, &it.decl), text);
    }
    for package in &model.packages {
        all.insert(package.name.clone(), format!("{:?}", package.rust_module));
    }
    all
}

fn decl(decl: &Decl) -> String {
    let Decl { name, docs, deprecated, rust_name, .. } = decl;
    format!("{} {docs:?} {} {rust_name:?}\n", name.text, deprecated.is_some())
}

fn reserved(reserved: &Reserved) -> String {
    format!("{:?} {:?}\n", reserved.numbers, reserved.names)
}

fn field(model: &Model, field: &Field) -> String {
    let ty = (std::mem::discriminant(&field.ty), model.type_name(field.ty.element()));
    let key = if let mrpc_idl::model::FieldType::Map(key, _) = field.ty { key.as_str() } else { "" };
    let Field { number, oneof, json_name, .. } = field;
    format!("{}{number} {ty:?} {key} {oneof:?} {json_name}\n", decl(&field.decl))
}

fn model(files: &[(String, String)]) -> Model {
    let entries: Vec<_> = files.iter().map(|(path, _)| path.into()).collect();
    let compiled = compile(&Memory::new(files.iter().map(|(path, text)| (path, text.as_str()))), &entries);
    assert_eq!(compiled.diagnostics, []);
    compiled.model.unwrap()
}

/// Imports files, and asserts that the result means the same and is formatted. Returns the texts.
#[track_caller]
fn check(files: &[(&str, &str)]) -> Vec<String> {
    let head = |(path, text): &(&str, &str)| ((*path).to_owned(), format!("syntax = \"proto3\";\n{text}"));
    let read = model(&files.iter().map(head).collect::<Vec<_>>());
    let written = write(&read);
    let texts: Vec<(String, String)> =
        written.iter().map(|one| (one.path.clone(), one.text.clone())).collect();
    for (path, text) in &texts {
        assert_eq!(format::format(text), *text, "{path} is formatted");
    }
    assert_eq!(meaning(&model(&texts)), meaning(&read), "{texts:#?}");
    texts.into_iter().map(|(_, text)| text).collect()
}

const FEATURES: &str = r#"
// What this package is for.
//
//   An indented line, `code`, and a "quote".
package demo.shop.v1;

import "demo/money.proto";
import "google/protobuf/any.proto";
import "google/protobuf/struct.proto";

option java_package = "com.example";

/* A basket. */
message Basket {
  option deprecated = true;
  // Its owner.
  string owner = 1 [json_name = "the \"owner\" \u00e4"];
  optional int32 count = 2;
  optional demo.money.Money least = 3;
  repeated sint64 counts = 4 [packed = false];
  map<string, Line> lines = 5;
  oneof paid {
    // In coins.
    demo.money.Money coins = 6 [deprecated = true];
    bool never = 7;
  }
  google.protobuf.Any extra = 8;
  google.protobuf.NullValue nothing = 9;
  Line.Kind kind = 10;
  message Line {
    Kind kind = 1;
    Basket around = 2;
    enum Kind { KIND_UNSPECIFIED = 0; KIND_NEW = 1; reserved -10 to -1, 5 to max; }
    message Line { Line inner = 1; }
    Line deeper = 2000;
  }
  reserved 20, 30 to 39, 1000 to max;
  reserved "old_name", "other";
}

enum State {
  option allow_alias = true;
  STATE_UNSPECIFIED = 0;
  // Behind the first.
  STATE_ON = 1 [deprecated = true];
  STATE_ACTIVE = 1;
  STATE_UNRECOGNIZED = -1;
}

// Sells.
service Shop {
  // Buys.
  rpc Buy(Basket) returns (demo.money.Money) { option idempotency_level = IDEMPOTENT; }
  rpc Watch(stream Basket) returns (stream Basket.Line) { option deprecated = true; }
  rpc Look(demo.money.Money) returns (Basket) { option idempotency_level = NO_SIDE_EFFECTS; }
}

message ShopClient {}
"#;

const MONEY: &str = "package demo.money;\nmessage Money { int64 amount = 1; }\n";

#[test]
fn e21_what_is_written_means_what_was_read() {
    let texts = check(&[("demo/shop.proto", FEATURES), ("demo/money.proto", MONEY)]);
    assert!(texts[1].contains("// Left out: `java_package`, `packed`\n"), "{}", texts[1]);
    assert!(
        texts[1].starts_with("//! What this package is for.\n//!\n//!   An indented line"),
        "{}",
        texts[1]
    );
}

#[test]
fn a_path_leads_where_it_led() {
    let hiding = "package a.v1;
        import \"b.proto\";
        import \"google/protobuf/timestamp.proto\";
        import \"google/protobuf/type.proto\";
        message Timestamp { .google.protobuf.Timestamp real = 1; Timestamp own = 2; }
        message Outer {
          message Outer { .a.v1.Outer out = 1; Outer own = 2; .b.v1.Outer other = 3; }
          message b { .b.v1.Outer far = 1; Inner near = 2; }
          message Inner { a.v1.Inner top = 1; Outer.Inner own = 2; message Outer { message Inner {} } }
          .google.protobuf.Type ty = 1;
        }
        message Inner { Outer.Inner nested = 1; }
        message google { .google.protobuf.Type ty = 1; .google.protobuf.Timestamp at = 2; }";
    check(&[("a.proto", hiding), ("b.proto", "package b.v1;\nmessage Outer {}\n")]);
}

#[test]
fn files_of_one_package_stay_apart() {
    let texts = check(&[
        ("a/x.proto", "package a;\nimport \"a/y.proto\";\nmessage X { Y y = 1; }\n"),
        ("a/y.proto", "package a;\nmessage Y {}\n"),
    ]);
    assert!(!texts[1].contains("import a"), "a package sees its own names");
    assert_eq!(texts.len(), 2);
}
