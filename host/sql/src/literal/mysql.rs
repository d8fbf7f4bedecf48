//! Literals of `MySQL` and `MariaDB`.

use super::{LiteralError, check_decimal, hexadecimal};
use crate::dialect::Dialect;
use crate::value::{Date, DateTime, Time, Value};

const YEAR_MAX: i32 = 9999;
const NANOSECONDS_PER_MICROSECOND: u32 = 1000;

pub(super) fn literal(value: &Value, dialect: Dialect) -> Result<String, LiteralError> {
    let unsupported = |what| Err(LiteralError::Unsupported { what, dialect });
    Ok(match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(boolean) => (if *boolean { "TRUE" } else { "FALSE" }).to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::UnsignedInteger(number) => number.to_string(),
        Value::Real(number) if !number.is_finite() => return unsupported("an infinite number or NaN"),
        // Without an exponent it would be a decimal.
        Value::Real(number) => format!("{number:e}"),
        Value::Decimal(text) => check_decimal(text)?.to_owned(),
        Value::Text(text) | Value::Json(text) => quote(text),
        Value::Bytes(bytes) => format!("x'{}'", hexadecimal(bytes)),
        Value::Uuid(uuid) => quote(&uuid.to_string()),
        Value::Date(date) => format!("DATE'{}'", check_date(*date, dialect)?),
        Value::Time(time) => format!("TIME'{}'", check_time(*time, dialect)?),
        Value::Timestamp(timestamp) | Value::Timestamptz(timestamp) => {
            format!("TIMESTAMP'{}'", check_timestamp(*timestamp, dialect)?)
        }
        Value::Foreign(foreign) => quote(&foreign.text),
        Value::Interval(_) => return unsupported("an interval"),
        Value::BooleanArray(_) | Value::IntegerArray(_) | Value::RealArray(_) | Value::TextArray(_) => {
            return unsupported("an array");
        }
    })
}

/// Writes a string for the default mode, in which a backslash escapes.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\0', r"\0").replace('\'', "''"))
}

fn check_date(date: Date, dialect: Dialect) -> Result<Date, LiteralError> {
    let is_known = (0..=YEAR_MAX).contains(&date.year);
    let what = "a date before the year 0 or after 9999";
    if is_known { Ok(date) } else { Err(LiteralError::Unsupported { what, dialect }) }
}

fn check_time(time: Time, dialect: Dialect) -> Result<Time, LiteralError> {
    if !time.nanosecond.is_multiple_of(NANOSECONDS_PER_MICROSECOND) {
        return Err(LiteralError::Unsupported { what: "a time finer than a microsecond", dialect });
    }
    Ok(time)
}

fn check_timestamp(timestamp: DateTime, dialect: Dialect) -> Result<DateTime, LiteralError> {
    check_date(timestamp.date, dialect)?;
    check_time(timestamp.time, dialect)?;
    Ok(timestamp)
}
