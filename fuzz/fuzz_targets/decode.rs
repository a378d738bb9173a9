//! See `mrpc_interop::property::decode`, which the tests run too.
#![no_main]

use mrpc_interop::property;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| property::decode(bytes));
