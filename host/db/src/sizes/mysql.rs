//! The sizes of tables that `MySQL` and `MariaDB` estimate.

use std::collections::BTreeMap;

use aludel_schema::ObjectName;
use aludel_sql::SqlError;

use super::{TableSize, read};
use crate::session::{Session, fetch_all};

const SIZES: &str = "\
SELECT NULL, CAST(TABLE_NAME AS CHAR), CAST(coalesce(TABLE_ROWS, 0) AS SIGNED),
  CAST(coalesce(DATA_LENGTH, 0) + coalesce(INDEX_LENGTH, 0) AS SIGNED)
FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'";

pub(super) async fn sizes(session: &mut dyn Session) -> Result<BTreeMap<ObjectName, TableSize>, SqlError> {
    let rows = fetch_all(session, SIZES, &[]).await?;
    Ok(rows.iter().filter_map(|row| read(row)).collect())
}
