//! A schema of `PostgreSQL` that stands for a scratch database: what else was touched.

use aludel_db::{ScratchDatabase, ScratchError, Session};
use aludel_sql::{Dialect, PageLimit, SqlError, Value};

use super::error::TargetError;

const OBJECTS_MAX: u32 = 5;

/// What this transaction, or a savepoint in it, has made outside of the default schema.
const OUTSIDE: &str = "SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c \
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
     WHERE pg_catalog.age(c.xmin) <= pg_catalog.age((pg_catalog.txid_current() % 4294967296)::text::xid) \
     AND n.nspname <> pg_catalog.current_schema() AND n.nspname NOT LIKE 'pg\\_%' AND c.relkind IN ('r', 'p', 'v', 'm', 'S') \
     ORDER BY 1";

/// Whether everything is where it should be. What is not would be read as missing, and is rolled back.
pub(crate) async fn check_outside(session: &mut dyn Session) -> Result<Result<(), TargetError>, SqlError> {
    let objects = texts(session, OUTSIDE).await?;
    let objects: Vec<String> = objects.into_iter().map(|object| format!("`{object}`")).collect();
    Ok(if objects.is_empty() { Ok(()) } else { Err(TargetError::Outside { objects }) })
}

/// The search path, where a server has one.
pub(super) async fn search_path(session: &mut dyn Session) -> Result<Option<String>, SqlError> {
    if session.dialect() != Dialect::Postgres {
        return Ok(None);
    }
    Ok(texts(session, "SELECT pg_catalog.current_setting('search_path')").await?.into_iter().next())
}

async fn texts(session: &mut dyn Session, sql: &str) -> Result<Vec<String>, SqlError> {
    let cursor = session.query(sql, &[]).await?;
    let rows = session.next_rows(cursor, PageLimit { rows: OBJECTS_MAX, bytes: 1 << 20 }).await;
    session.close_cursor(cursor).await;
    let text = |row: Vec<Value>| match row.into_iter().next() {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    Ok(rows?.into_iter().filter_map(text).collect())
}

pub(crate) fn refused(scratch: &ScratchDatabase, error: SqlError) -> ScratchError {
    let database = scratch.url().to_string();
    ScratchError::Refused { action: "setting it up", database, error: Box::new(error) }
}
