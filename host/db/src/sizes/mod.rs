//! How large the tables of a database are, about: what a server estimates, and what is counted up to a limit where none
//! does. Writes nothing.

mod mysql;
mod postgres;
mod sqlite;

use std::collections::BTreeMap;

use aludel_schema::ObjectName;
use aludel_sql::{Dialect, SqlError, Value};

use crate::session::Session;

/// How large a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSize {
    /// About how many rows. Counted ones end at a limit.
    pub rows: u64,
    /// With its indexes, where the server tells it.
    pub bytes: Option<u64>,
}

/// The sizes of all tables and materialized views; of the default schema without its name.
pub async fn table_sizes(session: &mut dyn Session) -> Result<BTreeMap<ObjectName, TableSize>, SqlError> {
    match session.dialect() {
        Dialect::Sqlite => sqlite::sizes(session).await,
        Dialect::Postgres => postgres::sizes(session).await,
        Dialect::Mysql | Dialect::MariaDb => mysql::sizes(session).await,
    }
}

/// One row: schema or NULL, name, rows, bytes.
fn read(row: &[Value]) -> Option<(ObjectName, TableSize)> {
    let [schema, Value::Text(name), rows, bytes] = row else { return None };
    let schema = if let Value::Text(schema) = schema { Some(schema.clone()) } else { None };
    let size = TableSize { rows: number(rows).unwrap_or(0), bytes: number(bytes) };
    Some((ObjectName { schema, name: name.clone() }, size))
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Integer(number) => u64::try_from(*number).ok(),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}
