//! Rows that come with the schema.

use aludel_sql::{Value, literal};

use super::super::quote;
use super::Context;
use crate::dialect::Unsupported;
use crate::model::ObjectName;

/// A statement that is longer than the server's `max_allowed_packet` is refused; 500 rows of usual size are not.
const ROWS_PER_STATEMENT_MAX: usize = 500;

pub(super) fn insert(
    context: Context<'_>,
    table: &ObjectName,
    columns: &[String],
    rows: &[Vec<Value>],
) -> Result<Vec<String>, Unsupported> {
    rows.chunks(ROWS_PER_STATEMENT_MAX).map(|rows| statement(context, table, columns, rows)).collect()
}

fn statement(
    context: Context<'_>,
    table: &ObjectName,
    columns: &[String],
    rows: &[Vec<Value>],
) -> Result<String, Unsupported> {
    let rows: Result<Vec<_>, _> = rows.iter().map(|row| tuple(context, table, row)).collect();
    let head = format!("INSERT INTO {} ({}) VALUES", quote::object(table), quote::names(columns));
    Ok(format!("{head}\n  {}", rows?.join(",\n  ")))
}

fn tuple(context: Context<'_>, table: &ObjectName, row: &[Value]) -> Result<String, Unsupported> {
    let values: Result<Vec<_>, _> = row.iter().map(|value| literal(value, context.dialect)).collect();
    let values = values.map_err(|error| Unsupported {
        operation: format!("insert a row into `{table}`: {error}"),
        dialect: context.dialect,
        hint: Some("insert it as text, or by a statement of your own".to_owned()),
    })?;
    Ok(format!("({})", values.join(", ")))
}
