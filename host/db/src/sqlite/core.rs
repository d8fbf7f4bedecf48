//! Statements on one connection, without waiting for anything but the disk and its locks.

use std::sync::Arc;

use aludel_sql::{ErrorKind, Outcome, SqlError, Value};

use super::error::{Observers, sql_error, statement_error};
use super::left_behind::{Before, is_vacuum};
use super::raw::{Connection, Failure, Keep, StatementKey};
use super::text::{Inserts, check_no_nul};
use super::value::bindable;
use crate::columnar::{Cell, CheckedBatch};
use crate::session::refused;

/// A connection, and what every statement on it needs.
pub(super) struct Core {
    pub(super) connection: Connection,
    /// Whether the host has begun a transaction and not ended it yet.
    pub(super) is_in_transaction: bool,
    /// How it was before the guest's statements.
    pub(super) before: Before,
}

/// A prepared statement with what is known from its text.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) key: StatementKey,
    pub(super) sql: String,
    inserts: Inserts,
    is_vacuum: bool,
}

impl Statement {
    fn new(key: StatementKey, sql: &str) -> Self {
        Self { key, sql: sql.to_owned(), inserts: Inserts::of(sql), is_vacuum: is_vacuum(sql) }
    }
}

impl Core {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, is_in_transaction: false, before: Before::default() }
    }

    /// Nothing runs after the transaction that the host began has ended without it: by a COMMIT among a migration's
    /// own statements, or by an error that rolls back. What came then would be kept, whatever the host decides.
    pub(super) fn check_transaction(&self) -> Result<(), SqlError> {
        if self.is_in_transaction && self.connection.is_autocommit() {
            let message = "the transaction was ended by one of the statements that ran in it";
            let hint = "leave BEGIN, COMMIT and ROLLBACK out; use savepoints, or `transaction = false`";
            return Err(SqlError::new(ErrorKind::Other, message).with_extra("hint", hint));
        }
        Ok(())
    }

    /// Starts the clock of a statement, if it may run at all.
    pub(super) fn start_statement(&mut self) -> Result<(), SqlError> {
        self.check_transaction()?;
        self.connection.watch().start_statement();
        self.connection.start_statement();
        Ok(())
    }

    pub(super) fn error(&self, failure: &Failure, sql: &str) -> SqlError {
        let observers = Observers { watch: self.connection.watch(), warden: self.connection.warden() };
        statement_error(failure, sql, observers)
    }

    /// Does something of the host's own, whoever has the connection.
    pub(super) fn own<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let warden = Arc::clone(self.connection.warden());
        let _suspended = warden.suspend();
        work(self)
    }

    /// VACUUM makes a database for a while, which nobody else may.
    fn start_vacuum(&mut self, is_vacuum: bool) -> Result<(), SqlError> {
        if !is_vacuum || !self.connection.warden().is_armed() {
            return Ok(());
        }
        self.connection.warden().start_vacuum().map_err(|refusal| refused(&refusal))?;
        self.connection.allow_vacuum();
        Ok(())
    }

    /// The next statement of a text from `start` on, which moves behind it; none if only comments are left.
    fn next_statement(&mut self, sql: &str, start: &mut usize, keep: Keep) -> Result<Option<StatementKey>, SqlError> {
        while !sql[*start..].trim_start().is_empty() {
            let prepared = self.connection.prepare(&sql[*start..], keep).map_err(|mut failure| {
                failure.offset = failure.offset.map(|offset| offset + *start);
                self.error(&failure, sql)
            })?;
            *start += prepared.end;
            if prepared.statement.is_some() {
                return Ok(prepared.statement);
            }
            if prepared.end == 0 {
                break;
            }
        }
        Ok(None)
    }

    /// Prepares the one statement of a text; none if it is all comments.
    fn prepare_one(&mut self, sql: &str, keep: Keep) -> Result<Option<Statement>, SqlError> {
        check_no_nul(sql)?;
        self.start_statement()?;
        self.note_text(sql)?;
        let mut end = 0;
        let Some(key) = self.next_statement(sql, &mut end, keep)? else { return Ok(None) };
        match self.next_statement(sql, &mut end, Keep::Once) {
            Ok(None) => Ok(Some(Statement::new(key, sql))),
            Ok(Some(second)) => {
                self.connection.finalize(second);
                self.connection.finalize(key);
                let message = "the text holds more than one statement; run them one by one or as a script";
                Err(SqlError::new(ErrorKind::Syntax, message))
            }
            Err(error) => {
                self.connection.finalize(key);
                Err(error)
            }
        }
    }

    /// Prepares a statement that will be used.
    pub(super) fn prepare(&mut self, sql: &str, keep: Keep) -> Result<Statement, SqlError> {
        let statement = self.prepare_one(sql, keep)?;
        statement.ok_or_else(|| SqlError::new(ErrorKind::Syntax, "the text holds no statement"))
    }

    /// Runs the one statement of a text, if it holds one.
    pub(super) fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let Some(statement) = self.prepare_one(sql, Keep::Once)? else { return Ok(Outcome::default()) };
        let outcome = self.run(&statement, parameters);
        self.connection.finalize(statement.key);
        outcome
    }

    /// Runs every statement of a text. The library itself finds where each ends, so triggers need no care.
    pub(super) fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        check_no_nul(sql)?;
        self.note_text(sql)?;
        let (mut start, mut number) = (0, 0);
        loop {
            number += 1;
            let numbered = |error: SqlError| error.with_extra("statement", number.to_string());
            self.start_statement().map_err(numbered)?;
            let before = start;
            let Some(key) = self.next_statement(sql, &mut start, Keep::Once).map_err(numbered)? else { return Ok(()) };
            let ran = self.start_vacuum(is_vacuum(&sql[before..start])).and_then(|()| {
                let stepped = self.step_to_end(key);
                stepped.map_err(|failure| self.error(&Failure { offset: None, ..failure }, sql))
            });
            self.connection.finalize(key);
            ran.map_err(numbered)?;
        }
    }

    fn step_to_end(&mut self, key: StatementKey) -> Result<(), Failure> {
        let mut running = self.connection.running(key);
        while running.step()? {}
        Ok(())
    }

    /// Runs a prepared statement once and drops its rows.
    pub(super) fn run(&mut self, statement: &Statement, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.start_statement()?;
        self.start_vacuum(statement.is_vacuum)?;
        self.check_count(statement, parameters.len())?;
        let (rows_before, rowid_before) = (self.connection.total_changes(), self.connection.last_insert_rowid());
        self.run_row(statement, parameters.iter().map(Cell::from))?;
        Ok(self.outcome(statement.inserts, rows_before, rowid_before))
    }

    fn run_row<'row>(&mut self, statement: &Statement, row: impl Iterator<Item = Cell<'row>>) -> Result<(), SqlError> {
        let values = row.enumerate().map(|(index, cell)| bindable(index, cell));
        let (watch, warden) = (Arc::clone(self.connection.watch()), Arc::clone(self.connection.warden()));
        let observers = Observers { watch: &watch, warden: &warden };
        let error = |failure: &Failure| statement_error(failure, &statement.sql, observers);
        self.connection.running(statement.key).run_borrowed(values, error)
    }

    /// The library's own counts keep their value over statements that change no row.
    fn outcome(&self, inserts: Inserts, rows_before: i64, rowid_before: i64) -> Outcome {
        if self.connection.total_changes() == rows_before {
            return Outcome::default();
        }
        let rowid = self.connection.last_insert_rowid();
        let is_new = inserts == Inserts::Yes || (inserts == Inserts::Perhaps && rowid != rowid_before);
        Outcome { rows_affected: self.connection.changes(), last_insert_id: is_new.then_some(rowid) }
    }

    fn check_count(&mut self, statement: &Statement, given: usize) -> Result<(), SqlError> {
        let expected = self.connection.running(statement.key).parameter_count();
        if expected == given {
            return Ok(());
        }
        let message = format!("the statement has {expected} parameters, but {given} values were given");
        Err(SqlError::new(ErrorKind::Conversion, message))
    }

    /// Runs a prepared statement once a row; gives the rows affected in all. The error's extra `row` counts from 1.
    /// Outside of a transaction the batch is one of its own: all of it is kept, or nothing.
    pub(super) fn run_batch(&mut self, statement: &Statement, batch: CheckedBatch<'_>) -> Result<u64, SqlError> {
        self.start_statement()?;
        self.check_count(statement, batch.column_count())?;
        if !self.connection.is_autocommit() {
            return self.run_rows(statement, batch);
        }
        self.own(|core| core.execute("BEGIN IMMEDIATE", &[]))?;
        let affected = self.run_rows(statement, batch);
        let ended = affected.and_then(|affected| self.own(|core| core.execute("COMMIT", &[])).map(|_| affected));
        if ended.is_err() && !self.connection.is_autocommit() {
            self.own(|core| core.execute("ROLLBACK", &[]))?;
        }
        ended
    }

    fn run_rows(&mut self, statement: &Statement, batch: CheckedBatch<'_>) -> Result<u64, SqlError> {
        let mut affected = 0;
        for row in 0..batch.row_count() {
            let before = self.connection.total_changes();
            let ran = self.run_row(statement, (0..batch.column_count()).map(|column| batch.cell(column, row)));
            ran.map_err(|error| error.with_extra("row", (row + 1).to_string()))?;
            if self.connection.total_changes() != before {
                affected += self.connection.changes();
            }
        }
        Ok(affected)
    }

    /// Binds and runs a statement up to its first row, so that it has done its work even if nobody reads the rows;
    /// tells whether there is one.
    pub(super) fn start(&mut self, statement: &Statement, parameters: &[Value]) -> Result<bool, SqlError> {
        self.start_statement()?;
        self.start_vacuum(statement.is_vacuum)?;
        self.check_count(statement, parameters.len())?;
        let mut running = self.connection.running(statement.key);
        for (index, value) in parameters.iter().enumerate() {
            let bound = running.bind(index, &bindable(index, Cell::from(value))?);
            bound.map_err(|failure| sql_error(&failure))?;
        }
        self.step(statement)
    }

    /// Goes on to the next row; false at the end, where the statement gives back its locks.
    pub(super) fn step(&mut self, statement: &Statement) -> Result<bool, SqlError> {
        let stepped = self.connection.running(statement.key).step();
        if stepped != Ok(true) {
            self.connection.running(statement.key).reset();
        }
        stepped.map_err(|failure| self.error(&failure, &statement.sql))
    }
}
