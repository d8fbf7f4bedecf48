//! Sessions that fail at one call: what becomes of a run whose connection is lost there, or whose server lies.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aludel_db::{Canceller, ConnectError, ConnectOptions, DatabaseUrl, Session};
use aludel_sql::{
    Batch, BulkId, BulkTarget, Column, CursorId, Database, DatabaseInfo, ErrorKind, Outcome, PageLimit, Row,
    SavepointId, SqlError, StatementId, Value,
};
use async_trait::async_trait;

use tokio::sync::Notify;

use crate::connection::Connector;

/// How a call fails.
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "a project is tried with connections that are lost, the runs themselves with all of it"
    )
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// It is not sent, and the connection is gone.
    DiesBefore,
    /// It is done, its answer is lost, and the connection is gone.
    DiesAfter,
    /// The server says no, and goes on.
    Refuses,
    /// It is done, and before its answer comes the process is gone that asked.
    Killed,
    /// It is done twice, and the second answer is given.
    AnswersTwice,
    /// Nothing of the transaction is kept, and the commit is answered with yes all the same. Other calls are answered as
    /// they are.
    LiesAtCommit,
}

/// One fault, at one call of a whole run.
pub(crate) struct Fault {
    at: usize,
    manner: Manner,
    calls: AtomicUsize,
    happened: AtomicBool,
    /// What the call was to do.
    words: Mutex<String>,
    /// Told when the process is to be gone.
    pub(crate) killed: Notify,
}

impl Fault {
    pub(crate) fn at(call: usize, manner: Manner) -> Self {
        let (calls, happened, words) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::default());
        Self { at: call, manner, calls, happened, words, killed: Notify::new() }
    }

    pub(crate) fn never() -> Self {
        Self::at(usize::MAX, Manner::Refuses)
    }

    /// Whether that call was made.
    pub(crate) fn has_happened(&self) -> bool {
        self.happened.load(Ordering::Relaxed)
    }

    /// How many calls there were.
    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    /// What the call was to do that failed.
    pub(crate) fn words(&self) -> String {
        self.words.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How this call fails, if it does.
    fn next(&self, words: &str) -> Option<Manner> {
        let is_now = self.calls.fetch_add(1, Ordering::Relaxed) == self.at;
        if is_now {
            words.clone_into(&mut self.words.lock().unwrap_or_else(PoisonError::into_inner));
        }
        self.happened.fetch_or(is_now, Ordering::Relaxed);
        is_now.then_some(self.manner)
    }
}

/// Connects for real, to sessions that fail.
pub(crate) struct FaultyConnector {
    inner: Arc<dyn Connector>,
    fault: Mutex<Arc<Fault>>,
}

impl FaultyConnector {
    pub(crate) fn new(inner: Arc<dyn Connector>, fault: Arc<Fault>) -> Self {
        Self { inner, fault: Mutex::new(fault) }
    }

    /// The sessions from here on fail so.
    pub(crate) fn set(&self, fault: Arc<Fault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}

#[async_trait]
impl Connector for FaultyConnector {
    async fn connect(&self, url: &DatabaseUrl, options: &ConnectOptions) -> Result<Box<dyn Session>, ConnectError> {
        let session = self.inner.connect(url, options).await?;
        let info = session.info().clone();
        let fault = Arc::clone(&self.fault.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(Box::new(FaultySession { session: Some(session), info, fault }))
    }
}

struct FaultySession {
    /// None once the connection is gone.
    session: Option<Box<dyn Session>>,
    info: DatabaseInfo,
    fault: Arc<Fault>,
}

impl FaultySession {
    async fn lie(&mut self) -> Result<(), SqlError> {
        let is_now = self.fault.next("COMMIT").is_some();
        let Some(session) = self.session.as_mut() else { return Err(gone()) };
        if is_now { session.rollback().await } else { session.commit().await }
    }
}

fn gone() -> SqlError {
    SqlError::new(ErrorKind::Connection, "the connection is gone")
}

/// Makes one call of the session inside, or the fault in its place.
macro_rules! call {
    ($self:ident, $words:expr, $session:ident => $call:expr) => {{
        let manner = $self.fault.next($words);
        match manner {
            Some(Manner::DiesBefore) => $self.session = None,
            Some(Manner::Refuses) => return Err(SqlError::new(ErrorKind::Other, "refused for the test")),
            Some(Manner::DiesAfter | Manner::Killed | Manner::AnswersTwice | Manner::LiesAtCommit) | None => {}
        }
        let Some($session) = $self.session.as_mut() else { return Err(gone()) };
        let answer = $call.await;
        match manner {
            Some(Manner::DiesAfter) => {
                $self.session = None;
                return Err(gone());
            }
            Some(Manner::Killed) => {
                $self.session = None;
                $self.fault.killed.notify_one();
                std::future::pending::<()>().await;
            }
            Some(Manner::AnswersTwice) => return $call.await,
            _ => {}
        }
        answer
    }};
}

#[async_trait]
impl Database for FaultySession {
    fn info(&self) -> &DatabaseInfo {
        &self.info
    }

    fn supports(&self, feature: &str) -> bool {
        self.session.as_ref().is_some_and(|session| session.supports(feature))
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        call!(self, sql, session => session.execute(sql, parameters))
    }

    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        call!(self, sql, session => session.execute_script(sql))
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        call!(self, sql, session => session.query(sql, parameters))
    }

    fn columns(&self, cursor: CursorId) -> Vec<Column> {
        self.session.as_ref().map(|session| session.columns(cursor)).unwrap_or_default()
    }

    async fn next_rows(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        call!(self, "the next rows of a query", session => session.next_rows(cursor, limit))
    }

    async fn next_batch(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Batch, SqlError> {
        call!(self, "the next rows of a query", session => session.next_batch(cursor, limit))
    }

    async fn close_cursor(&mut self, cursor: CursorId) {
        if let Some(session) = &mut self.session {
            session.close_cursor(cursor).await;
        }
    }

    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        call!(self, sql, session => session.prepare(sql))
    }

    async fn execute_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<Outcome, SqlError> {
        call!(self, "a prepared statement", session => session.execute_prepared(statement, parameters))
    }

    async fn query_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<CursorId, SqlError> {
        call!(self, "a prepared query", session => session.query_prepared(statement, parameters))
    }

    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError> {
        call!(self, "a prepared statement with many rows", session => session.execute_batch(statement, rows.clone()))
    }

    async fn close_statement(&mut self, statement: StatementId) {
        if let Some(session) = &mut self.session {
            session.close_statement(statement).await;
        }
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError> {
        call!(self, "a bulk writer", session => session.open_bulk(target.clone()))
    }

    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError> {
        call!(self, "rows for a bulk writer", session => session.write_bulk(bulk, rows.clone()))
    }

    async fn finish_bulk(&mut self, bulk: BulkId) -> Result<u64, SqlError> {
        call!(self, "the end of a bulk writer", session => session.finish_bulk(bulk))
    }

    async fn abandon_bulk(&mut self, bulk: BulkId) -> Result<(), SqlError> {
        call!(self, "the end of a bulk writer", session => session.abandon_bulk(bulk))
    }

    async fn savepoint(&mut self) -> Result<SavepointId, SqlError> {
        call!(self, "SAVEPOINT", session => session.savepoint())
    }

    async fn release_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        call!(self, "RELEASE SAVEPOINT", session => session.release_savepoint(savepoint))
    }

    async fn rollback_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        call!(self, "ROLLBACK TO SAVEPOINT", session => session.rollback_savepoint(savepoint))
    }
}

#[async_trait]
impl Session for FaultySession {
    fn control(&mut self) -> Option<&mut dyn Session> {
        self.session.as_mut().and_then(|session| session.control())
    }

    fn house(&self) -> &DatabaseInfo {
        self.session.as_ref().map_or(&self.info, |session| session.house())
    }

    async fn execute_for_house(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        call!(self, sql, session => session.execute_for_house(sql, parameters))
    }

    async fn ensure_house(&mut self) -> Result<(), SqlError> {
        call!(self, "the tables of the house", session => session.ensure_house())
    }

    async fn last_key(&mut self) -> Result<Option<i64>, SqlError> {
        call!(self, "a look at the last key", session => session.last_key())
    }

    async fn restore_last_key(&mut self, key: i64) -> Result<(), SqlError> {
        call!(self, "the last key", session => session.restore_last_key(key))
    }

    async fn begin(&mut self) -> Result<(), SqlError> {
        call!(self, "BEGIN", session => session.begin())
    }

    async fn commit(&mut self) -> Result<(), SqlError> {
        if self.fault.manner == Manner::LiesAtCommit {
            return self.lie().await;
        }
        call!(self, "COMMIT", session => session.commit())
    }

    async fn rollback(&mut self) -> Result<(), SqlError> {
        call!(self, "ROLLBACK", session => session.rollback())
    }

    async fn release_handles(&mut self) -> Result<(), SqlError> {
        call!(self, "the end of what the migration left open", session => session.release_handles())
    }

    async fn check_transaction(&mut self) -> Result<(), SqlError> {
        call!(self, "a look at the transaction", session => session.check_transaction())
    }

    async fn restore_transaction(&mut self) -> Result<(), SqlError> {
        call!(self, "the transaction after a definition", session => session.restore_transaction())
    }

    fn is_in_transaction(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.is_in_transaction())
    }

    fn canceller(&self) -> Box<dyn Canceller> {
        match &self.session {
            Some(session) => session.canceller(),
            None => Box::new(NobodyThere),
        }
    }

    async fn close(self: Box<Self>) -> Result<(), SqlError> {
        match self.session {
            Some(session) => session.close().await,
            None => Ok(()),
        }
    }
}

struct NobodyThere;

#[async_trait]
impl Canceller for NobodyThere {
    async fn cancel(&self) -> Result<(), SqlError> {
        Err(gone())
    }
}
