//! Makes Rust of the schema.

fn main() -> mrpc_build::Result {
    mrpc_build::configure().root("idl").compile()
}
