//! Makes Rust of every schema below `idl/`.

fn main() -> mrpc_build::Result {
    mrpc_build::configure().root("idl").compile()
}
