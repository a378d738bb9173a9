//! Compiles the messages of Google's suite, which lie where `cargo xtask conformance` has fetched them.

use std::path::PathBuf;

fn main() -> mrpc_build::Result {
    println!("cargo::rerun-if-env-changed=CONFORMANCE_PROTOS");
    let protos = std::env::var_os("CONFORMANCE_PROTOS").expect("`cargo xtask conformance` sets this");
    let protos = PathBuf::from(protos);
    let files = ["conformance/conformance.proto", "google/protobuf/test_messages_proto3.proto"];
    let mut config = mrpc_build::configure().root(&protos);
    for file in files {
        config = config.file(protos.join(file));
    }
    config.compile()
}
