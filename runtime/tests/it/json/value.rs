//! Values of JSON as messages.

use mrpc::codec::DecodeErrorKind;
use mrpc::{ListValue, Message, Struct, Value};

use super::expect::{options, read, refused, rewritten};
use crate::json_sample::Every;

#[test]
fn values_are_what_they_are() {
    for json in
        ["null", "true", "false", "1.5", "-0.0", "\"\"", "[]", "{}", r#"{"a":[1.0,{"b":null}],"c":"d"}"#]
    {
        let value: Value = read(json);
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
        assert_eq!(Value::decode(&value.encode_to_vec()), Ok(value));
    }
    assert_eq!(read::<Value>("18446744073709551615"), Value::Number(18_446_744_073_709_551_615.0));
    assert_eq!(read::<Value>("7"), Value::from(7));
    assert_eq!(read::<Value>("\"\\ud83d\\ude00\""), Value::from("😀"));
    assert_eq!(Value::default(), Value::Null);
}

#[test]
fn objects_and_lists_are_of_their_kind() {
    rewritten(r#"{"object":{"b":1,"a":[null]}}"#, r#"{"object":{"a":[null],"b":1.0}}"#);
    rewritten(r#"{"aList":[1,"a",[],{}]}"#, r#"{"aList":[1.0,"a",[],{}]}"#);
    refused(r#"{"object":[]}"#, "`object`: expected an object, found a list");
    refused(r#"{"aList":{}}"#, "`aList`: expected a list, found an object");
    refused(r#"{"object":"x"}"#, "`object`: expected an object, found \"x\"");
    assert_eq!(read::<Struct>(r#"{"a":1}"#), Struct::from_iter([("a", 1)]));
    assert_eq!(read::<ListValue>("[1,2]"), ListValue::from_iter([1, 2]));
    assert_eq!(
        serde_json::to_string(&Value::from(Struct::from_iter([("a", Some(true)), ("b", None)]))).unwrap(),
        r#"{"a":true,"b":null}"#
    );
}

#[test]
fn on_the_wire_values_are_messages() {
    let value = |json: &str| read::<Value>(json).encode_to_vec();
    assert_eq!(value("null"), [8, 0]);
    assert_eq!(value("1"), [17, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
    assert_eq!(value("\"a\""), [26, 1, b'a']);
    assert_eq!(value("false"), [32, 0]);
    assert_eq!(value(r#"{"a":true}"#), [42, 9, 10, 7, 10, 1, b'a', 18, 2, 32, 1]);
    assert_eq!(value("[null]"), [50, 4, 10, 2, 8, 0]);
    // The last kind wins, and an object is merged into an object.
    assert_eq!(Value::decode(&[32, 1, 26, 1, b'a']), Ok(Value::from("a")));
    let merged = [value(r#"{"a":true}"#), value(r#"{"b":null}"#)].concat();
    assert_eq!(Value::decode(&merged), Ok(read(r#"{"a":true,"b":null}"#)));
    assert_eq!(Value::decode(&[]), Ok(Value::Null));
}

#[test]
fn b11_a_value_is_no_nan() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let message = Every { values: vec![Value::Null, Value::from(vec![number])], ..Every::default() };
        let error = serde_json::to_string(&message).unwrap_err().to_string();
        assert_eq!(error, "`values[1][0]`: a `Value` with a number that JSON does not have");
        assert_eq!(options().to_string(&message).unwrap_err().to_string(), error);
    }
    assert_eq!(read::<Value>("\"NaN\""), Value::from("NaN"));
}

fn nested(levels: usize) -> Value {
    (1..levels).fold(Value::from(Vec::<Value>::new()), |value, level| match level % 2 {
        0 => Value::from(vec![value]),
        _ => Value::from(Struct::from_iter([("a", value)])),
    })
}

#[test]
fn b04_values_lie_in_each_other_as_deep_as_messages() {
    let text = |levels| nested_text(levels);
    for levels in [1, 99, 100] {
        let value: Value = read(&text(levels));
        assert_eq!(value, nested(levels));
        assert_eq!(serde_json::to_string(&value).unwrap(), text(levels));
    }
    let report = "lists and objects in each other, deeper than `depth_max`";
    for levels in [101, 110] {
        for error in [
            serde_json::from_str::<Value>(&text(levels)).unwrap_err(),
            serde_json::to_string(&nested(levels)).unwrap_err(),
        ] {
            assert!(error.to_string().contains(report), "{error}");
        }
    }
    // On the wire each of them takes two or three levels: the value, the object, and its entry.
    let depth =
        |levels| Value::decode(&nested(levels).encode_to_vec()).map(drop).map_err(|error| error.kind());
    assert_eq!(depth(30), Ok(()));
    assert_eq!(depth(60), Err(DecodeErrorKind::Depth));
}

fn nested_text(levels: usize) -> String {
    (1..levels).fold("[]".to_owned(), |text, level| match level % 2 {
        0 => format!("[{text}]"),
        _ => format!("{{\"a\":{text}}}"),
    })
}
