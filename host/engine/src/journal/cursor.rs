//! Cursors of a recorder.

use std::collections::VecDeque;

use aludel_sql::{Batch, Column, CursorId, ErrorKind, PageLimit, Row, SqlError, Value};

/// A cursor, with or without one in the session behind it.
#[derive(Debug)]
pub(super) struct Cursor {
    pub(super) columns: Vec<Column>,
    pub(super) source: Source,
}

/// Where the rows of a cursor come from.
#[derive(Debug)]
pub(super) enum Source {
    /// The session.
    Live(CursorId),
    /// All of them are here, because what made them may run only once.
    Kept(VecDeque<Row>),
    /// The journal; as many rows were given already.
    Replayed { sql: String, parameters: Vec<Value>, given: u64 },
}

impl Cursor {
    /// Notes that rows were given from the journal.
    pub(super) fn gave(&mut self, rows: usize) {
        if let Source::Replayed { given, .. } = &mut self.source {
            *given += rows as u64;
        }
    }

    /// The next rows of those that are here; none if they are elsewhere.
    pub(super) fn take_kept(&mut self, limit: PageLimit) -> Option<Vec<Row>> {
        let Source::Kept(rows) = &mut self.source else { return None };
        let count = rows.len().min(limit.rows as usize);
        Some(rows.drain(..count).collect())
    }
}

/// Rows in columns.
pub(super) fn batch(columns: usize, rows: Vec<Row>) -> Result<Batch, SqlError> {
    Batch::from_rows(columns, rows).map_err(|error| SqlError::new(ErrorKind::Conversion, error.to_string()))
}
