//! The sizes of tables that `PostgreSQL` keeps.

use aludel_sql::SqlError;

use super::TableSizes;
use crate::session::{Session, fetch_all};

/// Before the first ANALYZE the catalogue knows nothing, and the statistics only what was done since they were reset:
/// then the bytes have to do, at some hundred for a row.
const SIZES: &str = "\
SELECT nullif(n.nspname, pg_catalog.current_schema())::text, c.relname::text,
  CASE WHEN greatest(c.reltuples::bigint, s.n_live_tup, 0) > 0 THEN greatest(c.reltuples::bigint, s.n_live_tup)
    ELSE pg_catalog.pg_relation_size(c.oid) / 100 END,
  pg_catalog.pg_total_relation_size(c.oid)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
WHERE c.relkind IN ('r', 'p', 'm')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'";

pub(super) async fn sizes(session: &mut dyn Session) -> Result<TableSizes, SqlError> {
    Ok(TableSizes::of_rows(&fetch_all(session, SIZES, &[]).await?))
}
