//! How large the tables of a database are, about: what a server estimates, and what is counted where none does or where
//! somebody wants to know it better. Writes nothing.

mod mysql;
mod postgres;
mod sqlite;

use std::collections::BTreeMap;

use aludel_schema::ObjectName;
use aludel_sql::{Dialect, ErrorKind, SqlError, Value};

use crate::session::{Session, fetch_all};

/// Rows are counted up to here: beyond it an estimate does for everybody, and a count reads them all.
pub const ROWS_COUNTED_MAX: u64 = 100_000;

/// How large a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableSize {
    /// How many rows, where that is known.
    pub rows: Option<u64>,
    /// Whether the rows are estimated by the server, or were more than are counted.
    pub is_estimate: bool,
    /// With its indexes, where the server tells it.
    pub bytes: Option<u64>,
}

/// The sizes of tables and materialized views; of the default schema without its name.
#[derive(Debug, Clone, Default)]
pub struct TableSizes {
    known: BTreeMap<ObjectName, TableSize>,
    unknown: BTreeMap<ObjectName, SqlError>,
}

impl TableSizes {
    /// Those of all tables, as the server estimates them; on `SQLite`, which keeps no estimate, they are counted.
    pub async fn read(session: &mut dyn Session) -> Result<Self, SqlError> {
        match session.dialect() {
            Dialect::Sqlite => sqlite::sizes(session).await,
            Dialect::Postgres => postgres::sizes(session).await,
            Dialect::Mysql | Dialect::MariaDb => mysql::sizes(session).await,
        }
    }

    /// The size of a table, as far as it is known.
    pub fn of(&self, table: &ObjectName) -> Option<TableSize> {
        self.known.get(table).copied()
    }

    /// All that are known.
    pub fn known(&self) -> &BTreeMap<ObjectName, TableSize> {
        &self.known
    }

    /// The tables of which nothing is known, each with what the database said.
    pub fn unknown(&self) -> &BTreeMap<ObjectName, SqlError> {
        &self.unknown
    }

    /// Counts the rows of a table that were only estimated. What cannot be counted stays an estimate, where there is one.
    pub async fn count(&mut self, session: &mut dyn Session, table: &ObjectName) {
        let estimate = self.of(table).unwrap_or_default();
        if estimate.rows.is_some() && !estimate.is_estimate {
            return;
        }
        self.learn(table, estimate, count(session, table).await);
    }

    /// Takes in what a count told.
    fn learn(&mut self, table: &ObjectName, estimate: TableSize, counted: Result<u64, SqlError>) {
        let size = match counted {
            Ok(rows) if rows <= ROWS_COUNTED_MAX => TableSize { rows: Some(rows), is_estimate: false, ..estimate },
            Ok(rows) => {
                let rows = estimate.rows.unwrap_or_default().max(rows);
                TableSize { rows: Some(rows), is_estimate: true, ..estimate }
            }
            Err(_) if estimate.rows.is_some() => return,
            Err(error) => {
                self.unknown.insert(table.clone(), error);
                return;
            }
        };
        self.known.insert(table.clone(), size);
    }

    /// Rows of four: schema or NULL, name, rows, bytes.
    fn of_rows(rows: &[Vec<Value>]) -> Self {
        Self { known: rows.iter().filter_map(|row| read(row)).collect(), unknown: BTreeMap::new() }
    }
}

fn read(row: &[Value]) -> Option<(ObjectName, TableSize)> {
    let [schema, Value::Text(name), rows, bytes] = row else { return None };
    let schema = if let Value::Text(schema) = schema { Some(schema.clone()) } else { None };
    let size = TableSize { rows: number(rows), is_estimate: true, bytes: number(bytes) };
    Some((ObjectName { schema, name: name.clone() }, size))
}

/// How many rows a table has, up to one more than are counted.
async fn count(session: &mut dyn Session, table: &ObjectName) -> Result<u64, SqlError> {
    let dialect = session.dialect();
    let parts: Result<Vec<String>, _> =
        table.schema.iter().chain([&table.name]).map(|part| dialect.quote(part)).collect();
    let parts = parts.map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()))?;
    let (table, limit) = (parts.join("."), ROWS_COUNTED_MAX + 1);
    let sql = format!("SELECT count(*) FROM (SELECT 1 AS one FROM {table} LIMIT {limit}) AS counted");
    let rows = fetch_all(session, &sql, &[]).await?;
    let counted = rows.first().and_then(|row| row.first()).and_then(number);
    counted.ok_or_else(|| SqlError::new(ErrorKind::Other, "the count gave no number"))
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Integer(number) => u64::try_from(*number).ok(),
        Value::UnsignedInteger(number) => Some(*number),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(rows: Option<u64>, counted: Result<u64, SqlError>) -> Option<(Option<u64>, bool)> {
        let mut sizes = TableSizes::default();
        let table = ObjectName::local("t");
        let estimate = TableSize { rows, is_estimate: true, bytes: Some(8_192) };
        if rows.is_some() {
            sizes.known.insert(table.clone(), estimate);
        }
        sizes.learn(&table, estimate, counted);
        assert_eq!(sizes.of(&table).is_none(), sizes.unknown().contains_key(&table));
        sizes.of(&table).map(|size| (size.rows, size.is_estimate))
    }

    #[test]
    fn few_rows_are_counted_and_many_estimated() {
        let denied = || SqlError::new(ErrorKind::Denied, "permission denied for table t");
        assert_eq!(learned(Some(0), Ok(7)), Some((Some(7), false)));
        assert_eq!(learned(Some(12_000_000), Ok(ROWS_COUNTED_MAX + 1)), Some((Some(12_000_000), true)));
        assert_eq!(learned(None, Ok(ROWS_COUNTED_MAX + 1)), Some((Some(ROWS_COUNTED_MAX + 1), true)));
        assert_eq!(learned(Some(5), Err(denied())), Some((Some(5), true)));
        assert_eq!(learned(None, Err(denied())), None);
    }
}
