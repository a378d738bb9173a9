//! Values as Rust writes them, so that neither rustc nor clippy has anything to say.

use std::time::Duration;

use mrpc_idl::model::{PackageId, Scalar, ScalarType, Type};

use super::context::Context;

/// `1_000_000`
pub(super) fn int(value: i128) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&value.unsigned_abs().to_string(), true))
}

/// The shortest text that is read as the same `f64`, or the same `f32`.
pub(super) fn float(value: f64, ty: ScalarType) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "the field holds an `f32`, so that is what is meant")]
    let text = match ty {
        ScalarType::Float => format!("{:?}", value as f32),
        _ => format!("{value:?}"),
    };
    let (number, exponent) =
        text.split_once('e').map_or((text.as_str(), ""), |(number, rest)| (number, rest));
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut result = format!("{sign}{}", grouped(whole, true));
    if !fraction.is_empty() {
        result += ".";
        result += &grouped(fraction, false);
    }
    if !exponent.is_empty() {
        result += "e";
        result += exponent;
    }
    result
}

/// In threes from the point on: from the right for a whole number, from the left for a fraction.
fn grouped(digits: &str, from_right: bool) -> String {
    if digits.len() < 4 {
        return digits.to_owned();
    }
    let offset = if from_right { digits.len() % 3 } else { 0 };
    let mut result = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == offset {
            result.push('_');
        }
        result.push(digit);
    }
    result
}

/// In the unit that clippy would have chosen. Minutes have no function in the oldest Rust that we know.
pub(super) fn duration(time: Duration) -> String {
    let nanos = time.as_nanos();
    let (function, unit) = match nanos {
        nanos if nanos.is_multiple_of(60_000_000_000) => {
            return format!("::core::time::Duration::new({}, 0)", int(time.as_secs().into()));
        }
        nanos if nanos.is_multiple_of(1_000_000_000) => ("from_secs", 1_000_000_000),
        nanos if nanos.is_multiple_of(1_000_000) => ("from_millis", 1_000_000),
        nanos if nanos.is_multiple_of(1_000) => ("from_micros", 1_000),
        _ => ("from_nanos", 1),
    };
    let count = i128::try_from(nanos / unit).unwrap_or(i128::MAX);
    format!("::core::time::Duration::{function}({})", int(count))
}

/// `"a \"quoted\" text"`
pub(super) fn string(text: &str) -> String {
    format!("{text:?}")
}

/// `b"bytes\xff"`
fn bytes(text: &str) -> String {
    format!("b\"{}\"", text.as_bytes().escape_ascii())
}

/// A value of type `ty` in the code of package `from`: of a string a `&str`, of bytes a `&[u8; N]`.
pub(super) fn scalar(cx: &Context<'_>, from: PackageId, value: &Scalar, ty: Type) -> String {
    let scalar_type = match ty {
        Type::Scalar(scalar) => scalar,
        _ => ScalarType::Int32,
    };
    match value {
        Scalar::Bool(value) => value.to_string(),
        #[expect(clippy::cast_precision_loss, reason = "a whole number where a float is meant")]
        Scalar::Int(value) if scalar_type.is_float() => float(*value as f64, scalar_type),
        Scalar::Int(value) => int(*value),
        Scalar::Float(value) => float(*value, scalar_type),
        Scalar::String(text) if scalar_type == ScalarType::Bytes => bytes(text),
        Scalar::String(text) => string(text),
        Scalar::EnumValue(name) => enum_value(cx, from, name, ty),
    }
}

fn enum_value(cx: &Context<'_>, from: PackageId, name: &str, ty: Type) -> String {
    let Type::Enum(id) = ty else { return name.to_owned() };
    let owner = &cx.model[id];
    let number = owner.values.iter().find(|value| value.decl.name.text == name).map(|value| value.number);
    // An alias stands for the value that has its number.
    let value =
        owner.values.iter().find(|value| Some(value.number) == number && value.decl.removed.is_none());
    let variant = value.map(|value| cx.variant_name(owner, value)).unwrap_or_default();
    format!("{}::{variant}", cx.type_path(from, ty).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (value, text) in [
            (0, "0"),
            (999, "999"),
            (-1000, "-1_000"),
            (1_234_567, "1_234_567"),
            (i128::from(i64::MIN), "-9_223_372_036_854_775_808"),
        ] {
            assert_eq!(int(value), text);
        }
    }

    #[test]
    fn times_are_in_the_unit_that_clippy_chooses() {
        for (nanos, text) in [
            (1, "from_nanos(1)"),
            (2_000, "from_micros(2)"),
            (1_500_000_000, "from_millis(1_500)"),
            (90_000_000_000, "from_secs(90)"),
            (86_400_000_000_000, "new(86_400, 0)"),
        ] {
            let expected = format!("::core::time::Duration::{text}");
            assert_eq!(duration(Duration::from_nanos(nanos)), expected);
        }
    }

    #[test]
    fn fractions_are_short_and_grouped() {
        for (value, text) in [
            (0.5, "0.5"),
            (-1234.0, "-1_234.0"),
            (0.123_456_7, "0.123_456_7"),
            (1e300, "1e300"),
            (1.25e-9, "1.25e-9"),
        ] {
            assert_eq!(float(value, ScalarType::Double), text);
        }
        assert_eq!(float(0.1, ScalarType::Float), "0.1");
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(string("a\"\\\n\u{1f4d6}"), "\"a\\\"\\\\\\n\u{1f4d6}\"");
        assert_eq!(bytes("a\"é"), "b\"a\\\"\\xc3\\xa9\"");
    }
}
