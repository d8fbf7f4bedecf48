//! The trait that every database is behind.

use std::sync::Arc;

use aludel_grants::{Judge, Refusal};
use aludel_sql::{Database, DatabaseInfo, Dialect, ErrorKind, Outcome, PageLimit, Row, SqlError, Value};
use async_trait::async_trait;

/// What stands between a guest and a database, where the engine itself says what a statement touches.
#[derive(Clone)]
pub struct Guard {
    /// Is asked about everything that a statement touches, before it runs.
    pub judge: Arc<dyn Judge>,
    /// The tables that the host keeps for itself in the default schema.
    pub house_tables: Arc<[String]>,
    /// The bytes of one statement.
    pub sql_bytes_max: usize,
    /// The bytes of one value or row that a statement makes.
    pub value_bytes_max: usize,
}

/// The error that a guest gets for what was refused: its words, and the extras `access` and `grant`.
pub fn refused(refusal: &Refusal) -> SqlError {
    let error = SqlError::new(ErrorKind::Denied, refusal.what.clone());
    let error = error.with_extra("access", refusal.access.kind.name());
    match &refusal.grant {
        Some(grant) => error.with_extra("grant", grant.clone()),
        None => error,
    }
}

/// One connection that the host owns: what a guest may do ([`Database`]) and what only the host may.
#[async_trait]
pub trait Session: Database {
    /// The kind of server.
    fn dialect(&self) -> Dialect {
        self.info().dialect
    }

    /// The connection that the host keeps to itself, where guests have one with a login of their own.
    fn control(&mut self) -> Option<&mut dyn Session> {
        None
    }

    /// Where the tables of the house are found.
    fn house(&self) -> &DatabaseInfo {
        self.info()
    }

    /// Runs a statement that changes the tables of the house: in the transaction that is open, if one is, whoever else
    /// may not write to them there.
    async fn execute_for_house(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.execute(sql, parameters).await
    }

    /// All rows of a query over the tables of the house (texts, numbers and bytes) that are known to be few.
    async fn rows_for_house(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, SqlError> {
        fetch_all(self, sql, parameters).await
    }

    /// Makes what [`Session::execute_for_house`] needs, where it is missing or of another version. Not within a
    /// transaction.
    async fn ensure_house(&mut self) -> Result<(), SqlError> {
        Ok(())
    }

    /// Runs a statement of the host's own, without parameters and results, in the shortest way that the server has. It
    /// must be one statement, which not every such way checks.
    async fn run_own(&mut self, sql: &str) -> Result<(), SqlError> {
        self.execute(sql, &[]).await.map(drop)
    }

    /// The key that the connection made last, as guests may ask for it in SQL (`LAST_INSERT_ID()`, `last_insert_rowid()`);
    /// none where the host's own statements do not change it.
    async fn last_key(&mut self) -> Result<Option<i64>, SqlError> {
        Ok(None)
    }

    /// Has the connection tell that key again, after statements of the host's own or in place of an earlier connection.
    async fn restore_last_key(&mut self, key: i64) -> Result<(), SqlError> {
        let _ = key;
        Ok(())
    }

    /// Opens the transaction of a step (or of a run). On `SQLite` it takes the write lock at once.
    async fn begin(&mut self) -> Result<(), SqlError>;

    /// Commits it. An `Ok` is the driver's word only: read the ledger back.
    async fn commit(&mut self) -> Result<(), SqlError>;

    /// Rolls it back, and drops every cursor, statement, bulk writer and savepoint that is still open.
    async fn rollback(&mut self) -> Result<(), SqlError>;

    /// Drops every cursor, statement, bulk writer and savepoint that a guest left open, without touching the
    /// transaction.
    async fn release_handles(&mut self) -> Result<(), SqlError>;

    /// Checks that the transaction which the host began is still the one that is open, where a server can tell: a
    /// statement of the guest may have ended it. The ledger asks before it writes, because outside of the transaction
    /// its rows would be kept, whatever becomes of the step.
    async fn check_transaction(&mut self) -> Result<(), SqlError> {
        Ok(())
    }

    /// Begins the transaction that the host began anew, where a definition has committed it. Nothing happens while it
    /// still stands.
    async fn restore_transaction(&mut self) -> Result<(), SqlError> {
        Ok(())
    }

    /// From here on every statement is a guest's and is held against the guard, until [`Session::disarm`]; what the
    /// session does by itself for a guest (savepoints, a bulk writer's frame) is not. `SQLite` says what a statement
    /// touches; the texts for servers are read before they are sent.
    fn arm(&mut self, guard: Guard) {
        drop(guard);
    }

    /// From here on statements are the host's own again.
    fn disarm(&mut self) {}

    /// Looks at what guests left behind since it was last asked, and refuses what would reach beyond their end: objects
    /// that name the host's tables. What lives no longer than the connection (temporary objects, settings) is undone.
    /// The session must be disarmed and its handles released; the transaction may be one that the server will only roll
    /// back.
    async fn check_left_behind(&mut self) -> Result<(), SqlError> {
        Ok(())
    }

    /// Has what constraints and triggers of the guest's transaction would do at its end run at the latest with the next
    /// [`Session::check_left_behind`], while what goes wrong is still the guest's: that tells. Constraints stay immediate
    /// until the transaction ends.
    async fn run_deferred(&mut self) -> Result<(), SqlError> {
        Ok(())
    }

    /// Whether what is set, prepared or locked for the session lasts from one transaction to the next. Behind a pooler
    /// that lends a connection for one transaction at a time it does not.
    fn keeps_session(&self) -> bool {
        true
    }

    /// Whether a transaction that the host began is open, as the host counts (the server may know better).
    fn is_in_transaction(&self) -> bool;

    /// Asks the server to stop the statement that is running, from outside of it, and tells when it cannot.
    fn canceller(&self) -> Box<dyn Canceller>;

    /// Ends the connection with a goodbye.
    async fn close(self: Box<Self>) -> Result<(), SqlError>;
}

/// Stops the statement that a [`Session`] is running.
#[async_trait]
pub trait Canceller: Send + Sync {
    /// Asks once; returns when the server was told, not when it obeyed.
    async fn cancel(&self) -> Result<(), SqlError>;
}

/// The connection for what only the host reads and writes: its own, where there is one.
pub(crate) fn own(session: &mut dyn Session) -> &mut dyn Session {
    if session.control().is_some() {
        return session.control().expect("it was there just now");
    }
    session
}

/// All rows of a query of the host's own tables whose result is known to be small.
pub(crate) async fn fetch_own(
    session: &mut dyn Session,
    sql: &str,
    parameters: &[Value],
) -> Result<Vec<Row>, SqlError> {
    own(session).rows_for_house(sql, parameters).await
}

/// All rows of a query whose result is known to be small: they are held together. Fails with what the database says to the
/// query or to one of its pages; the cursor is closed in any case.
pub async fn fetch_all<D: Database + ?Sized>(
    session: &mut D,
    sql: &str,
    parameters: &[Value],
) -> Result<Vec<Row>, SqlError> {
    let cursor = session.query(sql, parameters).await?;
    let mut rows = Vec::new();
    let end = loop {
        match session.next_rows(cursor, PAGE).await {
            Ok(page) if page.is_empty() => break Ok(()),
            Ok(page) => rows.extend(page),
            Err(error) => break Err(error),
        }
    };
    session.close_cursor(cursor).await;
    end.map(|()| rows)
}

const PAGE: PageLimit = PageLimit { rows: 10_000, bytes: 16 << 20 };
