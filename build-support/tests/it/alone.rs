//! `include_mrpc!("demo.user.v1")`

use crate::neighbor::{COMMON, USER};
use crate::workspace::Workspace;

#[test]
fn a_package_is_included_alone_where_it_needs_no_other() {
    let workspace = Workspace::new("alone");
    let lib =
        "pub mod money {\n    mrpc::include_mrpc!(\"demo.common.v1\");\n}\npub type Money = money::Money;\n";
    workspace
        .schema("alone-user", "", &[], lib)
        .write("crates/alone-user/idl/money.mrpc", COMMON)
        .write("crates/alone-user/idl/user.mrpc", USER);
    workspace.build().succeeds();

    let lib = "pub mod user {\n    mrpc::include_mrpc!(\"demo.user.v1\");\n}\n";
    workspace.write("crates/alone-user/src/lib.rs", lib).build().fails().says(
        "error: package `demo.user.v1` cannot be included alone: it uses `demo.common.v1`; \
         include the whole tree with `mrpc::include_mrpc!();`",
    );
}

#[test]
fn a_package_is_included_alone_where_it_needs_another_crate() {
    let workspace = Workspace::new("apart");
    workspace
        .schema("apart-common", "links = 'apart-common'", &[], "mrpc::include_mrpc!();\n")
        .schema("apart-user", "", &["apart-common"], "mrpc::include_mrpc!(\"demo.user.v1\");\n")
        .write("crates/apart-common/idl/money.mrpc", COMMON)
        .write("crates/apart-user/idl/user.mrpc", USER);
    workspace.build().succeeds();
}
