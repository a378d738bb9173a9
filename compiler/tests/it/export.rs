//! Schemas as `.proto` files and as descriptors.
//!
//! Both are held against our own reader of `.proto` files, which knows all rules of protobuf: what it makes of an
//! exported file is what the schema's descriptors say, byte for byte. `cargo xtask interop` asks `protoc` the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use mrpc_gen::{Options, descriptors, export, generate};
use mrpc_idl::code::Code;
use mrpc_idl::diagnostic::Severity;
use mrpc_idl::load::Memory;
use mrpc_idl::render::{Format, Style, list};
use mrpc_idl::{Compiled, twin};

use super::{GOOD, Project, golden};

/// What `export` makes of a schema, by path.
fn exported(compiled: &Compiled) -> BTreeMap<String, String> {
    let model = compiled.model.as_ref().unwrap();
    let files = export(model, &compiled.sources);
    files.into_iter().map(|file| (file.path.to_str().unwrap().to_owned(), file.text)).collect()
}

/// The same, read again.
fn read_again(files: &BTreeMap<String, String>) -> Compiled {
    let entries: Vec<_> = files.keys().map(Into::into).collect();
    mrpc_idl::compile(&Memory::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))), &entries)
}

fn shown(compiled: &Compiled) -> String {
    list(&compiled.diagnostics, &compiled.sources, Format::Human, &Style::default())
}

/// The files of a set of descriptors, by name.
fn files_of(mut set: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    while !set.is_empty() {
        let file = field(&mut set, 1);
        let name = field(&mut &*file, 1);
        let before = files.insert(String::from_utf8(name).unwrap(), file);
        assert!(before.is_none(), "a file is in the set twice");
    }
    files
}

/// Takes a field of bytes from the front.
fn field(bytes: &mut &[u8], number: u8) -> Vec<u8> {
    assert_eq!(bytes[0], number << 3 | 2);
    *bytes = &bytes[1..];
    let mut len = 0;
    for shift in (0..).step_by(7) {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        len |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    let (field, rest) = bytes.split_at(len);
    *bytes = rest;
    field.to_vec()
}

fn directory() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export")
}

/// The schema that has everything to think about.
fn library() -> Compiled {
    let names = ["library.mrpc", "people.mrpc", "work.mrpc"];
    let read = |name: &str| (name.to_owned(), fs::read_to_string(directory().join(name)).unwrap());
    golden::compile(&names.map(read))
}

#[test]
fn exported_text_is_as_it_was() {
    let out = directory().join("out");
    for (path, text) in exported(&library()) {
        if path == "mrpc/options.proto" {
            continue;
        }
        let path = out.join(path.replace('/', "."));
        if std::env::var_os("MRPC_BLESS").is_some() {
            fs::create_dir_all(&out).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        assert!(there == text, "{} has changed: look at it with MRPC_BLESS=1", path.display());
    }
}

#[test]
fn e21_what_is_exported_and_what_is_described_are_the_same() {
    let cases = golden::CASES.map(|case| (case, golden::compile(&golden::schemas(case))));
    for (case, compiled) in cases.into_iter().chain([("library", library())]) {
        // What no reader of proto3 need accept.
        if twin::check(&compiled).iter().any(|report| !twin::is_closed_enum(&compiled, report)) {
            continue;
        }
        let again = read_again(&exported(&compiled));
        let model = again.model.as_ref().unwrap_or_else(|| panic!("{case}: {}", shown(&again)));
        let theirs: BTreeMap<String, Vec<u8>> =
            model.descriptors.iter().map(|file| (file.name.clone(), file.bytes.clone())).collect();
        let ours = files_of(&descriptors(compiled.model.as_ref().unwrap()));
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>(), "{case}");
        for (name, bytes) in &ours {
            assert_eq!(
                String::from_utf8_lossy(bytes),
                String::from_utf8_lossy(&theirs[name]),
                "{case}: {name}"
            );
            assert_eq!(*bytes, theirs[name], "{case}: {name}");
        }
    }
}

/// A schema of which what stands `at` a place has no twin.
#[track_caller]
fn without_twin(items: &str, at: &str) -> Compiled {
    let text = format!("edition 2026;\n\npackage demo.v1;\n\n{items}\n");
    let compiled = golden::compile(&[("a.mrpc".to_owned(), text)]);
    let reports = twin::check(&compiled);
    let places: Vec<&str> = reports.iter().map(|report| compiled.sources.text(report.primary.span)).collect();
    assert_eq!(places, [at]);
    assert!(reports.iter().all(|report| report.code == Code::E1101 && report.severity == Severity::Error));
    compiled
}

#[test]
fn e21_what_proto3_does_not_have_is_refused_by_us_and_by_protobuf() {
    for (items, at) in [
        ("message M {\n  labels: map<string, M> = 1;\n  message LabelsEntry {}\n}", "LabelsEntry"),
        ("message M {\n  foo_bar: bool = 1;\n  foobar: bool = 2;\n}", "foobar"),
        ("enum E {\n  E_NONE = 0;\n  option = 1;\n}", "option"),
        ("message M {\n  reserved \"größe\";\n}", "M"),
    ] {
        // Who exports it all the same gets what protobuf refuses.
        let again = read_again(&exported(&without_twin(items, at)));
        assert!(again.model.is_none(), "protobuf has nothing against it:\n{items}");
    }
}

/// Our reader of `.proto` files lets these pass, `protoc` does not.
#[test]
fn e21_values_that_protoc_takes_for_one_are_refused() {
    without_twin("enum E {\n  E_NONE = 0;\n  E_ONE = 1;\n  @rust(name = \"Uno\") ONE = 2;\n}", "ONE");
}

#[test]
fn e21_messages_nest_as_deep_as_protobuf_follows() {
    let nested = |depth: usize| {
        let open: String = (0..depth).map(|at| format!("message M{at} {{\n")).collect();
        let text = format!("edition 2026;\n\npackage demo.v1;\n\n{open}{}", "}\n".repeat(depth));
        golden::compile(&[("a.mrpc".to_owned(), text)])
    };
    assert_eq!(twin::check(&nested(31)).len(), 0);
    assert!(read_again(&exported(&nested(31))).model.is_some());
    // `protoc` gives up here; our reader goes on.
    assert_eq!(twin::check(&nested(32)).len(), 1);
    assert_eq!(twin::check(&nested(60)).len(), 1);
}

#[test]
fn a_closed_enum_becomes_an_open_one_on_request() {
    let closed = GOOD.to_owned() + "\nclosed enum Side {\n  SIDE_LEFT = 1;\n}\n";
    let project = Project::new(&[("user.mrpc", &closed)]);
    let strict = project.run(&["export", "--proto", "user.mrpc"]);
    strict.says(1, &["error[E1101]: proto3 has no closed enum like `Side`", "`--lossy`"]);
    assert_eq!(strict.out, "");
    let lossy = project.run(&["export", "--proto", "--lossy", "user.mrpc"]);
    lossy.says(0, &["warning[E1101]: "]);
    let expected = "enum Side {\n  option (mrpc.enumeration) = {is_closed: true};\n  \
        SIDE_UNSPECIFIED = 0;\n  SIDE_LEFT = 1;\n}\n";
    assert!(lossy.out.ends_with(expected), "{}", lossy.out);
}

#[test]
fn one_file_is_printed_and_several_are_written() {
    let other = GOOD.replace("User", "Other").replace("demo.user.v1", "demo.other.v1");
    let project = Project::new(&[("user.mrpc", GOOD), ("other.mrpc", &other)]);
    let text = "// Exported by mrpc-gen from user.mrpc. Do not edit.\n\nsyntax = \"proto3\";\n\n\
        package demo.user.v1;\n\n// A user.\nmessage User {\n  string name = 1;\n}\n";
    project.run(&["export", "--proto", "user.mrpc"]).is(0, text, "");
    let several = "error: these would be 2 files at once\n\
        help: say where they shall go, as in `--out proto`, or name one file\n";
    project.run(&["export", "--proto"]).is(1, "", several);
    let done = |changed: usize| format!("exported 2 files to `proto`, {changed} changed\n");
    project.run(&["export", "--proto", "--out", "proto"]).is(0, "", &done(2));
    project.run(&["export", "--proto", "--out", "proto"]).is(0, "", &done(0));
    assert_eq!(project.read("proto/demo/user/v1/user.proto"), text);
    project.run(&["export"]).says(1, &["--proto"]);
}

#[test]
fn a_file_of_somebody_else_is_not_overwritten() {
    let project = Project::new(&[("user.mrpc", GOOD), ("proto/demo/user/v1/user.proto", "// Mine.\n")]);
    let done = project.run(&["export", "--proto", "--out", "proto"]);
    done.says(
        2,
        &["error: cannot write `proto/demo/user/v1/user.proto`: there is a file that mrpc-gen has not"],
    );
    assert_eq!(project.read("proto/demo/user/v1/user.proto"), "// Mine.\n");
    project.write("proto/demo/user/v1/user.proto", "// Exported by mrpc-gen long ago.\n");
    project.run(&["export", "--proto", "--out", "proto"]).says(0, &["1 changed"]);
}

#[test]
fn a_proto_file_is_exported_as_it_is() {
    let proto =
        "syntax = \"proto3\";\npackage demo.geo;\noption java_package = \"x\"; // kept\nmessage Point {}\n";
    let user = GOOD
        .replace("name: string", "at: geo.Point")
        .replace("\n/// A user.", "\nimport proto \"demo/geo/point.proto\" as geo;\n\n/// A user.");
    let project = Project::new(&[("user.mrpc", &user), ("demo/geo/point.proto", proto)]);
    project.run(&["export", "--proto", "--out", "out"]).says(0, &["exported 2 files"]);
    assert_eq!(project.read("out/demo/geo/point.proto"), proto);
    assert!(project.read("out/demo/user/v1/user.proto").contains("import \"demo/geo/point.proto\";\n"));
}

#[test]
fn descriptors_go_to_a_file_or_to_standard_output() {
    let project = Project::new(&[("user.mrpc", GOOD)]);
    project.run(&["descriptors", "--out", "a/user.fds"]).is(0, "", "");
    let written = fs::read(project.path().join("a/user.fds")).unwrap();
    assert_eq!(files_of(&written).into_keys().collect::<Vec<_>>(), ["demo/user/v1/user.proto"]);
    assert_eq!(project.command(&["descriptors"]).output().unwrap().stdout, written);
}

#[test]
fn a_generated_package_carries_its_descriptors_and_those_it_needs() {
    let mut options = Options::default();
    options.descriptors = true;
    let outputs = generate(library().model.as_ref().unwrap(), &options);
    let output = |name: &str| {
        let found = outputs.iter().find(|output| output.path.to_str() == Some(name));
        found.unwrap_or_else(|| panic!("no {name}")).contents.clone()
    };
    let names = |name: &str| files_of(&output(name)).into_keys().collect::<Vec<_>>();
    assert_eq!(names("demo.people.v1.fds"), ["demo/people/v1/people.proto"]);
    assert_eq!(
        names("demo.library.v1.fds"),
        [
            "demo/library/v1/library.proto",
            "demo/people/v1/people.proto",
            "google/protobuf/descriptor.proto",
            "google/protobuf/duration.proto",
            "google/protobuf/empty.proto",
            "google/protobuf/struct.proto",
            "google/protobuf/timestamp.proto",
            "mrpc/options.proto",
        ]
    );
    let code = String::from_utf8(output("demo.people.v1.rs")).unwrap();
    let line = "pub const FILE_DESCRIPTOR_SET: &[u8] = ::core::include_bytes!(\"demo.people.v1.fds\");";
    assert!(code.contains(line), "{code}");
}
