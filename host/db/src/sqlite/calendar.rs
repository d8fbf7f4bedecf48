//! Which calendar values `SQLite`'s own date functions can read back.

use aludel_sql::{Date, DateTime, Time};

const MONTH_DAYS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Whether it is a day of the years 0 to 9999.
pub(super) fn is_day(date: Date) -> bool {
    let month = usize::from(date.month).checked_sub(1).and_then(|index| MONTH_DAYS.get(index));
    let is_leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    let days = month.map_or(0, |days| days + u8::from(date.month == 2 && is_leap));
    (0..=9999).contains(&date.year) && (1..=days).contains(&date.day)
}

/// Whether it is a time of day; `24:00:00` and leap seconds are.
pub(super) fn is_time(time: Time) -> bool {
    time.hour <= 24 && time.minute <= 59 && time.second <= 60 && time.nanosecond <= 999_999_999
}

pub(super) fn is_moment(moment: DateTime) -> bool {
    is_day(moment.date) && is_time(moment.time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_are_none_are_found() {
        let is_day = |year, month, day| is_day(Date { year, month, day });
        assert!(is_day(2024, 2, 29) && is_day(0, 1, 1) && is_day(9_999, 12, 31));
        for (year, month, day) in
            [(2023, 2, 29), (1900, 2, 29), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0), (10_000, 1, 1), (-1, 1, 1)]
        {
            assert!(!is_day(year, month, day), "{year}-{month}-{day}");
        }
    }

    #[test]
    fn times_that_are_none_are_found() {
        let is_time = |hour, minute, second, nanosecond| is_time(Time { hour, minute, second, nanosecond });
        assert!(is_time(24, 0, 0, 0) && is_time(23, 59, 60, 999_999_999));
        assert!(
            !is_time(25, 0, 0, 0) && !is_time(0, 60, 0, 0) && !is_time(0, 0, 61, 0) && !is_time(0, 0, 0, 1_000_000_000)
        );
    }
}
