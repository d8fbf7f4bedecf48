//! What a guest may do with a session.

use aludel_sql::{
    Batch, BulkId, BulkTarget, Column, CursorId, Database, DatabaseInfo, Dialect, ErrorKind, Outcome, PageLimit, Row,
    SavepointId, SqlError, StatementId, Value, split,
};
use async_trait::async_trait;

use super::kind;
use super::prepared::Prepared;
use super::session::{PostgresSession, closed};

const FEATURES: [&str; 8] = [
    "returning",
    "drop-column",
    "arrays",
    "check-constraints",
    "concurrent-cursors",
    "savepoints",
    "transactional-ddl",
    "bulk-copy",
];

impl PostgresSession {
    async fn run(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        kind::refuse_unsendable(sql)?;
        self.admit(sql).await?;
        let is_open = self.open_for_call().await?;
        let ran = self.run_watched(sql, parameters).await;
        let count = self.close_after_call(is_open, ran).await?;
        let rows_affected = if kind::counts_changes(sql) { count } else { 0 };
        Ok(Outcome { rows_affected, last_insert_id: None })
    }

    async fn run_batch(&mut self, statement: StatementId, rows: &Batch, is_for_call: bool) -> Result<u64, SqlError> {
        let prepared = self.statements.get_mut(&statement.0).ok_or_else(|| closed("statement"))?;
        let ran = prepared.run_batch(&mut self.link, rows).await;
        if is_for_call {
            prepared.close(&mut self.link).await;
        }
        ran
    }

    fn prepared_sql(&self, statement: StatementId) -> Result<String, SqlError> {
        let prepared = self.statements.get(&statement.0).ok_or_else(|| closed("statement"))?;
        Ok(prepared.sql.clone())
    }
}

#[async_trait]
impl Database for PostgresSession {
    fn info(&self) -> &DatabaseInfo {
        &self.info
    }

    fn supports(&self, feature: &str) -> bool {
        FEATURES.contains(&feature)
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.run(sql, parameters).await
    }

    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        let statements = split(sql, Dialect::Postgres);
        let statements = statements.map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()))?;
        for (index, statement) in statements.iter().enumerate() {
            let result = self.run(statement.text, &[]).await;
            result.map_err(|error| error.with_extra("statement", (index + 1).to_string()))?;
        }
        Ok(())
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        self.open_cursor(sql, parameters).await
    }

    fn columns(&self, cursor: CursorId) -> Vec<Column> {
        self.cursors.get(&cursor.0).map(super::cursor::Cursor::columns).unwrap_or_default()
    }

    async fn next_rows(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        let (cursor, link) = self.reading(cursor)?;
        cursor.next_rows(link, limit).await
    }

    async fn next_batch(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Batch, SqlError> {
        let (cursor, link) = self.reading(cursor)?;
        cursor.next_batch(link, limit).await
    }

    async fn close_cursor(&mut self, cursor: CursorId) {
        if let Some(mut cursor) = self.cursors.remove(&cursor.0) {
            cursor.close(&mut self.link).await;
        }
    }

    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        kind::refuse_unsendable(sql)?;
        self.admit(sql).await?;
        let is_open = self.open_for_call().await?;
        let prepared = Prepared::new(&mut self.link, sql).await;
        let prepared = self.close_after_call(is_open, prepared).await?;
        let id = self.next_id();
        self.statements.insert(id, prepared);
        Ok(StatementId(id))
    }

    async fn execute_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let sql = self.prepared_sql(statement)?;
        self.run(&sql, parameters).await
    }

    async fn query_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<CursorId, SqlError> {
        let sql = self.prepared_sql(statement)?;
        self.open_cursor(&sql, parameters).await
    }

    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError> {
        if !self.statements.contains_key(&statement.0) {
            return Err(closed("statement"));
        }
        let is_open = self.open_for_call().await?;
        let ran = self.run_batch(statement, &rows, is_open).await;
        self.close_after_call(is_open, ran).await
    }

    async fn close_statement(&mut self, statement: StatementId) {
        if let Some(mut prepared) = self.statements.remove(&statement.0) {
            prepared.close(&mut self.link).await;
        }
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError> {
        self.add_bulk_writer(&target).await.map(BulkId)
    }

    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError> {
        let writer = self.bulk_writers.get_mut(&bulk.0).ok_or_else(|| closed("bulk writer"))?;
        writer.write(&mut self.link, &rows).await
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
