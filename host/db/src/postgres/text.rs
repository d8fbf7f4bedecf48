//! Values in the server's text form: as it writes them.

use aludel_sql::{Date, DateTime, ForeignValue, Interval, Time, Uuid, Value};

use super::array;
use super::calendar;
use super::catalog::{ServerType, Shape};

/// Reads one value. What has no case of its own, or is not in the form that its type promises (another `datestyle`,
/// `infinity`, `NaN` as a decimal), becomes [`Value::Foreign`], so that nothing is lost.
pub(super) fn value(text: &str, server_type: &ServerType) -> Value {
    cased(text, server_type.shape)
        .unwrap_or_else(|| Value::Foreign(ForeignValue { type_name: server_type.name.clone(), text: text.to_owned() }))
}

fn cased(text: &str, shape: Shape) -> Option<Value> {
    match shape {
        Shape::Boolean => boolean(text).map(Value::Boolean),
        Shape::Integer => text.parse().ok().map(Value::Integer),
        Shape::Real => text.parse().ok().map(Value::Real),
        Shape::Numeric => is_decimal(text).then(|| Value::Decimal(text.to_owned())),
        Shape::Text => Some(Value::Text(text.to_owned())),
        Shape::Bytes => bytes(text).map(Value::Bytes),
        Shape::Json => Some(Value::Json(text.to_owned())),
        Shape::Uuid => uuid(text).map(Value::Uuid),
        Shape::Date => date(text).map(Value::Date),
        Shape::Time => time(text).map(Value::Time),
        Shape::Timestamp => timestamp(text).map(Value::Timestamp),
        Shape::Timestamptz => timestamptz(text).map(Value::Timestamptz),
        Shape::Interval => interval(text).map(Value::Interval),
        Shape::Void => Some(Value::Null),
        Shape::Array { element, delimiter } => array::value(text, element, delimiter),
        Shape::Foreign => None,
    }
}

pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "t" => Some(true),
        "f" => Some(false),
        _ => None,
    }
}

fn is_decimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
}

/// Both forms of `bytea_output`.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    match text.strip_prefix("\\x") {
        Some(digits) => hexadecimal(digits.as_bytes()),
        None => escaped_bytes(text.as_bytes()),
    }
}

fn hexadecimal(digits: &[u8]) -> Option<Vec<u8>> {
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| Some(hex_digit(pair[0])? << 4 | hex_digit(pair[1])?)).collect()
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

fn escaped_bytes(mut text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    while let [first, rest @ ..] = text {
        let (byte, rest) = match (first, rest) {
            (b'\\', [b'\\', rest @ ..]) => (b'\\', rest),
            (b'\\', [high @ b'0'..=b'3', middle @ b'0'..=b'7', low @ b'0'..=b'7', rest @ ..]) => {
                ((high - b'0') << 6 | (middle - b'0') << 3 | (low - b'0'), rest)
            }
            (b'\\', _) => return None,
            (byte, rest) => (*byte, rest),
        };
        bytes.push(byte);
        text = rest;
    }
    Some(bytes)
}

fn uuid(text: &str) -> Option<Uuid> {
    let digits: String = text.chars().filter(|&character| character != '-').collect();
    if digits.len() != 32 {
        return None;
    }
    let half = |part: &str| u64::from_str_radix(part, 16).ok();
    Some(Uuid { high: half(digits.get(..16)?)?, low: half(digits.get(16..)?)? })
}

/// Takes an era off the end: true for the years before 1.
fn without_era(text: &str) -> (&str, bool) {
    text.strip_suffix(" BC").map_or((text, false), |rest| (rest, true))
}

fn date(text: &str) -> Option<Date> {
    let (text, is_before_christ) = without_era(text);
    day(text, is_before_christ)
}

fn day(text: &str, is_before_christ: bool) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() < 4 || parts.next().is_some() {
        return None;
    }
    let year: i32 = number(year)?;
    let year = if is_before_christ { 1 - year } else { year };
    Some(Date { year, month: number(month)?, day: number(day)? })
}

/// Digits only: `parse` alone would take a sign.
fn number<Number: std::str::FromStr>(text: &str) -> Option<Number> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn time(text: &str) -> Option<Time> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = clock.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || hour.len() != 2 {
        return None;
    }
    Some(Time {
        hour: number(hour)?,
        minute: number(minute)?,
        second: number(second)?,
        nanosecond: fraction_of_second(fraction, 9)?,
    })
}

/// The digits behind the point, in units of the given number of digits.
fn fraction_of_second(digits: &str, unit_digits: usize) -> Option<u32> {
    if digits.len() > unit_digits {
        return None;
    }
    number(&format!("{digits:0<unit_digits$}"))
}

fn timestamp(text: &str) -> Option<DateTime> {
    let (text, is_before_christ) = without_era(text);
    let (date, clock) = text.split_once(' ')?;
    Some(DateTime { date: day(date, is_before_christ)?, time: time(clock)? })
}

fn timestamptz(text: &str) -> Option<DateTime> {
    let (text, is_before_christ) = without_era(text);
    let (date, clock) = text.split_once(' ')?;
    let sign = clock.rfind(['+', '-'])?;
    let local = DateTime { date: day(date, is_before_christ)?, time: time(&clock[..sign])? };
    calendar::earlier_by_seconds(local, offset_seconds(&clock[sign..])?)
}

/// `+02`, `-03:30`, `+00:19:32`.
fn offset_seconds(text: &str) -> Option<i64> {
    let mut seconds = 0;
    for (part, unit) in text[1..].split(':').zip([3600, 60, 1]) {
        seconds += number::<i64>(part)? * unit;
    }
    Some(if text.starts_with('-') { -seconds } else { seconds })
}

/// `intervalstyle = postgres`: `1 year -2 mons +3 days -04:05:06.789`.
fn interval(text: &str) -> Option<Interval> {
    let mut interval = Interval { months: 0, days: 0, microseconds: 0 };
    let mut parts = text.split(' ');
    while let Some(part) = parts.next() {
        if part.contains(':') {
            interval.microseconds = clock_microseconds(part)?;
            return parts.next().is_none().then_some(interval);
        }
        let count: i32 = part.parse().ok()?;
        match parts.next()? {
            "year" | "years" => interval.months = interval.months.checked_add(count.checked_mul(12)?)?,
            "mon" | "mons" => interval.months = interval.months.checked_add(count)?,
            "day" | "days" => interval.days = count,
            _ => return None,
        }
    }
    Some(interval)
}

/// `-838:59:59.5`: hours without end.
fn clock_microseconds(text: &str) -> Option<i64> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = clock.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let seconds = (number::<i128>(hours)? * 60 + number::<i128>(minutes)?) * 60 + number::<i128>(seconds)?;
    let microseconds = seconds * 1_000_000 + i128::from(fraction_of_second(fraction, 6)?);
    i64::try_from(if is_negative { -microseconds } else { microseconds }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, shape: Shape) -> Value {
        let server_type = ServerType { name: "some".to_owned(), shape, sql_name: "some".to_owned(), element: None };
        value(text, &server_type)
    }

    fn is_foreign(value: &Value) -> bool {
        matches!(value, Value::Foreign(_))
    }

    #[test]
    fn intervals_of_every_sign() {
        let read = |text: &str| match read(text, Shape::Interval) {
            Value::Interval(Interval { months, days, microseconds }) => (months, days, microseconds),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(read("1 year 2 mons 3 days 04:05:06.789"), (14, 3, 14_706_789_000));
        assert_eq!(read("-1 years -2 mons +3 days -04:05:06.000001"), (-14, 3, -14_706_000_001));
        assert_eq!(read("00:00:00"), (0, 0, 0));
        assert_eq!(read("-178956970 years -8 mons"), (i32::MIN, 0, 0));
        assert_eq!(read("-2562047788:00:54.775808"), (0, 0, i64::MIN));
    }

    #[test]
    fn offsets_lead_to_utc() {
        let Value::Timestamptz(instant) = read("2024-01-01 01:30:00.25+03:30", Shape::Timestamptz) else {
            panic!("not read")
        };
        assert_eq!((instant.date.year, instant.date.day), (2023, 31));
        assert_eq!((instant.time.hour, instant.time.nanosecond), (22, 250_000_000));
        assert_eq!(
            read("1883-11-18 12:03:58+00:19:32", Shape::Timestamptz),
            read("1883-11-18 11:44:26+00", Shape::Timestamptz)
        );
        let Value::Timestamptz(early) = read("0001-12-31 23:00:00-02 BC", Shape::Timestamptz) else {
            panic!("not read")
        };
        assert_eq!((early.date.year, early.date.month, early.time.hour), (1, 1, 1));
    }

    #[test]
    fn what_is_not_in_form_stays_as_it_is() {
        assert!(is_foreign(&read("infinity", Shape::Date)));
        assert!(is_foreign(&read("-infinity", Shape::Timestamptz)));
        assert!(is_foreign(&read("01/02/2024", Shape::Date)));
        assert!(is_foreign(&read("NaN", Shape::Numeric)));
        assert!(is_foreign(&read("P1Y", Shape::Interval)));
    }

    #[test]
    fn bytes_in_both_forms() {
        assert_eq!(bytes("\\x00fFa5"), Some(vec![0, 255, 0xa5]));
        assert_eq!(bytes("a\\\\b\\000\\377"), Some(b"a\\b\0\xff".to_vec()));
        assert_eq!((bytes("\\x0"), bytes("\\9")), (None, None));
    }

    #[test]
    fn days_of_far_years() {
        assert_eq!(read("294276-12-31", Shape::Date), Value::Date(Date { year: 294_276, month: 12, day: 31 }));
        assert_eq!(read("4713-01-01 BC", Shape::Date), Value::Date(Date { year: -4712, month: 1, day: 1 }));
    }
}
