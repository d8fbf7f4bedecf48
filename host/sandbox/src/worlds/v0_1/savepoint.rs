//! `resource savepoint`: a part of the work that can be undone alone.

use aludel_sql::SqlError;
use wasmtime::Result;
use wasmtime::component::Resource;

use super::bindings::aludel::sql::database;
use super::host_call::HostCall;
use super::refusal::Refusal;
use super::resources::Savepoint;

impl database::HostSavepoint for HostCall<'_> {
    async fn release(&mut self, savepoint: Resource<Savepoint>) -> Result<(), Refusal> {
        let savepoint = self.resources.table.delete(savepoint)?;
        Ok(self.database().release_savepoint(savepoint.id).await?)
    }

    async fn rollback(&mut self, savepoint: Resource<Savepoint>) -> Result<(), Refusal> {
        let savepoint = self.resources.table.delete(savepoint)?;
        Ok(self.database().rollback_savepoint(savepoint.id).await?)
    }

    async fn drop(&mut self, savepoint: Resource<Savepoint>) -> Result<()> {
        let savepoint = self.resources.table.delete(savepoint)?;
        let closed = self.database().rollback_savepoint(savepoint.id).await;
        self.note_drop(closed);
        Ok(())
    }
}

impl HostCall<'_> {
    /// Keeps the error of a close that has no answer, so that the run does not end well.
    pub(super) fn note_drop(&mut self, closed: Result<(), SqlError>) {
        if let Err(error) = closed {
            self.drop_error.get_or_insert(error);
        }
    }
}
