//! The calendar types and UUIDs as text, and back. The forms are those of ISO 8601, as the databases write them.

use std::fmt;
use std::str::FromStr;

use super::{Date, DateTime, Interval, Time, Uuid};

/// A text is not what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {expected}", text = .text.escape_default())]
pub struct ParseError {
    /// The text.
    pub text: String,
    /// What it should be, with an example.
    pub expected: &'static str,
}

const MICROSECONDS_PER_SECOND: u64 = 1_000_000;
const MICROSECONDS_PER_MINUTE: u64 = 60 * MICROSECONDS_PER_SECOND;
const MICROSECONDS_PER_HOUR: u64 = 60 * MICROSECONDS_PER_MINUTE;

impl fmt::Display for Date {
    /// `2026-11-22`; years outside of 0 to 9999 have a sign, as ISO 8601 has it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        if (0..=9999).contains(year) {
            write!(out, "{year:04}-{month:02}-{day:02}")
        } else {
            write!(out, "{year:+05}-{month:02}-{day:02}")
        }
    }
}

impl fmt::Display for Time {
    /// `09:30:00` or `09:30:00.25`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hour, minute, second, nanosecond } = self;
        write!(out, "{hour:02}:{minute:02}:{second:02}")?;
        write_fraction(out, *nanosecond, 9)
    }
}

/// Writes `.25` for 250,000,000 of 9 digits, and nothing for 0.
fn write_fraction(out: &mut fmt::Formatter<'_>, fraction: u32, digits: usize) -> fmt::Result {
    if fraction == 0 {
        return Ok(());
    }
    let text = format!("{fraction:0digits$}");
    write!(out, ".{}", text.trim_end_matches('0'))
}

impl fmt::Display for DateTime {
    /// `2026-11-22 09:30:00.25`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.date, self.time)
    }
}

impl fmt::Display for Interval {
    /// ISO 8601 with designators: `P14M3DT-4H5M6.5S`, `PT0S` for none. Only the sign of the time is its own.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("P")?;
        if self.months != 0 {
            write!(out, "{}M", self.months)?;
        }
        if self.days != 0 {
            write!(out, "{}D", self.days)?;
        }
        if self.microseconds != 0 || (self.months, self.days) == (0, 0) {
            write_interval_time(out, self.microseconds)?;
        }
        Ok(())
    }
}

fn write_interval_time(out: &mut fmt::Formatter<'_>, microseconds: i64) -> fmt::Result {
    let sign = if microseconds < 0 { "-" } else { "" };
    let all = microseconds.unsigned_abs();
    let hours = all / MICROSECONDS_PER_HOUR;
    let minutes = all % MICROSECONDS_PER_HOUR / MICROSECONDS_PER_MINUTE;
    let rest = all % MICROSECONDS_PER_MINUTE;
    out.write_str("T")?;
    if hours > 0 {
        write!(out, "{sign}{hours}H")?;
    }
    if minutes > 0 {
        write!(out, "{sign}{minutes}M")?;
    }
    if rest > 0 || all == 0 {
        write!(out, "{sign}{}", rest / MICROSECONDS_PER_SECOND)?;
        let fraction = u32::try_from(rest % MICROSECONDS_PER_SECOND).expect("it is below a million");
        write_fraction(out, fraction, 6)?;
        out.write_str("S")?;
    }
    Ok(())
}

impl fmt::Display for Uuid {
    /// `3f9a1c20-b7d4-4c1e-9f00-0123456789ab`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { high, low } = self;
        let (first, second, third) = (high >> 32, high >> 16 & 0xffff, high & 0xffff);
        write!(out, "{first:08x}-{second:04x}-{third:04x}-{:04x}-{:012x}", low >> 48, low & 0xffff_ffff_ffff)
    }
}

fn parse<T>(text: &str, expected: &'static str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, ParseError> {
    read(text).ok_or_else(|| ParseError { text: text.to_owned(), expected })
}

/// A number of at least that many digits, and nothing but digits.
fn digits<T: FromStr>(text: &str, length: usize) -> Option<T> {
    let is_number = text.len() >= length && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn two_digits(text: &str) -> Option<u8> {
    if text.len() == 2 { digits(text, 2) } else { None }
}

/// The digits after a point as a number of that many digits.
fn fraction(text: &str, length: usize) -> Option<u32> {
    let is_fraction = (1..=length).contains(&text.len());
    is_fraction.then(|| digits(&format!("{text:0<length$}"), length)).flatten()
}

impl FromStr for Date {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text, "date such as 2026-11-22", read_date)
    }
}

fn read_date(text: &str) -> Option<Date> {
    let (sign, unsigned) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let mut parts = unsigned.split('-');
    let year: i64 = digits(parts.next()?, 4)?;
    let (month, day) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let year = i32::try_from(sign * year).ok()?;
    let is_date = (1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day);
    (is_date && parts.next().is_none()).then_some(Date { year, month, day })
}

fn days_of_month(year: i32, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl FromStr for Time {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text, "time of day such as 09:30:00", read_time)
    }
}

fn read_time(text: &str) -> Option<Time> {
    let (whole, nanosecond) = match text.split_once('.') {
        Some((whole, part)) => (whole, fraction(part, 9)?),
        None => (text, 0),
    };
    let mut parts = whole.split(':');
    let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let second = two_digits(parts.next()?)?;
    let is_end_of_day = (hour, minute, second, nanosecond) == (24, 0, 0, 0);
    let is_time = is_end_of_day || hour < 24 && minute < 60 && second <= 60;
    (is_time && parts.next().is_none()).then_some(Time { hour, minute, second, nanosecond })
}

impl FromStr for DateTime {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text, "date and time such as 2026-11-22 09:30:00", |text| {
            let (date, time) = text.split_once([' ', 'T'])?;
            Some(Self { date: read_date(date)?, time: read_time(time)? })
        })
    }
}

impl FromStr for Interval {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text, "interval such as P14M3DT4H5M6.5S", read_interval)
    }
}

fn read_interval(text: &str) -> Option<Interval> {
    let body = text.strip_prefix('P')?;
    let (date, time) = body.split_once('T').unwrap_or((body, ""));
    if date.is_empty() && time.is_empty() || body.ends_with('T') {
        return None;
    }
    let mut rest = date;
    let years: i32 = take_unit(&mut rest, 'Y')?;
    let months: i32 = take_unit(&mut rest, 'M')?;
    let days = take_unit(&mut rest, 'D')?;
    let months = years.checked_mul(12)?.checked_add(months)?;
    rest.is_empty().then_some(())?;
    Some(Interval { months, days, microseconds: read_interval_time(time)? })
}

fn read_interval_time(text: &str) -> Option<i64> {
    let mut rest = text;
    // In 128 bits no sum of three 64-bit numbers in these units overflows.
    let hours: i64 = take_unit(&mut rest, 'H')?;
    let minutes: i64 = take_unit(&mut rest, 'M')?;
    let seconds = if rest.is_empty() { 0 } else { read_seconds(rest.strip_suffix('S')?)? };
    let whole = i128::from(hours) * i128::from(MICROSECONDS_PER_HOUR);
    i64::try_from(whole + i128::from(minutes) * i128::from(MICROSECONDS_PER_MINUTE) + seconds).ok()
}

/// Takes the number before a designator, or 0 where the designator is not there.
fn take_unit<T: FromStr + Default>(rest: &mut &str, designator: char) -> Option<T> {
    let Some((number, after)) = rest.split_once(designator) else { return Some(T::default()) };
    *rest = after;
    number.parse().ok().filter(|_| !number.starts_with('+'))
}

fn read_seconds(text: &str) -> Option<i128> {
    let (sign, unsigned) = text.strip_prefix('-').map_or((1, text), |unsigned| (-1, unsigned));
    let (whole, microseconds) = match unsigned.split_once('.') {
        Some((whole, part)) => (whole, fraction(part, 6)?),
        None => (unsigned, 0),
    };
    let whole: i64 = digits(whole, 1)?;
    Some(sign * (i128::from(whole) * i128::from(MICROSECONDS_PER_SECOND) + i128::from(microseconds)))
}

impl FromStr for Uuid {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text, "UUID such as 3f9a1c20-b7d4-4c1e-9f00-0123456789ab", read_uuid)
    }
}

fn read_uuid(text: &str) -> Option<Uuid> {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let joined = text.replace('-', "");
    let is_uuid = lengths == [8, 4, 4, 4, 12] || lengths == [32];
    let has_digits = joined.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bits = (is_uuid && has_digits).then(|| u128::from_str_radix(&joined, 16).ok())??;
    let low = u64::try_from(bits & u128::from(u64::MAX)).expect("the mask leaves 64 bits");
    Some(Uuid { high: u64::try_from(bits >> 64).expect("64 bits are left"), low })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn assert_text<T: FromStr<Err = ParseError> + fmt::Display + PartialEq + fmt::Debug>(value: &T, text: &str) {
        assert_eq!(value.to_string(), text);
        assert_eq!(text.parse::<T>().as_ref(), Ok(value));
    }

    #[test]
    fn values_are_written_as_databases_write_them() {
        let date = Date { year: 2026, month: 11, day: 2 };
        let time = Time { hour: 9, minute: 30, second: 0, nanosecond: 250_000_000 };
        assert_text(&date, "2026-11-02");
        assert_text(&Date { year: -44, month: 3, day: 15 }, "-0044-03-15");
        assert_text(&Date { year: 12_026, month: 3, day: 15 }, "+12026-03-15");
        assert_text(&time, "09:30:00.25");
        assert_text(&Time { hour: 24, minute: 0, second: 0, nanosecond: 0 }, "24:00:00");
        assert_text(&DateTime { date, time }, "2026-11-02 09:30:00.25");
        assert_text(&Interval { months: 0, days: 0, microseconds: 0 }, "PT0S");
        assert_text(&Interval { months: 14, days: -3, microseconds: -14_706_500_000 }, "P14M-3DT-4H-5M-6.5S");
        assert_text(&Interval { months: 0, days: 0, microseconds: i64::MIN }, "PT-2562047788H-54.775808S");
        assert_text(
            &Uuid { high: 0x3f9a_1c20_b7d4_4c1e, low: 0x9f00_0123_4567_89ab },
            "3f9a1c20-b7d4-4c1e-9f00-0123456789ab",
        );
    }

    #[test]
    fn other_texts_are_refused() {
        for text in
            ["", "2026", "2026-1-1", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-01-01", "+-0001-01-01", "é"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        for text in ["", "9:00:00", "24:00:01", "12:60:00", "12:00:61", "12:00:00.", "12:00:00.1234567890", "12:00:00Z"]
        {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
        for text in ["", "P", "PT", "P1", "P1D1M", "PT1.5H", "P+1D", "PT1S1", "PT99999999999999999H", "P1DT"] {
            assert!(text.parse::<Interval>().is_err(), "{text}");
        }
        for text in ["", "3f9a1c20", "+f9a1c20-b7d4-4c1e-9f00-0123456789ab", "3f9a1c20b-7d4-4c1e-9f00-0123456789ab"] {
            assert!(text.parse::<Uuid>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            (year, month, day) in (any::<i32>(), 1..=12_u8, 1..=28_u8),
            (hour, minute, second) in (0..24_u8, 0..60_u8, 0..=60_u8),
            nanosecond in 0..1_000_000_000_u32,
            (months, days, microseconds) in any::<(i32, i32, i64)>(),
            (high, low) in any::<(u64, u64)>(),
        ) {
            let date = Date { year, month, day };
            let time = Time { hour, minute, second, nanosecond };
            prop_assert_eq!(DateTime { date, time }.to_string().parse(), Ok(DateTime { date, time }));
            let interval = Interval { months, days, microseconds };
            prop_assert_eq!(interval.to_string().parse(), Ok(interval));
            prop_assert_eq!(Uuid { high, low }.to_string().parse(), Ok(Uuid { high, low }));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[-+0-9:.PTYMDHS ]{0,24}|.{0,9}") {
            let _ = text.parse::<Date>();
            let _ = text.parse::<DateTime>();
            let _ = text.parse::<Interval>();
            let _ = text.parse::<Uuid>();
        }
    }
}
