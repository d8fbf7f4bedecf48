//! The sizes of tables that `MySQL` and `MariaDB` estimate.

use aludel_sql::SqlError;

use super::TableSizes;
use crate::session::{Session, fetch_all};

const SIZES: &str = "\
SELECT NULL, CAST(TABLE_NAME AS CHAR), CAST(TABLE_ROWS AS SIGNED),
  CAST(coalesce(DATA_LENGTH, 0) + coalesce(INDEX_LENGTH, 0) AS SIGNED)
FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'";

pub(super) async fn sizes(session: &mut dyn Session) -> Result<TableSizes, SqlError> {
    Ok(TableSizes::of_rows(&fetch_all(session, SIZES, &[]).await?))
}
