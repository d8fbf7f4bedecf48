//! Checks of what a guest hands over, before a database sees it.

use aludel_sql::{Batch, ColumnBatch, ColumnData, ErrorKind, Row, SqlError, Value};

use super::bindings::aludel::sql::types;
use super::convert::row_in;
use crate::limits::{Limit, Limits};

/// Takes a SQL text.
pub(crate) fn sql(text: &str, limits: &Limits) -> Result<(), SqlError> {
    within(Limit::SqlSize, text.len(), limits.sql_bytes, limits)?;
    without_nul("the SQL text", text)
}

/// Takes the parameters of one statement.
pub(crate) fn parameters(row: Vec<types::Value>, limits: &Limits) -> Result<Row, SqlError> {
    within(Limit::Binds, row.len(), limits.binds, limits)?;
    let row = row_in(row);
    row.iter().try_for_each(value)?;
    Ok(row)
}

/// Takes rows and puts them into columns.
pub(crate) fn rows(rows: Vec<Vec<types::Value>>, limits: &Limits) -> Result<Batch, SqlError> {
    let column_count = rows.first().map_or(0, Vec::len);
    within(Limit::Binds, column_count, limits.binds, limits)?;
    let rows: Vec<Row> = rows.into_iter().map(row_in).collect();
    rows.iter().flatten().try_for_each(value)?;
    Batch::from_rows(column_count, rows).map_err(|error| refused(&error))
}

/// Takes a batch.
pub(crate) fn batch(batch: types::Batch, limits: &Limits) -> Result<Batch, SqlError> {
    let batch = Batch::from(batch);
    within(Limit::Binds, batch.columns.len(), limits.binds, limits)?;
    batch.validate().map_err(|error| refused(&error))?;
    batch.columns.iter().try_for_each(column)?;
    Ok(batch)
}

/// Takes the name of a table, column or the like.
pub(crate) fn name(what: &'static str, name: &str) -> Result<(), SqlError> {
    without_nul(what, name)
}

/// Refuses a number of things that is over its limit.
pub(crate) fn within(limit: Limit, found: usize, allowed: usize, limits: &Limits) -> Result<(), SqlError> {
    if found <= allowed {
        return Ok(());
    }
    let allowance = limit.allowance(limits);
    let message = format!("{found} is over the limit on {}: {allowance}", limit.subject());
    let hint = format!("allow more in aludel.toml, under `[limits]`: {}", limit.raise(allowance));
    Err(SqlError::new(ErrorKind::LimitExceeded, message).with_extra("hint", hint))
}

fn refused(error: &aludel_sql::BatchError) -> SqlError {
    SqlError::new(ErrorKind::Conversion, error.to_string())
}

// A NUL ends a text early on some servers and hangs the driver of another.
fn without_nul(what: &str, text: &str) -> Result<(), SqlError> {
    match text.find('\0') {
        None => Ok(()),
        Some(place) => {
            Err(SqlError::new(ErrorKind::Conversion, format!("{what} holds a NUL character at byte {place}")))
        }
    }
}

fn value(value: &Value) -> Result<(), SqlError> {
    match value {
        Value::Text(text) | Value::Json(text) | Value::Decimal(text) => without_nul("a text value", text),
        Value::TextArray(items) => items.iter().flatten().try_for_each(|text| without_nul("a text value", text)),
        Value::Foreign(foreign) => {
            without_nul("the name of a type", &foreign.type_name)?;
            without_nul("a text value", &foreign.text)
        }
        _ => Ok(()),
    }
}

fn column(column: &ColumnBatch) -> Result<(), SqlError> {
    match &column.data {
        // Asking whether there is one is much faster than asking where.
        ColumnData::Texts(packed) if packed.data.contains(&0) => {
            Err(SqlError::new(ErrorKind::Conversion, "a column of text values holds a NUL character"))
        }
        ColumnData::Values(items) => items.iter().try_for_each(value),
        _ => Ok(()),
    }
}
