//! Rows of one table, from a query there into a table here.

use aludel_db::Session;
use aludel_schema::ObjectName;
use aludel_sql::{Batch, BulkKind, BulkTarget, ColumnData, PageLimit, SqlError, Value};

/// What is under way at a time.
const PAGE: PageLimit = PageLimit { rows: 1000, bytes: 1 << 20 };

/// Where rows come from, and where they go.
pub(super) struct Load<'load> {
    /// What reads them.
    pub(super) sql: &'load str,
    pub(super) parameters: &'load [Value],
    /// The table that takes them.
    pub(super) table: &'load ObjectName,
    /// Its columns, in the order of the query.
    pub(super) columns: &'load [String],
    /// The rows are no more than this; the query has one more where there are more.
    pub(super) rows_max: u64,
    /// No page comes after the one that reaches this.
    pub(super) bytes_max: usize,
}

/// What was copied of a table.
pub(super) struct Moved {
    pub(super) rows: u64,
    pub(super) bytes: usize,
    pub(super) has_more: bool,
    /// Whether the bytes ended it.
    pub(super) is_cut: bool,
}

/// Copies rows into one table, or none at all: the inner error is why. The outer one is that of a transaction that cannot go
/// on.
pub(super) async fn load(
    live: &mut dyn Session,
    copy: &mut dyn Session,
    load: &Load<'_>,
) -> Result<Result<Moved, SqlError>, SqlError> {
    let (there, here) = (live.savepoint().await?, copy.savepoint().await?);
    match rows_of(live, copy, load).await {
        Ok(moved) => {
            live.release_savepoint(there).await?;
            copy.release_savepoint(here).await?;
            Ok(Ok(moved))
        }
        Err(error) => {
            live.rollback_savepoint(there).await?;
            copy.rollback_savepoint(here).await?;
            Ok(Err(error))
        }
    }
}

async fn rows_of(live: &mut dyn Session, copy: &mut dyn Session, load: &Load<'_>) -> Result<Moved, SqlError> {
    let bulk = copy.open_bulk(load.target()).await?;
    let cursor = live.query(load.sql, load.parameters).await?;
    let mut moved = Moved { rows: 0, bytes: 0, has_more: false, is_cut: false };
    loop {
        let left = load.rows_max - moved.rows;
        let rows = PAGE.rows.min(u32::try_from(left).unwrap_or(u32::MAX));
        // The row after the last one says whether there are more.
        let page = live.next_batch(cursor, PageLimit { rows: rows.max(1), ..PAGE }).await?;
        if page.row_count == 0 {
            break;
        }
        moved.has_more = left == 0;
        if moved.has_more {
            break;
        }
        moved.rows += u64::from(page.row_count);
        moved.bytes += bytes_of(&page);
        copy.write_bulk(bulk, page).await?;
        moved.is_cut = moved.bytes >= load.bytes_max;
        if moved.is_cut {
            moved.has_more = true;
            break;
        }
    }
    live.close_cursor(cursor).await;
    copy.finish_bulk(bulk).await?;
    Ok(moved)
}

impl Load<'_> {
    fn target(&self) -> BulkTarget {
        BulkTarget {
            schema: self.table.schema.clone(),
            table: self.table.name.clone(),
            kind: BulkKind::Insert,
            columns: self.columns.to_vec(),
        }
    }
}

/// About what a page weighs.
fn bytes_of(page: &Batch) -> usize {
    page.columns.iter().map(|column| bytes_of_column(&column.data)).sum()
}

fn bytes_of_column(data: &ColumnData) -> usize {
    match data {
        ColumnData::Booleans(items) => items.len(),
        ColumnData::Integers(items) => items.len() * size_of::<i64>(),
        ColumnData::Reals(items) => items.len() * size_of::<f64>(),
        ColumnData::Texts(packed) | ColumnData::Blobs(packed) => packed.data.len(),
        ColumnData::Values(items) => items.iter().map(bytes_of_value).sum(),
    }
}

fn bytes_of_value(value: &Value) -> usize {
    let own = match value {
        Value::Decimal(text) | Value::Text(text) | Value::Json(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Foreign(foreign) => foreign.text.len(),
        Value::TextArray(items) => items.iter().flatten().map(String::len).sum(),
        _ => 0,
    };
    own + size_of::<i64>()
}
