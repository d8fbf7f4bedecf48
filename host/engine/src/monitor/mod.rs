//! Stands between a guest and the session: counts what the guest asks for, remembers what failed, and refuses what no
//! session should see. Otherwise it is transparent.
//!
//! - [`trace`]: what was seen
//! - [`operation`]: what changes of the schema by request amount to
//! - [`schema`]: changes of the schema by request
//! - [`text`]: which texts are refused

mod operation;
mod schema;
mod text;
mod trace;

use std::sync::Arc;

use aludel_db::{Guard, refused};
use aludel_grants::{Access, AccessKind, Cage, Judge};
use aludel_sql::{
    Batch, BulkId, BulkKind, BulkTarget, Column, CursorId, Database, DatabaseInfo, ErrorKind, Outcome, PageLimit, Row,
    SavepointId, SqlError, StatementId, Value,
};
use async_trait::async_trait;

use crate::agreement::promise::Promise;
use crate::cancellation::Cancellation;
use crate::journal::Desk;
pub(crate) use trace::{AskedInCheck, SentStatement, Trace, is_refusal};

/// A session lent to one guest.
///
/// It holds the guard of a shared session and not the session: when the future of a run is dropped, the guard goes with
/// it, and the owner has its session back.
///
/// While it lives, the session holds every statement against the cage, where its engine can tell what one touches.
pub(crate) struct Monitor {
    session: Desk,
    trace: Arc<Trace>,
    cancellation: Cancellation,
    warded: Warded,
}

/// What a guest is watched with.
pub(crate) struct Warded {
    /// What it may do.
    pub(crate) cage: Arc<Cage>,
    /// What was seen of it.
    pub(crate) trace: Arc<Trace>,
    /// What a plan says that it asks for, where there is one.
    pub(crate) promise: Option<Arc<Promise>>,
    /// The tables that the host keeps in the database for itself.
    pub(crate) house_tables: Arc<[String]>,
    /// The bytes of one statement.
    pub(crate) sql_bytes_max: usize,
    /// The bytes of one value or row that a statement makes.
    pub(crate) value_bytes_max: usize,
}

impl Monitor {
    pub(crate) fn new(session: Desk, cancellation: Cancellation, warded: Warded) -> Self {
        let mut monitor = Self { session, trace: Arc::clone(&warded.trace), cancellation, warded };
        monitor.arm();
        monitor
    }

    /// From here on statements are the guest's.
    fn arm(&mut self) {
        let Warded { cage, house_tables, sql_bytes_max, value_bytes_max, .. } = &self.warded;
        let house_tables = Arc::clone(house_tables);
        let (sql_bytes_max, value_bytes_max) = (*sql_bytes_max, *value_bytes_max);
        self.session.arm(Guard { judge: Arc::clone(cage) as _, house_tables, sql_bytes_max, value_bytes_max });
    }

    /// Asks whether the guest may do that.
    fn judge(&self, access: Access) -> Result<(), SqlError> {
        self.warded.cage.judge(access).map_err(|refusal| refused(&refusal))
    }

    /// Refuses every call once somebody asked to stop, so that a guest which goes on after an error ends soon.
    fn admit(&self) -> Result<(), SqlError> {
        if self.cancellation.is_cancelled() {
            return Err(SqlError::new(ErrorKind::Cancelled, "the run was asked to stop"));
        }
        Ok(())
    }

    fn admit_statement(&self, sql: &str, parameters: &[Value]) -> Result<(), SqlError> {
        self.trace.sent();
        let admitted = self.admit().and_then(|()| text::check_statement(sql, parameters));
        let judged = admitted.and_then(|()| self.judge(Access::of(AccessKind::RawSql)));
        judged.map_err(|error| self.noted(sql, error))
    }

    fn admit_prepared(&self, statement: StatementId, parameters: &[Value]) -> Result<(), SqlError> {
        self.trace.sent();
        let admitted = self.admit().and_then(|()| text::check_parameters(parameters));
        admitted.map_err(|error| self.noted_prepared(statement, error))
    }

    /// Stops a statement that is about to run and is not the plan's.
    fn keep_promise(&self, sql: &str) -> Result<(), SqlError> {
        match &self.warded.promise {
            Some(promise) => promise.admit(sql).map_err(|error| self.noted(sql, error)),
            None => Ok(()),
        }
    }

    fn keep_promise_prepared(&self, statement: StatementId) -> Result<(), SqlError> {
        match &self.warded.promise {
            Some(_) => self.keep_promise(&self.trace.text_of(statement)),
            None => Ok(()),
        }
    }

    /// Remembers the error with the statement that it belongs to.
    fn noted(&self, sql: &str, error: SqlError) -> SqlError {
        self.trace.failed(sql, &error);
        error
    }

    fn noted_prepared(&self, statement: StatementId, error: SqlError) -> SqlError {
        self.trace.failed_prepared(statement, &error);
        error
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        self.session.disarm();
    }
}

#[async_trait]
impl Database for Monitor {
    fn info(&self) -> &DatabaseInfo {
        self.session.info()
    }

    fn supports(&self, feature: &str) -> bool {
        self.session.supports(feature)
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.admit_statement(sql, parameters)?;
        self.keep_promise(sql)?;
        let outcome = self.session.execute(sql, parameters).await.map_err(|error| self.trace.note(sql, error))?;
        self.trace.wrote();
        Ok(outcome)
    }

    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        self.admit_statement(sql, &[])?;
        self.keep_promise(sql)?;
        self.session.execute_script(sql).await.map_err(|error| self.trace.note(sql, error))?;
        self.trace.wrote();
        Ok(())
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        self.admit_statement(sql, parameters)?;
        self.keep_promise(sql)?;
        let cursor = self.session.query(sql, parameters).await.map_err(|error| self.trace.note(sql, error))?;
        self.trace.opened(cursor, sql);
        Ok(cursor)
    }

    fn columns(&self, cursor: CursorId) -> Vec<Column> {
        self.session.columns(cursor)
    }

    async fn next_rows(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        self.admit()?;
        self.session.next_rows(cursor, limit).await.map_err(|error| self.trace.note_cursor(cursor, error))
    }

    async fn next_batch(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Batch, SqlError> {
        self.admit()?;
        self.session.next_batch(cursor, limit).await.map_err(|error| self.trace.note_cursor(cursor, error))
    }

    async fn close_cursor(&mut self, cursor: CursorId) {
        self.trace.closed_cursor(cursor);
        self.session.close_cursor(cursor).await;
    }

    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        self.admit_statement(sql, &[])?;
        let statement = self.session.prepare(sql).await.map_err(|error| self.trace.note(sql, error))?;
        self.trace.prepared(statement, sql);
        Ok(statement)
    }

    async fn execute_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.admit_prepared(statement, parameters)?;
        self.keep_promise_prepared(statement)?;
        let outcome = self.session.execute_prepared(statement, parameters).await;
        let outcome = outcome.map_err(|error| self.noted_prepared(statement, error))?;
        self.trace.wrote();
        Ok(outcome)
    }

    async fn query_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<CursorId, SqlError> {
        self.admit_prepared(statement, parameters)?;
        self.keep_promise_prepared(statement)?;
        let cursor = self.session.query_prepared(statement, parameters).await;
        let cursor = cursor.map_err(|error| self.noted_prepared(statement, error))?;
        self.trace.opened_prepared(cursor, statement);
        Ok(cursor)
    }

    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError> {
        self.admit_prepared(statement, &[])?;
        text::check_batch(&rows).map_err(|error| self.noted_prepared(statement, error))?;
        self.keep_promise_prepared(statement)?;
        let affected = self.session.execute_batch(statement, rows).await;
        let affected = affected.map_err(|error| self.noted_prepared(statement, error))?;
        self.trace.wrote();
        Ok(affected)
    }

    async fn close_statement(&mut self, statement: StatementId) {
        self.trace.closed_statement(statement);
        self.session.close_statement(statement).await;
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError> {
        let what = describe(&target);
        self.trace.sent();
        let admitted = self.admit().and_then(|()| text::check_target(&target));
        admitted.and_then(|()| self.judge_bulk(&target)).map_err(|error| self.noted(&what, error))?;
        self.keep_promise(&in_account(&target))?;
        let bulk = self.session.open_bulk(target).await.map_err(|error| self.trace.note(&what, error))?;
        self.trace.opened_bulk(bulk, what);
        Ok(bulk)
    }

    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError> {
        self.admit().and_then(|()| text::check_batch(&rows)).map_err(|error| self.trace.note_bulk(bulk, error))?;
        self.session.write_bulk(bulk, rows).await.map_err(|error| self.trace.note_bulk(bulk, error))?;
        self.trace.wrote();
        Ok(())
    }

    async fn finish_bulk(&mut self, bulk: BulkId) -> Result<u64, SqlError> {
        self.admit()?;
        self.session.finish_bulk(bulk).await.map_err(|error| self.trace.note_bulk(bulk, error))
    }

    async fn abandon_bulk(&mut self, bulk: BulkId) -> Result<(), SqlError> {
        self.session.abandon_bulk(bulk).await
    }

    async fn savepoint(&mut self) -> Result<SavepointId, SqlError> {
        self.admit()?;
        self.session.savepoint().await
    }

    async fn release_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.admit()?;
        self.session.release_savepoint(savepoint).await
    }

    async fn rollback_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.session.rollback_savepoint(savepoint).await
    }
}

/// A bulk writer in an account of statements, where it stands like one.
pub(crate) fn in_account(target: &BulkTarget) -> String {
    format!("-- {}", describe(target))
}

/// What a bulk writer does, in words: it has no text that all databases share.
pub(crate) fn describe(target: &BulkTarget) -> String {
    let verb = match target.kind {
        BulkKind::Insert => "bulk insert into",
        BulkKind::Update { .. } => "bulk update of",
    };
    let schema = target.schema.as_ref().map(|schema| format!("{schema}.")).unwrap_or_default();
    format!("{verb} {schema}{} ({})", target.table, target.columns.join(", "))
}
