//! What is known of a migration.

use std::sync::Arc;

use aludel_schema::{ObjectName, Operation, Schema};

/// One migration in one direction, as it ran on an empty copy of the database.
#[derive(Debug, Clone)]
pub struct Migration {
    /// The revision id.
    pub revision: String,
    /// Which way it went.
    pub direction: Direction,
    /// Whether there is a downgrade that does something; none where nobody looked.
    pub has_way_back: Option<bool>,
    /// In the order in which they ran.
    pub statements: Vec<Statement>,
}

/// Which way a migration goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the heads. Rows are there, and programs that use them.
    Up,
    /// Back: what goes was made by the migration itself, so losses are by nature.
    Down,
}

/// One statement, or one request for an operation.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The SQL. What a request for an operation was carried out with is one text, its statements joined with `;`.
    pub text: String,
    /// Its place in the migration, counted from 1.
    pub number: usize,
    /// Its line in the source, where that is known, counted from 1.
    pub line: Option<usize>,
    /// Whether it was asked for as an operation: then [`Statement::changes`] says what was meant, and the text only how
    /// it was done.
    pub is_request: bool,
    /// Whether it runs in a transaction with those around it.
    pub in_transaction: bool,
    /// The schema before it, with the dialect and version of the server.
    pub before: Arc<Schema>,
    /// The schema after it; the same one if it defines nothing.
    pub after: Arc<Schema>,
    /// What it changed: [`crate::changes()`], or the operation that was asked for.
    pub changes: Vec<Operation>,
    /// The locks that it took on tables that were there, where the server tells them (`PostgreSQL`).
    pub locks: Vec<Lock>,
}

/// A lock that a statement took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The table or index.
    pub relation: ObjectName,
    /// As `pg_locks` writes it: `AccessExclusiveLock`.
    pub mode: String,
}

impl Statement {
    /// A statement that ran in a transaction between two schemas.
    pub fn new(text: impl Into<String>, number: usize, before: Arc<Schema>, after: Arc<Schema>) -> Self {
        let text = text.into();
        let changes = crate::changes(&text, &before, &after);
        let (line, locks) = (None, Vec::new());
        Self { text, number, line, is_request: false, in_transaction: true, before, after, changes, locks }
    }
}
