//! What is shown of a schema that is wrong.

use std::fs;

use crate::workspace::Workspace;

const RIGHT: &str = "edition 2026;\npackage a.v1;\nmessage M {\n  x: string = 1;\n}\n";

#[test]
fn a_mistake_is_shown_with_its_place_and_nothing_else() {
    let workspace = Workspace::new("error");
    workspace
        .schema("error-user", "", &[], "mrpc::include_mrpc!();\n")
        .write("crates/error-user/idl/a.mrpc", &RIGHT.replace("string", "strin"));
    workspace
        .build()
        .fails()
        .says("Error: the schema has mistakes")
        .says("error[E0301]: there is no type `strin`")
        .says("--> idl/a.mrpc:4:6")
        .says("4 |   x: strin = 1;")
        .does_not_say("cargo::")
        .does_not_say("panicked");
    workspace.write("crates/error-user/idl/a.mrpc", RIGHT).build().succeeds();
}

#[test]
fn a_root_that_is_not_there_is_named() {
    let workspace = Workspace::new("root");
    workspace.schema("root-user", "", &[], "mrpc::include_mrpc!();\n");
    workspace.build().fails().says("Error: there is no directory `idl`\n").says(".root(\"idl\")");
    fs::create_dir(workspace.path("crates/root-user/idl")).unwrap();
    workspace.build().fails().says("Error: there are no .mrpc files below `idl`");
}

#[test]
fn a_crate_without_a_build_script_is_told_to_write_one() {
    let workspace = Workspace::new("script");
    workspace
        .schema("script-user", "", &[], "mrpc::include_mrpc!();\n")
        .remove("crates/script-user/build.rs");
    workspace
        .build()
        .fails()
        .says("include_mrpc! includes what a build.rs has made of the schema with mrpc_build");
}
