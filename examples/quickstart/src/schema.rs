//! What `build.rs` has made of `idl/right`.

mrpc::include_mrpc!();
