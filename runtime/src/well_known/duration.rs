//! `google.protobuf.Duration`

use std::fmt;

use serde::{Deserializer, Serializer};

use crate::codec::{DecodeError, Fields, Int32, Int64, Reader, Seen, UnknownFields, Writer};
use crate::json::{Atom, Cx, Found, Misfit, Shape, Whole, read_atom};

use super::fraction::{self, Fraction, OutOfRange, SECOND, all_digits};

/// A span of time, as seconds and nanoseconds. Unlike [`std::time::Duration`] it can be negative; then both are.
///
/// ```
/// use mrpc::Duration;
///
/// let wait = Duration::from(std::time::Duration::from_millis(1_500));
/// assert_eq!((wait.seconds, wait.nanos), (1, 500_000_000));
/// assert_eq!(std::time::Duration::try_from(wait.clone())?.as_millis(), 1_500);
/// assert_eq!(serde_json::to_string(&wait)?, "\"1.500s\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration {
    /// Seconds.
    pub seconds: i64,
    /// Nanoseconds beside these, from -999,999,999 to 999,999,999, with the same sign.
    pub nanos: i32,
    /// Fields that are not known here.
    #[doc(hidden)]
    pub unknown_fields: UnknownFields,
}

impl From<std::time::Duration> for Duration {
    /// What is longer than 292 billion years becomes that long.
    fn from(duration: std::time::Duration) -> Self {
        Self {
            seconds: i64::try_from(duration.as_secs()).unwrap_or(i64::MAX),
            nanos: duration.subsec_nanos() as i32,
            unknown_fields: UnknownFields::new(),
        }
    }
}

impl TryFrom<Duration> for std::time::Duration {
    type Error = OutOfRange;

    fn try_from(duration: Duration) -> Result<Self, OutOfRange> {
        let seconds = u64::try_from(duration.seconds).map_err(|_| OutOfRange)?;
        let nanos = u32::try_from(duration.nanos).map_err(|_| OutOfRange)?;
        if duration.nanos < SECOND { Ok(Self::new(seconds, nanos)) } else { Err(OutOfRange) }
    }
}

impl Fields for Duration {
    const NAME: &'static str = "google.protobuf.Duration";
    const FIELDS: &'static [(u32, &'static str)] = &[(1, "seconds"), (2, "nanos")];
    const REQUIRED: &'static [&'static str] = &[];
    const JSON: Option<Whole<Self>> = Some(Whole::new());
    type Seen = Seen<0>;

    fn write(&self, w: &mut Writer<'_>) {
        w.set::<Int64>(8, &self.seconds);
        w.set::<Int32>(16, &self.nanos);
        w.unknown(&self.unknown_fields);
    }

    #[inline]
    fn field(&mut self, tag: u32, r: &mut Reader<'_>, _seen: &mut Self::Seen) -> Result<bool, DecodeError> {
        match tag {
            8 => r.set::<Int64>(&mut self.seconds),
            16 => r.set::<Int32>(&mut self.nanos),
            _ => Ok(false),
        }
    }

    fn unknown_fields(&mut self) -> Option<&mut UnknownFields> {
        Some(&mut self.unknown_fields)
    }
}

impl Shape for Duration {
    const IS_OBJECT: bool = false;

    fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        match Text::of(self) {
            Some(text) => serializer.collect_str(&text),
            None => Err(cx.unwritable(
                "a duration of more than 10,000 years, or with nanoseconds out of range or of another sign",
            )),
        }
    }

    fn read_shape<'de, D: Deserializer<'de>>(
        &mut self,
        cx: &Cx<'_>,
        deserializer: D,
    ) -> Result<Found, D::Error> {
        let set = |(seconds, nanos)| {
            self.seconds = seconds;
            self.nanos = nanos;
        };
        read_atom(cx, deserializer, "a duration as in \"1.5s\"", None, set, |atom| match atom {
            Atom::Text(text) => parse(text),
            _ => Err(Misfit::Kind),
        })
    }
}

/// 10,000 years. A fraction of a second may come on top.
const SECONDS_MAX: u64 = 315_576_000_000;

/// A duration that there is text for.
struct Text {
    is_negative: bool,
    seconds: u64,
    nanos: u32,
}

impl Text {
    fn of(duration: &Duration) -> Option<Self> {
        let Duration { seconds, nanos, .. } = *duration;
        let is_of_one_sign = seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0);
        let text = Self {
            is_negative: seconds < 0 || nanos < 0,
            seconds: seconds.unsigned_abs(),
            nanos: nanos.unsigned_abs(),
        };
        (is_of_one_sign && text.is_in_range()).then_some(text)
    }

    fn is_in_range(&self) -> bool {
        self.seconds <= SECONDS_MAX && self.nanos < SECOND.unsigned_abs()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative { "-" } else { "" };
        write!(f, "{sign}{}{}s", self.seconds, Fraction(self.nanos))
    }
}

fn parse(text: &str) -> Result<(i64, i32), Misfit> {
    let magnitude = text.strip_prefix('-');
    let sign = if magnitude.is_some() { -1_i32 } else { 1 };
    let number = magnitude.unwrap_or(text).strip_suffix('s').ok_or(Misfit::Kind)?;
    let (whole, nanos) = match number.split_once('.') {
        Some((whole, digits)) => (whole, fraction::parse(digits).ok_or(Misfit::Kind)?),
        None => (number, 0),
    };
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Misfit::Kind);
    }
    let seconds = all_digits(whole).ok_or(Misfit::Range)?;
    let is_negative = sign < 0;
    let text = Text { is_negative, seconds: seconds.unsigned_abs(), nanos: nanos.unsigned_abs() };
    if text.is_in_range() { Ok((i64::from(sign) * seconds, sign * nanos)) } else { Err(Misfit::Range) }
}
