//! Literals of `PostgreSQL`.

use super::{LiteralError, check_decimal, hexadecimal};
use crate::dialect::Dialect;
use crate::value::{Date, ForeignValue, Time, Value};

const NANOSECONDS_PER_MICROSECOND: u32 = 1000;

pub(super) fn literal(value: &Value) -> Result<String, LiteralError> {
    Ok(match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Integer(number) => integer(*number),
        Value::UnsignedInteger(number) => number.to_string(),
        Value::Real(number) => format!("'{}'::float8", real(*number)),
        Value::Decimal(text) => decimal(text)?,
        Value::Text(text) => quote(text)?,
        Value::Json(text) => format!("{}::json", quote(text)?),
        Value::Bytes(bytes) => format!(r"'\x{}'::bytea", hexadecimal(bytes)),
        Value::Uuid(uuid) => format!("'{uuid}'::uuid"),
        Value::Date(date) => format!("'{}{}'::date", day(*date), era(*date)),
        Value::Time(time) => format!("'{}'::time", check_time(*time)?),
        Value::Timestamp(at) => format!("'{} {}{}'::timestamp", day(at.date), check_time(at.time)?, era(at.date)),
        Value::Timestamptz(at) => {
            format!("'{} {}+00{}'::timestamptz", day(at.date), check_time(at.time)?, era(at.date))
        }
        Value::Interval(interval) => format!("'{interval}'::interval"),
        Value::BooleanArray(items) => array(items, "boolean", |item| Ok(item.to_string()))?,
        Value::IntegerArray(items) => array(items, "bigint", |item| Ok(integer(*item)))?,
        Value::RealArray(items) => array(items, "float8", |item| Ok(format!("'{}'", real(*item))))?,
        Value::TextArray(items) => array(items, "text", |item| quote(item))?,
        Value::Foreign(foreign) => self::foreign(foreign)?,
    })
}

/// The smallest integer without its sign would be over the range of bigint, and so a numeric.
fn integer(number: i64) -> String {
    if number == i64::MIN { format!("'{number}'::bigint") } else { number.to_string() }
}

fn real(number: f64) -> String {
    if number.is_infinite() {
        return (if number > 0.0 { "Infinity" } else { "-Infinity" }).to_owned();
    }
    // Gives `NaN` and the shortest digits that are read back as the same number.
    format!("{number:?}")
}

/// A numeric may also be `NaN` or `Infinity`.
fn decimal(text: &str) -> Result<String, LiteralError> {
    match text {
        "NaN" | "Infinity" | "-Infinity" => Ok(format!("'{text}'::numeric")),
        text => check_decimal(text).map(str::to_owned),
    }
}

/// Writes a string that is read the same whatever `standard_conforming_strings` is.
fn quote(text: &str) -> Result<String, LiteralError> {
    if text.contains('\0') {
        return Err(LiteralError::HoldsNul { dialect: Dialect::Postgres });
    }
    if text.contains('\\') {
        return Ok(format!("E{}", super::quote(&text.replace('\\', r"\\"))));
    }
    Ok(super::quote(text))
}

/// The day with a year that counts from 1 in both eras.
fn day(date: Date) -> String {
    let year = i64::from(date.year);
    let year = if year > 0 { year } else { 1 - year };
    format!("{year:04}-{:02}-{:02}", date.month, date.day)
}

fn era(date: Date) -> &'static str {
    if date.year > 0 { "" } else { " BC" }
}

fn check_time(time: Time) -> Result<Time, LiteralError> {
    if !time.nanosecond.is_multiple_of(NANOSECONDS_PER_MICROSECOND) {
        let what = "a time finer than a microsecond";
        return Err(LiteralError::Unsupported { what, dialect: Dialect::Postgres });
    }
    Ok(time)
}

fn array<T>(
    items: &[Option<T>],
    element_type: &str,
    write: impl Fn(&T) -> Result<String, LiteralError>,
) -> Result<String, LiteralError> {
    let write = |item: &Option<T>| item.as_ref().map_or_else(|| Ok("NULL".to_owned()), &write);
    let items: Vec<String> = items.iter().map(write).collect::<Result<_, _>>()?;
    Ok(format!("ARRAY[{}]::{element_type}[]", items.join(", ")))
}

/// A value in the server's own form. Its type is written as it is where it can only be a type, else as a quoted name.
fn foreign(foreign: &ForeignValue) -> Result<String, LiteralError> {
    let name = &foreign.type_name;
    let is_plain = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || "_ .()[],".contains(one));
    let type_name = if is_plain {
        name.clone()
    } else {
        let what = "a type of that name";
        Dialect::Postgres.quote(name).map_err(|_| LiteralError::Unsupported { what, dialect: Dialect::Postgres })?
    };
    Ok(format!("{}::{type_name}", quote(&foreign.text)?))
}
