//! Values into parameters, and stored values back. The table is in [`super`].

use std::fmt;
use std::str;

use aludel_sql::{Column, ErrorKind, SqlError, Value};

use super::calendar::{is_day, is_moment, is_time};
use super::raw::{Bindable, Running, Stored};
use crate::columnar::{Cell, ColumnBuilder, ColumnLayout};

/// What a column is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnReader {
    pub(super) column: Column,
    is_boolean: bool,
}

impl ColumnReader {
    pub(super) fn of(statement: &Running<'_>) -> Vec<Self> {
        (0..statement.column_count()).map(|index| Self::of_column(statement, index)).collect()
    }

    fn of_column(statement: &Running<'_>, index: usize) -> Self {
        let type_name = statement.column_declared_type(index).unwrap_or_default();
        let is_boolean = type_name.eq_ignore_ascii_case("boolean") || type_name.eq_ignore_ascii_case("bool");
        let column = Column { name: statement.column_name(index), type_name, nullable: None };
        Self { column, is_boolean }
    }

    /// The value, owned, and how many bytes it counts.
    pub(super) fn read(&self, stored: Stored<'_>) -> Result<(Value, usize), SqlError> {
        Ok(match stored {
            Stored::Null => (Value::Null, 1),
            Stored::Integer(integer) => (self.integer(integer), 8),
            Stored::Real(real) => (Value::Real(real), 8),
            Stored::Text(bytes) => (Value::Text(self.text(bytes)?.to_owned()), bytes.len()),
            Stored::Blob(bytes) => (Value::Bytes(bytes.to_owned()), bytes.len()),
        })
    }

    fn integer(&self, integer: i64) -> Value {
        match integer {
            0 | 1 if self.is_boolean => Value::Boolean(integer == 1),
            _ => Value::Integer(integer),
        }
    }

    fn text<'row>(&self, bytes: &'row [u8]) -> Result<&'row str, SqlError> {
        str::from_utf8(bytes).map_err(|error| {
            let message = format!(
                "column `{}` holds text that is not UTF-8 (at byte {})",
                self.column.name,
                error.valid_up_to() + 1
            );
            SqlError::new(ErrorKind::Conversion, message)
                .with_extra("column", &*self.column.name)
                .with_extra("hint", "read it as bytes with CAST(... AS BLOB)")
        })
    }

    /// Adds a value to its column of a batch, and tells how many bytes it counts.
    pub(super) fn read_into(&self, builder: &mut ColumnBuilder, stored: Stored<'_>) -> Result<usize, SqlError> {
        match stored {
            Stored::Text(bytes) => builder.push_text(self.text(bytes)?),
            Stored::Blob(bytes) => builder.push_bytes(bytes),
            Stored::Null => builder.push_null(),
            Stored::Integer(integer) => builder.push(self.integer(integer)),
            Stored::Real(real) => builder.push(Value::Real(real)),
        }
        Ok(match stored {
            Stored::Text(bytes) | Stored::Blob(bytes) => bytes.len(),
            Stored::Null => 1,
            _ => 8,
        })
    }

    /// The layout that the first value of a column suggests; a later one of another kind widens it.
    pub(super) fn layout(&self, stored: Stored<'_>) -> ColumnLayout {
        match stored {
            Stored::Null | Stored::Text(_) => ColumnLayout::Texts,
            Stored::Integer(0 | 1) if self.is_boolean => ColumnLayout::Booleans,
            Stored::Integer(_) => ColumnLayout::Integers,
            Stored::Real(_) => ColumnLayout::Reals,
            Stored::Blob(_) => ColumnLayout::Blobs,
        }
    }
}

/// The value that parameter `index`, counted from 0, gets.
pub(super) fn bindable(index: usize, cell: Cell<'_>) -> Result<Bindable<'_>, SqlError> {
    Ok(match cell {
        Cell::Null => Bindable::Null,
        Cell::Boolean(boolean) => Bindable::Integer(i64::from(boolean)),
        Cell::Integer(integer) => Bindable::Integer(integer),
        Cell::Real(real) if real.is_nan() => {
            return Err(refused(index, "a NaN", "SQLite would store NULL in its place"));
        }
        Cell::Real(real) => Bindable::Real(real),
        Cell::Text(text) => Bindable::Text(checked_text(index, text)?),
        Cell::Bytes(bytes) => Bindable::Blob(bytes),
        Cell::Other(Value::UnsignedInteger(unsigned)) => {
            let out_of_range =
                |_| refused(index, &unsigned.to_string(), "SQLite's integers end at 9223372036854775807");
            Bindable::Integer(i64::try_from(*unsigned).map_err(out_of_range)?)
        }
        Cell::Other(Value::Decimal(text) | Value::Json(text)) => Bindable::Text(checked_text(index, text)?),
        Cell::Other(value) => Bindable::OwnedText(text_of(index, value)?),
    })
}

fn checked_text(index: usize, text: &str) -> Result<&str, SqlError> {
    if text.contains('\0') {
        let reason = "the functions of SQLite would end it there; write it as bytes with CAST(? AS TEXT)";
        return Err(refused(index, "a text with a NUL character", reason));
    }
    Ok(text)
}

/// The values that `SQLite` keeps as text.
fn text_of(index: usize, value: &Value) -> Result<String, SqlError> {
    let out_of_calendar = |value: &dyn fmt::Display| {
        refused(index, &value.to_string(), "SQLite knows the days of the years 0 to 9999 and their 24 hours")
    };
    Ok(match value {
        Value::Uuid(uuid) => uuid.to_string(),
        Value::Interval(interval) => interval.to_string(),
        Value::Date(date) if is_day(*date) => date.to_string(),
        Value::Time(time) if is_time(*time) => time.to_string(),
        Value::Timestamp(timestamp) if is_moment(*timestamp) => timestamp.to_string(),
        Value::Timestamptz(timestamp) if is_moment(*timestamp) => format!("{timestamp}+00:00"),
        Value::Date(date) => return Err(out_of_calendar(date)),
        Value::Time(time) => return Err(out_of_calendar(time)),
        Value::Timestamp(timestamp) | Value::Timestamptz(timestamp) => return Err(out_of_calendar(timestamp)),
        Value::Foreign(foreign) => {
            let name = format!("a value of type `{}`", foreign.type_name);
            return Err(refused(index, &name, "SQLite has no such type; write its text"));
        }
        _ => return Err(refused(index, "an array", "SQLite has no arrays; write it as JSON text")),
    })
}

fn refused(index: usize, what: &str, why: &str) -> SqlError {
    SqlError::new(ErrorKind::Conversion, format!("parameter {} is {what}, which cannot be written: {why}", index + 1))
}
