//! Messages of any type.

use mrpc::json::Options;
use mrpc::{Any, Duration, Empty, Int32Value, ListValue, Message, Timestamp, UnpackError, Value};

use super::expect::{options, read, refused, rewritten};
use crate::json_sample::Every;
use crate::sample::{Leaf, Owner};

const EVERY: &str = "type.googleapis.com/sample.v1.Every";

#[test]
fn any_packs_and_unpacks() {
    let owner = Owner { name: "a".into(), ..Owner::default() };
    let any = Any::pack(&owner);
    assert_eq!(any.type_url, "type.googleapis.com/sample.v1.Owner");
    assert_eq!(any.unpack(), Ok(owner));
    assert!(matches!(any.unpack::<Leaf>(), Err(UnpackError::Type { expected: "sample.v1.Leaf", .. })));
    let broken = Any { value: vec![1], ..any };
    assert!(matches!(broken.unpack::<Owner>(), Err(UnpackError::Decode(_))));
    assert_eq!(Any { type_url: "sample.v1.Owner".into(), ..Any::default() }.type_name(), "");
}

#[test]
fn any_has_the_members_of_its_message() {
    let message = Every { a_text: "x".into(), a_float: 0.1, an_i64: -5, longs: vec![1], ..Every::default() };
    let json = format!(r#"{{"@type":"{EVERY}","anI64":"-5","aFloat":0.1,"aText":"x","longs":["1"]}}"#);
    let any = Any::pack(&message);
    assert_eq!(options().to_string(&any).unwrap(), json);
    assert_eq!(options().from_str::<Any>(&json).unwrap(), any);
    for json in [
        format!(r#"{{"anI64":-5,"aFloat":"0.1","@type":"{EVERY}","aText":"x","longs":[1]}}"#),
        format!(r#"{{"an_i64":-5,"a_float":0.1,"a_text":"x","longs":[1.0],"@type":"{EVERY}"}}"#),
    ] {
        assert_eq!(options().from_str::<Any>(&json).unwrap(), any);
    }
    let inside = format!(r#"{{"byText":{{"k":{{"any":{json}}}}}}}"#);
    let every: Every = options().from_str(&inside).unwrap();
    assert_eq!(every.by_text["k"].any, Some(any));
    assert_eq!(options().to_string(&every).unwrap(), inside);
}

#[test]
fn well_known_types_are_a_value() {
    for (json, name) in [
        ("\"1970-01-01T00:00:00Z\"", "Timestamp"),
        ("\"1.500s\"", "Duration"),
        ("\"a,bC\"", "FieldMask"),
        (r#"{"a":1.0}"#, "Struct"),
        ("[1.0,null]", "ListValue"),
        ("null", "Value"),
        ("{\"a\":[null]}", "Value"),
        ("-7", "Int32Value"),
        ("\"-7\"", "Int64Value"),
        ("7", "UInt32Value"),
        ("\"7\"", "UInt64Value"),
        ("true", "BoolValue"),
        ("\"NaN\"", "FloatValue"),
        ("0.1", "DoubleValue"),
        ("\"x\"", "StringValue"),
        ("\"AQI=\"", "BytesValue"),
        ("{}", "Any"),
    ] {
        let json = format!(r#"{{"any":{{"@type":"x/google.protobuf.{name}","value":{json}}}}}"#);
        rewritten(&json, &json);
    }
    let packed: Every =
        read(r#"{"any":{"value":7,"@type":"type.googleapis.com/google.protobuf.Int32Value"}}"#);
    assert_eq!(packed.any, Some(Any::pack(&Int32Value::from(7))));
    rewritten(
        r#"{"any":{"@type":"x/google.protobuf.Empty"}}"#,
        r#"{"any":{"@type":"x/google.protobuf.Empty"}}"#,
    );
    rewritten(
        r#"{"any":{"@type":"x/google.protobuf.Empty","value":{}}}"#,
        r#"{"any":{"@type":"x/google.protobuf.Empty"}}"#,
    );
    refused(r#"{"any":{"@type":"x/google.protobuf.Duration"}}"#, "`any.value`: missing");
    refused(
        r#"{"any":{"@type":"x/google.protobuf.Duration","value":"1s","value":"1s"}}"#,
        "`any.value`: given twice",
    );
    refused(
        r#"{"any":{"@type":"x/google.protobuf.Duration","value":"1s","more":1}}"#,
        "`any.more`: beside a well-known type, there is `value` and nothing else",
    );
    refused(
        r#"{"any":{"@type":"x/google.protobuf.Duration","value":null}}"#,
        "`any.value`: expected `google.protobuf.Duration`, found null",
    );
    refused(
        r#"{"any":{"@type":"x/google.protobuf.Duration","value":"1"}}"#,
        "`any.value`: expected a duration",
    );
    refused(
        r#"{"any":{"@type":"x/google.protobuf.Empty","value":1}}"#,
        "`any.value`: `google.protobuf.Empty` has no such field",
    );
}

#[test]
fn any_in_any() {
    let inner = Any::pack(&Duration { seconds: 1, ..Duration::default() });
    let outer = Any::pack(&Any::pack(&Every { any: Some(inner), ..Every::default() }));
    let json = format!(
        "{{\"@type\":\"type.googleapis.com/google.protobuf.Any\",\"value\":{{\"@type\":\"{EVERY}\",\"any\":\
         {{\"@type\":\"type.googleapis.com/google.protobuf.Duration\",\"value\":\"1s\"}}}}}}"
    );
    assert_eq!(options().to_string(&outer).unwrap(), json);
    assert_eq!(options().from_str::<Any>(&json).unwrap(), outer);
    let error = options().from_str::<Any>(&json.replace("\"1s\"", "1")).unwrap_err().to_string();
    assert!(error.starts_with("`value.any.value`: expected a duration as in \"1.5s\", found 1"), "{error}");
}

#[test]
fn any_without_a_type_is_empty() {
    rewritten(r#"{"any":{}}"#, r#"{"any":{}}"#);
    refused(r#"{"any":{"value":1}}"#, "`any`: `@type` is missing");
    refused(r#"{"any":{"@type":7}}"#, "`any.@type`: expected text");
    refused(
        r#"{"any":{"@type":"x/google.protobuf.Empty","@type":"x/google.protobuf.Empty"}}"#,
        "`any.@type`: given twice",
    );
    refused(r#"{"any":[]}"#, "`any`: expected an object with `@type`, found a list");
    let odd = Any { value: vec![8], ..Any::default() };
    assert!(options().to_string(&odd).unwrap_err().to_string().starts_with("\"\" names no type"));
}

#[test]
fn b14_types_that_nobody_knows() {
    let report = "`any.@type`: the type `a.v1.B` is not known here: add it with `json::Options::with`";
    refused(r#"{"any":{"@type":"type.googleapis.com/a.v1.B","x":1}}"#, report);
    for evil in ["", "google.protobuf.Empty", "/", "x/", "../", "google.protobuf.Empty/"] {
        let json = format!(r#"{{"any":{{"@type":"{evil}"}}}}"#);
        refused(&json, &format!("`any.@type`: \"{evil}\" names no type"));
    }
    for evil in [
        "../../etc/passwd",
        "http://127.0.0.1/type",
        "x/Google.Protobuf.Empty",
        "x/google.protobuf.Empty\\u0000",
        "x/.google.protobuf.Empty",
    ] {
        refused(&format!(r#"{{"any":{{"@type":"{evil}"}}}}"#), "`any.@type`: the type `");
    }
    let long = format!("x/{}", "a".repeat(1 << 20));
    let error = serde_json::from_str::<Any>(&format!(r#"{{"@type":"{long}"}}"#)).unwrap_err().to_string();
    assert!(error.len() < 300, "{}", error.len());
    let unknown = Any { type_url: long, ..Any::default() };
    let error = serde_json::to_string(&unknown).unwrap_err().to_string();
    assert!(error.len() < 300 && error.starts_with("the type `aaa"), "{error}");
    // What is known to one is not known to all.
    let leaf = Any::pack(&Leaf::default());
    assert!(serde_json::to_string(&leaf).is_err());
    assert!(Options::new().with::<Leaf>().to_string(&leaf).is_ok());
    // Bytes that are no such message.
    let broken = Any { value: vec![0x0a, 0x05], ..Any::pack(&Leaf::default()) };
    let error =
        options().to_string(&Every { any: Some(broken), ..Every::default() }).unwrap_err().to_string();
    assert!(error.starts_with("`any`: `owner`: the bytes end"), "{error}");
}

#[test]
fn b04_any_in_any_is_no_deeper_than_other_messages() {
    let any = |levels: usize| (0..levels).fold(Any::pack(&Empty::default()), |any, _| Any::pack(&any));
    let text = |levels: usize| {
        let url = "type.googleapis.com/google.protobuf";
        (0..levels).fold(format!(r#"{{"@type":"{url}.Empty"}}"#), |text, _| {
            format!(r#"{{"@type":"{url}.Any","value":{text}}}"#)
        })
    };
    for levels in [0, 1, 99] {
        assert_eq!(serde_json::to_string(&any(levels)).unwrap(), text(levels));
        assert_eq!(serde_json::from_str::<Any>(&text(levels)).unwrap(), any(levels));
    }
    for levels in [100, 120, 1_000] {
        let error = serde_json::to_string(&any(levels)).unwrap_err().to_string();
        assert!(error.contains("deeper than `depth_max`"), "{error}");
    }
    for levels in [100, 110] {
        let error = serde_json::from_str::<Any>(&text(levels)).unwrap_err().to_string();
        assert!(error.contains("deeper than `depth_max`"), "{error}");
    }
    assert!(serde_json::from_str::<Any>(&text(1_000)).is_err());
    // One that holds a message which is as deep as it may be by itself.
    let values = |levels: usize| {
        let value = (1..levels).fold(Value::from(Vec::<Value>::new()), |value, _| Value::from(vec![value]));
        Any::pack(&Any::pack(&value))
    };
    assert!(serde_json::to_string(&values(30)).is_ok());
    assert!(serde_json::to_string(&values(99)).is_err());
    // On the wire what is in it is bytes, at whatever depth.
    assert_eq!(Any::decode(&any(1_000).encode_to_vec()), Ok(any(1_000)));
    assert!(any(0).is::<Empty>() && !any(1).is::<Timestamp>());
}

#[test]
fn any_of_many_elements_is_counted_once() {
    let list = |count: usize| {
        let ones = "1,".repeat(count - 1);
        format!(r#"{{"@type":"type.googleapis.com/google.protobuf.ListValue","value":[{ones}1]}}"#)
    };
    let any: Any = serde_json::from_str(&list(17_000)).unwrap();
    assert_eq!(any.unpack::<ListValue>().unwrap().values.len(), 17_000);
    // However many are around it.
    let url = "type.googleapis.com/google.protobuf.Any";
    let deep = (0..50).fold(list(17_000), |text, _| format!(r#"{{"@type":"{url}","value":{text}}}"#));
    assert!(serde_json::from_str::<Any>(&deep).is_ok());
    assert!(serde_json::from_str::<Any>(&list(600_000)).is_ok());
    let error = serde_json::from_str::<Any>(&list(1_000_001)).unwrap_err().to_string();
    assert!(error.contains("more elements than `elements_max`"), "{error}");
}
