//! Makes Rust of the schema that is right.

fn main() -> mrpc_build::Result {
    mrpc_build::configure().root("idl/right").compile()
}
