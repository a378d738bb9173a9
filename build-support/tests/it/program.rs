//! A schema in a program, of which nobody else uses anything.

use crate::neighbor::{COMMON, USER};
use crate::workspace::Workspace;

const MAIN: &str = "#![warn(missing_docs, unnameable_types, unreachable_pub)]
//! A program.
mod schema {
    mrpc::include_mrpc!();
}
fn main() {
    let user = schema::demo::user::v1::User { name: \"ann\".to_owned(), ..Default::default() };
    println!(\"{}\", user.name);
}
";

#[test]
fn nobody_is_warned_of_what_they_do_not_use() {
    let workspace = Workspace::new("program");
    let more = "enum Kind { KIND_UNSPECIFIED = 0; KIND_GUEST = 1; }\nmessage Guest { kind: Kind = 1; }\n";
    workspace
        .schema("program-user", "", &[], "")
        .remove("crates/program-user/src/lib.rs")
        .write("crates/program-user/src/main.rs", MAIN)
        .write("crates/program-user/idl/money.mrpc", COMMON)
        .write("crates/program-user/idl/user.mrpc", &format!("{USER}{more}"));
    workspace.build().succeeds().does_not_say("warning");
}
