//! What `build.rs` has made of the schema.

mrpc::include_mrpc!("demo.greeter.v1");
