//! Generates what we and what prost make of `proto/kitchen.proto`.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    mrpc_build::configure().root("proto").file("proto/kitchen.proto").compile()?;
    let set = protox::compile(["kitchen.proto"], ["proto"])?;
    // Maps with an order are written in this order, so equal values are equal bytes.
    prost_build::Config::new().btree_map(["."]).compile_fds(set)?;
    Ok(())
}
