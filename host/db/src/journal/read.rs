//! Rows of the journal, from and to values.

use aludel_revision::{Direction, RevisionId};
use aludel_sql::{Row, Value};

use super::{JOURNAL, JournalKey, JournalRow, JournalState};
use crate::ledger::{LedgerError, direction_from_word, direction_word};

const STATES: [(JournalState, &str); 3] =
    [(JournalState::Began, "began"), (JournalState::Done, "done"), (JournalState::Stopped, "stopped")];

fn word<T: Copy + PartialEq>(table: &[(T, &'static str)], wanted: T) -> &'static str {
    table.iter().find(|(value, _)| *value == wanted).map_or("", |(_, word)| word)
}

fn meaning<T: Copy>(table: &[(T, &'static str)], value: &Value, expected: &'static str) -> Result<T, LedgerError> {
    let known = match value {
        Value::Text(text) => table.iter().find(|(_, word)| *word == text).map(|(meaning, _)| *meaning),
        _ => None,
    };
    known.ok_or_else(|| LedgerError::unreadable(JOURNAL, expected, value))
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
        key: JournalKey { revision: id(revision)?, direction: way(direction)? },
        run_id: text(run_id)?,
        state: meaning(&STATES, state, "began, done or stopped")?,
        statements: count(statements)?,
        statement: if *statement == Value::Null { None } else { Some(text(statement)?) },
        entries: bytes(entries)?,
        fingerprint: bytes(fingerprint)?,
    })
}

fn text(value: &Value) -> Result<String, LedgerError> {
    match value {
        Value::Text(text) => Ok(text.clone()),
        other => Err(LedgerError::unreadable(JOURNAL, "a text", other)),
    }
}

fn way(value: &Value) -> Result<Direction, LedgerError> {
    direction_from_word(&text(value)?).ok_or_else(|| LedgerError::unreadable(JOURNAL, "up or down", value))
}

fn id(value: &Value) -> Result<RevisionId, LedgerError> {
    let id = text(value)?;
    RevisionId::parse(&id).map_err(|error| LedgerError::IllegalId { table: JOURNAL.to_owned(), id, error })
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
