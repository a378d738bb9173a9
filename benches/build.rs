//! Generates what we make of `idl`, and others of the same in `proto`, without protoc.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use prost_build::Config;
use protox::prost::Message as _;

const SHAPES: &str = "shapes.proto";
const ECHO: &str = "echo.proto";
const PAYLOAD: &str = ".bench.echo.v1.Item.payload";

fn main() -> Result<(), Box<dyn Error>> {
    // Whoever sends large payloads asks each library for the type that is not copied.
    mrpc_build::configure().root("idl").json(true).bytes([PAYLOAD]).compile()?;
    println!("cargo::rerun-if-changed=proto");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);

    tonic_prost_build::configure().bytes(PAYLOAD).compile_fds(protox::compile([ECHO], ["proto"])?)?;

    let set = protox::compile([SHAPES], ["proto"])?;
    let path = out.join("shapes.fds");
    fs::write(&path, set.encode_to_vec())?;
    // One map for all, so that all have the same work, and write the same bytes.
    Config::new().btree_map(["."]).compile_fds(set)?;
    buffa_build::Config::new()
        .files(&[SHAPES])
        .descriptor_set(path)
        .map_type(buffa_build::MapRepr::BTreeMap)
        .out_dir(out.join("buffa"))
        .include_file("mod.rs")
        .compile()
}
