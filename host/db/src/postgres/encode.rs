//! Parameters in the text form that the server reads.
//!
//! The rule for every parameter: the server reads it as it would read this text for the type that it expects there.

use std::borrow::Cow;
use std::fmt::Write as _;

use aludel_sql::{ErrorKind, SqlError, Uuid, Value};

use super::array;
use super::calendar;
use crate::columnar::Cell;

/// The text form of a value; none for NULL.
pub(super) fn text_form(cell: Cell<'_>) -> Result<Option<Cow<'_, str>>, SqlError> {
    let text = match cell {
        Cell::Null | Cell::Other(Value::Null) => return Ok(None),
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Other(Value::Json(text) | Value::Decimal(text)) => Cow::Borrowed(text.as_str()),
        Cell::Other(Value::Foreign(foreign)) => Cow::Borrowed(foreign.text.as_str()),
        other => {
            let mut text = String::new();
            write_text_form(other, &mut text);
            Cow::Owned(text)
        }
    };
    refuse_nul(&text)?;
    Ok(Some(text))
}

pub(super) fn refuse_nul(text: &str) -> Result<(), SqlError> {
    if text.contains('\0') {
        let message = "PostgreSQL cannot store a text that holds a NUL character";
        return Err(SqlError::new(ErrorKind::Conversion, message));
    }
    Ok(())
}

fn write_text_form(cell: Cell<'_>, out: &mut String) {
    match cell {
        Cell::Null => {}
        Cell::Boolean(boolean) => out.push_str(if boolean { "true" } else { "false" }),
        Cell::Integer(integer) => display(integer, out),
        Cell::Real(real) => write_real(real, out),
        Cell::Text(text) => out.push_str(text),
        Cell::Bytes(bytes) => write_bytes(bytes, out),
        Cell::Other(value) => write_value(value, out),
    }
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::UnsignedInteger(integer) => display(integer, out),
        Value::Decimal(text) | Value::Json(text) => out.push_str(text),
        Value::Uuid(uuid) => write_uuid(*uuid, out),
        Value::Date(date) => calendar::write_date(*date, out),
        Value::Time(time) => calendar::write_time(*time, out),
        Value::Timestamp(timestamp) => calendar::write_timestamp(*timestamp, "", out),
        Value::Timestamptz(timestamp) => calendar::write_timestamp(*timestamp, "+00", out),
        Value::Interval(interval) => calendar::write_interval(*interval, out),
        Value::BooleanArray(items) => write_array(items, |item| if *item { "t" } else { "f" }.into(), out),
        Value::IntegerArray(items) => write_array(items, |item| item.to_string().into(), out),
        Value::RealArray(items) => write_array(items, |item| real_text(*item), out),
        Value::TextArray(items) => write_array(items, |item| item.as_str().into(), out),
        Value::Foreign(foreign) => out.push_str(&foreign.text),
        plain => write_text_form(Cell::from(plain), out),
    }
}

fn display(shown: impl std::fmt::Display, out: &mut String) {
    let _ = write!(out, "{shown}");
}

fn write_real(real: f64, out: &mut String) {
    if real.is_infinite() {
        out.push_str(if real > 0.0 { "Infinity" } else { "-Infinity" });
    } else {
        display(real, out);
    }
}

fn real_text(real: f64) -> Cow<'static, str> {
    let mut text = String::new();
    write_real(real, &mut text);
    text.into()
}

fn write_bytes(bytes: &[u8], out: &mut String) {
    out.reserve(2 + bytes.len() * 2);
    out.push_str("\\x");
    for byte in bytes {
        out.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
        out.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
    }
}

fn write_uuid(uuid: Uuid, out: &mut String) {
    let (high, low) = (uuid.high, uuid.low);
    let _ = write!(
        out,
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    );
}

fn write_array<'items, Item>(
    items: &'items [Option<Item>],
    text: impl Fn(&'items Item) -> Cow<'items, str>,
    out: &mut String,
) {
    array::write(items.iter().map(|item| item.as_ref().map(&text)), out);
}

/// Writes a value as a literal of no type, so that the server reads it for the type that it expects there.
pub(super) fn write_literal(cell: Cell<'_>, out: &mut String) -> Result<(), SqlError> {
    let Some(text) = text_form(cell)? else {
        out.push_str("NULL");
        return Ok(());
    };
    // With a backslash the meaning of '...' would depend on `standard_conforming_strings`.
    let has_backslash = text.contains('\\');
    out.push_str(if has_backslash { "E'" } else { "'" });
    for character in text.chars() {
        if character == '\'' || character == '\\' {
            out.push(character);
        }
        out.push(character);
    }
    out.push('\'');
    Ok(())
}

/// Writes a value as one field of `COPY ... FROM STDIN` in text format.
pub(super) fn write_copy_field(cell: Cell<'_>, out: &mut String) -> Result<(), SqlError> {
    if let Cell::Integer(integer) = cell {
        display(integer, out);
        return Ok(());
    }
    let Some(text) = text_form(cell)? else {
        out.push_str("\\N");
        return Ok(());
    };
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(value: &Value) -> String {
        let mut out = String::new();
        write_literal(Cell::from(value), &mut out).expect("the value can be written");
        out
    }

    #[test]
    fn literals_cannot_be_left() {
        assert_eq!(literal(&Value::Text("it's".to_owned())), "'it''s'");
        assert_eq!(literal(&Value::Text("\\'; DROP".to_owned())), "E'\\\\''; DROP'");
        assert_eq!(literal(&Value::Bytes(vec![0, 255])), "E'\\\\x00ff'");
        assert_eq!(literal(&Value::Null), "NULL");
    }

    #[test]
    fn numbers_have_no_exponent() {
        assert_eq!(literal(&Value::Real(1e300)).len(), 303);
        assert_eq!(literal(&Value::Real(f64::NEG_INFINITY)), "'-Infinity'");
        assert_eq!(literal(&Value::UnsignedInteger(u64::MAX)), "'18446744073709551615'");
    }

    #[test]
    fn nul_is_refused() {
        let refused = text_form(Cell::Text("a\0b")).expect_err("it holds NUL");
        assert_eq!(refused.kind, ErrorKind::Conversion);
    }

    #[test]
    fn uuids_keep_their_zeros() {
        let uuid = Value::Uuid(Uuid { high: 0x0000_00ab_0001_0002, low: 3 });
        assert_eq!(literal(&uuid), "'000000ab-0001-0002-0000-000000000003'");
    }
}
