//! A failure prints the value; `PROPTEST_RNG_SEED` repeats the run.

use mrpc::Message as _;
use mrpc_interop::arbitrary::{bytes, json, kitchen};
use mrpc_interop::{ours, property, theirs};
use proptest::prelude::proptest;
use prost::Message as _;

proptest! {
    #[test]
    fn what_we_write_they_read(value in kitchen()) {
        let ours = ours::Kitchen::from(value.clone());
        let read = <theirs::Kitchen as prost::Message>::decode(ours.encode_to_vec().as_slice()).unwrap();
        // Bytes are compared, since NaN is not equal to itself.
        assert!(read.encode_to_vec() == value.encode_to_vec(), "{value:?} became {read:?}");
    }

    #[test]
    fn what_they_write_we_read(value in kitchen()) {
        let read = ours::Kitchen::decode(&value.encode_to_vec()).unwrap();
        let ours = ours::Kitchen::from(value);
        assert!(read.encode_to_vec() == ours.encode_to_vec(), "{ours:?} became {read:?}");
    }

    #[test]
    fn b24_what_they_refuse_we_refuse(bytes in bytes()) {
        property::decode(&bytes);
    }

    #[test]
    fn b23_what_was_read_and_written_is_the_same(bytes in bytes()) {
        property::decode_encode_decode(&bytes);
    }

    #[test]
    fn json_that_was_read_and_written_is_the_same(text in json()) {
        property::json_decode(&text);
    }

    #[test]
    fn json_is_the_same_value(value in kitchen()) {
        let value = ours::Kitchen::from(value);
        let json = serde_json::to_string(&value).unwrap();
        let read: ours::Kitchen = serde_json::from_str(&json).unwrap();
        assert!(read.encode_to_vec() == value.encode_to_vec(), "{value:?} became {read:?} by {json}");
    }

    #[test]
    fn b19_unknown_fields_stay_as_they_came(bytes in bytes()) {
        property::skip(&bytes);
    }
}
