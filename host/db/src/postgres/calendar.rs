//! Days and times as `PostgreSQL` counts and writes them.

use std::fmt::Write as _;

use aludel_sql::{Date, DateTime, Interval, Time};

/// Days from 0000-03-01 to 2000-01-01, where the server's count starts.
const EPOCH_DAYS: i64 = 730_425;
const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

/// The days since 2000-01-01; none for a day that no calendar has.
pub(super) fn days(date: Date) -> Option<i64> {
    if date.day == 0 || !(1..=12).contains(&date.month) || date.day > month_length(date) {
        return None;
    }
    // Years that start in March, so that the leap day is the last (Howard Hinnant, "chrono-Compatible Low-Level Date
    // Algorithms").
    let year = i64::from(date.year) - i64::from(date.month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = (i64::from(date.month) + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + i64::from(date.day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - EPOCH_DAYS)
}

/// The day that is so many days after 2000-01-01; none beyond the years of [`Date`].
pub(super) fn date(days: i64) -> Option<Date> {
    let days = days.checked_add(EPOCH_DAYS)?;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(Date { year: i32::try_from(year).ok()?, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
}

fn month_length(date: Date) -> u8 {
    let is_leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    match date.month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Microseconds since midnight; none for a time that is not on the clock.
pub(super) fn microseconds(time: Time) -> Option<i64> {
    if time.minute > 59 || time.second > 59 || time.nanosecond > 999_999_999 {
        return None;
    }
    let seconds = (i64::from(time.hour) * 60 + i64::from(time.minute)) * 60 + i64::from(time.second);
    // The server rounds what it reads to microseconds; so do we.
    let microseconds = seconds * 1_000_000 + i64::from((time.nanosecond + 500) / 1000);
    (microseconds <= MICROSECONDS_A_DAY).then_some(microseconds)
}

/// Microseconds since the start of 2000.
pub(super) fn timestamp_microseconds(timestamp: DateTime) -> Option<i64> {
    let days = days(timestamp.date)?;
    let time = microseconds(timestamp.time)?;
    days.checked_mul(MICROSECONDS_A_DAY)?.checked_add(time)
}

/// The point so many seconds earlier, for bringing an offset to UTC.
pub(super) fn earlier_by_seconds(timestamp: DateTime, seconds: i64) -> Option<DateTime> {
    let total = timestamp_microseconds(timestamp)? - seconds * 1_000_000;
    let of_day = total.rem_euclid(MICROSECONDS_A_DAY);
    let date = date(total.div_euclid(MICROSECONDS_A_DAY))?;
    let part = |unit: i64, count: i64| u8::try_from(of_day / unit % count).ok();
    let time = Time {
        hour: part(3_600_000_000, 24)?,
        minute: part(60_000_000, 60)?,
        second: part(1_000_000, 60)?,
        nanosecond: timestamp.time.nanosecond,
    };
    Some(DateTime { date, time })
}

/// The day as the server reads it, without its era.
fn write_day(date: Date, out: &mut String) {
    let year = if date.year > 0 { i64::from(date.year) } else { 1 - i64::from(date.year) };
    let _ = write!(out, "{year:04}-{:02}-{:02}", date.month, date.day);
}

fn write_era(date: Date, out: &mut String) {
    if date.year <= 0 {
        out.push_str(" BC");
    }
}

pub(super) fn write_date(date: Date, out: &mut String) {
    write_day(date, out);
    write_era(date, out);
}

pub(super) fn write_time(time: Time, out: &mut String) {
    let _ = write!(out, "{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
    if time.nanosecond > 0 {
        let fraction = format!("{:09}", time.nanosecond);
        let _ = write!(out, ".{}", fraction.trim_end_matches('0'));
    }
}

/// `zone` is `+00` for a point in time, empty for one on the wall clock.
pub(super) fn write_timestamp(timestamp: DateTime, zone: &str, out: &mut String) {
    write_day(timestamp.date, out);
    out.push(' ');
    write_time(timestamp.time, out);
    out.push_str(zone);
    write_era(timestamp.date, out);
}

/// The form that every `intervalstyle` reads: `1 mons -2 days -00:00:03.5`.
pub(super) fn write_interval(interval: Interval, out: &mut String) {
    let rest = interval.microseconds.unsigned_abs();
    let sign = if interval.microseconds < 0 { "-" } else { "" };
    let (hours, minutes, seconds) = (rest / 3_600_000_000, rest / 60_000_000 % 60, rest / 1_000_000 % 60);
    let _ = write!(out, "{} mons {} days {sign}{hours:02}:{minutes:02}:{seconds:02}", interval.months, interval.days);
    if !rest.is_multiple_of(1_000_000) {
        let _ = write!(out, ".{:06}", rest % 1_000_000);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_the_first_of_2000() {
        let counted = |year, month, day| days(Date { year, month, day });
        assert_eq!(counted(2000, 1, 1), Some(0));
        assert_eq!(counted(1999, 12, 31), Some(-1));
        assert_eq!(counted(2024, 2, 29), Some(8825));
        assert_eq!(counted(2023, 2, 29), None);
        assert_eq!(counted(-4712, 1, 1), Some(-2_451_507));
    }

    #[test]
    fn every_day_comes_back() {
        for day in (-2_500_000..3_000_000).step_by(97) {
            assert_eq!(date(day).and_then(days), Some(day));
        }
    }

    #[test]
    fn texts_are_those_of_the_server() {
        let time = Time { hour: 23, minute: 59, second: 59, nanosecond: 120_000 };
        let mut text = String::new();
        write_timestamp(DateTime { date: Date { year: -43, month: 3, day: 15 }, time }, "+00", &mut text);
        assert_eq!(text, "0044-03-15 23:59:59.00012+00 BC");
        text.clear();
        write_interval(Interval { months: -1, days: 2, microseconds: -1_500_000 }, &mut text);
        assert_eq!(text, "-1 mons 2 days -00:00:01.500000");
    }
}
