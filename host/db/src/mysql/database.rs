//! What a guest may do with a session.

use aludel_sql::{
    Batch, BulkId, BulkTarget, Column, CursorId, Database, DatabaseInfo, Dialect, ErrorKind, Outcome, PageLimit, Row,
    SavepointId, SqlError, StatementId, Value, split,
};
use async_trait::async_trait;

use super::cursor::Cursor;
use super::session::{MySqlSession, closed};
use crate::columnar::{self, Cell, CheckedBatch};
use crate::session::Session;

impl MySqlSession {
    fn prepared_sql(&self, statement: StatementId) -> Result<String, SqlError> {
        self.statements.get(&statement.0).cloned().ok_or_else(|| closed("statement"))
    }
}

#[async_trait]
impl Database for MySqlSession {
    fn info(&self) -> &DatabaseInfo {
        &self.info
    }

    fn supports(&self, feature: &str) -> bool {
        match feature {
            // Of INSERT and DELETE; MySQL has none.
            "returning" => self.info.dialect == Dialect::MariaDb,
            "drop-column" | "check-constraints" | "savepoints" => true,
            _ => false,
        }
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.admit(sql).await?;
        self.run(sql, parameters.iter().map(Cell::from)).await
    }

    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        let statements = split(sql, self.info.dialect);
        let statements = statements.map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()))?;
        for (index, statement) in statements.iter().enumerate() {
            let result = match self.admit(statement.text).await {
                Ok(()) => self.run(statement.text, std::iter::empty()).await,
                Err(error) => Err(error),
            };
            result.map_err(|error| error.with_extra("statement", (index + 1).to_string()))?;
        }
        Ok(())
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        self.admit(sql).await?;
        self.open_cursor(sql, &columnar::cells(parameters)).await.map(CursorId)
    }

    fn columns(&self, cursor: CursorId) -> Vec<Column> {
        self.cursor(cursor.0).map(Cursor::columns).unwrap_or_default()
    }

    async fn next_rows(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        self.filled_cursor(cursor.0, limit).await?.rows(limit)
    }

    async fn next_batch(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Batch, SqlError> {
        self.filled_cursor(cursor.0, limit).await?.batch(limit)
    }

    async fn close_cursor(&mut self, cursor: CursorId) {
        self.remove_cursor(cursor.0).await;
    }

    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        self.admit(sql).await?;
        self.prepared(sql).await?;
        let id = self.next_id();
        self.statements.insert(id, sql.to_owned());
        Ok(StatementId(id))
    }

    async fn execute_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let sql = self.prepared_sql(statement)?;
        self.run(&sql, parameters.iter().map(Cell::from)).await
    }

    async fn query_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<CursorId, SqlError> {
        let sql = self.prepared_sql(statement)?;
        self.open_cursor(&sql, &columnar::cells(parameters)).await.map(CursorId)
    }

    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError> {
        let sql = self.prepared_sql(statement)?;
        let rows = CheckedBatch::new(&rows)?;
        if Session::is_in_transaction(self) {
            self.renew_transaction().await?;
            return self.run_rows(&sql, rows).await;
        }
        // Outside of a transaction the batch is one of its own: all of it is kept, or nothing.
        let savepoint = self.open_savepoint().await?;
        match self.run_rows(&sql, rows).await {
            Ok(count) => self.keep_savepoint(savepoint).await.map(|()| count),
            Err(error) => {
                self.undo_savepoint(savepoint).await?;
                Err(error)
            }
        }
    }

    async fn close_statement(&mut self, statement: StatementId) {
        self.statements.remove(&statement.0);
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError> {
        self.add_bulk_writer(&target).await.map(BulkId)
    }

    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError> {
        let mut writer = self.bulk_writers.remove(&bulk.0).ok_or_else(|| closed("bulk writer"))?;
        let written = writer.write(self, &rows).await;
        self.bulk_writers.insert(bulk.0, writer);
        written
    }

    async fn finish_bulk(&mut self, bulk: BulkId) -> Result<u64, SqlError> {
        self.finish_bulk_writer(bulk.0).await
    }

    async fn abandon_bulk(&mut self, bulk: BulkId) -> Result<(), SqlError> {
        self.undo_bulk_writer(bulk.0).await
    }

    async fn savepoint(&mut self) -> Result<SavepointId, SqlError> {
        self.open_savepoint().await.map(SavepointId)
    }

    async fn release_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.keep_savepoint(savepoint.0).await
    }

    async fn rollback_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.undo_savepoint(savepoint.0).await
    }
}
