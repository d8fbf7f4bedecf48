//! Rows of the journal, from and to values.

use aludel_sql::{Row, Value};

use super::{JOURNAL, JournalKey, JournalRow, JournalState};
use crate::ledger::{LedgerError, direction_from_word, direction_word, read};

const STATES: [(JournalState, &str); 3] =
    [(JournalState::Began, "began"), (JournalState::Done, "done"), (JournalState::Stopped, "stopped")];

fn word<T: Copy + PartialEq>(table: &[(T, &'static str)], wanted: T) -> &'static str {
    table.iter().find(|(value, _)| *value == wanted).map_or("", |(_, word)| word)
}

fn meaning<T: Copy>(table: &[(T, &'static str)], text: &str) -> Option<T> {
    table.iter().find(|(_, word)| *word == text).map(|(meaning, _)| *meaning)
}

/// The values in the order of [`super::statements::COLUMNS`].
pub(super) fn values(version_table: &str, row: &JournalRow) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    vec![
        text(version_table),
        text(&row.run_id),
        text(row.key.revision.as_str()),
        text(direction_word(row.key.direction)),
        text(word(&STATES, row.state)),
        Value::Integer(i64::try_from(row.statements).unwrap_or(i64::MAX)),
        row.statement.as_ref().map_or(Value::Null, |statement| text(statement)),
        Value::Bytes(row.entries.clone()),
        Value::Bytes(row.fingerprint.clone()),
    ]
}

/// A row of all columns but the first.
pub(super) fn row(row: &Row) -> Result<JournalRow, LedgerError> {
    let [run_id, revision, direction, state, statements, statement, entries, fingerprint] = row.as_slice() else {
        return Err(LedgerError::unreadable(JOURNAL, "eight columns", &Value::Null));
    };
    Ok(JournalRow {
        key: JournalKey {
            revision: read::revision(JOURNAL, revision)?,
            direction: read::parsed(JOURNAL, direction, "up or down", direction_from_word)?,
        },
        run_id: read::text(JOURNAL, run_id)?,
        state: read::parsed(JOURNAL, state, "began, done or stopped", |word| meaning(&STATES, word))?,
        statements: count(statements)?,
        statement: read::optional_text(JOURNAL, statement)?,
        entries: bytes(entries)?,
        fingerprint: bytes(fingerprint)?,
    })
}

fn count(value: &Value) -> Result<u64, LedgerError> {
    match value {
        Value::Integer(count) if *count >= 0 => Ok(count.unsigned_abs()),
        other => Err(LedgerError::unreadable(JOURNAL, "a count", other)),
    }
}

fn bytes(value: &Value) -> Result<Vec<u8>, LedgerError> {
    match value {
        Value::Bytes(bytes) => Ok(bytes.clone()),
        other => Err(LedgerError::unreadable(JOURNAL, "bytes", other)),
    }
}
