//! `.proto` files, as they are.

use crate::workspace::Workspace;

const PLACE: &str = "syntax = \"proto3\";
package demo.place.v1;
import \"google/protobuf/descriptor.proto\";
extend google.protobuf.FieldOptions { string note = 50000; }
message Place { string name = 1 [(note) = \"a\"]; }
";

#[test]
fn a_proto_file_is_compiled_if_it_is_named() {
    let workspace = Workspace::new("proto");
    let lib = "mrpc::include_mrpc!();\npub type Place = demo::place::v1::Place;\n";
    workspace.schema("proto-user", "", &[], lib).write("crates/proto-user/proto/place.proto", PLACE).write(
        "crates/proto-user/build.rs",
        "fn main() -> mrpc_build::Result {
    mrpc_build::configure().root(\"proto\").file(\"proto/place.proto\").compile()
}\n",
    );
    workspace.build().succeeds();
    // What is built in is no file that Cargo could watch.
    assert_eq!(workspace.rebuilt(), [""; 0]);
    workspace.touch("crates/proto-user/proto/place.proto");
    assert_eq!(workspace.rebuilt(), ["proto_user"]);
}

#[test]
fn a_schema_imports_a_proto_file() {
    let workspace = Workspace::new("proto-import");
    let schema = "edition 2026;
package demo.visit.v1;
import proto \"place.proto\" as place;
message Visit { place: place.Place = 1; }
";
    let lib = "mrpc::include_mrpc!();
pub fn place(visit: demo::visit::v1::Visit) -> Option<demo::place::v1::Place> {
    visit.place
}\n";
    workspace
        .schema("visit-user", "", &[], lib)
        .write("crates/visit-user/idl/place.proto", PLACE)
        .write("crates/visit-user/idl/visit.mrpc", schema);
    workspace.build().succeeds().does_not_say("warning");
    workspace.touch("crates/visit-user/idl/place.proto");
    assert_eq!(workspace.rebuilt(), ["visit_user"]);
    assert_eq!(workspace.rebuilt(), [""; 0]);
}
