//! Times, durations and field masks.

use std::time::{Duration as StdDuration, SystemTime, UNIX_EPOCH};

use mrpc::{Duration, FieldMask, OutOfRange, Timestamp};

use super::expect::{read, refused, rewritten};

fn time(seconds: i64, nanos: i32) -> Timestamp {
    Timestamp { seconds, nanos, ..Timestamp::default() }
}

fn wait(seconds: i64, nanos: i32) -> Duration {
    Duration { seconds, nanos, ..Duration::default() }
}

#[track_caller]
fn same_time(text: &str, seconds: i64, nanos: i32, canonical: &str) {
    let read: Timestamp = read(&format!("\"{text}\""));
    assert_eq!(read, time(seconds, nanos), "{text}");
    assert_eq!(serde_json::to_string(&read).unwrap(), format!("\"{canonical}\""));
}

#[test]
fn b11_times() {
    same_time("1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z");
    same_time("0001-01-01T00:00:00Z", -62_135_596_800, 0, "0001-01-01T00:00:00Z");
    same_time(
        "9999-12-31T23:59:59.999999999Z",
        253_402_300_799,
        999_999_999,
        "9999-12-31T23:59:59.999999999Z",
    );
    same_time("1969-12-31T23:59:59.5Z", -1, 500_000_000, "1969-12-31T23:59:59.500Z");
    same_time("2000-02-29T12:00:00+12:00", 951_782_400, 0, "2000-02-29T00:00:00Z");
    same_time("2000-02-28T16:30:00-07:30", 951_782_400, 0, "2000-02-29T00:00:00Z");
    same_time("1970-01-01T00:00:00-00:00", 0, 0, "1970-01-01T00:00:00Z");
    same_time("0000-12-31T23:00:00-01:00", -62_135_596_800, 0, "0001-01-01T00:00:00Z");
    for (fraction, nanos, canonical) in [
        (".1", 100_000_000, ".100"),
        (".12", 120_000_000, ".120"),
        (".0000", 0, ""),
        (".0001", 100_000, ".000100"),
        (".123456", 123_456_000, ".123456"),
        (".1234567", 123_456_700, ".123456700"),
        (".000000001", 1, ".000000001"),
    ] {
        same_time(
            &format!("1970-01-01T00:00:01{fraction}Z"),
            1,
            nanos,
            &format!("1970-01-01T00:00:01{canonical}Z"),
        );
    }
}

#[test]
fn b11_times_that_are_none() {
    for text in [
        "",
        "Z",
        "1970-01-01",
        "1970-01-01T00:00:00",
        "1970-01-01t00:00:00Z",
        "1970-01-01T00:00:00z",
        "1970-01-01 00:00:00Z",
        " 1970-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z ",
        "1970-1-01T00:00:00Z",
        "+1970-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "1970-00-01T00:00:00Z",
        "1970-13-01T00:00:00Z",
        "1970-02-30T00:00:00Z",
        "1970-01-00T00:00:00Z",
        "1970-01-01T24:00:00Z",
        "1970-01-01T00:60:00Z",
        "1970-01-01T00:00:60Z",
        "1970-01-01T00:00:00.Z",
        "1970-01-01T00:00:00,5Z",
        "1970-01-01T00:00:00.0000000001Z",
        "1970-01-01T00:00:00.5",
        "1970-01-01T00:00:00+1:00",
        "1970-01-01T00:00:00+0100",
        "1970-01-01T00:00:00+24:00",
        "1970-01-01T00:00:00+00:60",
        "1970-01-01T00:00:00+01:00Z",
        "1970-01-01T00:00:00+ö1:00",
        "1970-01-01T00:00:00é",
        "１970-01-01T00:00:00Z",
        "1970-01-01T00:0ü:00Z",
    ] {
        refused(
            &format!("{{\"aTime\":\"{text}\"}}"),
            "`aTime`: expected a time as in 2001-02-03T04:05:06.7Z",
        );
    }
    for text in ["0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"] {
        refused(&format!("{{\"aTime\":\"{text}\"}}"), &format!("`aTime`: \"{text}\" is out of range"));
    }
    refused(r#"{"aTime":0}"#, "`aTime`: expected a time as in 2001-02-03T04:05:06.7Z, found 0");
    for none in [
        time(-62_135_596_801, 0),
        time(253_402_300_800, 0),
        time(0, -1),
        time(0, 1_000_000_000),
        time(i64::MIN, i32::MIN),
    ] {
        let error = serde_json::to_string(&none).unwrap_err().to_string();
        assert!(error.starts_with("a time before the year 1"), "{error}");
    }
}

#[test]
fn b11_times_of_the_system() {
    for (since, seconds, nanos) in [
        (UNIX_EPOCH, 0, 0),
        (UNIX_EPOCH + StdDuration::new(1, 2), 1, 2),
        (UNIX_EPOCH - StdDuration::new(1, 0), -1, 0),
        (UNIX_EPOCH - StdDuration::new(1, 100), -2, 999_999_900),
        (UNIX_EPOCH - StdDuration::new(0, 100), -1, 999_999_900),
    ] {
        assert_eq!(Timestamp::from(since), time(seconds, nanos));
        assert_eq!(SystemTime::try_from(time(seconds, nanos)), Ok(since));
    }
    for none in [time(0, -1), time(0, 1_000_000_000), time(0, i32::MIN), time(0, i32::MAX)] {
        assert_eq!(SystemTime::try_from(none), Err(OutOfRange));
    }
    // Whatever a system does at its ends, it does not panic, and what it takes comes back.
    for seconds in [i64::MIN, i64::MIN + 1, i64::MAX, i64::MAX - 1] {
        for nanos in [0, 999_999_999] {
            if let Ok(system) = SystemTime::try_from(time(seconds, nanos)) {
                assert_eq!(Timestamp::from(system), time(seconds, nanos));
            }
        }
    }
}

#[track_caller]
fn same_wait(text: &str, seconds: i64, nanos: i32, canonical: &str) {
    let read: Duration = read(&format!("\"{text}\""));
    assert_eq!(read, wait(seconds, nanos), "{text}");
    assert_eq!(serde_json::to_string(&read).unwrap(), format!("\"{canonical}\""));
}

#[test]
fn b11_durations() {
    same_wait("0s", 0, 0, "0s");
    same_wait("1.5s", 1, 500_000_000, "1.500s");
    same_wait("-1.5s", -1, -500_000_000, "-1.500s");
    same_wait("-0.000000001s", 0, -1, "-0.000000001s");
    same_wait("0.0001s", 0, 100_000, "0.000100s");
    same_wait("007s", 7, 0, "7s");
    same_wait("-0s", 0, 0, "0s");
    same_wait("315576000000s", 315_576_000_000, 0, "315576000000s");
    same_wait("-315576000000s", -315_576_000_000, 0, "-315576000000s");
    same_wait("315576000000.999999999s", 315_576_000_000, 999_999_999, "315576000000.999999999s");
    same_wait("-315576000000.999999999s", -315_576_000_000, -999_999_999, "-315576000000.999999999s");
    for text in [
        "",
        "s",
        "1",
        "-s",
        "--1s",
        "+1s",
        "1.s",
        ".5s",
        "1.5",
        "1.0000000001s",
        "1e2s",
        "1 s",
        "1S",
        "1.-5s",
        "１s",
        "1ms",
    ] {
        refused(
            &format!("{{\"aWait\":\"{text}\"}}"),
            "`aWait`: expected a duration as in \"1.5s\", found \"",
        );
    }
    for text in ["315576000001s", "-315576000001s", "99999999999999999999s"] {
        refused(&format!("{{\"aWait\":\"{text}\"}}"), &format!("`aWait`: \"{text}\" is out of range"));
    }
    for none in [
        wait(1, -1),
        wait(-1, 1),
        wait(0, 1_000_000_000),
        wait(0, -1_000_000_000),
        wait(315_576_000_001, 0),
        wait(-315_576_000_001, 0),
        wait(i64::MIN, i32::MIN),
        wait(i64::MAX, i32::MAX),
    ] {
        let error = serde_json::to_string(&none).unwrap_err().to_string();
        assert!(error.starts_with("a duration of more than 10,000 years"), "{error}");
    }
    assert_eq!(Duration::from(StdDuration::MAX), wait(i64::MAX, 999_999_999));
    assert_eq!(StdDuration::try_from(wait(1, 2)), Ok(StdDuration::new(1, 2)));
    for none in [wait(-1, 0), wait(0, -1), wait(0, 1_000_000_000), wait(i64::MIN, i32::MIN)] {
        assert_eq!(StdDuration::try_from(none), Err(OutOfRange));
    }
}

#[test]
fn masks_are_paths_that_come_back() {
    rewritten(r#"{"mask":"foo,barBaz.quxX,a1"}"#, r#"{"mask":"foo,barBaz.quxX,a1"}"#);
    let mask = |json: &str| read::<FieldMask>(json).paths;
    assert_eq!(mask(r#""foo,barBaz.quxX,a1""#), ["foo", "bar_baz.qux_x", "a1"]);
    assert_eq!(mask(r#""""#), [""; 0]);
    refused(r#"{"mask":"foo,bar_baz"}"#, "`mask`: \"foo,bar_baz\" is not the paths of fields: its paths are");
    // What could not be written again.
    for empty in [",", "a,", ",a", "a,,b"] {
        let report = format!("`mask`: \"{empty}\" is not the paths of fields: none of its paths is empty");
        refused(&format!("{{\"mask\":\"{empty}\"}}"), &report);
    }
    refused(r#"{"mask":["foo"]}"#, "`mask`: expected the paths of fields, found a list");
    let written = |path: &str| {
        serde_json::to_string(&FieldMask { paths: vec!["a".into(), path.into()], ..FieldMask::default() })
    };
    assert_eq!(written("b_c.d_e").unwrap(), r#""a,bC.dE""#);
    for path in ["fooBar", "foo__bar", "foo_3_bar", "foo_", "foo_.bar", "a,b", ""] {
        let error = written(path).unwrap_err().to_string();
        assert_eq!(error, "`[1]`: a path that would come back as another one", "{path}");
    }
}
