//! How large tables of the live database are: a lock on ten rows is another thing than one on ten million.

use std::collections::{BTreeMap, BTreeSet};

use aludel_db::Session;
use aludel_schema::{ObjectName, Schema};
use aludel_sql::{Dialect, PageLimit, Value};

use super::report::TableSize;

/// Rows are counted up to here; beyond it the server's own estimate is told.
pub(crate) const ROWS_COUNTED_MAX: u64 = 100_000;

const PAGE: PageLimit = PageLimit { rows: 10_000, bytes: 4 << 20 };

const POSTGRES: &str = "\
SELECT CASE WHEN n.nspname = pg_catalog.current_schema() THEN c.relname ELSE n.nspname || '.' || c.relname END,
  c.reltuples::bigint, pg_catalog.pg_total_relation_size(c.oid)::bigint
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";

const MYSQL: &str = "\
SELECT CAST(TABLE_NAME AS CHAR), CAST(TABLE_ROWS AS SIGNED), CAST(DATA_LENGTH + INDEX_LENGTH AS SIGNED)
FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()";

/// What the server says of a table without counting.
type Estimate = (Option<u64>, Option<u64>);

/// The sizes of those of the tables that the live database has. What cannot be found out is not told.
pub(crate) async fn sizes(session: &mut dyn Session, live: &Schema, tables: &BTreeSet<String>) -> Vec<TableSize> {
    let known: Vec<&ObjectName> = live.tables.keys().filter(|name| tables.contains(&name.to_string())).collect();
    if known.is_empty() {
        return Vec::new();
    }
    let estimates = estimates(session).await;
    let mut sizes = Vec::with_capacity(known.len());
    for name in known {
        let estimate = estimates.get(&name.to_string()).copied().unwrap_or_default();
        let counted = count(session, name, live.dialect).await;
        sizes.push(size(name.to_string(), counted, estimate));
    }
    sizes
}

fn size(table: String, counted: Option<u64>, (estimated, bytes): Estimate) -> TableSize {
    let (rows, is_estimate) = match (counted, estimated) {
        (Some(rows), _) if rows <= ROWS_COUNTED_MAX => (Some(rows), false),
        (Some(rows), estimated) => (Some(estimated.unwrap_or_default().max(rows)), true),
        (None, estimated) => (estimated, true),
    };
    TableSize { table, rows, is_estimate, bytes }
}

async fn estimates(session: &mut dyn Session) -> BTreeMap<String, Estimate> {
    let sql = match session.dialect() {
        Dialect::Sqlite => return BTreeMap::new(),
        Dialect::Postgres => POSTGRES,
        Dialect::Mysql | Dialect::MariaDb => MYSQL,
    };
    let number = |value: Option<&Value>| match value {
        Some(Value::Integer(number)) => u64::try_from(*number).ok(),
        Some(Value::UnsignedInteger(number)) => Some(*number),
        _ => None,
    };
    let mut found = BTreeMap::new();
    for row in rows(session, sql).await {
        if let Some(Value::Text(name)) = row.first() {
            found.insert(name.clone(), (number(row.get(1)), number(row.get(2))));
        }
    }
    found
}

async fn rows(session: &mut dyn Session, sql: &str) -> Vec<Vec<Value>> {
    let Ok(cursor) = session.query(sql, &[]).await else { return Vec::new() };
    let mut rows = Vec::new();
    while let Ok(page) = session.next_rows(cursor, PAGE).await {
        if page.is_empty() {
            break;
        }
        rows.extend(page);
    }
    session.close_cursor(cursor).await;
    rows
}

async fn count(session: &mut dyn Session, name: &ObjectName, dialect: Dialect) -> Option<u64> {
    let parts = name.schema.iter().chain([&name.name]).map(|part| dialect.quote(part).ok());
    let table = parts.collect::<Option<Vec<String>>>()?.join(".");
    let limit = ROWS_COUNTED_MAX + 1;
    let sql = format!("SELECT count(*) FROM (SELECT 1 AS one FROM {table} LIMIT {limit}) AS counted");
    match rows(session, &sql).await.first()?.first()? {
        Value::Integer(rows) => u64::try_from(*rows).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_rows_are_counted_and_many_estimated() {
        let told = |counted, estimate| {
            let size = size("t".to_owned(), counted, estimate);
            (size.rows, size.is_estimate)
        };
        assert_eq!(told(Some(7), (Some(0), None)), (Some(7), false));
        assert_eq!(told(Some(ROWS_COUNTED_MAX + 1), (Some(12_000_000), None)), (Some(12_000_000), true));
        assert_eq!(told(Some(ROWS_COUNTED_MAX + 1), (None, None)), (Some(ROWS_COUNTED_MAX + 1), true));
        assert_eq!(told(None, (Some(5), None)), (Some(5), true));
    }
}
