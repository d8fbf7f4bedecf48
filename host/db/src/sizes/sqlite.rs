//! The sizes of tables of `SQLite`, which keeps no estimate: rows are counted.

use std::collections::BTreeMap;

use aludel_schema::ObjectName;
use aludel_sql::{Dialect, SqlError, Value};

use super::{TableSize, number};
use crate::session::{Session, fetch_all};

/// Whether a table has this many rows or ten times as many makes no difference to anybody, and a count reads them.
const ROWS_COUNTED_MAX: u64 = 100_000;

const NAMES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

pub(super) async fn sizes(session: &mut dyn Session) -> Result<BTreeMap<ObjectName, TableSize>, SqlError> {
    let mut sizes = BTreeMap::new();
    for row in fetch_all(session, NAMES, &[]).await? {
        let Some(Value::Text(name)) = row.into_iter().next() else { continue };
        let Ok(quoted) = Dialect::Sqlite.quote(&name) else { continue };
        let count = format!("SELECT count(*) FROM (SELECT 1 FROM {quoted} LIMIT {ROWS_COUNTED_MAX})");
        // A virtual table whose module is not there cannot be counted.
        let Ok(counted) = fetch_all(session, &count, &[]).await else { continue };
        let rows = counted.first().and_then(|row| row.first()).and_then(number).unwrap_or(0);
        sizes.insert(ObjectName::local(name), TableSize { rows, bytes: None });
    }
    Ok(sizes)
}
