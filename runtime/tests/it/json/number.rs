//! Numbers in each of the ways to write them.

use super::expect::{read, refused, rewritten};
use crate::json_sample::Every;

/// `text` is `value` in the field `name`, as a number and as text.
#[track_caller]
fn same(name: &str, text: &str, value: &str) {
    let canonical = if value.is_empty() { "{}".to_owned() } else { format!("{{\"{name}\":{value}}}") };
    rewritten(&format!("{{\"{name}\":{text}}}"), &canonical);
    rewritten(&format!("{{\"{name}\":\"{text}\"}}"), &canonical);
}

#[track_caller]
fn neither(name: &str, text: &str, report: &str) {
    refused(&format!("{{\"{name}\":{text}}}"), &format!("`{name}`: {report}"));
    refused(&format!("{{\"{name}\":\"{text}\"}}"), &format!("`{name}`: "));
}

#[test]
fn integers_of_32_bits() {
    for name in ["anI32", "anS32", "anSf32"] {
        same(name, "2147483647", "2147483647");
        same(name, "-2147483648", "-2147483648");
        same(name, "1e2", "100");
        same(name, "1.0", "1");
        same(name, "12.50e1", "125");
        same(name, "2147483647.0", "2147483647");
        same(name, "100E-2", "1");
        same(name, "-0", "");
        same(name, "0e9", "");
        neither(name, "2147483648", "2147483648 is out of range for an integer of 32 bits");
        neither(name, "-2147483649", "-2147483649 is out of range");
        neither(name, "0.5", "5e-1 is not an integer of 32 bits: it has a fraction");
        neither(name, "1e-1", "");
        neither(name, "1e10", "1e10 is out of range");
        neither(name, "true", "expected an integer of 32 bits, found true");
    }
    for name in ["aU32", "anF32"] {
        same(name, "4294967295", "4294967295");
        neither(name, "4294967296", "4294967296 is out of range for an integer of 32 bits, not negative");
        neither(name, "-1", "-1 is out of range");
    }
}

#[test]
fn integers_of_64_bits_are_text() {
    for name in ["anI64", "anS64", "anSf64"] {
        same(name, "9223372036854775807", "\"9223372036854775807\"");
        same(name, "-9223372036854775808", "\"-9223372036854775808\"");
        same(name, "1e18", "\"1000000000000000000\"");
        neither(name, "9223372036854775808", "9223372036854775808 is out of range");
        neither(name, "-9223372036854775809", "");
        neither(name, "1e19", "");
    }
    for name in ["aU64", "anF64"] {
        same(name, "18446744073709551615", "\"18446744073709551615\"");
        same(name, "1e19", "\"10000000000000000000\"");
        neither(name, "18446744073709551616", "");
        neither(name, "-1", "-1 is out of range");
    }
    // Text is exact where a number would be rounded.
    rewritten(r#"{"anI64":"9223372036854775807.0"}"#, r#"{"anI64":"9223372036854775807"}"#);
    rewritten(r#"{"anI64":"922337203685477580700e-2"}"#, r#"{"anI64":"9223372036854775807"}"#);
    rewritten(r#"{"anI64":"-0.00009223372036854775808E23"}"#, r#"{"anI64":"-9223372036854775808"}"#);
    rewritten(r#"{"longs":[1,"2",3e0]}"#, r#"{"longs":["1","2","3"]}"#);
}

#[test]
fn text_that_is_no_number() {
    for text in
        ["", " 1", "1 ", "+1", "01", "-01", "1.", ".5", "-", "1e", "1e+", "e1", "0x10", "1_000", "١", "--1"]
    {
        refused(&format!("{{\"anI32\":\"{text}\"}}"), "`anI32`: expected an integer of 32 bits, found \"");
        refused(&format!("{{\"aDouble\":\"{text}\"}}"), "`aDouble`: expected a number of 64 bits, found \"");
    }
    for text in ["nan", "inf", "Inf", "infinity", "+Infinity", "-NaN", "12abc"] {
        refused(&format!("{{\"aFloat\":\"{text}\"}}"), "`aFloat`: expected a number of 32 bits, found \"");
    }
    refused(r#"{"anI32":"NaN"}"#, "`anI32`: expected an integer");
    refused(r#"{"anI32":null, "aBool":"true"}"#, "`aBool`: expected true or false, found \"true\"");
    refused(r#"{"aBool":1}"#, "`aBool`: expected true or false, found 1 at line 1 column 10");
}

#[test]
fn b11_floats_that_are_no_number_and_minus_zero() {
    for name in ["aFloat", "aDouble"] {
        for text in ["\"NaN\"", "\"Infinity\"", "\"-Infinity\""] {
            rewritten(&format!("{{\"{name}\":{text}}}"), &format!("{{\"{name}\":{text}}}"));
        }
        same(name, "-0", "-0.0");
        same(name, "-0.0", "-0.0");
        same(name, "1.5", "1.5");
        same(name, "1e2", "100.0");
        same(name, "0", "");
    }
    same("aDouble", "1.7976931348623157e308", "1.7976931348623157e+308");
    same("aDouble", "5e-324", "5e-324");
    same("aDouble", "1e-400", "");
    same("aFloat", "3.4028235e38", "3.4028235e+38");
    same("aFloat", "0.1", "0.1");
    same("aFloat", "1e-46", "");
    let message: Every = read(r#"{"aDouble":-0}"#);
    assert!(message.a_double.is_sign_negative());
}

#[test]
fn b20_floats_that_are_too_large() {
    neither("aFloat", "3.5e38", "3.5e38 is out of range for a number of 32 bits");
    neither("aFloat", "-3.5e38", "-3.5e38 is out of range");
    refused(r#"{"aDouble":"1e400"}"#, "`aDouble`: \"1e400\" is out of range");
    refused(r#"{"aDouble":"-1e400"}"#, "`aDouble`: \"-1e400\" is out of range");
    refused(r#"{"aDouble":1e400}"#, "number out of range");
    refused(r#"{"value":1e400}"#, "number out of range");
}

#[test]
fn b23_each_float_comes_back() {
    // A multiplicative sequence: every exponent, and fractions of all kinds.
    let mut bits = 1_u64;
    for _ in 0..20_000 {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let message = Every {
            a_double: Some(f64::from_bits(bits)).filter(|value| value.is_finite()).unwrap_or(1.0),
            a_float: Some(f32::from_bits(bits as u32)).filter(|value| value.is_finite()).unwrap_or(1.0),
            ..Every::default()
        };
        let json = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<Every>(&json).unwrap(), message, "{json}");
    }
}
