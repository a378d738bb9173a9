//! Fields: names, presence, null, lists, maps, oneofs, enums.

use std::collections::BTreeMap;

use mrpc::json::Options;
use mrpc::{Message, NullValue, Value};

use super::expect::{ignored, options, read, refused, rewritten};
use crate::json_sample::{Every, Picture, Special};
use crate::sample::{Leaf, Level, Mixed, Owner};

#[test]
fn every_kind_of_the_binary_codec_comes_back() {
    let full = Mixed::full();
    let json = serde_json::to_string(&full).unwrap();
    assert_eq!(
        json,
        concat!(
            r#"{"level":"LEVEL_HIGH","side":"SIDE_RIGHT","levels":["LEVEL_LOW",-7,"LEVEL_HIGH"],"#,
            r#""sides":["SIDE_RIGHT","SIDE_LEFT"],"weights":[0.5,-0.0,1.7976931348623157e+308],"#,
            r#""counts":{"7":{"name":"seven"}},"places":{"x":"SIDE_RIGHT","y":"SIDE_LEFT"},"#,
            r#""leaf":{"owner":{"name":"a"},"size":300,"heir":{"name":"b"}},"blob":"YmxvYg==","#,
            r#""offset":"-9223372036854775808","stamp":"1152921504606846976","wrapped":"","raw":"AP8=","#,
            r#""leaves":[{"owner":{"name":"a"},"size":300,"heir":{"name":"b"}},"#,
            r#"{"owner":{"name":"a"},"heir":{"name":"b"}}]}"#,
        )
    );
    assert_eq!(read::<Mixed>(&json), full);
    assert_eq!(read::<Mixed>("{}"), Mixed::default());
    assert_eq!(serde_json::to_string(&Mixed::default()).unwrap(), "{}");
}

#[test]
fn fields_have_two_names() {
    rewritten(r#"{"a_text":"x","wrapped_blob":"AA=="}"#, r#"{"aText":"x","wrappedBlob":"AA=="}"#);
    rewritten(r#"{"aText":"x"}"#, r#"{"aText":"x"}"#);
    rewritten("{\"\\u0061Text\":\"\\u0078\"}", r#"{"aText":"x"}"#);
    refused(r#"{"AText":"x"}"#, "`AText`: `sample.v1.Every` has no such field at line 1 column");
    refused(r#"{"atext":"x"}"#, "`atext`: `sample.v1.Every` has no such field");
}

#[test]
fn b20_a_field_is_given_once() {
    refused(r#"{"aText":"x","aText":"x"}"#, "`aText`: given twice at line 1 column");
    refused(r#"{"aText":"x","a_text":"y"}"#, "`a_text`: given twice");
    refused(r#"{"maybe":null,"maybe":1}"#, "`maybe`: given twice");
    refused(r#"{"texts":[],"texts":[]}"#, "`texts`: given twice");
    refused(r#"{"byBool":{},"byBool":{}}"#, "`byBool`: given twice");
    refused(r#"{"byLong":{"1":0,"1":1}}"#, "`byLong[\"1\"]`: the key is given twice");
    refused(r#"{"byLong":{"1":0,"1.0":1}}"#, "`byLong[\"1.0\"]`: the key is given twice");
    refused(r#"{"object":{"a":1,"a":2}}"#, "`object[\"a\"]`: the key is given twice");
    refused(r#"{"value":[{"a":1,"a":2}]}"#, "`value[0][\"a\"]`: the key is given twice");
}

#[test]
fn null_is_an_absent_field() {
    rewritten(
        r#"{"aBool":null,"anI64":null,"aText":null,"aBlob":null,"maybe":null,"aTime":null,"any":null,
            "object":null,"aList":null,"mask":null,"wrapped":null,"picture":null,"own":null,"empty":null,
            "longs":null,"byBool":null,"specialInt":null,"aWait":null,"aDouble":null}"#,
        "{}",
    );
    // `null` is a value of these.
    rewritten(r#"{"value":null,"aNull":null}"#, r#"{"value":null}"#);
    assert_eq!(read::<Every>(r#"{"value":null}"#).value, Some(Value::Null));
    rewritten(
        r#"{"values":[null,1],"nulls":[null,"NULL_VALUE",0]}"#,
        r#"{"values":[null,1.0],"nulls":[null,null,null]}"#,
    );
    rewritten(r#"{"byInt":{"1":null}}"#, r#"{"byInt":{"1":null}}"#);
    refused(r#"{"texts":["a",null]}"#, "`texts[1]`: a list has no place for null");
    refused(r#"{"times":[null]}"#, "`times[0]`: a list has no place for null");
    refused(r#"{"wraps":[null]}"#, "`wraps[0]`: a list has no place for null");
    refused(r#"{"byBool":{"true":null}}"#, "`byBool[\"true\"]`: a map has no place for null");
    refused("null", "expected `sample.v1.Every`, found null");
    assert_eq!(serde_json::from_str::<Option<Every>>("null").unwrap(), None);
}

#[test]
fn fields_that_can_be_absent_are_written_when_they_are_there() {
    rewritten(
        r#"{"maybe":0,"wrapped":0,"empty":{},"own":{},"object":{},"aList":[],"mask":"","any":{},"picture":{}}"#,
        r#"{"maybe":0,"any":{},"empty":{},"object":{},"aList":[],"mask":"","wrapped":"0","picture":{},"own":{}}"#,
    );
    rewritten(r#"{"aText":"","longs":[],"byBool":{},"aBool":false}"#, "{}");
}

#[test]
fn one_member_of_a_oneof() {
    rewritten(r#"{"specialInt":0}"#, r#"{"specialInt":0}"#);
    rewritten(r#"{"specialInt":null,"special_level":"LEVEL_HIGH"}"#, r#"{"specialLevel":"LEVEL_HIGH"}"#);
    rewritten(r#"{"specialLevel":"LEVEL_LOW","specialInt":null}"#, r#"{"specialLevel":"LEVEL_LOW"}"#);
    assert_eq!(read::<Every>(r#"{"specialNull":null}"#).special, Some(Special::ANull(NullValue::NullValue)));
    rewritten(r#"{"specialNull":"NULL_VALUE"}"#, r#"{"specialNull":null}"#);
    assert_eq!(read::<Every>(r#"{"specialValue":null}"#).special, Some(Special::AValue(Value::Null)));
    let report = "`specialLevel`: another member of the same oneof is given, too";
    refused(r#"{"specialInt":1,"specialLevel":0}"#, report);
    refused(r#"{"specialNull":null,"specialLevel":0}"#, report);
    refused(r#"{"specialValue":null,"specialNull":null}"#, "`specialNull`: another member");
    // What is not known does not count.
    ignored(r#"{"specialLevel":"LEVEL_MIDDLE","specialInt":1}"#, r#"{"specialInt":1}"#);
}

#[test]
fn a_union_is_an_object_with_one_member() {
    assert_eq!(read::<Picture>(r#"{"circle":"7"}"#), Picture::Circle(7));
    let square = read::<Picture>(r#"{"square":{"name":"a"},"circle":null}"#);
    assert_eq!(square, Picture::Square(Owner { name: "a".into(), ..Owner::default() }));
    assert_eq!(serde_json::to_string(&square).unwrap(), r#"{"square":{"name":"a"}}"#);
    assert_eq!(read::<Picture>("{}"), Picture::default());
    refused(r#"{"picture":{"square":{},"circle":1}}"#, "`picture.circle`: another member");
}

#[test]
fn required_fields_are_there() {
    let error = |json: &str| options().from_str::<Leaf>(json).unwrap_err().to_string();
    assert!(error("{}").starts_with("`owner`: required, and missing"), "{}", error("{}"));
    assert!(error(r#"{"owner":{}}"#).starts_with("`heir`: required, and missing"));
    assert!(error(r#"{"owner":{},"heir":null}"#).starts_with("`heir`: required, and null"));
    assert!(options().from_str::<Leaf>(r#"{"heir":{},"owner":{}}"#).is_ok());
    let error =
        options().from_str::<Mixed>(r#"{"leaves":[{"owner":{},"heir":{}},{"owner":{}}]}"#).unwrap_err();
    assert!(error.to_string().starts_with("`leaves[1].heir`: required, and missing at line 1 column"));
}

#[test]
fn b17_enums_have_names_and_numbers() {
    let level = |json: &str| read::<Mixed>(&format!("{{\"level\":{json}}}")).level;
    assert_eq!(level("\"LEVEL_HIGH\""), Level::High);
    assert_eq!(level("\"LEVEL_TOP\""), Level::High);
    assert_eq!(level("1"), Level::High);
    assert_eq!(level("1.0"), Level::High);
    assert_eq!(level("-5"), Level::Unrecognized(-5));
    let error = |json: &str| options().from_str::<Mixed>(json).unwrap_err().to_string();
    assert!(
        error(r#"{"level":"level_high"}"#).starts_with("`level`: \"level_high\" is not a name or number of")
    );
    assert!(error(r#"{"level":"1"}"#).starts_with("`level`: \"1\" is not"));
    assert!(error(r#"{"level":1.5}"#).starts_with("`level`: 1.5e0 is not"));
    assert!(error(r#"{"level":2147483648}"#).starts_with("`level`: 2147483648 is out of range"));
    assert!(
        error(r#"{"level":true}"#).starts_with("`level`: expected a name or number of the enum, found true")
    );
    assert!(error(r#"{"side":7}"#).starts_with("`side`: 7 is not a name or number of the enum"));
    let json = r#"{"level":"NEW","side":"NEW","levels":["NEW","LEVEL_HIGH","NEWER"],"sides":[7,2],"places":{"a":"NEW","b":1}}"#;
    assert!(options().from_str::<Mixed>(json).is_err());
    let message: Mixed = Options::new().ignore_unknown(true).from_str(json).unwrap();
    assert_eq!(
        serde_json::to_string(&message).unwrap(),
        r#"{"levels":["LEVEL_HIGH"],"sides":["SIDE_RIGHT"],"places":{"b":"SIDE_LEFT"}}"#
    );
    assert_eq!(
        serde_json::from_str::<Vec<Level>>(r#"["LEVEL_TOP",7]"#).unwrap(),
        [Level::High, Level::Unrecognized(7)]
    );
    assert_eq!(serde_json::to_string(&[Level::High, Level::Unrecognized(7)]).unwrap(), r#"["LEVEL_HIGH",7]"#);
    assert!(serde_json::from_str::<Level>("null").is_err());
}

#[test]
fn keys_of_maps_are_text() {
    rewritten(r#"{"byBool":{"true":1,"false":2}}"#, r#"{"byBool":{"false":2.0,"true":1.0}}"#);
    rewritten(
        r#"{"byLong":{"-9223372036854775808":1}}"#,
        r#"{"byLong":{"-9223372036854775808":"LEVEL_HIGH"}}"#,
    );
    rewritten(r#"{"byInt":{"4294967295":"x"}}"#, r#"{"byInt":{"4294967295":"x"}}"#);
    rewritten(r#"{"byText":{"":{"aBool":true}}}"#, r#"{"byText":{"":{"aBool":true}}}"#);
    refused(r#"{"byBool":{"True":1}}"#, "`byBool[\"True\"]`: the key is not true or false");
    refused(r#"{"byInt":{"-1":1}}"#, "`byInt[\"-1\"]`: the key is not an integer of 32 bits, not negative");
    refused(r#"{"byInt":{"":1}}"#, "`byInt[\"\"]`: the key is not");
    refused(r#"{"byInt":{"4294967296":1}}"#, "`byInt[\"4294967296\"]`: the key is not");
    ignored(r#"{"byLong":{"1":"NEW","2":1}}"#, r#"{"byLong":{"2":"LEVEL_HIGH"}}"#);
}

#[test]
fn what_is_not_known_is_refused_or_passed_over() {
    let json = r#"{"new":{"a":[1,{"b":null}],"c":"d"},"aBool":true,"newer":[[]],"new":1.5}"#;
    ignored(json, r#"{"aBool":true}"#);
    refused(json, "`new`: `sample.v1.Every` has no such field");
    ignored(r#"{"own":{"new":1}}"#, r#"{"own":{}}"#);
    refused(
        r#"{"byText":{"k":{"own":{"new":1}}}}"#,
        "`byText[\"k\"].own.new`: `sample.v1.Every` has no such field",
    );
}

#[test]
fn shapes_that_do_not_fit() {
    refused("[]", "expected an object, found a list");
    refused(r#"{"own":7}"#, "`own`: expected an object, found 7");
    refused(r#"{"own":"x"}"#, "`own`: expected an object, found \"x\"");
    refused(r#"{"texts":"x"}"#, "`texts`: expected a list, found \"x\"");
    refused(r#"{"texts":{}}"#, "`texts`: expected a list, found an object");
    refused(r#"{"texts":[["x"]]}"#, "`texts[0]`: expected text, found a list");
    refused(r#"{"aText":7}"#, "`aText`: expected text, found 7");
    refused(r#"{"byBool":[]}"#, "`byBool`: expected an object, found a list");
    refused(r#"{"anI32":{}}"#, "`anI32`: expected an integer of 32 bits, found an object");
    refused(r#"{"anI32":[1]}"#, "`anI32`: expected an integer of 32 bits, found a list");
}

#[test]
fn b22_bytes_in_base64() {
    let same = |text: &str, bytes: &[u8]| {
        assert_eq!(read::<Every>(&format!("{{\"aBlob\":\"{text}\"}}")).a_blob, bytes, "{text}")
    };
    same("", b"");
    same("+/8=", &[0xfb, 0xff]);
    same("+/8", &[0xfb, 0xff]);
    same("-_8=", &[0xfb, 0xff]);
    same("-_8", &[0xfb, 0xff]);
    same("-_", &[0xfb]);
    same("AQI=", &[1, 2]);
    same("AQI", &[1, 2]);
    same("AQ==", &[1]);
    same("AQ", &[1]);
    for text in [
        "A",
        "AQ=",
        "AQ===",
        "A===",
        "=",
        "AQI=AQI=",
        "A Q=",
        "AQ==\\n",
        "AQ!=",
        "-/8=",
        "ÄQ==",
        "AQ\\u0000=",
    ] {
        refused(&format!("{{\"aBlob\":\"{text}\"}}"), "`aBlob`: expected bytes in base64, found \"");
    }
    refused(r#"{"aBlob":[1]}"#, "`aBlob`: expected bytes in base64, found a list");
    rewritten(r#"{"aBlob":"-_8"}"#, r#"{"aBlob":"+/8="}"#);
}

#[test]
fn an_error_says_where() {
    let error = options()
        .from_str::<Every>("{\n  \"byText\": {\n    \"k\": {\"times\": [\"x\"]}\n  }\n}")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`byText[\"k\"].times[0]`: expected a time as in 2001-02-03T04:05:06.7Z, found \"x\" at line 3 column 23"
    );
    assert_eq!((error.line(), error.column()), (3, 23));
    let long = "x".repeat(10_000);
    for json in [
        format!("{{\"{long}\":1}}"),
        format!("{{\"anI32\":\"{long}\"}}"),
        format!("{{\"byBool\":{{\"{long}\":1}}}}"),
        format!("{{\"aText\":[\"{long}\"]}}"),
    ] {
        assert!(options().from_str::<Every>(&json).unwrap_err().to_string().len() < 300);
    }
    refused("{\"a\\nb\":1}", "`a\\nb`: ");
}

#[test]
fn messages_are_part_of_types_with_serde() {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Page {
        items: BTreeMap<String, Every>,
        time: mrpc::Timestamp,
    }
    let json = r#"{"items":{"a":{"aBool":true}},"time":"1970-01-01T00:00:01Z"}"#;
    let page: Page = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&page).unwrap(), json);
    let tree: serde_json::Value = serde_json::to_value(&page).unwrap();
    assert_eq!(serde_json::from_value::<Page>(tree).unwrap().items["a"].a_bool, page.items["a"].a_bool);
    // From a reader nothing can be borrowed, neither names nor text.
    let read: Page = serde_json::from_reader(json.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    let pretty = serde_json::to_string_pretty(&page.items["a"]).unwrap();
    assert_eq!(pretty, "{\n  \"aBool\": true\n}");
}

#[test]
fn b23_bytes_and_json_are_the_same_message() {
    let json = r#"{"aBool":true,"anI32":-1,"anI64":"-2","aU32":3,"aU64":"4","anS32":-5,"anS64":"-6","anF32":7,
        "anF64":"8","anSf32":-9,"anSf64":"-10","aFloat":1.5,"aDouble":-2.5,"aText":"t","aBlob":"AQI=","maybe":0,
        "aTime":"2001-02-03T04:05:06.7Z","aWait":"-1.5s","any":{"@type":"a/google.protobuf.Duration","value":"1s"},
        "empty":{},"object":{"a":[1,{"b":null}]},"value":{"c":["x",false]},"aList":[[],{}],"mask":"aB,c.dE",
        "wrapped":"1","wrappedBlob":"AA==","picture":{"circle":"3"},"own":{"longs":["1","-2"]},"texts":["a",""],
        "values":[null,1],"nulls":[null],"times":["1970-01-01T00:00:00Z"],"wraps":[true,false],"byBool":{"true":1},
        "byLong":{"1":"LEVEL_HIGH"},"byInt":{"2":null},"byText":{"k":{"aText":"v"}},"specialNull":null}"#;
    let message: Every = read(json);
    let bytes = message.encode_to_vec();
    assert_eq!(Every::decode(&bytes), Ok(message.clone()));
    assert_eq!(read::<Every>(&serde_json::to_string(&message).unwrap()), message);
}
