//! Rows of the ledger's tables into what they say.

use std::time::Duration;

use aludel_revision::RevisionId;
use aludel_sql::{Row, Value};
use jiff::Timestamp;

use super::entry::{AppliedDigest, HistoryEntry, HistoryOutcome, direction_from_word};
use super::error::LedgerError;

pub(crate) fn text(table: &str, value: &Value) -> Result<String, LedgerError> {
    match value {
        Value::Text(text) => Ok(text.clone()),
        other => Err(LedgerError::unreadable(table, "a text", other)),
    }
}

pub(crate) fn optional_text(table: &str, value: &Value) -> Result<Option<String>, LedgerError> {
    if *value == Value::Null { Ok(None) } else { text(table, value).map(Some) }
}

pub(crate) fn parsed<T>(
    table: &str,
    value: &Value,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, LedgerError> {
    parse(&text(table, value)?).ok_or_else(|| LedgerError::unreadable(table, expected, value))
}

pub(crate) fn revision(table: &str, value: &Value) -> Result<RevisionId, LedgerError> {
    let id = text(table, value)?;
    RevisionId::parse(&id).map_err(|error| LedgerError::illegal_id(table, &id, error))
}

/// A row of `revision, source_digest, component_digest`.
pub(super) fn applied(table: &str, row: &Row) -> Result<(RevisionId, AppliedDigest), LedgerError> {
    let digest = AppliedDigest { source: optional_text(table, &row[1])?, component: optional_text(table, &row[2])? };
    Ok((revision(table, &row[0])?, digest))
}

/// A row of all columns but the first.
pub(super) fn entry(table: &str, row: &Row) -> Result<HistoryEntry, LedgerError> {
    let time = |value| parsed(table, value, "a time", |text| text.parse::<Timestamp>().ok());
    Ok(HistoryEntry {
        run_id: text(table, &row[0])?,
        revision: revision(table, &row[1])?,
        direction: parsed(table, &row[2], "up or down", direction_from_word)?,
        source_digest: optional_text(table, &row[3])?,
        component_digest: optional_text(table, &row[4])?,
        started_at: time(&row[5])?,
        finished_at: time(&row[6])?,
        duration: duration(table, &row[7])?,
        run_by: text(table, &row[8])?,
        run_from: text(table, &row[9])?,
        tool_version: text(table, &row[10])?,
        outcome: parsed(table, &row[11], "applied or stamped", HistoryOutcome::from_word)?,
    })
}

fn duration(table: &str, value: &Value) -> Result<Duration, LedgerError> {
    match value {
        Value::Integer(milliseconds) if *milliseconds >= 0 => Ok(Duration::from_millis(milliseconds.unsigned_abs())),
        other => Err(LedgerError::unreadable(table, "milliseconds", other)),
    }
}
