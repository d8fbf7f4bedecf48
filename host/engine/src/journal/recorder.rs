//! The session of a migration whose calls are written down.

use std::collections::HashMap;
use std::sync::Arc;

use aludel_db::fingerprint::names_in;
use aludel_db::{Fingerprint, Guard, JournalState, LedgerError, Session};
use aludel_sql::{BulkId, CursorId, Dialect, ErrorKind, SavepointId, SqlError, StatementId};
use tokio::sync::OwnedMutexGuard;

use super::call::Call;
use super::cursor::Cursor;
use super::entry::{Answer, Entry, Mark};
use super::log::{Enclosing, Log};
use super::way::defines;

/// What `PostgreSQL` says of a statement that no transaction can hold, and of code that ends the one it runs in.
const NOT_IN_A_TRANSACTION: [&str; 2] = ["25001", "2D000"];

/// Hands calls on to the session and writes down what lasts, or answers them from the journal.
///
/// Handles are its own: a handle of an earlier run has no counterpart in the session until it is needed.
pub(crate) struct Recorder {
    pub(super) session: OwnedMutexGuard<Box<dyn Session>>,
    pub(super) log: Arc<Log>,
    /// What stands between the guest and the session; none for what the host itself asks.
    guard: Option<Guard>,
    pub(super) cursors: HashMap<u64, Cursor>,
    pub(super) statements: HashMap<u64, Prepared>,
    pub(super) bulks: HashMap<u64, Bulk>,
    pub(super) savepoints: HashMap<u64, Option<SavepointId>>,
    /// The transaction around what lasts together, where there is no other.
    around: Option<SavepointId>,
    /// Whether the guest has begun a transaction by a statement.
    pub(super) is_in_its_own: bool,
    /// Whether an earlier run has carried out such a transaction, as far as the journal has answered. Its rows were written
    /// as it was committed.
    pub(super) has_committed_its_own: bool,
    /// The key that the migration made last on this connection, as far as anybody asked.
    pub(super) last_key: Option<i64>,
    /// Whether it may have made another one since.
    pub(super) may_have_new_key: bool,
    last_id: u64,
}

/// A prepared statement.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    pub(super) sql: String,
    pub(super) live: Option<StatementId>,
}

/// A bulk writer.
#[derive(Debug, Clone)]
pub(super) struct Bulk {
    pub(super) live: Option<BulkId>,
}

impl Recorder {
    pub(crate) fn new(session: OwnedMutexGuard<Box<dyn Session>>, log: Arc<Log>) -> Self {
        Self {
            session,
            log,
            guard: None,
            cursors: HashMap::new(),
            statements: HashMap::new(),
            bulks: HashMap::new(),
            savepoints: HashMap::new(),
            around: None,
            is_in_its_own: false,
            has_committed_its_own: false,
            last_key: None,
            may_have_new_key: false,
            last_id: 0,
        }
    }

    pub(super) fn arm(&mut self, guard: Guard) {
        self.session.arm(guard.clone());
        self.guard = Some(guard);
    }

    pub(super) fn disarm(&mut self) {
        self.session.disarm();
        self.guard = None;
    }

    /// The session for what the journal itself asks of it; [`Self::lent_to_guest`] has to follow.
    pub(super) fn own(&mut self) -> &mut dyn Session {
        self.session.disarm();
        &mut **self.session
    }

    /// Gives a result on once the session is the guest's again.
    pub(super) fn lent_to_guest<T>(&mut self, result: T) -> T {
        if let Some(guard) = &self.guard {
            self.session.arm(guard.clone());
        }
        result
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.session.info().dialect
    }

    /// Gets ready for something that lasts together with its entries.
    pub(super) async fn enter(&mut self) -> Result<(), SqlError> {
        self.remember().await?;
        self.may_have_new_key = true;
        match self.log.enclosing {
            Enclosing::Transaction => {
                let restored = self.own().restore_transaction().await;
                self.lent_to_guest(restored)
            }
            Enclosing::Nothing if self.around.is_none() && !self.is_in_its_own => {
                self.around = Some(self.session.savepoint().await?);
                Ok(())
            }
            Enclosing::Nothing => Ok(()),
        }
    }

    /// Whether the guest itself holds something open that needs the transaction around.
    pub(super) fn is_held(&self) -> bool {
        self.is_in_its_own || !self.bulks.is_empty() || !self.savepoints.is_empty()
    }

    /// Makes what was done last, unless the guest holds the transaction around open.
    pub(super) async fn leave(&mut self, statement: Option<&str>, before: &Fingerprint) -> Result<(), SqlError> {
        if self.log.enclosing == Enclosing::Transaction {
            if self.log.has_too_many() && !self.is_held() {
                self.write(JournalState::Done, statement, before).await?;
            }
            return Ok(());
        }
        if self.is_held() {
            return Ok(());
        }
        let Some(around) = self.around.take() else { return Ok(()) };
        let written = self.write(JournalState::Done, statement, before).await;
        match written {
            Ok(()) => self.session.release_savepoint(around).await,
            Err(error) => {
                self.session.rollback_savepoint(around).await?;
                Err(error)
            }
        }
    }

    /// Undoes what was begun, unless the guest holds the transaction around open and undoes it itself.
    pub(super) async fn give_up(&mut self) -> Result<(), SqlError> {
        if self.is_held() {
            return Ok(());
        }
        match self.around.take() {
            Some(around) => self.session.rollback_savepoint(around).await,
            None => Ok(()),
        }
    }

    pub(super) async fn write(
        &mut self,
        state: JournalState,
        statement: Option<&str>,
        before: &Fingerprint,
    ) -> Result<(), SqlError> {
        self.keep_key().await?;
        let log = Arc::clone(&self.log);
        let written = log.write(self.own(), state, statement, before).await;
        self.lent_to_guest(written).map_err(unwritten)?;
        self.give_key_back().await
    }

    /// What the objects of a definition look like before it.
    pub(super) async fn before(&mut self, sql: &str) -> Result<Fingerprint, SqlError> {
        let dialect = self.dialect();
        if !defines(sql, dialect) {
            return Ok(Fingerprint::default());
        }
        let names = names_in(sql, dialect);
        self.log.add_names(&names);
        let fingerprint = aludel_db::fingerprint(self.own(), &names).await;
        self.lent_to_guest(fingerprint)
    }

    /// Announces a definition; [`Self::defined`] has to follow.
    pub(super) async fn announce(&mut self, call: &Call<'_>, sql: &str) -> Result<(), SqlError> {
        let before = self.before(sql).await?;
        self.keep_key().await?;
        let announced = Entry { call: Mark::of(call), answer: call.answer_of_definition() };
        let log = Arc::clone(&self.log);
        let written = log.announce(self.own(), sql, announced, &before).await;
        self.lent_to_guest(written).map_err(unwritten)?;
        // Code may make keys, and so may rows that a table is made of.
        self.may_have_new_key = true;
        self.give_key_back().await
    }

    /// Takes the answer to a definition that was announced.
    pub(super) async fn defined(
        &mut self,
        call: &Call<'_>,
        result: Result<Answer, SqlError>,
    ) -> Result<Answer, SqlError> {
        match &result {
            Ok(answer) => {
                self.log.push(call, answer.clone());
                self.keep_variables(call.sql().unwrap_or_default()).await?;
                self.log.committed();
                // `MySQL` commits whatever the guest had begun, and no other server runs one in the midst of that.
                self.is_in_its_own = false;
            }
            // Whether it was carried out has to be found out.
            Err(error) if error.kind == ErrorKind::Connection => {}
            Err(error) => {
                self.log.push(call, Answer::Failed(error.clone()));
                // What a failed CREATE INDEX CONCURRENTLY leaves is found by whoever goes on.
                if self.dialect() != Dialect::Postgres {
                    let log = Arc::clone(&self.log);
                    let written = log.answered(self.own()).await;
                    self.lent_to_guest(written).map_err(unwritten)?;
                }
            }
        }
        result
    }

    /// Whether the server says that no transaction can hold the statement.
    pub(super) fn needs_no_transaction(&self, error: &SqlError) -> bool {
        let says_so = error.sqlstate.as_deref().is_some_and(|state| NOT_IN_A_TRANSACTION.contains(&state));
        says_so && self.log.enclosing == Enclosing::Nothing && !self.is_held()
    }

    pub(super) fn prepared(&self, statement: StatementId) -> Result<Prepared, SqlError> {
        self.statements.get(&statement.0).cloned().ok_or_else(|| closed("statement"))
    }

    pub(super) fn new_cursor(&mut self, cursor: Cursor) -> CursorId {
        let id = self.next_id();
        self.cursors.insert(id, cursor);
        CursorId(id)
    }
}

pub(super) fn closed(what: &str) -> SqlError {
    SqlError::new(ErrorKind::Other, format!("the {what} is closed"))
}

/// An error of the journal, as the guest is told.
fn unwritten(error: LedgerError) -> SqlError {
    match error {
        LedgerError::Database { error, .. } => *error,
        other => SqlError::new(ErrorKind::Other, other.to_string()),
    }
}
