//! Days and dates, in the calendar that is used today, as if it had always been.

const DAYS_PER_ERA: i64 = 146_097;

/// The days from 1970-01-01 to the first of March of the year 0: a year begins in March here, so that the day
/// that some years have more is their last.
const DAYS_TO_MARCH_OF_0: i64 = -719_468;

/// The days from 1970-01-01 to a date.
pub(super) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_PER_ERA + day_of_era + DAYS_TO_MARCH_OF_0
}

/// The year, month and day that are `days` from 1970-01-01.
pub(super) fn date(days: i64) -> (i64, i64, i64) {
    let days = days - DAYS_TO_MARCH_OF_0;
    let era = days.div_euclid(DAYS_PER_ERA);
    let day_of_era = days.rem_euclid(DAYS_PER_ERA);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// Whether there is such a date.
pub(super) fn exists(year: i64, month: i64, day: i64) -> bool {
    (1..=12).contains(&month) && day >= 1 && date(days(year, month, day)) == (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        let first = days(0, 1, 1);
        let mut expected = (0, 1, 1);
        for day in first..=days(2400, 12, 31) {
            assert_eq!(date(day), expected);
            assert_eq!(days(expected.0, expected.1, expected.2), day);
            expected = after(expected);
        }
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(2000, 3, 1), 11_017);
    }

    fn after((year, month, day): (i64, i64, i64)) -> (i64, i64, i64) {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        match (month, day) {
            (12, 31) => (year + 1, 1, 1),
            (_, day) if day == last => (year, month + 1, 1),
            _ => (year, month, day + 1),
        }
    }

    #[test]
    fn only_dates_exist() {
        assert!(exists(2000, 2, 29) && exists(2024, 2, 29) && exists(2023, 12, 31));
        assert!(!exists(1900, 2, 29) && !exists(2023, 2, 29) && !exists(2023, 4, 31));
        assert!(!exists(2023, 0, 1) && !exists(2023, 13, 1) && !exists(2023, 1, 0) && !exists(2023, 1, 32));
    }
}
