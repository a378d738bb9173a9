//! The runtime as generated code and users see it.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[cfg(target_os = "linux")]
mod accept;
mod call;
mod codec;
#[path = "../../../idl/tests/it/growth.rs"]
mod growth;
mod json;
mod json_sample;
mod sample;
