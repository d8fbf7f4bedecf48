//! What is lost on the way from one schema to another, and in how many rows.

use std::collections::HashMap;

use aludel_db::Session;
use aludel_schema::{Aspect, Loss, LossKind, ObjectName, losses};
use aludel_sql::{Dialect, PageLimit, SqlError, Value};

use super::Place;
use super::difference::Comparison;
use super::report::LossReport;
use crate::amounts;
use crate::error::Error;
use crate::migrator::Migrator;

/// Rows are counted up to here: whoever loses a million wants no exact number, and a count reads them all.
const ROWS_COUNTED_MAX: u64 = 1_000_000;

/// The rows that lose something, by what is lost.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowCounts(HashMap<String, u64>);

impl RowCounts {
    /// A loss, as it is answered. Where it was found that no row loses anything, there is none.
    pub(crate) fn report(&self, loss: &Loss) -> Option<LossReport> {
        let rows = self.0.get(&loss.what).copied();
        let counted = rows.map(|rows| format!(": {}", counted(rows))).unwrap_or_default();
        let text = format!("{}{counted}", loss.sentence());
        (rows != Some(0)).then_some(LossReport { loss: loss.clone(), text, rows })
    }
}

fn counted(rows: u64) -> String {
    if rows > ROWS_COUNTED_MAX { format!("more than {}", amounts::rows(ROWS_COUNTED_MAX)) } else { amounts::rows(rows) }
}

impl Migrator {
    /// How many rows of the live database lose something, where the comparison starts there.
    pub(crate) async fn count_losses(&self, from: &Place, comparison: &Comparison) -> Result<RowCounts, Error> {
        let dialect = comparison.before.dialect;
        let operations = &comparison.difference.operations;
        let found: Vec<Loss> = operations.iter().flat_map(|operation| losses(operation, dialect)).collect();
        if *from != Place::Database || found.is_empty() {
            return Ok(RowCounts::default());
        }
        let mut session = self.connect_to_read(&self.address()?).await?;
        let mut counts = HashMap::new();
        for loss in found {
            // A table that gets its name on the way is not there yet; what cannot be counted is not said.
            if let Some(rows) = count_loss(&mut *session, &loss, ROWS_COUNTED_MAX).await {
                counts.insert(loss.what, rows);
            }
        }
        let _ = session.close().await;
        Ok(RowCounts(counts))
    }
}

/// How many rows of the database lose it, up to one more than so many; none where that cannot be found out.
pub(crate) async fn count_loss(session: &mut dyn Session, loss: &Loss, rows_max: u64) -> Option<u64> {
    let sql = count_query(loss, session.dialect(), rows_max)?;
    count(session, &sql).await.ok()
}

/// What counts the rows; none where only the statement itself will tell.
fn count_query(loss: &Loss, dialect: Dialect, rows_max: u64) -> Option<String> {
    let table = quoted(loss.table.as_ref()?, dialect)?;
    let condition = match (loss.kind, &loss.column, &loss.aspect) {
        (_, None, _) | (LossKind::Refused, Some(_), None) => String::new(),
        (LossKind::Gone, Some(column), None) => format!(" WHERE {} IS NOT NULL", dialect.quote(column).ok()?),
        (LossKind::Refused, Some(column), Some(Aspect::Nullability)) => {
            format!(" WHERE {} IS NULL", dialect.quote(column).ok()?)
        }
        _ => return None,
    };
    let limit = rows_max + 1;
    Some(format!("SELECT count(*) FROM (SELECT 1 AS one FROM {table}{condition} LIMIT {limit}) AS counted"))
}

fn quoted(name: &ObjectName, dialect: Dialect) -> Option<String> {
    let parts = name.schema.iter().chain([&name.name]).map(|part| dialect.quote(part).ok());
    parts.collect::<Option<Vec<String>>>().map(|parts| parts.join("."))
}

async fn count(session: &mut dyn Session, sql: &str) -> Result<u64, SqlError> {
    let cursor = session.query(sql, &[]).await?;
    let page = session.next_rows(cursor, PageLimit { rows: 1, bytes: 1 << 10 }).await;
    session.close_cursor(cursor).await;
    let number = page?.into_iter().next().and_then(|row| row.into_iter().next());
    Ok(match number {
        Some(Value::Integer(rows)) => u64::try_from(rows).unwrap_or_default(),
        Some(Value::Text(text)) => text.parse().unwrap_or_default(),
        _ => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_well() {
        assert_eq!(
            [1, 999, 1_204, 1_000_001].map(counted),
            ["1 row", "999 rows", "1,204 rows", "more than 1,000,000 rows"]
        );
    }
}
