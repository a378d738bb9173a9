//! See `mrpc_interop::connection::pair`, which the tests run too.
#![no_main]

use mrpc_interop::connection;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| connection::pair(bytes));
