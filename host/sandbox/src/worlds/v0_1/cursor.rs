//! `resource cursor`: pages of a result, as rows and as columns.

use aludel_sql::{Batch, ColumnData, CursorId, PageLimit, Row, SqlError, Value};
use wasmtime::Result;
use wasmtime::component::Resource;

use super::bindings::aludel::sql::{database, types};
use super::convert::row_out;
use super::host_call::HostCall;
use super::intake;
use super::refusal::Refusal;
use super::resources::Cursor;
use crate::limits::Limit;

impl database::HostCursor for HostCall<'_> {
    fn columns(&mut self, cursor: Resource<Cursor>) -> Result<Vec<types::Column>> {
        let id = self.resources.table.get(&cursor)?.id;
        Ok(self.known_database().columns(id).into_iter().map(Into::into).collect())
    }

    async fn next_rows(&mut self, cursor: Resource<Cursor>, max_rows: u32) -> Result<Vec<Vec<types::Value>>, Refusal> {
        let (id, limit) = (self.cursor(&cursor)?, self.page(max_rows));
        let rows = self.database().next_rows(id, limit).await?;
        self.check_rows(&rows)?;
        Ok(rows.into_iter().map(row_out).collect())
    }

    async fn next_batch(&mut self, cursor: Resource<Cursor>, max_rows: u32) -> Result<types::Batch, Refusal> {
        let (id, limit) = (self.cursor(&cursor)?, self.page(max_rows));
        let batch = self.database().next_batch(id, limit).await?;
        self.check_batch(&batch)?;
        Ok(batch.into())
    }

    async fn drop(&mut self, cursor: Resource<Cursor>) -> Result<()> {
        let cursor = self.resources.table.delete(cursor)?;
        self.database().close_cursor(cursor.id).await;
        Ok(())
    }
}

impl HostCall<'_> {
    fn cursor(&self, cursor: &Resource<Cursor>) -> Result<CursorId, Refusal> {
        Ok(self.resources.table.get(cursor)?.id)
    }

    // No rows mean the end, so a page has at least one.
    fn page(&self, max_rows: u32) -> PageLimit {
        PageLimit { rows: max_rows.min(self.limits.page_rows).max(1), bytes: self.limits.row_bytes }
    }

    pub(super) fn check_rows(&self, rows: &[Row]) -> Result<(), SqlError> {
        let largest = rows.iter().map(row_bytes).max().unwrap_or(0);
        intake::within(Limit::RowSize, largest, self.limits.row_bytes, &self.limits)
    }

    // A page of several rows is within the limit already, so only a page of one can be over it.
    fn check_batch(&self, batch: &Batch) -> Result<(), SqlError> {
        if batch.row_count != 1 {
            return Ok(());
        }
        let bytes = batch.columns.iter().map(|column| data_bytes(&column.data)).sum();
        intake::within(Limit::RowSize, bytes, self.limits.row_bytes, &self.limits)
    }
}

fn row_bytes(row: &Row) -> usize {
    row.iter().map(value_bytes).sum()
}

fn value_bytes(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Json(text) | Value::Decimal(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Foreign(foreign) => foreign.text.len(),
        Value::BooleanArray(items) => items.len(),
        Value::IntegerArray(items) => items.len() * 8,
        Value::RealArray(items) => items.len() * 8,
        Value::TextArray(items) => items.iter().flatten().map(String::len).sum(),
        _ => 8,
    }
}

fn data_bytes(data: &ColumnData) -> usize {
    match data {
        ColumnData::Texts(packed) | ColumnData::Blobs(packed) => packed.data.len(),
        ColumnData::Values(items) => items.iter().map(value_bytes).sum(),
        ColumnData::Booleans(_) | ColumnData::Integers(_) | ColumnData::Reals(_) => 8,
    }
}
