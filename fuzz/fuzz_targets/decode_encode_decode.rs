//! See `mrpc_interop::property::decode_encode_decode`, which the tests run too.
#![no_main]

use mrpc_interop::property;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| property::decode_encode_decode(bytes));
