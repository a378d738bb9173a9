//! Messages of which nothing is known but that they are messages: so a call has them.

use mrpc::__gen::Fields;
use mrpc::codec::Limits;
use mrpc::{Any, Empty, Struct, Timestamp, Value};

use crate::json_sample::Every;
use crate::sample::Owner;

fn write<M: Fields>(message: &M, out: &mut Vec<u8>) -> Result<(), String> {
    M::JSON.unwrap().write(message, out).map_err(|error| error.to_string())
}

fn read<M: Fields>(json: &str, limits: &Limits) -> Result<M, String> {
    M::JSON.unwrap().read(json.as_bytes(), limits).map_err(|error| error.to_string())
}

#[test]
fn a_message_is_written_behind_what_is_there() {
    let mut out = b"1".to_vec();
    write(&Every { a_text: "x".into(), ..Every::default() }, &mut out).unwrap();
    write(&Value::from(2.5), &mut out).unwrap();
    write(&Empty::default(), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), r#"1{"aText":"x"}2.5{}"#);
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let mut out = b"1".to_vec();
    let unknown = Every { a_text: "x".into(), any: Some(Any::pack(&Owner::default())), ..Every::default() };
    let error = write(&unknown, &mut out).unwrap_err();
    assert!(error.contains("sample.v1.Owner"), "{error}");
    assert_eq!(out, b"1");
}

#[test]
fn what_is_not_known_is_passed_over() {
    let every: Every = read(r#"{"aText":"x","since":[{"v":2}]}"#, &Limits::default()).unwrap();
    assert_eq!(every, Every { a_text: "x".into(), ..Every::default() });
    assert_eq!(
        read("\"1970-01-01T00:00:01Z\"", &Limits::default()).map(|time: Timestamp| time.seconds),
        Ok(1)
    );
    let error = read::<Every>("{\"aText\":1}", &Limits::default()).unwrap_err();
    assert_eq!(error, "`aText`: expected text, found 1 at line 1 column 10");
    assert!(read::<Empty>("{} x", &Limits::default()).is_err(), "nothing comes behind a message");
}

#[test]
fn the_limits_are_those_of_the_caller() {
    let mut limits = Limits::default();
    limits.depth_max = 2;
    assert!(read::<Struct>("{\"a\":[]}", &limits).is_ok());
    let error = read::<Struct>("{\"a\":[[]]}", &limits).unwrap_err();
    assert!(error.contains("`depth_max`"), "{error}");
    limits = Limits::default();
    limits.elements_max = 2;
    assert!(read::<Struct>("{\"a\":1,\"b\":2}", &limits).is_ok());
    let error = read::<Struct>("{\"a\":1,\"b\":2,\"c\":3}", &limits).unwrap_err();
    assert!(error.contains("`elements_max`"), "{error}");
}
