//! Literals of `SQLite`. What it has no type for is text, as the session binds it.

use super::{LiteralError, check_decimal, hexadecimal, quote};
use crate::dialect::Dialect;
use crate::value::Value;

pub(super) fn literal(value: &Value) -> Result<String, LiteralError> {
    Ok(match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(boolean) => u8::from(*boolean).to_string(),
        Value::Integer(number) => number.to_string(),
        Value::UnsignedInteger(number) => unsigned(*number)?,
        Value::Real(number) => real(*number)?,
        Value::Decimal(text) => quote(check_decimal(text)?),
        Value::Text(text) | Value::Json(text) => self::text(text),
        Value::Bytes(bytes) => format!("x'{}'", hexadecimal(bytes)),
        Value::Uuid(uuid) => quote(&uuid.to_string()),
        Value::Date(date) => quote(&date.to_string()),
        Value::Time(time) => quote(&time.to_string()),
        Value::Timestamp(timestamp) => quote(&timestamp.to_string()),
        Value::Timestamptz(timestamp) => quote(&format!("{timestamp}+00:00")),
        Value::Interval(interval) => quote(&interval.to_string()),
        Value::Foreign(foreign) => text(&foreign.text),
        Value::BooleanArray(_) | Value::IntegerArray(_) | Value::RealArray(_) | Value::TextArray(_) => {
            return Err(unsupported("an array"));
        }
    })
}

fn unsupported(what: &'static str) -> LiteralError {
    LiteralError::Unsupported { what, dialect: Dialect::Sqlite }
}

fn unsigned(number: u64) -> Result<String, LiteralError> {
    // A larger number would be read as a floating-point one.
    i64::try_from(number).map(|number| number.to_string()).map_err(|_| unsupported("an integer over 63 bits"))
}

fn real(number: f64) -> Result<String, LiteralError> {
    if number.is_nan() {
        return Err(unsupported("a NaN"));
    }
    // A number that is too large is read as infinity.
    Ok(if number.is_infinite() {
        format!("{}9e999", if number < 0.0 { "-" } else { "" })
    } else {
        format!("{number:?}")
    })
}

fn text(text: &str) -> String {
    if text.contains('\0') { format!("CAST(x'{}' AS TEXT)", hexadecimal(text.as_bytes())) } else { quote(text) }
}
