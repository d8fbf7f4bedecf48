//! A session: the connection with its transaction and the handles that guests hold.

use std::collections::HashMap;

use aludel_sql::{BulkTarget, CursorId, DatabaseInfo, ErrorKind, Outcome, Row, SqlError, Value};
use async_trait::async_trait;

use super::bulk::BulkWriter;
use super::cancel::PostgresCanceller;
use super::counts::{Counts, Definitions};
use super::cursor::{Cursor, Place};
use super::house::Control;
use super::kind;
use super::left_behind::{CURRENT, RUN_DEFERRED, Standing, standing};
use super::lent::Lent;
use super::link::Link;
use super::lookout::PostgresLookout;
use super::prepared::Prepared;
use super::process::Process;
use crate::columnar;
use crate::held::check_room;
use crate::lookout::watched;
use crate::savepoints::SavepointStack;
use crate::session::{Canceller, Guard, Session};
use crate::texts::{Texts, Touched};

/// The transaction that the host began.
struct Transaction {
    /// `txid_current()` at its start, to tell whether the guest left it.
    id: String,
}

/// One connection to a `PostgreSQL` server.
///
/// A statement that fails aborts the whole transaction there: every later one fails with SQLSTATE 25P02, and
/// [`Session::commit`] refuses. A guest that expects an error opens a savepoint first, and rolls back to it.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any of them can come alone")]
pub(super) struct PostgresSession {
    pub(super) link: Link,
    pub(super) info: DatabaseInfo,
    canceller: PostgresCanceller,
    pub(super) lookout: PostgresLookout,
    pub(super) process: Process,
    /// What each transaction begins with, where a pooler lends the connection for one at a time.
    pub(super) lent: Option<Lent>,
    transaction: Option<Transaction>,
    /// Whether a savepoint that was opened outside of a transaction has begun one, which ends with the last savepoint.
    has_own_transaction: bool,
    pub(super) cursors: HashMap<u64, Cursor>,
    pub(super) statements: HashMap<u64, Prepared>,
    pub(super) bulk_writers: HashMap<u64, BulkWriter>,
    pub(super) texts: Texts,
    /// What the server counted in this transaction before the guest; none where others wrote since.
    pub(super) counts: Option<Counts>,
    /// How the tables of the house were defined when that was last asked; none where it may be otherwise now.
    pub(super) definitions: Option<Definitions>,
    /// Whether the guest is to run now what it put off to the end of the transaction.
    pub(super) owes_deferred: bool,
    /// Whether the transaction is the host's own, with nothing put off to its end: since it began, or was found so, there was
    /// nothing but texts that show all that they do.
    pub(super) is_settled: bool,
    /// Whether the next guest is likely to need what was counted before it: the last one did.
    pub(super) expects_counts: bool,
    /// Whether the database has event triggers, which run with any definition; none where it was not asked, or may be
    /// otherwise now.
    pub(super) has_event_triggers: Option<bool>,
    /// The state of the connection before any guest; none until one was armed.
    pub(super) standing: Option<Standing>,
    /// Whether a guest touched the session itself since it was last cleared.
    pub(super) is_session_touched: bool,
    savepoints: SavepointStack,
    last_id: u64,
    /// The connection that the host keeps to itself, where this one has a guest's login.
    pub(super) control: Option<Control>,
}

pub(super) fn closed(what: &str) -> SqlError {
    SqlError::new(ErrorKind::Other, format!("the {what} is closed"))
}

/// What asks about a session from outside, and about whom.
pub(super) struct Outside {
    pub(super) canceller: PostgresCanceller,
    pub(super) lookout: PostgresLookout,
    pub(super) process: Process,
}

impl PostgresSession {
    /// `outside` asks about this session on connections of its own.
    pub(super) fn new(link: Link, info: DatabaseInfo, outside: Outside, lent: Option<Lent>) -> Self {
        let Outside { canceller, lookout, process } = outside;
        Self {
            link,
            info,
            canceller,
            lookout,
            process,
            lent,
            transaction: None,
            has_own_transaction: false,
            cursors: HashMap::new(),
            statements: HashMap::new(),
            bulk_writers: HashMap::new(),
            texts: Texts::default(),
            counts: None,
            definitions: None,
            owes_deferred: false,
            is_settled: false,
            expects_counts: false,
            has_event_triggers: None,
            standing: None,
            is_session_touched: false,
            savepoints: SavepointStack::default(),
            last_id: 0,
            control: None,
        }
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn has_transaction(&self) -> bool {
        self.transaction.is_some() || self.has_own_transaction
    }

    /// The number of the transaction that the host began.
    pub(super) fn transaction_number(&self) -> Option<i64> {
        self.transaction.as_ref().and_then(|transaction| transaction.id.parse().ok())
    }

    /// Reads a text of a guest, and asks whether it may be; the host's own pass.
    pub(super) async fn admit(&mut self, sql: &str) -> Result<(), SqlError> {
        if self.texts.is_armed() {
            let shows_all = self.texts.admit(&self.info, sql)?;
            // Where it is counted already, that costs no more.
            if !shows_all || self.counts.is_some() || !self.runs_alone().await? {
                self.count_before().await?;
            }
            self.remember_standing().await?;
        } else {
            // Whoever else runs something may put something off.
            self.is_settled = false;
        }
        Ok(())
    }

    /// Asks for the state of the connection before a guest changes it.
    async fn remember_standing(&mut self) -> Result<(), SqlError> {
        if self.standing.is_none() && self.texts.touched().session {
            self.standing = Some(standing(&mut self.link).await?);
        }
        Ok(())
    }

    /// Runs exactly one statement; gives its count.
    pub(super) async fn run_watched(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, SqlError> {
        let cells = columnar::cells(parameters);
        let running = self.link.run(sql, &cells);
        watched(&self.lookout, self.lookout.lock_timeout, running).await
    }

    pub(super) async fn open_cursor(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        kind::refuse_unsendable(sql)?;
        check_room(self.waiting_bytes())?;
        self.admit(sql).await?;
        let is_open = self.open_for_call().await?;
        let opened = self.open_cursor_in_place(sql, parameters, is_open).await;
        let cursor = self.close_after_call(is_open, opened).await?;
        let id = self.next_id();
        self.cursors.insert(id, cursor);
        Ok(CursorId(id))
    }

    /// What all open results hold that nobody took.
    fn waiting_bytes(&self) -> usize {
        self.cursors.values().map(Cursor::waiting_bytes).sum()
    }

    /// A cursor that may be read further, with the link that its rows come through.
    pub(super) fn reading(&mut self, id: CursorId) -> Result<(&mut Cursor, &mut Link), SqlError> {
        let all = self.waiting_bytes();
        let cursor = self.cursors.get_mut(&id.0).ok_or_else(|| closed("cursor"))?;
        check_room(all - cursor.waiting_bytes())?;
        Ok((cursor, &mut self.link))
    }

    async fn open_cursor_in_place(
        &mut self,
        sql: &str,
        parameters: &[Value],
        is_for_call: bool,
    ) -> Result<Cursor, SqlError> {
        let is_free = |slot: &u32| self.cursors.values().all(|cursor| cursor.slot() != Some(*slot));
        let slot = (1..=u32::MAX).find(is_free).expect("there are fewer cursors than numbers");
        let place = Place { slot, is_in_transaction: self.has_transaction(), is_for_call };
        let cells = columnar::cells(parameters);
        let opening = Cursor::open(&mut self.link, sql, &cells, place);
        watched(&self.lookout, self.lookout.lock_timeout, opening).await
    }

    pub(super) async fn open_savepoint(&mut self) -> Result<u64, SqlError> {
        if !self.has_transaction() {
            self.open_own().await?;
            self.has_own_transaction = true;
        }
        let id = self.next_id();
        self.link.run_own(&format!("SAVEPOINT {}", SavepointStack::name(id))).await?;
        self.savepoints.push(id);
        Ok(id)
    }

    pub(super) async fn keep_savepoint(&mut self, id: u64) -> Result<(), SqlError> {
        if let Some(outermost) = self.savepoints.release(id)? {
            self.link.run_own(&format!("RELEASE SAVEPOINT {}", SavepointStack::name(outermost))).await?;
        }
        self.end_own_transaction().await
    }

    pub(super) async fn undo_savepoint(&mut self, id: u64) -> Result<(), SqlError> {
        self.savepoints.roll_back(id)?;
        self.link.forget_definitions();
        // The server closes the cursors that were opened since.
        self.cursors.retain(|&cursor_id, cursor| cursor_id < id || cursor.slot().is_none());
        let name = SavepointStack::name(id);
        self.link.run_own(&format!("ROLLBACK TO SAVEPOINT {name}; RELEASE SAVEPOINT {name}")).await?;
        self.link.deallocate_left_over().await;
        self.end_own_transaction().await
    }

    pub(super) async fn add_bulk_writer(&mut self, target: &BulkTarget) -> Result<u64, SqlError> {
        if self.texts.is_armed() {
            self.texts.note_rows();
            self.count_before().await?;
        } else {
            self.is_settled = false;
        }
        let savepoint = self.open_savepoint().await?;
        match BulkWriter::open(&mut self.link, target, savepoint).await {
            Ok(writer) => {
                let id = self.next_id();
                self.bulk_writers.insert(id, writer);
                Ok(id)
            }
            Err(error) => {
                self.undo_savepoint(savepoint).await?;
                Err(error)
            }
        }
    }

    pub(super) async fn finish_bulk_writer(&mut self, id: u64) -> Result<u64, SqlError> {
        let writer = self.bulk_writers.remove(&id).ok_or_else(|| closed("bulk writer"))?;
        let savepoint = writer.savepoint;
        if !self.savepoints.is_open(savepoint) {
            let message = "what the bulk writer wrote was undone by a savepoint that was opened before it";
            return Err(SqlError::new(ErrorKind::Other, message));
        }
        let written = writer.finish(&mut self.link).await?;
        self.keep_savepoint(savepoint).await?;
        Ok(written)
    }

    pub(super) async fn undo_bulk_writer(&mut self, id: u64) -> Result<(), SqlError> {
        let Some(writer) = self.bulk_writers.remove(&id) else { return Ok(()) };
        if self.savepoints.is_open(writer.savepoint) { self.undo_savepoint(writer.savepoint).await } else { Ok(()) }
    }

    async fn end_own_transaction(&mut self) -> Result<(), SqlError> {
        if !self.has_own_transaction || !self.savepoints.is_empty() {
            return Ok(());
        }
        self.has_own_transaction = false;
        // A cursor that was opened in it ends with it.
        self.cursors.retain(|_, cursor| cursor.slot().is_none());
        self.forget_prepared().await?;
        self.process.end();
        self.link.run_own("COMMIT").await
    }

    /// Forgets what was asked about a guest in a transaction that is over.
    fn forget_guest(&mut self) {
        self.counts = None;
        self.owes_deferred = false;
        self.is_settled = false;
    }

    pub(super) async fn run_what_is_owed(&mut self) -> Result<(), SqlError> {
        let owes_deferred = std::mem::take(&mut self.owes_deferred) && !self.is_settled;
        if owes_deferred { self.link.run_own(RUN_DEFERRED).await } else { Ok(()) }
    }

    async fn undo_what_is_left(&mut self, touched: Touched) -> Result<(), SqlError> {
        if self.has_transaction() {
            self.judge_left_behind().await?;
        }
        if touched.session {
            self.restore_connection().await?;
        }
        if touched.temporary {
            self.drop_temporary().await?;
        }
        Ok(())
    }

    /// Makes sure that the transaction is the one that was begun and can be committed: deferred constraints are
    /// checked now, while an error still has a statement to belong to.
    async fn check_before_commit(&mut self, transaction: &Transaction) -> Result<(), SqlError> {
        if self.is_settled { Ok(()) } else { self.check_same(RUN_DEFERRED, transaction).await }
    }

    /// Whether the number of a transaction is that of the one which the host began.
    pub(super) fn is_same(&self, number: Option<&str>) -> bool {
        number.is_some() && number == self.transaction.as_ref().map(|transaction| transaction.id.as_str())
    }

    /// Asks whether the transaction is still the host's own, after a statement that goes first.
    async fn check_same(&mut self, first: &str, transaction: &Transaction) -> Result<(), SqlError> {
        let question = format!("{first}SELECT {CURRENT}");
        let current = self.link.answer(&question).await.map_err(told_apart)?;
        if current.as_ref() == Some(&transaction.id) {
            return Ok(());
        }
        let message = "the transaction was ended by one of the statements that ran in it";
        let hint = "leave BEGIN, COMMIT and ROLLBACK out; use savepoints, or `transaction = false`";
        Err(SqlError::new(ErrorKind::Other, message).with_extra("hint", hint))
    }

    async fn commit_checked(&mut self, transaction: &Transaction) -> Result<(), SqlError> {
        self.check_before_commit(transaction).await?;
        self.forget_prepared().await?;
        let question = format!("COMMIT; SELECT pg_catalog.txid_status({})", transaction.id);
        match self.link.answer(&question).await?.as_deref() {
            Some("committed") => Ok(()),
            status => {
                let status = status.unwrap_or("unknown");
                Err(SqlError::new(ErrorKind::Other, format!("the transaction was not committed: it is {status}")))
            }
        }
    }
}

/// The server's own words for a transaction that an earlier statement aborted do not say what to do.
fn told_apart(error: SqlError) -> SqlError {
    if error.sqlstate.as_deref() == Some("25P02") { aborted() } else { error }
}

/// In an aborted transaction nothing can be asked, and nothing is kept.
fn unless_aborted(result: Result<(), SqlError>) -> Result<(), SqlError> {
    match result {
        Err(error) if error.sqlstate.as_deref() == Some("25P02") => Ok(()),
        result => result,
    }
}

/// What becomes of an error that the guest swallowed.
fn aborted() -> SqlError {
    let message = "an earlier statement failed, so PostgreSQL aborted the transaction; nothing of it is kept";
    let mut error = SqlError::new(ErrorKind::Other, message);
    error.sqlstate = Some("25P02".to_owned());
    error.with_extra("hint", "open a savepoint before a statement that may fail, and roll back to it")
}

#[async_trait]
impl Session for PostgresSession {
    fn control(&mut self) -> Option<&mut dyn Session> {
        self.control.as_mut().map(|control| &mut *control.session as &mut dyn Session)
    }

    fn house(&self) -> &DatabaseInfo {
        self.house_info()
    }

    async fn execute_for_house(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.record(sql, parameters).await
    }

    async fn rows_for_house(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, SqlError> {
        self.rows_inlined(sql, parameters).await
    }

    async fn ensure_house(&mut self) -> Result<(), SqlError> {
        self.make_house_ready().await
    }

    async fn run_own(&mut self, sql: &str) -> Result<(), SqlError> {
        self.link.run_own(sql).await
    }

    async fn begin(&mut self) -> Result<(), SqlError> {
        if self.has_transaction() {
            return Err(SqlError::new(ErrorKind::Other, "a transaction is open already"));
        }
        // With each transaction it may be another connection.
        self.standing = self.standing.take().filter(|_| self.lent.is_none());
        self.is_session_touched = false;
        self.forget_guest();
        let id = self.begin_counting().await?;
        let id = id.ok_or_else(|| SqlError::new(ErrorKind::Other, "the server gave the transaction no number"))?;
        self.transaction = Some(Transaction { id });
        self.is_settled = true;
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), SqlError> {
        self.release_handles().await?;
        let none = || SqlError::new(ErrorKind::Other, "no transaction is open");
        let transaction = self.transaction.take().ok_or_else(none)?;
        let result = self.commit_checked(&transaction).await;
        if result.is_err() {
            // It may be open still; without one this only gives a warning.
            let _ = self.roll_back().await;
            self.link.forget_definitions();
            self.definitions = None;
            self.recall_tickets().await;
        }
        self.forget_guest();
        self.process.end();
        if self.lent.is_none() {
            self.link.deallocate_left_over().await;
        }
        result
    }

    async fn rollback(&mut self) -> Result<(), SqlError> {
        self.transaction = None;
        self.has_own_transaction = false;
        self.savepoints.clear();
        self.bulk_writers.clear();
        self.cursors.clear();
        self.link.forget_definitions();
        self.definitions = None;
        self.forget_guest();
        let rolled_back = self.roll_back().await;
        self.process.end();
        self.recall_tickets().await;
        rolled_back?;
        let statements = std::mem::take(&mut self.statements);
        if self.lent.is_some() {
            return Ok(());
        }
        for (_, mut statement) in statements {
            statement.close(&mut self.link).await;
        }
        self.link.deallocate_left_over().await;
        Ok(())
    }

    async fn release_handles(&mut self) -> Result<(), SqlError> {
        for (_, mut cursor) in std::mem::take(&mut self.cursors) {
            cursor.close(&mut self.link).await;
        }
        for (_, mut statement) in std::mem::take(&mut self.statements) {
            statement.close(&mut self.link).await;
        }
        self.bulk_writers.clear();
        // What was done since a savepoint that nobody kept is undone, as when its handle is dropped.
        if let Some(outermost) = self.savepoints.outermost() {
            self.undo_savepoint(outermost).await?;
        }
        self.savepoints.clear();
        self.end_own_transaction().await
    }

    async fn check_transaction(&mut self) -> Result<(), SqlError> {
        if self.is_settled {
            return Ok(());
        }
        let Some(transaction) = self.transaction.take() else { return Ok(()) };
        let checked = self.check_same("", &transaction).await;
        self.transaction = Some(transaction);
        checked
    }

    fn arm(&mut self, guard: Guard) {
        self.texts.arm(guard);
    }

    fn disarm(&mut self) {
        self.texts.disarm();
    }

    async fn run_deferred(&mut self) -> Result<(), SqlError> {
        self.owes_deferred = self.transaction.is_some();
        if self.owes_deferred && self.texts.touched().session {
            // Its functions may put off again what they were to run now.
            return unless_aborted(self.run_deferred_triggers().await);
        }
        Ok(())
    }

    async fn check_left_behind(&mut self) -> Result<(), SqlError> {
        let touched = self.texts.take_touched();
        self.is_session_touched |= touched.session;
        self.expects_counts = touched.hidden || self.has_event_triggers == Some(true);
        let undone =
            if touched.anything { self.undo_what_is_left(touched).await } else { self.run_what_is_owed().await };
        unless_aborted(undone)
    }

    fn keeps_session(&self) -> bool {
        self.lent.is_none()
    }

    fn is_in_transaction(&self) -> bool {
        self.transaction.is_some()
    }

    fn canceller(&self) -> Box<dyn Canceller> {
        Box::new(self.canceller.clone())
    }

    async fn close(mut self: Box<Self>) -> Result<(), SqlError> {
        let control = self.close_control().await;
        self.link.close().await.and(control)
    }
}
