//! The types of `idl/library.mrpc`: [`demo::library::v1::Book`] and what is in it.
#![forbid(unsafe_code)]

mrpc::include_mrpc!();
