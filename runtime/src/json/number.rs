//! Numbers and bools.
//!
//! Integers of 64 bits are written as text, since JavaScript has no such numbers; those that are no number at
//! all, such as `NaN`, are text as well. Read is either, and any way to write the same number: `1e2` is 100.

use serde::Serializer;
use serde::ser::Serialize;

use crate::codec::{
    Bool, Double, Fixed32, Fixed64, Float, Int32, Int64, Sfixed32, Sfixed64, Sint32, Sint64, Uint32, Uint64,
};

use super::atom::{Atom, Atomic, Misfit};

impl Atomic for Bool {
    const EXPECTED: &'static str = "true or false";

    fn from_atom(atom: Atom<'_>) -> Result<bool, Misfit> {
        match atom {
            Atom::Bool(value) => Ok(value),
            _ => Err(Misfit::Kind),
        }
    }

    fn write_atom<S: Serializer>(value: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*value)
    }
}

macro_rules! integers {
    ($($kind:ident)*, $expected:literal, |$value:ident, $serializer:ident| $write:expr) => {$(
        impl Atomic for $kind {
            const EXPECTED: &'static str = $expected;

            fn from_atom(atom: Atom<'_>) -> Result<Self::Value, Misfit> {
                integer(atom)?.try_into().map_err(|_| Misfit::Range)
            }

            fn write_atom<S: Serializer>($value: &Self::Value, $serializer: S) -> Result<S::Ok, S::Error> {
                $write
            }
        }
    )*};
}

integers! { Int32 Sint32 Sfixed32, "an integer of 32 bits", |value, serializer| value.serialize(serializer) }
integers! {
    Uint32 Fixed32, "an integer of 32 bits, not negative", |value, serializer| value.serialize(serializer)
}
integers! { Int64 Sint64 Sfixed64, "an integer of 64 bits", |value, serializer| serializer.collect_str(value) }
integers! {
    Uint64 Fixed64, "an integer of 64 bits, not negative", |value, serializer| serializer.collect_str(value)
}

/// The integer that `atom` is. It may have any size that a field has, and some that no field has.
pub(super) fn integer(atom: Atom<'_>) -> Result<i128, Misfit> {
    match atom {
        Atom::Int(value) => Ok(value),
        Atom::Float(value) => integer_of_float(value),
        Atom::Text(text) => integer_of_text(text),
        Atom::Bool(_) => Err(Misfit::Kind),
    }
}

const FRACTION: Misfit = Misfit::Because("it has a fraction");

fn integer_of_float(value: f64) -> Result<i128, Misfit> {
    // A number this small was perhaps smaller when it was written, and would have been rounded. Where it was
    // written without a fraction or exponent, it is not a float here.
    if value <= i64::MIN as f64 || value >= u64::MAX as f64 {
        return Err(Misfit::Range);
    }
    if value.fract() == 0.0 { Ok(value as i128) } else { Err(FRACTION) }
}

/// The most digits of an integer that a field can have.
const DIGITS_MAX: i64 = 20;

fn integer_of_text(text: &str) -> Result<i128, Misfit> {
    let number = Number::parse(text).ok_or(Misfit::Kind)?;
    let digits = [number.whole, number.fraction].concat();
    let ending = digits.trim_end_matches('0');
    let significant = ending.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(0);
    }
    // How many zeros follow the significant digits; if negative, how many of these are a fraction.
    let zeros =
        number.exponent.saturating_add((number.whole.len() as i64).saturating_sub(ending.len() as i64));
    if zeros < 0 {
        return Err(FRACTION);
    }
    if zeros.saturating_add(significant.len() as i64) > DIGITS_MAX {
        return Err(Misfit::Range);
    }
    let zeros = u32::try_from(zeros).map_err(|_| Misfit::Range)?;
    let magnitude = significant.parse::<i128>().map_err(|_| Misfit::Kind)? * 10_i128.pow(zeros);
    Ok(if number.is_negative { -magnitude } else { magnitude })
}

/// A number as JSON writes it, in its parts.
struct Number<'a> {
    is_negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Number<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let magnitude = text.strip_prefix('-');
        let (mantissa, exponent) = match magnitude.unwrap_or(text).split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (magnitude.unwrap_or(text), None),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, is_digits(fraction).then_some(fraction)?),
            None => (mantissa, ""),
        };
        let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
        (is_digits(whole) && !has_leading_zero).then_some(())?;
        let exponent = exponent.map_or(Some(0), parse_exponent)?;
        Some(Self { is_negative: magnitude.is_some(), whole, fraction, exponent })
    }
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    is_digits(digits).then_some(())?;
    // One that is too large for an integer is too large for any number.
    let magnitude = digits.parse().unwrap_or(i64::MAX / 2);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

macro_rules! floats {
    ($($kind:ident($value:ty, $expected:literal, $serialize:ident))*) => {$(
        impl Atomic for $kind {
            const EXPECTED: &'static str = $expected;

            fn from_atom(atom: Atom<'_>) -> Result<$value, Misfit> {
                let value = match atom {
                    Atom::Int(value) => value as $value,
                    Atom::Float(value) => value as $value,
                    Atom::Text("NaN") => return Ok(<$value>::NAN),
                    Atom::Text("Infinity") => return Ok(<$value>::INFINITY),
                    Atom::Text("-Infinity") => return Ok(<$value>::NEG_INFINITY),
                    Atom::Text(text) => {
                        Number::parse(text).and_then(|_| text.parse().ok()).ok_or(Misfit::Kind)?
                    }
                    Atom::Bool(_) => return Err(Misfit::Kind),
                };
                if value.is_finite() { Ok(value) } else { Err(Misfit::Range) }
            }

            fn write_atom<S: Serializer>(value: &$value, serializer: S) -> Result<S::Ok, S::Error> {
                if value.is_finite() {
                    serializer.$serialize(*value)
                } else if value.is_nan() {
                    serializer.serialize_str("NaN")
                } else {
                    serializer.serialize_str(if *value > 0.0 { "Infinity" } else { "-Infinity" })
                }
            }
        }
    )*};
}

floats! {
    Float(f32, "a number of 32 bits", serialize_f32)
    Double(f64, "a number of 64 bits", serialize_f64)
}
