//! Calendar values as `SQLite`'s own date functions read and write them: ISO 8601.

use aludel_sql::{Date, DateTime, Interval, Time, Uuid};

const MONTH_DAYS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MICROSECONDS_PER_SECOND: u64 = 1_000_000;

/// `2026-11-22`. None outside the years 0 to 9999, which the functions cannot read, and for a day that is none.
pub(super) fn date(date: Date) -> Option<String> {
    let days = *MONTH_DAYS.get(usize::from(date.month).checked_sub(1)?)?;
    let is_leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    let days = days + u8::from(date.month == 2 && is_leap);
    let is_valid = (0..=9999).contains(&date.year) && (1..=days).contains(&date.day);
    is_valid.then(|| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}

/// `14:03:05`, with as many of nine decimals as it needs.
pub(super) fn time(time: Time) -> Option<String> {
    let is_valid = time.hour <= 24 && time.minute <= 59 && time.second <= 60 && time.nanosecond <= 999_999_999;
    is_valid.then(|| {
        let whole = format!("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
        whole + &fraction(&format!("{:09}", time.nanosecond))
    })
}

fn fraction(digits: &str) -> String {
    match digits.trim_end_matches('0') {
        "" => String::new(),
        digits => format!(".{digits}"),
    }
}

/// `2026-11-22 14:03:05`.
pub(super) fn timestamp(timestamp: DateTime) -> Option<String> {
    Some(format!("{} {}", date(timestamp.date)?, time(timestamp.time)?))
}

/// `2026-11-22 14:03:05+00:00`.
pub(super) fn timestamp_utc(timestamp_utc: DateTime) -> Option<String> {
    Some(timestamp(timestamp_utc)? + "+00:00")
}

/// `P14M-3DT5.5S`: months, days and seconds, which are never carried into each other.
pub(super) fn interval(interval: Interval) -> String {
    let sign = if interval.microseconds < 0 { "-" } else { "" };
    let microseconds = interval.microseconds.unsigned_abs();
    let seconds = microseconds / MICROSECONDS_PER_SECOND;
    let fraction = fraction(&format!("{:06}", microseconds % MICROSECONDS_PER_SECOND));
    format!("P{}M{}DT{sign}{seconds}{fraction}S", interval.months, interval.days)
}

/// `550e8400-e29b-41d4-a716-446655440000`.
pub(super) fn uuid(uuid: Uuid) -> String {
    let (high, low) = (uuid.high, uuid.low);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Time = Time { hour: 12, minute: 0, second: 0, nanosecond: 0 };

    #[test]
    fn days_that_are_none_are_refused() {
        let text = |year, month, day| date(Date { year, month, day });
        assert_eq!(text(2024, 2, 29).as_deref(), Some("2024-02-29"));
        assert_eq!(text(0, 1, 1).as_deref(), Some("0000-01-01"));
        for (year, month, day) in
            [(2023, 2, 29), (1900, 2, 29), (2026, 13, 1), (2026, 0, 1), (10_000, 1, 1), (-1, 1, 1)]
        {
            assert_eq!(text(year, month, day), None, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn fractions_are_as_long_as_they_need() {
        assert_eq!(time(NOON).as_deref(), Some("12:00:00"));
        assert_eq!(time(Time { nanosecond: 1, ..NOON }).as_deref(), Some("12:00:00.000000001"));
        assert_eq!(time(Time { nanosecond: 500_000_000, ..NOON }).as_deref(), Some("12:00:00.5"));
        assert_eq!(time(Time { nanosecond: 1_000_000_000, ..NOON }), None);
        assert_eq!(interval(Interval { months: 14, days: -3, microseconds: -5_500_000 }), "P14M-3DT-5.5S");
        assert_eq!(interval(Interval { months: 0, days: 0, microseconds: i64::MIN }), "P0M0DT-9223372036854.775808S");
    }

    #[test]
    fn a_uuid_has_its_five_groups() {
        let uuid_value = Uuid { high: 0x550e_8400_e29b_41d4, low: 0xa716_4466_5544_0000 };
        assert_eq!(uuid(uuid_value), "550e8400-e29b-41d4-a716-446655440000");
    }
}
