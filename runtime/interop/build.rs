//! Generates what we and what prost make of `proto/kitchen.proto`, and the service of `idl/arith.mrpc`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use protox::prost::Message as _;

fn main() -> Result<(), Box<dyn Error>> {
    mrpc_build::configure()
        .root("proto")
        .root("idl")
        .file("proto/kitchen.proto")
        .file("idl/arith.mrpc")
        .json(true)
        .compile()?;
    let set = protox::compile(["kitchen.proto"], ["proto"])?;
    let described = PathBuf::from(std::env::var("OUT_DIR")?).join("kitchen.fds");
    fs::write(described, set.encode_to_vec())?;
    // Maps with an order are written in this order, so equal values are equal bytes.
    prost_build::Config::new().btree_map(["."]).compile_fds(set)?;
    Ok(())
}
