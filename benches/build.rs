//! Generates what we make of `idl/shapes.mrpc`, and others of `proto/shapes.proto`, without protoc.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use prost_build::Config;
use protox::prost::Message as _;

const FILE: &str = "shapes.proto";

fn main() -> Result<(), Box<dyn Error>> {
    mrpc_build::configure().root("idl").compile()?;
    println!("cargo::rerun-if-changed=proto");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let set = protox::compile([FILE], ["proto"])?;

    let path = out.join("shapes.fds");
    fs::write(&path, set.encode_to_vec())?;
    // One map for all, so that all have the same work, and write the same bytes.
    Config::new().btree_map(["."]).compile_fds(set)?;
    buffa_build::Config::new()
        .files(&[FILE])
        .descriptor_set(path)
        .map_type(buffa_build::MapRepr::BTreeMap)
        .out_dir(out.join("buffa"))
        .include_file("mod.rs")
        .compile()
}
