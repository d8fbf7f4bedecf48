//! The sizes of tables of `SQLite`, which keeps no estimate: rows are counted.

use aludel_schema::ObjectName;
use aludel_sql::{SqlError, Value};

use super::{TableSize, TableSizes, count};
use crate::session::{Session, fetch_all};

const NAMES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

pub(super) async fn sizes(session: &mut dyn Session) -> Result<TableSizes, SqlError> {
    let mut sizes = TableSizes::default();
    for row in fetch_all(session, NAMES, &[]).await? {
        let Some(Value::Text(name)) = row.into_iter().next() else { continue };
        let table = ObjectName::local(name);
        // A virtual table whose module is not there cannot be counted, and that is then known of it.
        let counted = count(session, &table).await;
        sizes.learn(&table, TableSize::default(), counted);
    }
    Ok(sizes)
}
