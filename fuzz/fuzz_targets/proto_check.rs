//! See `property::proto_check`, which the tests run too.
#![no_main]

#[path = "../../idl/tests/it/property.rs"]
#[expect(dead_code, reason = "each target runs one of the properties")]
mod property;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| property::proto_check(bytes));
