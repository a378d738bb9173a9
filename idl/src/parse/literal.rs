//! What a number or a string means, or what is wrong with it.
//!
//! Pure functions over the text of one token. A mistake names the part of the token it is in, so that the report
//! can point at the one bad digit.

use std::ops::{Range, RangeInclusive};
use std::time::Duration;

use crate::code::Code;
use crate::name;

/// What a number says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Number {
    /// `-5`, `0xff`, `1_000`, `4KiB`
    Int(i128),
    /// `1.5`
    Float(f64),
    /// `50ms`
    Duration(Duration),
    /// `20%`
    Percent(u32),
}

/// What is wrong with a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The rule that is broken.
    pub(super) code: Code,
    /// Where, in bytes of the token.
    pub(super) range: Range<usize>,
    /// What is wrong, for the title.
    pub(super) title: String,
    /// What to write in the place of `range`, where we can guess.
    pub(super) instead: Option<String>,
}

impl Mistake {
    fn new(code: Code, range: Range<usize>, title: impl Into<String>) -> Self {
        Self { code, range, title: title.into(), instead: None }
    }

    fn instead(self, text: impl Into<String>) -> Self {
        Self { instead: Some(text.into()), ..self }
    }
}

/// What a number of ours may be: what `int64` and `uint64` hold.
const INTEGERS: RangeInclusive<i128> = -(1 << 63)..=(1 << 64) - 1;

/// The units of time, in microseconds.
const TIMES: [(&str, u64); 5] =
    [("us", 1), ("ms", 1_000), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000)];

/// The units of size, in bytes.
const SIZES: [(&str, i128); 3] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

/// What people write for a unit, lower case, and what we call it.
const OTHER_UNITS: [(&str, &str); 26] = [
    ("usec", "us"),
    ("µs", "us"),
    ("μs", "us"),
    ("micros", "us"),
    ("msec", "ms"),
    ("millis", "ms"),
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("min", "m"),
    ("mins", "m"),
    ("minute", "m"),
    ("minutes", "m"),
    ("hr", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("k", "KiB"),
    ("kb", "KiB"),
    ("kib", "KiB"),
    ("mb", "MiB"),
    ("mib", "MiB"),
    ("g", "GiB"),
    ("gb", "GiB"),
    ("gib", "GiB"),
    ("percent", "%"),
];

/// Reads a token that begins with a digit, or a minus and a digit.
pub(super) fn number(raw: &str) -> Result<Number, Mistake> {
    let whole = 0..raw.len();
    let digits_at = usize::from(raw.starts_with('-'));
    let unsigned = raw.get(digits_at..).unwrap_or_default();
    let is_negative = digits_at > 0;
    if let Some(hex) = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X")) {
        return hexadecimal(hex, digits_at.saturating_add(2), is_negative, whole);
    }
    let body = unsigned.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(unsigned.len());
    let (digits, tail) = unsigned.split_at_checked(body).unwrap_or((unsigned, ""));
    let tail_at = digits_at.saturating_add(body);
    if tail.starts_with('.') {
        return float(raw, whole);
    }
    let magnitude = plain(digits).filter(|value| INTEGERS.contains(value));
    if tail.is_empty() {
        let value = magnitude.and_then(|value| signed(value, is_negative));
        return value.map(Number::Int).ok_or_else(|| too_large(whole, "a number has at most 64 bits"));
    }
    let magnitude = magnitude.ok_or_else(|| too_large(whole.clone(), "a number has at most 64 bits"))?;
    with_unit(magnitude, tail, tail_at, is_negative, whole)
}

fn too_large(range: Range<usize>, why: &str) -> Mistake {
    Mistake::new(Code::E0008, range, format!("number too large: {why}"))
}

/// Decimal digits and underscores; `None` where they go past any number of ours.
fn plain(digits: &str) -> Option<i128> {
    let value = |sum: i128, digit: char| sum.checked_mul(10)?.checked_add(i128::from(digit.to_digit(10)?));
    digits.chars().filter(|&c| c != '_').try_fold(0, value)
}

fn hexadecimal(digits: &str, at: usize, is_negative: bool, whole: Range<usize>) -> Result<Number, Mistake> {
    let is_part = |c: char| c.is_ascii_hexdigit() || c == '_';
    if let Some((bad, c)) = digits.char_indices().find(|&(_, c)| !is_part(c)) {
        let bad = at.saturating_add(bad);
        let range = bad..bad.saturating_add(c.len_utf8());
        return Err(Mistake::new(Code::E0008, range, format!("`{c}` is not a hexadecimal digit")));
    }
    if !digits.contains(|c: char| c.is_ascii_hexdigit()) {
        return Err(Mistake::new(Code::E0008, whole, "hexadecimal number without digits"));
    }
    let value = |sum: i128, digit: char| sum.checked_mul(16)?.checked_add(i128::from(digit.to_digit(16)?));
    let magnitude = digits.chars().filter(|&c| c != '_').try_fold(0, value);
    let value = magnitude.and_then(|value| signed(value, is_negative));
    value.map(Number::Int).ok_or_else(|| too_large(whole, "a number has at most 64 bits"))
}

/// The value with its sign, if it is a number of ours.
fn signed(magnitude: i128, is_negative: bool) -> Option<i128> {
    let value = if is_negative { magnitude.checked_neg()? } else { magnitude };
    INTEGERS.contains(&value).then_some(value)
}

fn float(raw: &str, whole: Range<usize>) -> Result<Number, Mistake> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | 'e' | 'E' | '+' | '-');
    if let Some(unit_at) = raw.find(|c| !is_part(c)) {
        let unit = raw.get(unit_at..).unwrap_or_default();
        let is_unit = is_unit(unit);
        let title = if is_unit {
            format!("fraction of a unit: write a whole number of a unit smaller than `{unit}`")
        } else {
            format!("`{unit}` does not belong in a number")
        };
        let range = if is_unit { whole } else { unit_at..raw.len() };
        return Err(Mistake::new(Code::E0008, range, title));
    }
    let digits: String = raw.chars().filter(|&c| c != '_').collect();
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Number::Float(value)),
        Ok(_) => Err(too_large(whole, "a fraction has at most 64 bits")),
        Err(_) => Err(Mistake::new(Code::E0008, whole, "malformed number")),
    }
}

fn is_unit(text: &str) -> bool {
    text == "%" || TIMES.iter().any(|(unit, _)| *unit == text) || SIZES.iter().any(|(unit, _)| *unit == text)
}

fn with_unit(
    magnitude: i128,
    unit: &str,
    at: usize,
    is_negative: bool,
    whole: Range<usize>,
) -> Result<Number, Mistake> {
    if is_unit(unit) && is_negative {
        return Err(Mistake::new(
            Code::E0008,
            whole,
            format!("a number with the unit `{unit}` is never negative"),
        ));
    }
    if let Some((_, micros)) = TIMES.iter().find(|(name, _)| *name == unit) {
        let micros = u64::try_from(magnitude).ok().and_then(|count| count.checked_mul(*micros));
        return micros
            .map(|micros| Number::Duration(Duration::from_micros(micros)))
            .ok_or_else(|| too_large(whole, "a duration has at most 64 bits of microseconds"));
    }
    if let Some((_, bytes)) = SIZES.iter().find(|(name, _)| *name == unit) {
        let size = magnitude.checked_mul(*bytes).filter(|size| INTEGERS.contains(size));
        return size.map(Number::Int).ok_or_else(|| too_large(whole, "a size has at most 64 bits"));
    }
    if unit == "%" {
        let percent = u32::try_from(magnitude);
        return percent
            .map(Number::Percent)
            .map_err(|_| too_large(whole, "a percentage has at most 32 bits"));
    }
    Err(bad_unit(unit, at))
}

fn bad_unit(unit: &str, at: usize) -> Mistake {
    let range = at..at.saturating_add(unit.len());
    let mistake = Mistake::new(Code::E0008, range.clone(), format!("`{unit}` is not a unit"));
    let lower = unit.to_lowercase();
    if let Some((_, ours)) = OTHER_UNITS.iter().find(|(theirs, _)| *theirs == lower) {
        return mistake.instead(*ours);
    }
    if let Some(exponent) = lower.strip_prefix('e').filter(|rest| plain(rest).is_some() && !rest.is_empty()) {
        let title = "a number with an exponent needs a point";
        return Mistake::new(Code::E0008, range, title).instead(format!(".0e{exponent}"));
    }
    let units = TIMES.iter().map(|(unit, _)| *unit).chain(SIZES.iter().map(|(unit, _)| *unit));
    match name::nearest(unit, units.filter(|unit| unit.len() > 1)) {
        Some(ours) if unit.len() > 1 => mistake.instead(ours),
        _ => mistake,
    }
}

/// What a quoted string stands for, and all that is wrong with it.
pub(super) fn string(raw: &str) -> (String, Vec<Mistake>) {
    let mut value = String::with_capacity(raw.len());
    let mut mistakes = Vec::new();
    for piece in pieces(raw) {
        match piece.meaning {
            Ok(c) => value.push(c),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    (value, mistakes)
}

/// Where in `raw`, a string with its quotes, the byte `value_index` of its value is written. This is how a report
/// points into a pattern. What lies past the end of the value lies at the closing quote.
#[must_use]
pub fn offset_in_source(raw: &str, value_index: usize) -> usize {
    let mut length = 0_usize;
    for piece in pieces(raw) {
        length = length.saturating_add(piece.meaning.map_or(0, char::len_utf8));
        if length > value_index {
            return piece.range.start;
        }
    }
    raw.len().saturating_sub(1)
}

/// One character of a string, as it is written.
struct Piece {
    range: Range<usize>,
    meaning: Result<char, Mistake>,
}

/// The characters between the quotes.
fn pieces(raw: &str) -> impl Iterator<Item = Piece> {
    let end = if raw.len() > 1 && raw.ends_with('"') { raw.len().saturating_sub(1) } else { raw.len() };
    let mut at = usize::from(raw.starts_with('"'));
    std::iter::from_fn(move || {
        let rest = raw.get(at..end)?;
        let c = rest.chars().next()?;
        let (length, meaning) = if c == '\\' { escape(rest, at) } else { (c.len_utf8(), Ok(c)) };
        let range = at..at.saturating_add(length);
        at = range.end;
        Some(Piece { range, meaning })
    })
}

/// The length and the meaning of the escape that `rest` begins with.
fn escape(rest: &str, at: usize) -> (usize, Result<char, Mistake>) {
    let Some(kind) = rest.chars().nth(1) else {
        return (1, Err(Mistake::new(Code::E0006, at..at.saturating_add(1), "escape without a letter")));
    };
    let meaning = match kind {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        '\\' => '\\',
        '"' => '"',
        'u' => return unicode(rest, at),
        other => {
            let length = other.len_utf8().saturating_add(1);
            let range = at..at.saturating_add(length);
            let mistake = Mistake::new(Code::E0006, range, format!("unknown escape `\\{other}`"));
            return (length, Err(mistake.instead(format!("\\\\{other}"))));
        }
    };
    (2, Ok(meaning))
}

/// The escape `\u{1F600}`.
fn unicode(rest: &str, at: usize) -> (usize, Result<char, Mistake>) {
    let digits = rest.get(2..).and_then(|text| text.strip_prefix('{'));
    let Some((digits, _)) = digits.and_then(|text| text.split_once('}')) else {
        let mistake =
            Mistake::new(Code::E0006, at..at.saturating_add(2), "malformed escape: write `\\u{1F600}`");
        return (2, Err(mistake));
    };
    let length = digits.len().saturating_add("\\u{}".len());
    let range = at..at.saturating_add(length);
    let is_hex = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex);
    let meaning = match number.map(char::from_u32) {
        Some(Some(c)) => Ok(c),
        _ if is_hex => Err(Mistake::new(Code::E0006, range, format!("U+{digits} is not a character"))),
        _ => Err(Mistake::new(Code::E0006, range, "malformed escape: write `\\u{1F600}`")),
    };
    (length, meaning)
}
