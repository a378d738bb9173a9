//! `google.protobuf.Timestamp`

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserializer, Serializer};

use crate::codec::{DecodeError, Fields, Int32, Int64, Reader, Seen, UnknownFields, Writer};
use crate::json::{Atom, Cx, Found, Misfit, Shape, Whole, read_atom};

use super::calendar;
use super::fraction::{self, Fraction, OutOfRange, SECOND, all_digits};

/// A point in time, as seconds and nanoseconds since 1970 in UTC. The nanoseconds count forward, before 1970 as
/// well.
///
/// ```
/// use std::time::{Duration, SystemTime, UNIX_EPOCH};
/// use mrpc::Timestamp;
///
/// let time = Timestamp::from(UNIX_EPOCH + Duration::from_millis(1_500));
/// assert_eq!((time.seconds, time.nanos), (1, 500_000_000));
/// assert_eq!(SystemTime::try_from(time.clone())?, UNIX_EPOCH + Duration::from_millis(1_500));
/// assert_eq!(serde_json::to_string(&time)?, "\"1970-01-01T00:00:01.500Z\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp {
    /// Seconds since 1970; negative before.
    pub seconds: i64,
    /// Nanoseconds behind these, from 0 to 999,999,999.
    pub nanos: i32,
    /// Fields that are not known here.
    #[doc(hidden)]
    pub unknown_fields: UnknownFields,
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        // No system has times so far away that their seconds do not fit.
        let (seconds, nanos) = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => (0_i64.saturating_add_unsigned(after.as_secs()), after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                let seconds = 0_i64.saturating_sub_unsigned(before.as_secs());
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanos => (seconds.saturating_sub(1), SECOND.unsigned_abs() - nanos),
                }
            }
        };
        let nanos = nanos as i32;
        Self { seconds, nanos, unknown_fields: UnknownFields::new() }
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = OutOfRange;

    fn try_from(time: Timestamp) -> Result<Self, OutOfRange> {
        let nanos = u32::try_from(time.nanos).ok().filter(|_| time.nanos < SECOND).ok_or(OutOfRange)?;
        let seconds = Duration::from_secs(time.seconds.unsigned_abs());
        let whole = match time.seconds {
            0.. => UNIX_EPOCH.checked_add(seconds),
            _ => UNIX_EPOCH.checked_sub(seconds),
        };
        whole.and_then(|time| time.checked_add(Duration::from_nanos(nanos.into()))).ok_or(OutOfRange)
    }
}

impl Fields for Timestamp {
    const NAME: &'static str = "google.protobuf.Timestamp";
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

impl Shape for Timestamp {
    const IS_OBJECT: bool = false;

    fn write_shape<S: Serializer>(&self, cx: &Cx<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        match Text::of(self) {
            Some(text) => serializer.collect_str(&text),
            None => {
                Err(cx.unwritable("a time before the year 1 or after 9999, or with nanoseconds out of range"))
            }
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
        read_atom(cx, deserializer, "a time as in 2001-02-03T04:05:06.7Z", None, set, |atom| match atom {
            Atom::Text(text) => {
                let (seconds, nanos) = parse(text).ok_or(Misfit::Kind)?;
                if SECONDS.contains(&seconds) { Ok((seconds, nanos)) } else { Err(Misfit::Range) }
            }
            _ => Err(Misfit::Kind),
        })
    }
}

/// From the beginning of the year 1 to the end of 9999.
const SECONDS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

const DAY: i64 = 86_400;

/// A time that there is text for.
struct Text {
    date: (i64, i64, i64),
    second_of_day: i64,
    nanos: u32,
}

impl Text {
    fn of(time: &Timestamp) -> Option<Self> {
        if !SECONDS.contains(&time.seconds) || time.nanos >= SECOND {
            return None;
        }
        Some(Self {
            date: calendar::date(time.seconds.div_euclid(DAY)),
            second_of_day: time.seconds.rem_euclid(DAY),
            nanos: u32::try_from(time.nanos).ok()?,
        })
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date;
        let (minutes, second) = (self.second_of_day / 60, self.second_of_day % 60);
        let (hour, minute) = (minutes / 60, minutes % 60);
        let fraction = Fraction(self.nanos);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
    }
}

/// Seconds and nanoseconds of a time as RFC 3339 writes it, with its `T` and `Z` in capitals.
fn parse(text: &str) -> Option<(i64, i32)> {
    const PATTERN: &[u8; 19] = b"dddd-dd-ddTdd:dd:dd";
    let (head, tail) = text.split_at_checked(PATTERN.len())?;
    let fits = head.bytes().zip(PATTERN).all(|(byte, pattern)| match pattern {
        b'd' => byte.is_ascii_digit(),
        other => byte == *other,
    });
    fits.then_some(())?;
    let number = |from, to| head.get(from..to).and_then(all_digits);
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    // A minute has 60 seconds here: protobuf spreads those that are put in over the day.
    (calendar::exists(year, month, day) && hour < 24 && minute < 60 && second < 60).then_some(())?;
    let (nanos, zone) = match tail.strip_prefix('.') {
        Some(tail) => {
            let digits = tail.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits > 0)?;
            (fraction::parse(&tail[..digits])?, &tail[digits..])
        }
        None => (0, tail),
    };
    let seconds = calendar::days(year, month, day) * DAY + (hour * 60 + minute) * 60 + second;
    Some((seconds - offset(zone)?, nanos))
}

/// How many seconds a zone is ahead: `Z`, `+01:00`, `-08:30`.
fn offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':').filter(|(h, m)| h.len() == 2 && m.len() == 2)?;
    let (hours, minutes) = (all_digits(hours)?, all_digits(minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}
