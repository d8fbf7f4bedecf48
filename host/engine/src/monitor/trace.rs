//! What a guest asked for, and what failed of it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aludel_sql::{BulkId, CursorId, ErrorKind, SqlError, StatementId};

/// A statement that failed, and what was said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SentStatement {
    /// Counted from 1, over everything the guest sent.
    pub(crate) number: usize,
    /// Counted from 1 over what the check of its work sent, where that sent it.
    pub(crate) number_in_check: Option<usize>,
    /// Which statement of a script, counted from 1, if it was one.
    pub(crate) number_in_script: Option<usize>,
    pub(crate) text: String,
    pub(crate) error: SqlError,
}

/// What a guest asked for; shared between the guest's monitor and whoever runs the guest.
#[derive(Debug, Default)]
pub(crate) struct Trace(Mutex<Seen>);

/// A query of a migration's check of its own work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskedInCheck {
    /// Counted from 1 over what the check sent.
    pub(crate) number: usize,
    pub(crate) text: String,
}

#[derive(Debug, Default)]
struct Seen {
    sent: usize,
    /// How many of them were sent before the check of the work began, once it has.
    sent_before_check: Option<usize>,
    asked_in_check: Option<AskedInCheck>,
    written: usize,
    /// Of all statements that the server saw, the last one failed.
    last_was_failure: bool,
    failed: Option<SentStatement>,
    statements: HashMap<StatementId, String>,
    cursors: HashMap<CursorId, Origin>,
    bulks: HashMap<BulkId, Origin>,
}

/// The statement that a handle came from.
#[derive(Debug, Clone)]
struct Origin {
    number: usize,
    text: String,
}

impl Trace {
    /// How many statements the guest sent.
    pub(crate) fn statements_sent(&self) -> usize {
        self.seen().sent
    }

    /// How many of them went through and may have changed something.
    pub(crate) fn statements_done(&self) -> usize {
        self.seen().written
    }

    /// Whether of all statements that the server saw, the last one failed. What the host refuses itself does not count.
    pub(crate) fn last_was_failure(&self) -> bool {
        self.seen().last_was_failure
    }

    /// The last statement that failed. A guest may have handled earlier ones.
    pub(crate) fn last_failed(&self) -> Option<SentStatement> {
        self.seen().failed.clone()
    }

    /// Forgets everything: the guest runs again, and nothing of what it did is kept.
    pub(crate) fn begins_anew(&self) {
        *self.seen() = Seen::default();
    }

    /// Notes that from here on the guest checks its own work.
    pub(crate) fn check_begins(&self) {
        let mut seen = self.seen();
        seen.sent_before_check = Some(seen.sent);
    }

    /// The last query of the check that was answered.
    pub(crate) fn last_asked_in_check(&self) -> Option<AskedInCheck> {
        self.seen().asked_in_check.clone()
    }

    pub(super) fn sent(&self) {
        self.seen().sent += 1;
    }

    pub(super) fn wrote(&self) {
        let mut seen = self.seen();
        seen.written += 1;
        seen.last_was_failure = false;
    }

    pub(super) fn failed(&self, sql: &str, error: &SqlError) {
        let mut seen = self.seen();
        let number = seen.sent;
        seen.fail(number, sql.to_owned(), error);
    }

    /// As [`Self::failed`], in the middle of a chain of calls.
    pub(super) fn note(&self, sql: &str, error: SqlError) -> SqlError {
        self.failed(sql, &error);
        error
    }

    pub(super) fn failed_prepared(&self, statement: StatementId, error: &SqlError) {
        let mut seen = self.seen();
        let (number, text) = (seen.sent, seen.statements.get(&statement).cloned().unwrap_or_default());
        seen.fail(number, text, error);
    }

    pub(super) fn note_cursor(&self, cursor: CursorId, error: SqlError) -> SqlError {
        let mut seen = self.seen();
        let origin = seen.cursors.get(&cursor).cloned();
        seen.fail_at(origin, &error);
        error
    }

    pub(super) fn note_bulk(&self, bulk: BulkId, error: SqlError) -> SqlError {
        let mut seen = self.seen();
        let origin = seen.bulks.get(&bulk).cloned();
        seen.fail_at(origin, &error);
        error
    }

    /// The text of a prepared statement; empty for one that is not known.
    pub(super) fn text_of(&self, statement: StatementId) -> String {
        self.seen().statements.get(&statement).cloned().unwrap_or_default()
    }

    pub(super) fn prepared(&self, statement: StatementId, sql: &str) {
        self.seen().statements.insert(statement, sql.to_owned());
    }

    pub(super) fn closed_statement(&self, statement: StatementId) {
        self.seen().statements.remove(&statement);
    }

    pub(super) fn opened(&self, cursor: CursorId, sql: &str) {
        let mut seen = self.seen();
        seen.last_was_failure = false;
        let origin = Origin { number: seen.sent, text: sql.to_owned() };
        if let Some(number) = seen.number_in_check(origin.number) {
            seen.asked_in_check = Some(AskedInCheck { number, text: sql.to_owned() });
        }
        seen.cursors.insert(cursor, origin);
    }

    pub(super) fn opened_prepared(&self, cursor: CursorId, statement: StatementId) {
        let mut seen = self.seen();
        let text = seen.statements.get(&statement).cloned().unwrap_or_default();
        let origin = Origin { number: seen.sent, text };
        seen.cursors.insert(cursor, origin);
    }

    pub(super) fn closed_cursor(&self, cursor: CursorId) {
        self.seen().cursors.remove(&cursor);
    }

    pub(super) fn opened_bulk(&self, bulk: BulkId, what: String) {
        let mut seen = self.seen();
        let origin = Origin { number: seen.sent, text: what };
        seen.bulks.insert(bulk, origin);
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        // Counters stay right enough after a panic elsewhere.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the host refused a statement for want of a grant.
pub(crate) fn is_refusal(error: &SqlError) -> bool {
    error.kind == ErrorKind::Denied && error.extra("access").is_some()
}

impl Seen {
    fn number_in_check(&self, number: usize) -> Option<usize> {
        self.sent_before_check.map(|before| number.saturating_sub(before))
    }

    fn fail(&mut self, number: usize, text: String, error: &SqlError) {
        self.last_was_failure |= error.native_code.is_some();
        // What is refused because somebody asked to stop would hide the statement that was really stopped.
        if error.kind == ErrorKind::Cancelled && self.failed.is_some() {
            return;
        }
        let number_in_script = error.extra("statement").and_then(|number| number.parse().ok());
        let number_in_check = self.number_in_check(number);
        self.failed = Some(SentStatement { number, number_in_check, number_in_script, text, error: error.clone() });
    }

    fn fail_at(&mut self, origin: Option<Origin>, error: &SqlError) {
        if let Some(Origin { number, text }) = origin {
            self.fail(number, text, error);
        }
    }
}
