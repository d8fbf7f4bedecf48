//! The handles of one connection: cursors, prepared statements, bulk writers and savepoints.

use std::collections::HashMap;

use aludel_sql::{Batch, BulkId, BulkTarget, CursorId, DatabaseInfo, ErrorKind, SqlError, StatementId, Value};

use super::core::{Core, Statement};
use super::cursor::Cursor;
use super::pass::Pass;
use super::raw::{Connection, Keep, library_version};
use super::text::bulk_statement;
use crate::columnar::CheckedBatch;
use crate::savepoints::SavepointStack;

/// A connection to `SQLite`.
pub(super) struct SqliteSession {
    pub(super) info: DatabaseInfo,
    pub(super) core: Core,
    pub(super) cursors: HashMap<CursorId, Cursor>,
    statements: HashMap<StatementId, Lendable>,
    bulks: HashMap<BulkId, Bulk>,
    savepoints: SavepointStack,
    handle_count: u64,
}

/// A prepared statement whose handle a cursor may have.
struct Lendable {
    sql: String,
    statement: Option<Statement>,
}

struct Bulk {
    statement: Statement,
    /// How to write many rows at once, where that can be.
    pass: Option<Pass>,
    savepoint: u64,
    rows_written: u64,
}

impl SqliteSession {
    pub(super) fn new(connection: Connection) -> Self {
        let server_version = library_version();
        let mut numbers = server_version.split('.').map(|number| number.parse().unwrap_or(0));
        let mut number = || numbers.next().unwrap_or(0);
        let info = DatabaseInfo {
            dialect: aludel_sql::Dialect::Sqlite,
            version_number: (number(), number(), number()),
            server_version,
            default_schema: Some("main".to_owned()),
        };
        Self {
            info,
            core: Core::new(connection),
            cursors: HashMap::new(),
            statements: HashMap::new(),
            bulks: HashMap::new(),
            savepoints: SavepointStack::default(),
            handle_count: 0,
        }
    }

    fn next_handle(&mut self) -> u64 {
        self.handle_count += 1;
        self.handle_count
    }

    /// Runs a statement of the host's own.
    fn execute(&mut self, sql: &str) -> Result<(), SqlError> {
        self.core.own(|core| core.execute(sql, &[])).map(drop)
    }

    // Cursors

    pub(super) fn open_cursor(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        let statement = self.core.prepare(sql, Keep::Once)?;
        self.start_cursor(statement, None, parameters)
    }

    fn start_cursor(
        &mut self,
        statement: Statement,
        lender: Option<StatementId>,
        parameters: &[Value],
    ) -> Result<CursorId, SqlError> {
        let started = self.core.start(&statement, parameters);
        let cursor = Cursor::new(&mut self.core, statement, lender, matches!(started, Ok(true)));
        if let Err(error) = started {
            self.end_cursor(cursor);
            return Err(error);
        }
        let id = CursorId(self.next_handle());
        self.cursors.insert(id, cursor);
        Ok(id)
    }

    pub(super) fn close(&mut self, cursor: CursorId) {
        if let Some(cursor) = self.cursors.remove(&cursor) {
            self.end_cursor(cursor);
        }
    }

    /// Gives a lent handle back, unless its statement is closed or has another one by now.
    fn end_cursor(&mut self, cursor: Cursor) {
        let lender = cursor.lender.and_then(|lender| self.statements.get_mut(&lender));
        match lender.filter(|lender| lender.statement.is_none()) {
            Some(lender) => {
                self.core.connection.running(cursor.statement.key).reset();
                lender.statement = Some(cursor.statement);
            }
            None => self.core.connection.finalize(cursor.statement.key),
        }
    }

    // Prepared statements

    pub(super) fn prepare_statement(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        let statement = self.core.prepare(sql, Keep::Long)?;
        let id = StatementId(self.next_handle());
        self.statements.insert(id, Lendable { sql: sql.to_owned(), statement: Some(statement) });
        Ok(id)
    }

    /// The handle of a prepared statement; a new one if a cursor has it.
    fn take_statement(&mut self, id: StatementId) -> Result<Statement, SqlError> {
        let Some(lendable) = self.statements.get_mut(&id) else { return Err(unknown("prepared statement")) };
        match lendable.statement.take() {
            Some(statement) => Ok(statement),
            None => self.core.prepare(&lendable.sql, Keep::Long),
        }
    }

    fn give_back(&mut self, id: StatementId, statement: Statement) {
        let lendable = self.statements.get_mut(&id).expect("the statement was taken from this list");
        lendable.statement = Some(statement);
    }

    /// Lets a prepared statement do some work that leaves it reset.
    pub(super) fn with_statement<T>(
        &mut self,
        id: StatementId,
        work: impl FnOnce(&mut Core, &Statement) -> Result<T, SqlError>,
    ) -> Result<T, SqlError> {
        let statement = self.take_statement(id)?;
        let result = work(&mut self.core, &statement);
        self.give_back(id, statement);
        result
    }

    pub(super) fn open_prepared_cursor(&mut self, id: StatementId, parameters: &[Value]) -> Result<CursorId, SqlError> {
        let statement = self.take_statement(id)?;
        self.start_cursor(statement, Some(id), parameters)
    }

    pub(super) fn close_prepared(&mut self, id: StatementId) {
        if let Some(statement) = self.statements.remove(&id).and_then(|lendable| lendable.statement) {
            self.core.connection.finalize(statement.key);
        }
    }

    // Savepoints

    pub(super) fn open_savepoint(&mut self) -> Result<u64, SqlError> {
        let id = self.next_handle();
        self.execute(&format!("SAVEPOINT {}", SavepointStack::name(id)))?;
        self.savepoints.push(id);
        Ok(id)
    }

    pub(super) fn keep_savepoint(&mut self, id: u64) -> Result<(), SqlError> {
        match self.savepoints.release(id)? {
            Some(outermost) => self.execute(&format!("RELEASE {}", SavepointStack::name(outermost))),
            None => Ok(()),
        }
    }

    pub(super) fn undo_savepoint(&mut self, id: u64) -> Result<(), SqlError> {
        self.savepoints.roll_back(id)?;
        let name = SavepointStack::name(id);
        self.execute(&format!("ROLLBACK TO {name}"))?;
        self.execute(&format!("RELEASE {name}"))
    }

    // Bulk writers

    pub(super) fn start_bulk(&mut self, target: &BulkTarget) -> Result<BulkId, SqlError> {
        let statement = self.core.prepare(&bulk_statement(target)?, Keep::Long)?;
        let savepoint = match self.open_savepoint() {
            Ok(savepoint) => savepoint,
            Err(error) => {
                self.core.connection.finalize(statement.key);
                return Err(error);
            }
        };
        let id = BulkId(self.next_handle());
        self.bulks.insert(id, Bulk { statement, pass: Pass::of(target), savepoint, rows_written: 0 });
        Ok(id)
    }

    pub(super) fn write(&mut self, bulk: BulkId, rows: &Batch) -> Result<(), SqlError> {
        let rows = CheckedBatch::new(rows)?;
        let bulk = self.bulks.get_mut(&bulk).ok_or_else(|| unknown("bulk writer"))?;
        let written = match &bulk.pass {
            Some(pass) => self.core.run_pass(pass, rows)?,
            None => None,
        };
        bulk.rows_written += match written {
            Some(written) => written,
            None => self.core.run_batch(&bulk.statement, rows)?,
        };
        Ok(())
    }

    fn take_bulk(&mut self, bulk: BulkId) -> Option<Bulk> {
        let bulk = self.bulks.remove(&bulk)?;
        self.core.connection.finalize(bulk.statement.key);
        Some(bulk)
    }

    pub(super) fn finish(&mut self, bulk: BulkId) -> Result<u64, SqlError> {
        let bulk = self.take_bulk(bulk).ok_or_else(|| unknown("bulk writer"))?;
        self.keep_savepoint(bulk.savepoint)?;
        Ok(bulk.rows_written)
    }

    pub(super) fn abandon(&mut self, bulk: BulkId) -> Result<(), SqlError> {
        match self.take_bulk(bulk) {
            // A savepoint that was opened before it may have been undone, and this one with it.
            Some(bulk) if self.savepoints.is_open(bulk.savepoint) => self.undo_savepoint(bulk.savepoint),
            _ => Ok(()),
        }
    }

    // Transactions

    /// Drops every handle but the savepoints.
    fn drop_handles(&mut self) {
        let cursors: Vec<CursorId> = self.cursors.keys().copied().collect();
        for cursor in cursors {
            self.close(cursor);
        }
        let statements: Vec<StatementId> = self.statements.keys().copied().collect();
        for statement in statements {
            self.close_prepared(statement);
        }
        let bulks: Vec<BulkId> = self.bulks.keys().copied().collect();
        for bulk in bulks {
            self.take_bulk(bulk);
        }
    }

    /// Drops every handle. What was done since a savepoint that nobody kept is undone, as when its handle drops.
    pub(super) fn drop_all(&mut self) -> Result<(), SqlError> {
        self.drop_handles();
        let undone = match self.savepoints.outermost() {
            Some(savepoint) if !self.core.connection.is_autocommit() => self.undo_savepoint(savepoint),
            _ => Ok(()),
        };
        self.savepoints.clear();
        self.end_savepoint_transaction()?;
        undone
    }

    /// Outside of a transaction, a savepoint starts one, which an outer one that was kept has left open.
    fn end_savepoint_transaction(&mut self) -> Result<(), SqlError> {
        let is_open = !self.core.is_in_transaction && !self.core.connection.is_autocommit();
        if is_open { self.execute("COMMIT") } else { Ok(()) }
    }

    /// The write lock is taken at once: a transaction that starts with reads could otherwise find, at its first
    /// write, that another one was faster, and no waiting would help.
    pub(super) fn start_transaction(&mut self) -> Result<(), SqlError> {
        let is_read_only = self.core.connection.is_read_only();
        self.execute(if is_read_only { "BEGIN" } else { "BEGIN IMMEDIATE" })?;
        self.core.is_in_transaction = true;
        Ok(())
    }

    pub(super) fn end_transaction(&mut self) -> Result<(), SqlError> {
        let committed = self.execute("COMMIT");
        // A commit that a deferred constraint refused leaves the transaction open.
        self.core.is_in_transaction = !self.core.connection.is_autocommit();
        if !self.core.is_in_transaction {
            self.savepoints.clear();
        }
        committed
    }

    pub(super) fn undo_transaction(&mut self) -> Result<(), SqlError> {
        self.drop_handles();
        self.savepoints.clear();
        self.core.is_in_transaction = false;
        // Some errors (a full disk, a conflict clause) have rolled back already.
        if self.core.connection.is_autocommit() { Ok(()) } else { self.execute("ROLLBACK") }
    }
}

/// The error for a handle that is not open.
pub(super) fn unknown(what: &str) -> SqlError {
    SqlError::new(ErrorKind::Other, format!("the {what} is closed"))
}
