//! What the fuzz targets look for, on random bytes: a failure prints them, `PROPTEST_RNG_SEED` repeats the run.

use mrpc_interop::connection;
use proptest::collection::vec;
use proptest::prelude::{any, proptest};

proptest! {
    #[test]
    fn a01_where_bytes_are_cut_does_not_matter(bytes in vec(any::<u8>(), 0..2_000)) {
        connection::reader(&bytes);
    }

    #[test]
    fn c04_a_server_survives_any_client(bytes in vec(any::<u8>(), 0..2_000)) {
        connection::server(&bytes);
    }

    #[test]
    fn c04_a_client_survives_any_server(bytes in vec(any::<u8>(), 0..2_000)) {
        connection::client(&bytes);
    }

    #[test]
    fn c13_two_that_keep_the_rules_understand_each_other(bytes in vec(any::<u8>(), 0..2_000)) {
        connection::pair(&bytes);
    }
}
