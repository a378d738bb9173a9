//! `mrpc-gen import`, and `.proto` files elsewhere on the command line.

use super::Project;

const LATLNG: &str = "syntax = \"proto3\";\n\npackage demo.geo;\n\noption java_package = \"com.example\";\n\n\
                      // A point.\nmessage LatLng {\n  double latitude = 1;\n}\n";
const PLACE: &str = "syntax = \"proto3\";\n\npackage demo.place;\n\nimport \"demo/latlng.proto\";\n\n\
                     message Place {\n  demo.geo.LatLng at = 1;\n}\n";
const WRITTEN: &str = "// From `demo/latlng.proto` by `mrpc-gen import`.\n// Left out: `java_package`\nedition 2026;\n\n\
                       package demo.geo;\n\n/// A point.\nmessage LatLng {\n  latitude: double = 1;\n}\n";

fn project() -> Project {
    Project::new(&[("demo/latlng.proto", LATLNG), ("demo/place.proto", PLACE)])
}

#[test]
fn one_file_goes_to_standard_output() {
    let project = project();
    project.run(&["import", "demo/latlng.proto"]).is(
        0,
        WRITTEN,
        "demo/latlng.mrpc: left out `java_package`\n",
    );
    project.run(&["import", "-q", "--only", "demo/latlng.proto"]).is(0, WRITTEN, "");
    let done = project.run(&["import", "--only", "demo/place.proto"]);
    assert!(done.out.contains("import demo.geo;"), "{}", done.out);
    project.run(&["import", "demo/place.proto"]).says(1, &["2 files to write", "--out DIR", "--only"]);
}

#[test]
fn files_are_written_and_can_be_used() {
    let project = project();
    project.run(&["import", "--out", "idl", "demo/place.proto"]).says(0, &["wrote 2 files below idl\n"]);
    assert_eq!(project.read("idl/demo/latlng.mrpc"), WRITTEN);
    project.run(&["check", "idl"]).says(0, &["checked 2 files, 2 packages"]);
    project.run(&["import", "--out", "idl", "demo/place.proto"]).says(0, &["wrote 0 files below idl\n"]);
    project
        .run(&["import", "--out", "one", "--only", "demo/place.proto"])
        .says(0, &["wrote 1 file below one\n"]);
    assert_eq!(project.names("one/demo"), ["place.mrpc"]);
}

#[test]
fn e19_no_file_is_overwritten() {
    let project = project();
    project.write("idl/demo/place.mrpc", "mine");
    let done = project.run(&["import", "--out", "idl", "demo/place.proto"]);
    done.says(1, &["`idl/demo/place.mrpc` is there already", "nothing was written"]);
    assert_eq!(project.names("idl/demo"), ["place.mrpc"]);
    assert_eq!(project.read("idl/demo/place.mrpc"), "mine");
}

#[test]
fn what_cannot_be_written_is_an_error_with_a_code() {
    let file = |package: &str, rest: &str| format!("syntax = \"proto3\";\npackage {package};\n{rest}\n");
    let project = Project::new(&[
        ("a1.proto", &file("a", "import \"b.proto\";\nmessage A { b.B b = 1; }")),
        ("a2.proto", &file("a", "message C {}")),
        ("b.proto", &file("b", "import \"a2.proto\";\nmessage B { a.C c = 1; }")),
        ("empty.proto", &file("e", "service S {}")),
    ]);
    project.run(&["check", "a1.proto"]).says(0, &["checked 3 files, 2 packages"]);
    let done = project.run(&["import", "--out", "idl", "a1.proto"]);
    done.says(1, &["error[E0104]: packages import each other", "keep the .proto files"]);
    assert!(!project.path().join("idl").exists());
    project.run(&["import", "empty.proto"]).says(1, &["error[E0714]"]);
}

#[test]
fn only_proto_files_are_imported() {
    let project = project();
    project.write("a.mrpc", super::GOOD);
    project.run(&["import", "a.mrpc"]).says(1, &["`a.mrpc` is no .proto file"]);
    project.run(&["import", "none.proto"]).says(1, &["error[E0014]"]);
    project.run(&["import"]).says(1, &["FILES"]);
}

#[test]
fn a_proto_file_is_found_from_its_root() {
    let project = project();
    project.run(&["check", "demo/place.proto"]).says(0, &["checked 2 files, 2 packages"]);
    project.write("mrpc.toml", "roots = [\"idl\"]\n");
    project.write("idl/demo/latlng.proto", LATLNG);
    let ours = "edition 2026;\n\npackage t.v1;\n\nimport proto \"demo/latlng.proto\" as geo;\n\nmessage M {\n  at: geo.LatLng = 1;\n}\n";
    project.write("idl/t.mrpc", ours);
    project.run(&["check"]).says(0, &["checked 2 files, 2 packages"]);
    project.write(
        "idl/demo/latlng.proto",
        "syntax = \"proto3\";\npackage demo.geo;\nmessage LatLng { int32 a = 0; }\n",
    );
    project.run(&["check"]).says(1, &["error[E0114]", "idl/demo/latlng.proto:3:28"]);
    project.run(&["lint"]).says(1, &["error[E0114]"]);
    project.run(&["fmt", "idl/demo/latlng.proto"]).says(1, &["latlng.proto` is not written in .mrpc"]);
}
