//! The traits, over the synchronous session.

use aludel_sql::{
    Batch, BulkId, BulkTarget, Column, CursorId, Database, DatabaseInfo, ErrorKind, Outcome, PageLimit, Row,
    SavepointId, SqlError, StatementId, Value,
};
use async_trait::async_trait;
use std::sync::Arc;
use tokio::runtime::{Handle, RuntimeFlavor};

use super::session::{SqliteSession, unknown};
use super::watch::WatchCanceller;
use crate::columnar::CheckedBatch;
use crate::session::{Canceller, Guard, Session};

/// Does work that waits for the disk or a lock, after telling the runtime so where it can be told.
pub(super) fn blocking<T>(work: impl FnOnce() -> T) -> T {
    let is_multi_thread =
        Handle::try_current().is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
    if is_multi_thread { tokio::task::block_in_place(work) } else { work() }
}

#[async_trait]
impl Database for SqliteSession {
    fn info(&self) -> &DatabaseInfo {
        &self.info
    }

    fn supports(&self, feature: &str) -> bool {
        matches!(
            feature,
            "returning"
                | "drop-column"
                | "check-constraints"
                | "concurrent-cursors"
                | "savepoints"
                | "transactional-ddl"
        )
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        blocking(|| self.core.execute(sql, parameters))
    }

    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        blocking(|| self.core.execute_script(sql))
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        blocking(|| self.open_cursor(sql, parameters))
    }

    fn columns(&self, cursor: CursorId) -> Vec<Column> {
        let cursor = self.cursors.get(&cursor);
        cursor.map_or_else(Vec::new, |cursor| cursor.readers.iter().map(|reader| reader.column.clone()).collect())
    }

    async fn next_rows(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        let cursor = self.cursors.get_mut(&cursor).ok_or_else(|| unknown("cursor"))?;
        blocking(|| cursor.next_rows(&mut self.core, limit))
    }

    async fn next_batch(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Batch, SqlError> {
        let cursor = self.cursors.get_mut(&cursor).ok_or_else(|| unknown("cursor"))?;
        blocking(|| cursor.next_batch(&mut self.core, limit))
    }

    async fn close_cursor(&mut self, cursor: CursorId) {
        self.close(cursor);
    }

    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        blocking(|| self.prepare_statement(sql))
    }

    async fn execute_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<Outcome, SqlError> {
        blocking(|| self.with_statement(statement, |core, statement| core.run(statement, parameters)))
    }

    async fn query_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<CursorId, SqlError> {
        blocking(|| self.open_prepared_cursor(statement, parameters))
    }

    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError> {
        let rows = CheckedBatch::new(&rows)?;
        blocking(|| self.with_statement(statement, |core, statement| core.run_batch(statement, rows)))
    }

    async fn close_statement(&mut self, statement: StatementId) {
        self.close_prepared(statement);
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError> {
        blocking(|| self.start_bulk(&target))
    }

    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError> {
        blocking(|| self.write(bulk, &rows))
    }

    async fn finish_bulk(&mut self, bulk: BulkId) -> Result<u64, SqlError> {
        blocking(|| self.finish(bulk))
    }

    async fn abandon_bulk(&mut self, bulk: BulkId) -> Result<(), SqlError> {
        blocking(|| self.abandon(bulk))
    }

    async fn savepoint(&mut self) -> Result<SavepointId, SqlError> {
        blocking(|| self.open_savepoint().map(SavepointId))
    }

    async fn release_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        blocking(|| self.keep_savepoint(savepoint.0))
    }

    async fn rollback_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        blocking(|| self.undo_savepoint(savepoint.0))
    }
}

#[async_trait]
impl Session for SqliteSession {
    async fn last_key(&mut self) -> Result<Option<i64>, SqlError> {
        Ok(Some(self.core.connection.last_insert_rowid()))
    }

    async fn restore_last_key(&mut self, key: i64) -> Result<(), SqlError> {
        self.core.connection.set_last_insert_rowid(key);
        Ok(())
    }

    async fn begin(&mut self) -> Result<(), SqlError> {
        blocking(|| self.start_transaction())
    }

    async fn commit(&mut self) -> Result<(), SqlError> {
        blocking(|| self.end_transaction())
    }

    async fn rollback(&mut self) -> Result<(), SqlError> {
        blocking(|| self.undo_transaction())
    }

    async fn release_handles(&mut self) -> Result<(), SqlError> {
        blocking(|| self.drop_all())
    }

    async fn check_transaction(&mut self) -> Result<(), SqlError> {
        self.core.check_transaction()
    }

    fn arm(&mut self, guard: Guard) {
        self.core.connection.arm(guard);
    }

    fn disarm(&mut self) {
        self.core.connection.disarm();
    }

    async fn check_left_behind(&mut self) -> Result<(), SqlError> {
        blocking(|| self.core.clear_left_behind())
    }

    fn is_in_transaction(&self) -> bool {
        self.core.is_in_transaction
    }

    fn canceller(&self) -> Box<dyn Canceller> {
        Box::new(WatchCanceller(Arc::clone(self.core.connection.watch())))
    }

    async fn close(self: Box<Self>) -> Result<(), SqlError> {
        let closed = self.core.connection.close().await;
        closed.map_err(|error| SqlError::new(ErrorKind::Connection, error.to_string()))
    }
}
