//! When Cargo runs a build script again, and what is left of the run before.

use crate::neighbor::{COMMON, USER};
use crate::workspace::Workspace;

#[test]
fn a_crate_is_built_again_when_its_schema_changes_and_only_then() {
    let workspace = Workspace::new("rerun");
    workspace
        .schema("rerun-common", "links = 'rerun-common'", &[], "mrpc::include_mrpc!();\n")
        .schema("rerun-user", "", &["rerun-common"], "mrpc::include_mrpc!();\n")
        .write("crates/rerun-user/README.md", "Users.\n")
        .write("crates/rerun-common/idl/money.mrpc", COMMON)
        .write("crates/rerun-user/idl/user.mrpc", USER);
    let (none, user, both) = ([""; 0], ["rerun_user"], ["rerun_common", "rerun_user"]);
    workspace.build().succeeds();
    assert_eq!(workspace.rebuilt(), none);

    workspace.touch("crates/rerun-user/README.md");
    assert_eq!(workspace.rebuilt(), none, "it is no schema");
    workspace.touch("crates/rerun-user/idl/user.mrpc");
    assert_eq!(workspace.rebuilt(), user);
    workspace.touch("crates/rerun-common/idl/money.mrpc");
    assert_eq!(workspace.rebuilt(), both, "who imports a file needs it, too");
    assert_eq!(workspace.rebuilt(), none);

    workspace.write("crates/rerun-user/idl/deep/more.mrpc", "edition 2026;\npackage demo.more.v1;\n");
    assert_eq!(workspace.rebuilt(), user, "a file has come");
    workspace.remove("crates/rerun-user/idl/deep/more.mrpc");
    assert_eq!(workspace.rebuilt(), user, "and gone");
    assert_eq!(workspace.rebuilt(), none);
}

#[test]
fn a_file_that_is_not_compiled_is_not_watched() {
    let build = "fn main() -> mrpc_build::Result {
    mrpc_build::configure().root(\"idl\").file(\"idl/a.mrpc\").out_dir(\"src/schema\").compile()
}\n";
    let schema = |name: &str| format!("edition 2026;\npackage {name};\nmessage M {{}}\n");
    let workspace = Workspace::new("files");
    workspace
        .schema("files-user", "", &[], "pub mod schema;\npub type A = schema::a::v1::M;\n")
        .write("crates/files-user/build.rs", build)
        .write("crates/files-user/idl/a.mrpc", &schema("a.v1"))
        .write("crates/files-user/idl/b.mrpc", &schema("b.v1"));
    workspace.build().succeeds();
    assert_eq!(workspace.rebuilt(), [""; 0]);
    workspace.touch("crates/files-user/idl/b.mrpc");
    assert_eq!(workspace.rebuilt(), [""; 0]);
    workspace.touch("crates/files-user/idl/a.mrpc");
    assert_eq!(workspace.rebuilt(), ["files_user"]);
    assert!(!workspace.path("crates/files-user/src/schema/b.v1.rs").exists());
}
