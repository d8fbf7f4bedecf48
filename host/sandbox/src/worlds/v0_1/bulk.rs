//! `resource bulk-writer`: the fastest way in that the database has.

use aludel_sql::{Batch, BulkId};
use wasmtime::Result;
use wasmtime::component::Resource;

use super::bindings::aludel::sql::{database, types};
use super::host_call::HostCall;
use super::intake;
use super::refusal::Refusal;
use super::resources::BulkWriter;

impl database::HostBulkWriter for HostCall<'_> {
    async fn write_rows(&mut self, writer: Resource<BulkWriter>, rows: Vec<Vec<types::Value>>) -> Result<(), Refusal> {
        let id = self.bulk_writer(&writer)?;
        let batch = intake::rows(rows, &self.limits)?;
        self.write(id, batch).await
    }

    async fn write_batch(&mut self, writer: Resource<BulkWriter>, rows: types::Batch) -> Result<(), Refusal> {
        let id = self.bulk_writer(&writer)?;
        let batch = intake::batch(rows, &self.limits)?;
        self.write(id, batch).await
    }

    async fn finish(&mut self, writer: Resource<BulkWriter>) -> Result<u64, Refusal> {
        let writer = self.resources.table.delete(writer)?;
        Ok(self.database().finish_bulk(writer.id).await?)
    }

    async fn drop(&mut self, writer: Resource<BulkWriter>) -> Result<()> {
        let writer = self.resources.table.delete(writer)?;
        let closed = self.database().abandon_bulk(writer.id).await;
        self.note_drop(closed);
        Ok(())
    }
}

impl HostCall<'_> {
    fn bulk_writer(&self, writer: &Resource<BulkWriter>) -> Result<BulkId, Refusal> {
        Ok(self.resources.table.get(writer)?.id)
    }

    async fn write(&mut self, id: BulkId, batch: Batch) -> Result<(), Refusal> {
        if batch.row_count == 0 {
            return Ok(());
        }
        Ok(self.database().write_bulk(id, batch).await?)
    }
}
