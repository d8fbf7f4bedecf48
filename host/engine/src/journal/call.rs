//! What tells one call of a guest from another.

use aludel_sql::{Batch, BulkKind, BulkTarget, Outcome, PageLimit, Value};
use serde::Serialize;

use super::entry::{Answer, Mark};

/// A call with everything that its answer depends on, but the state of the database.
#[derive(Debug, Serialize)]
pub(super) enum Call<'call> {
    Execute { sql: &'call str, parameters: &'call [Value] },
    Query { sql: &'call str, parameters: &'call [Value] },
    NextRows { cursor: u64, rows: u32, bytes: usize },
    NextBatch { cursor: u64, rows: u32, bytes: usize },
    Prepare { sql: &'call str },
    ExecuteBatch { sql: &'call str, rows: &'call Batch },
    OpenBulk { schema: Option<&'call str>, table: &'call str, keys: Option<&'call [String]>, columns: &'call [String] },
    WriteBulk { bulk: u64, rows: Mark },
    FinishBulk { bulk: u64 },
    AbandonBulk { bulk: u64 },
    Savepoint,
    ReleaseSavepoint { savepoint: u64 },
    RollbackSavepoint { savepoint: u64 },
}

impl<'call> Call<'call> {
    pub(super) fn next_rows(cursor: u64, limit: PageLimit) -> Self {
        Self::NextRows { cursor, rows: limit.rows, bytes: limit.bytes }
    }

    pub(super) fn next_batch(cursor: u64, limit: PageLimit) -> Self {
        Self::NextBatch { cursor, rows: limit.rows, bytes: limit.bytes }
    }

    pub(super) fn open_bulk(target: &'call BulkTarget) -> Self {
        let keys = match &target.kind {
            BulkKind::Insert => None,
            BulkKind::Update { keys } => Some(keys.as_slice()),
        };
        Self::OpenBulk { schema: target.schema.as_deref(), table: &target.table, keys, columns: &target.columns }
    }

    /// The statement that it sends, if it is one.
    pub(super) fn sql(&self) -> Option<&'call str> {
        match self {
            Self::Execute { sql, .. }
            | Self::Query { sql, .. }
            | Self::Prepare { sql }
            | Self::ExecuteBatch { sql, .. } => Some(sql),
            _ => None,
        }
    }

    /// What the call is answered when it is a definition that goes well: it changes no rows and gives none.
    pub(super) fn answer_of_definition(&self) -> Answer {
        match self {
            Self::Query { .. } => Answer::Result(Vec::new(), Vec::new()),
            Self::ExecuteBatch { .. } => Answer::Count(0),
            _ => Answer::Outcome(Outcome::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_differ_in_what_they_ask() {
        let mark = |sql, parameters: &[Value]| Mark::of(&Call::Execute { sql, parameters });
        assert_eq!(mark("SELECT 1", &[]), mark("SELECT 1", &[]));
        assert_ne!(mark("SELECT 1", &[]), mark("SELECT 2", &[]));
        assert_ne!(mark("SELECT ?", &[Value::Integer(1)]), mark("SELECT ?", &[Value::Integer(2)]));
        assert_ne!(mark("SELECT 1", &[]), Mark::of(&Call::Query { sql: "SELECT 1", parameters: &[] }));
    }
}
