//! A session: the connection with its transaction and the handles that guests hold.

use std::collections::HashMap;
use std::sync::Arc;

use aludel_sql::{BulkTarget, DatabaseInfo, ErrorKind, Outcome, PageLimit, Row, SqlError, Value};
use async_trait::async_trait;
use futures_util::StreamExt as _;
use sqlx::mysql::{MySqlArguments, MySqlConnection, MySqlStatement, MySqlTypeInfo};
use sqlx::{AssertSqlSafe, Connection as _, Either, Executor as _, Row as _, SqlSafeStr as _, Statement as _};

use super::bulk::BulkWriter;
use super::cancel::MySqlCanceller;
use super::connect::number;
use super::cursor::Cursor;
use super::error::{NO_SUCH_SAVEPOINT, NOT_IN_THE_ENGINE, NOT_PREPARABLE, connection_lost, sql_error};
use super::house::Control;
use super::kind;
use super::left_behind::Standing;
use super::line::{Line, Reading};
use super::lookout::MySqlLookout;
use super::parameter;
use super::value::KnownColumn;
use crate::columnar::{Cell, CheckedBatch};
use crate::held::{HELD_RESULT_BYTES_MAX, HeldBytes, check_room};
use crate::lock::Backoff;
use crate::lookout::{Lookout as _, watched};
use crate::savepoints::SavepointStack;
use crate::session::{Canceller, Guard, Session, fetch_all};
use crate::texts::Texts;

/// How often a statement is tried that waits too long for a lock.
pub(super) const LOCK_TRIES: usize = 3;

/// The savepoint that asks whether there is a transaction; those of guests are counted from 1.
const PROBE: u64 = 0;

/// One connection to a `MySQL` or `MariaDB` server.
///
/// There is one result on the connection at a time. A cursor reads it in a task of its own while nothing else is
/// asked; the next statement first takes what is left of it into memory, within [`HELD_RESULT_BYTES_MAX`].
///
/// Statements that define something commit the transaction that they run in. Nothing can be done about that here; the
/// next savepoint begins another one, which is the host's to commit as the first would have been.
pub(super) struct MySqlSession {
    line: Line,
    pub(super) info: DatabaseInfo,
    canceller: MySqlCanceller,
    lookout: Arc<MySqlLookout>,
    /// The server's type of decimals.
    decimal: MySqlTypeInfo,
    /// How large one message may be.
    pub(super) packet_bytes_max: usize,
    is_in_transaction: bool,
    /// Whether something was run in the transaction that may have committed it.
    may_be_committed: bool,
    /// Whether a savepoint that was opened outside of a transaction has begun one, which ends with the last savepoint.
    has_own_transaction: bool,
    cursors: HashMap<u64, Cursor>,
    pub(super) statements: HashMap<u64, String>,
    pub(super) bulk_writers: HashMap<u64, BulkWriter>,
    pub(super) texts: Texts,
    /// The state of the connection before any guest; none until one was about to change it.
    pub(super) standing: Option<Standing>,
    savepoints: SavepointStack,
    last_id: u64,
    /// The connection that the host keeps to itself, where this one has a guest's login.
    pub(super) control: Option<Control>,
}

/// What the connection told when it was made.
pub(super) struct Facts {
    pub(super) info: DatabaseInfo,
    pub(super) canceller: MySqlCanceller,
    pub(super) lookout: MySqlLookout,
    pub(super) decimal: MySqlTypeInfo,
    pub(super) packet_bytes_max: usize,
}

pub(super) fn closed(what: &str) -> SqlError {
    SqlError::new(ErrorKind::Other, format!("the {what} is closed"))
}

impl MySqlSession {
    pub(super) fn new(connection: MySqlConnection, facts: Facts) -> Self {
        Self {
            line: Line::Idle(Box::new(connection)),
            info: facts.info,
            canceller: facts.canceller,
            lookout: Arc::new(facts.lookout),
            decimal: facts.decimal,
            packet_bytes_max: facts.packet_bytes_max,
            is_in_transaction: false,
            may_be_committed: false,
            has_own_transaction: false,
            cursors: HashMap::new(),
            statements: HashMap::new(),
            bulk_writers: HashMap::new(),
            texts: Texts::default(),
            standing: None,
            savepoints: SavepointStack::default(),
            last_id: 0,
            control: None,
        }
    }

    pub(super) fn lookout(&self) -> Arc<MySqlLookout> {
        Arc::clone(&self.lookout)
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// The connection, after what is left of a result was taken into memory.
    pub(super) async fn connection(&mut self) -> Result<&mut MySqlConnection, SqlError> {
        while let Line::Reading(reading) = &self.line {
            let cursor = reading.cursor;
            let waiting = self.cursors.get(&cursor).map_or(0, Cursor::waiting_bytes);
            if waiting > HELD_RESULT_BYTES_MAX {
                HeldBytes::default().add(waiting)?;
            }
            self.read_portion().await;
        }
        self.line.connection()
    }

    /// Takes the next rows off the result that is being read, or the connection back at its end.
    async fn read_portion(&mut self) {
        let Line::Reading(reading) = &mut self.line else { return };
        let portion = reading.next().await;
        let id = reading.cursor;
        let is_end = !matches!(portion, Some(Ok(_)));
        if let Some(cursor) = self.cursors.get_mut(&id) {
            match portion {
                Some(Ok(rows)) => cursor.add(rows),
                Some(Err(error)) => cursor.failure = Some(error),
                None => {}
            }
        }
        if is_end {
            self.end_reading().await;
        }
    }

    async fn end_reading(&mut self) {
        let line = std::mem::replace(&mut self.line, Line::Lost);
        self.line = match line {
            Line::Reading(reading) => reading.end().await,
            other => other,
        };
    }

    /// Runs the host's own statement.
    pub(super) async fn run_own(&mut self, sql: &str) -> Result<(), SqlError> {
        let connection = self.connection().await?;
        connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(drop).map_err(sql_error)
    }

    /// Prepares a statement; the driver keeps it until something is defined.
    pub(super) async fn prepared(&mut self, sql: &str) -> Result<MySqlStatement, SqlError> {
        kind::refuse_nul(sql)?;
        let connection = self.connection().await?;
        connection.prepare(AssertSqlSafe(sql).into_sql_str()).await.map_err(sql_error)
    }

    fn bind<'cells>(
        &self,
        statement: &MySqlStatement,
        cells: impl ExactSizeIterator<Item = Cell<'cells>>,
    ) -> Result<MySqlArguments, SqlError> {
        let expected = statement.parameters().and_then(Either::right).unwrap_or_default();
        if expected != cells.len() {
            let message = format!("the statement has {expected} parameters, and {} values were given", cells.len());
            return Err(SqlError::new(ErrorKind::Conversion, message));
        }
        parameter::arguments(cells, &self.decimal)
    }

    pub(super) async fn run<'cells>(
        &mut self,
        sql: &str,
        cells: impl ExactSizeIterator<Item = Cell<'cells>> + Clone,
    ) -> Result<Outcome, SqlError> {
        let result = self.run_patiently(sql, cells).await;
        if kind::may_define(sql) {
            self.may_be_committed = self.is_in_transaction;
            self.connection().await?.clear_cached_statements().await.map_err(sql_error)?;
        }
        result
    }

    /// Runs a statement again that waited too long for a lock: the server undid it, and nothing else.
    async fn run_patiently<'cells>(
        &mut self,
        sql: &str,
        cells: impl ExactSizeIterator<Item = Cell<'cells>> + Clone,
    ) -> Result<Outcome, SqlError> {
        let lookout = Arc::clone(&self.lookout);
        let mut backoff = Backoff::new();
        for _ in 1..LOCK_TRIES {
            let running = self.run_prepared(sql, cells.clone());
            match watched(&*lookout, lookout.lock_timeout, running).await {
                Err(error) if lookout.is_lock_timeout(&error) => tokio::time::sleep(backoff.next()).await,
                result => return result,
            }
        }
        watched(&*lookout, lookout.lock_timeout, self.run_prepared(sql, cells)).await
    }

    async fn run_prepared<'cells>(
        &mut self,
        sql: &str,
        cells: impl ExactSizeIterator<Item = Cell<'cells>>,
    ) -> Result<Outcome, SqlError> {
        match self.prepared(sql).await {
            Ok(statement) => {
                let arguments = self.bind(&statement, cells)?;
                let connection = self.connection().await?;
                let counts = kind::counts_changes(sql);
                outcome(connection.fetch_many(statement.query_with(arguments)), counts).await
            }
            Err(error) if error.native_code == Some(NOT_PREPARABLE) && cells.len() == 0 => {
                let text = kind::single_text(sql, &self.info).ok_or(error)?;
                if text.is_empty() {
                    return Ok(Outcome::default());
                }
                let connection = self.connection().await?;
                outcome(connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(text))), false).await
            }
            Err(error) => Err(error),
        }
    }

    /// Calls a routine; gives the number that it answers with.
    pub(super) async fn call(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, SqlError> {
        let statement = self.prepared(sql).await?;
        let arguments = self.bind(&statement, parameters.iter().map(Cell::from))?;
        let connection = self.connection().await?;
        let rows = connection.fetch_all(statement.query_with(arguments)).await.map_err(sql_error)?;
        Ok(rows.first().and_then(|row| number(row, 0)).unwrap_or_default())
    }

    pub(super) async fn open_cursor(&mut self, sql: &str, cells: &[Cell<'_>]) -> Result<u64, SqlError> {
        check_room(self.cursors.values().map(Cursor::waiting_bytes).sum())?;
        let statement = self.prepared(sql).await?;
        let arguments = self.bind(&statement, cells.iter().copied())?;
        let id = self.next_id();
        match std::mem::replace(&mut self.line, Line::Lost) {
            Line::Idle(connection) => {
                self.line = Line::Reading(Reading::start(connection, id, sql.to_owned(), arguments));
            }
            other => {
                self.line = other;
                return Err(connection_lost("it is in use"));
            }
        }
        self.add_cursor(id, &statement).await?;
        if kind::may_define(sql) {
            self.may_be_committed = self.is_in_transaction;
            self.connection().await?.clear_cached_statements().await.map_err(sql_error)?;
        }
        Ok(id)
    }

    /// Waits for the first rows, which know their columns best; those of the prepared statement may be stale.
    async fn add_cursor(&mut self, id: u64, statement: &MySqlStatement) -> Result<(), SqlError> {
        let mut columns = statement.columns().to_vec();
        let mut rows = Vec::new();
        while let Line::Reading(reading) = &mut self.line {
            match reading.next().await {
                Some(Ok(portion)) if portion.is_empty() => {}
                Some(Ok(portion)) => {
                    columns = portion[0].columns().to_vec();
                    rows = portion;
                    break;
                }
                Some(Err(error)) => {
                    self.end_reading().await;
                    return Err(error);
                }
                None => self.end_reading().await,
            }
        }
        let mut cursor = Cursor::new(columns.iter().map(KnownColumn::new).collect());
        cursor.add(rows);
        self.cursors.insert(id, cursor);
        Ok(())
    }

    pub(super) fn cursor(&self, id: u64) -> Option<&Cursor> {
        self.cursors.get(&id)
    }

    /// The cursor, with a page of rows waiting in it unless it has no more.
    pub(super) async fn filled_cursor(&mut self, id: u64, limit: PageLimit) -> Result<&mut Cursor, SqlError> {
        loop {
            let cursor = self.cursors.get(&id).ok_or_else(|| closed("cursor"))?;
            let is_reading = matches!(&self.line, Line::Reading(reading) if reading.cursor == id);
            if cursor.has_page(limit) || !is_reading {
                break;
            }
            self.read_portion().await;
        }
        self.cursors.get_mut(&id).ok_or_else(|| closed("cursor"))
    }

    pub(super) async fn remove_cursor(&mut self, id: u64) {
        self.cursors.remove(&id);
        if matches!(&self.line, Line::Reading(reading) if reading.cursor == id) {
            self.end_reading().await;
        }
    }

    pub(super) async fn open_savepoint(&mut self) -> Result<u64, SqlError> {
        if !self.is_in_transaction && !self.has_own_transaction {
            self.prepare_to_record().await?;
            self.run_own("START TRANSACTION").await?;
            self.has_own_transaction = true;
        }
        self.renew_transaction().await?;
        let id = self.next_id();
        self.run_own(&format!("SAVEPOINT {}", SavepointStack::name(id))).await?;
        self.savepoints.push(id);
        Ok(id)
    }

    pub(super) async fn keep_savepoint(&mut self, id: u64) -> Result<(), SqlError> {
        if let Some(outermost) = self.savepoints.release(id)? {
            match self.run_own(&format!("RELEASE SAVEPOINT {}", SavepointStack::name(outermost))).await {
                // A definition has committed what was done since, and so kept it.
                Err(error) if error.native_code == Some(NO_SUCH_SAVEPOINT) && self.may_be_committed => {}
                released => released?,
            }
        }
        self.end_own_transaction().await
    }

    /// Begins the transaction anew where a definition has committed it: without one there are no savepoints.
    pub(super) async fn renew_transaction(&mut self) -> Result<(), SqlError> {
        if !std::mem::take(&mut self.may_be_committed) {
            return Ok(());
        }
        // The server does not tell. Without a transaction, a savepoint is gone as soon as it is there.
        let name = SavepointStack::name(PROBE);
        match self.run_own(&format!("SAVEPOINT {name}")).await {
            // A storage engine without savepoints takes part, so there is a transaction for it to take part in.
            Err(error) if error.native_code == Some(NOT_IN_THE_ENGINE) => return Ok(()),
            set => set?,
        }
        match self.run_own(&format!("RELEASE SAVEPOINT {name}")).await {
            Err(error) if error.native_code == Some(NO_SUCH_SAVEPOINT) => self.run_own("START TRANSACTION").await,
            released => released,
        }
    }

    pub(super) async fn undo_savepoint(&mut self, id: u64) -> Result<(), SqlError> {
        self.savepoints.roll_back(id)?;
        let name = SavepointStack::name(id);
        self.run_own(&format!("ROLLBACK TO SAVEPOINT {name}")).await?;
        self.run_own(&format!("RELEASE SAVEPOINT {name}")).await?;
        self.end_own_transaction().await
    }

    /// Runs a statement once a row; gives the rows affected in all.
    pub(super) async fn run_rows(&mut self, sql: &str, rows: CheckedBatch<'_>) -> Result<u64, SqlError> {
        let mut count = 0;
        for row in 0..rows.row_count() {
            let outcome = self.run(sql, rows.row(row).into_iter()).await;
            count += outcome.map_err(|error| error.with_extra("row", (row + 1).to_string()))?.rows_affected;
        }
        Ok(count)
    }

    async fn end_own_transaction(&mut self) -> Result<(), SqlError> {
        if !self.has_own_transaction || !self.savepoints.is_empty() {
            return Ok(());
        }
        self.has_own_transaction = false;
        self.run_own("COMMIT").await
    }

    pub(super) async fn add_bulk_writer(&mut self, target: &BulkTarget) -> Result<u64, SqlError> {
        let savepoint = self.open_savepoint().await?;
        let id = self.next_id();
        match BulkWriter::open(self, target, id, savepoint).await {
            Ok(writer) => {
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
        let (savepoint, written) = (writer.savepoint, writer.written());
        writer.close(self).await?;
        if !self.savepoints.is_open(savepoint) {
            let message = "what the bulk writer wrote was undone by a savepoint that was opened before it";
            return Err(SqlError::new(ErrorKind::Other, message));
        }
        self.keep_savepoint(savepoint).await?;
        Ok(written)
    }

    pub(super) async fn undo_bulk_writer(&mut self, id: u64) -> Result<(), SqlError> {
        let Some(writer) = self.bulk_writers.remove(&id) else { return Ok(()) };
        let savepoint = writer.savepoint;
        writer.close(self).await?;
        if self.savepoints.is_open(savepoint) { self.undo_savepoint(savepoint).await } else { Ok(()) }
    }

    /// Drops cursors, statements and bulk writers.
    async fn drop_handles(&mut self) -> Result<(), SqlError> {
        self.cursors.clear();
        self.end_reading().await;
        self.statements.clear();
        for (_, writer) in std::mem::take(&mut self.bulk_writers) {
            writer.close(self).await?;
        }
        Ok(())
    }
}

pub(super) async fn outcome(
    mut results: futures_util::stream::BoxStream<
        '_,
        Result<Either<sqlx::mysql::MySqlQueryResult, sqlx::mysql::MySqlRow>, sqlx::Error>,
    >,
    counts_changes: bool,
) -> Result<Outcome, SqlError> {
    let mut outcome = Outcome::default();
    while let Some(result) = results.next().await {
        if let Either::Left(done) = result.map_err(sql_error)? {
            outcome.rows_affected += if counts_changes { done.rows_affected() } else { 0 };
            let key = i64::try_from(done.last_insert_id()).ok().filter(|&key| key != 0);
            outcome.last_insert_id = key.or(outcome.last_insert_id);
        }
    }
    Ok(outcome)
}

#[async_trait]
impl Session for MySqlSession {
    fn control(&mut self) -> Option<&mut dyn Session> {
        self.control.as_mut().map(|control| &mut *control.session as &mut dyn Session)
    }

    fn house(&self) -> &DatabaseInfo {
        self.house_info()
    }

    async fn execute_for_house(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        if self.control.is_some() {
            self.record(sql, parameters).await
        } else {
            self.run_inlined(sql, parameters).await
        }
    }

    async fn rows_for_house(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, SqlError> {
        self.rows_inlined(sql, parameters).await
    }

    async fn ensure_house(&mut self) -> Result<(), SqlError> {
        self.make_house_ready().await
    }

    async fn run_own(&mut self, sql: &str) -> Result<(), SqlError> {
        Self::run_own(self, sql).await
    }

    async fn last_key(&mut self) -> Result<Option<i64>, SqlError> {
        let rows = fetch_all(self, "SELECT LAST_INSERT_ID()", &[]).await?;
        Ok(rows.first().and_then(|row| match row.first() {
            Some(Value::Integer(key)) => Some(*key),
            Some(Value::UnsignedInteger(key)) => Some(key.cast_signed()),
            _ => None,
        }))
    }

    async fn restore_last_key(&mut self, key: i64) -> Result<(), SqlError> {
        Self::run_own(self, &format!("SET last_insert_id = {}", key.cast_unsigned())).await
    }

    async fn begin(&mut self) -> Result<(), SqlError> {
        if self.is_in_transaction || self.has_own_transaction {
            return Err(SqlError::new(ErrorKind::Other, "a transaction is open already"));
        }
        self.prepare_to_record().await?;
        self.run_own("START TRANSACTION").await?;
        self.is_in_transaction = true;
        self.may_be_committed = false;
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), SqlError> {
        self.release_handles().await?;
        if !self.is_in_transaction {
            return Err(SqlError::new(ErrorKind::Other, "no transaction is open"));
        }
        self.is_in_transaction = false;
        self.may_be_committed = false;
        self.run_own("COMMIT").await
    }

    async fn rollback(&mut self) -> Result<(), SqlError> {
        self.drop_handles().await?;
        self.savepoints.clear();
        self.is_in_transaction = false;
        self.may_be_committed = false;
        self.has_own_transaction = false;
        self.forget_secret();
        self.run_own("ROLLBACK").await
    }

    async fn release_handles(&mut self) -> Result<(), SqlError> {
        self.drop_handles().await?;
        // What was done since a savepoint that nobody kept is undone, as when its handle is dropped.
        if let Some(outermost) = self.savepoints.outermost() {
            self.undo_savepoint(outermost).await?;
        }
        self.savepoints.clear();
        self.end_own_transaction().await
    }

    async fn restore_transaction(&mut self) -> Result<(), SqlError> {
        if self.is_in_transaction { self.renew_transaction().await } else { Ok(()) }
    }

    fn arm(&mut self, guard: Guard) {
        self.texts.arm(guard);
    }

    fn disarm(&mut self) {
        self.texts.disarm();
    }

    async fn check_left_behind(&mut self) -> Result<(), SqlError> {
        let touched = self.texts.take_touched();
        if touched.session {
            self.restore_connection().await?;
        }
        self.drop_temporary().await
    }

    fn is_in_transaction(&self) -> bool {
        self.is_in_transaction
    }

    fn canceller(&self) -> Box<dyn Canceller> {
        Box::new(self.canceller.clone())
    }

    async fn close(mut self: Box<Self>) -> Result<(), SqlError> {
        self.cursors.clear();
        self.end_reading().await;
        let closed = match std::mem::replace(&mut self.line, Line::Lost) {
            Line::Idle(connection) => connection.close().await.map_err(sql_error),
            Line::Reading(_) | Line::Lost => Ok(()),
        };
        // After the guest's, which may have had a transaction open.
        closed.and(self.close_control().await)
    }
}
