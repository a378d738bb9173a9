//! What a `build.rs` may say besides, and the warnings that come of it.

use crate::workspace::Workspace;

const BUILD: &str = "fn main() -> mrpc_build::Result {
    mrpc_build::configure().root(\"idl\").bytes([\".demo.usr\"]).compile()
}\n";

#[test]
fn warnings_are_a_line_each_and_stop_nobody() {
    let workspace = Workspace::new("option");
    let lib = "mrpc::include_mrpc!();\n";
    workspace
        .schema("option-user", "", &[], lib)
        .write("crates/option-user/build.rs", BUILD)
        // Denied: `mrpc-gen lint` refuses it, a build does not.
        .write("crates/option-user/mrpc.toml", "roots = [\"idl\"]\n[lints]\nW0101 = \"deny\"\n")
        .write(
            "crates/option-user/idl/user.mrpc",
            "edition 2026;\npackage demo.user.v1;\nmessage user { photo: bytes = 1; }\n",
        );
    workspace
        .build()
        .succeeds()
        .says("`.bytes`: the path `.demo.usr` selects nothing: did you mean `.demo.user`?")
        .says("idl/user.mrpc:3:9: warning[W0101]: name of message `user` is not in PascalCase");
    workspace.write("crates/option-user/mrpc.toml", "[lints]\nW0101 = \"alow\"\n");
    workspace.build().succeeds().says("there is no level `alow` help: did you mean `allow`?");
}
