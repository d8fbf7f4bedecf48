//! Refuses NUL characters: in SQL text one hangs a driver, and in a name it cuts what comes after.

use aludel_sql::{Batch, BulkKind, BulkTarget, ColumnData, ErrorKind, SqlError, Value};

/// Checks a statement and its parameters.
pub(super) fn check_statement(sql: &str, parameters: &[Value]) -> Result<(), SqlError> {
    refuse_nul("the SQL text", sql.as_bytes())?;
    check_parameters(parameters)
}

/// Checks every text among the parameters.
pub(super) fn check_parameters(parameters: &[Value]) -> Result<(), SqlError> {
    parameters.iter().try_for_each(check_value)
}

/// Checks every text of a batch.
pub(super) fn check_batch(rows: &Batch) -> Result<(), SqlError> {
    for column in &rows.columns {
        match &column.data {
            ColumnData::Texts(packed) => refuse_nul("a text of the batch", &packed.data)?,
            ColumnData::Values(values) => check_parameters(values)?,
            ColumnData::Booleans(_) | ColumnData::Integers(_) | ColumnData::Reals(_) | ColumnData::Blobs(_) => {}
        }
    }
    Ok(())
}

/// Checks the names of a bulk writer.
pub(super) fn check_target(target: &BulkTarget) -> Result<(), SqlError> {
    let keys: &[String] = match &target.kind {
        BulkKind::Insert => &[],
        BulkKind::Update { keys } => keys,
    };
    let names = target.schema.iter().chain([&target.table]).chain(keys).chain(&target.columns);
    names.into_iter().try_for_each(|name| refuse_nul("a name", name.as_bytes()))
}

fn check_value(value: &Value) -> Result<(), SqlError> {
    match value {
        Value::Text(text) | Value::Decimal(text) | Value::Json(text) => refuse_nul("a parameter", text.as_bytes()),
        Value::Foreign(foreign) => {
            refuse_nul("a parameter", foreign.text.as_bytes())?;
            refuse_nul("the type of a parameter", foreign.type_name.as_bytes())
        }
        Value::TextArray(items) => {
            items.iter().flatten().try_for_each(|item| refuse_nul("a parameter", item.as_bytes()))
        }
        _ => Ok(()),
    }
}

fn refuse_nul(what: &str, bytes: &[u8]) -> Result<(), SqlError> {
    if bytes.contains(&0) {
        return Err(SqlError::new(ErrorKind::Conversion, format!("{what} holds a NUL character")));
    }
    Ok(())
}
