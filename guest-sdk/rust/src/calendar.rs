//! Days, times of day, and points in time.

use std::fmt;
use std::str::FromStr;

pub use crate::bindings::aludel::sql::types::{Date, DateTime, Interval, Time};

/// A point in time, in UTC: what PostgreSQL's `timestamptz` and MySQL's `TIMESTAMP` hold.
///
/// Text without a zone is read as UTC, because that is what `CURRENT_TIMESTAMP` gives on SQLite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UtcDateTime(pub DateTime);

/// The text is no date, time or timestamp of ISO 8601.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseCalendarError {
    text: String,
    expected: &'static str,
}

impl Date {
    /// A day; month and day count from 1.
    pub const fn new(year: i32, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }
}

impl Time {
    /// A time of day in whole seconds.
    pub const fn new(hour: u8, minute: u8, second: u8) -> Self {
        Self { hour, minute, second, nanosecond: 0 }
    }
}

impl DateTime {
    /// A time on a day.
    pub const fn new(date: Date, time: Time) -> Self {
        Self { date, time }
    }
}

impl FromStr for Date {
    type Err = ParseCalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_date(text).ok_or_else(|| ParseCalendarError::new(text, "a date such as 2026-11-22"))
    }
}

impl FromStr for Time {
    type Err = ParseCalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_time(text).ok_or_else(|| ParseCalendarError::new(text, "a time such as 09:30:00"))
    }
}

impl FromStr for DateTime {
    type Err = ParseCalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_date_time(text).ok_or_else(|| ParseCalendarError::new(text, "a timestamp such as 2026-11-22 09:30:00"))
    }
}

impl FromStr for UtcDateTime {
    type Err = ParseCalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let zoneless = ["Z", "+00:00", "+00"].iter().find_map(|zone| text.strip_suffix(zone)).unwrap_or(text);
        let expected = "a timestamp in UTC such as 2026-11-22T09:30:00Z";
        parse_date_time(zoneless).map(Self).ok_or_else(|| ParseCalendarError::new(text, expected))
    }
}

fn parse_date(text: &str) -> Option<Date> {
    let (rest, day) = text.rsplit_once('-')?;
    let (year, month) = rest.rsplit_once('-')?;
    let date = Date { year: year.parse().ok()?, month: two_digits(month)?, day: two_digits(day)? };
    let whole_year = year.trim_start_matches('-').len() >= 4 && !year.starts_with('+');
    (whole_year && (1..=12).contains(&date.month) && (1..=days_in_month(date)).contains(&date.day)).then_some(date)
}

fn days_in_month(date: Date) -> u8 {
    let leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    match date.month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn parse_time(text: &str) -> Option<Time> {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let seconds = parts.next().unwrap_or("00");
    let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let (second, nanosecond) = (two_digits(second)?, nanoseconds(fraction)?);
    (hour < 24 && minute < 60 && second <= 60).then_some(Time { hour, minute, second, nanosecond })
}

fn parse_date_time(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once(['T', ' '])?;
    Some(DateTime { date: parse_date(date)?, time: parse_time(time)? })
}

fn two_digits(text: &str) -> Option<u8> {
    if text.len() == 2 && is_digits(text) { text.parse().ok() } else { None }
}

/// Reads the digits after the point, of which there are at most nine.
fn nanoseconds(fraction: &str) -> Option<u32> {
    if fraction.is_empty() || fraction.len() > 9 || !is_digits(fraction) {
        return None;
    }
    format!("{fraction:0<9}").parse().ok()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// As ISO 8601 writes it: `2026-11-22`.
impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(out, "{sign}{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}

/// As ISO 8601 writes it, with as many decimals as needed: `09:30:00.25`.
impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        if self.nanosecond == 0 {
            return Ok(());
        }
        write!(out, ".{}", format!("{:09}", self.nanosecond).trim_end_matches('0'))
    }
}

/// As databases write it: `2026-11-22 09:30:00`.
impl fmt::Display for DateTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.date, self.time)
    }
}

/// As RFC 3339 writes it: `2026-11-22T09:30:00Z`.
impl fmt::Display for UtcDateTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}T{}Z", self.0.date, self.0.time)
    }
}

impl ParseCalendarError {
    fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.to_owned(), expected }
    }
}

impl fmt::Display for ParseCalendarError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not {}", self.text, self.expected)
    }
}

impl std::error::Error for ParseCalendarError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        for text in ["2026-11-22", "0001-01-01", "-0044-03-15", "2024-02-29"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()), Ok(text.to_owned()));
        }
        for text in ["00:00:00", "23:59:60", "09:30:00.25", "09:30:00.000000001"] {
            assert_eq!(text.parse::<Time>().map(|time| time.to_string()), Ok(text.to_owned()));
        }
        let text = "2026-11-22 09:30:00.5";
        assert_eq!(text.parse::<DateTime>().map(|timestamp| timestamp.to_string()), Ok(text.to_owned()));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "26-01-01", "2026-1-1", "", "now"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        for text in ["24:00:00", "12:60:00", "12:00:61", "1:00:00", "12", "12:00:00.", "12:00:00.1234567890"] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
    }

    #[test]
    fn points_in_time_are_in_utc() {
        let point = UtcDateTime(DateTime::new(Date::new(2026, 11, 22), Time::new(9, 30, 0)));
        for text in
            ["2026-11-22T09:30:00Z", "2026-11-22 09:30:00+00:00", "2026-11-22 09:30:00+00", "2026-11-22 09:30:00"]
        {
            assert_eq!(text.parse(), Ok(point), "{text}");
        }
        assert!("2026-11-22T09:30:00+01:00".parse::<UtcDateTime>().is_err());
        assert_eq!(point.to_string(), "2026-11-22T09:30:00Z");
    }

    #[test]
    fn a_refusal_says_what_was_expected() {
        let error = "tomorrow".parse::<Date>().expect_err("no date");
        assert_eq!(error.to_string(), "`tomorrow` is not a date such as 2026-11-22");
    }
}
