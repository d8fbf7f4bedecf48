//! Rows of the history.

use std::time::Duration;

use aludel_revision::{Direction, RevisionId};
use aludel_sql::Value;
use jiff::Timestamp;

/// One row of the history: a step that ran, or a revision that was stamped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The run that the step belongs to.
    pub run_id: String,
    /// The revision.
    pub revision: RevisionId,
    /// Up or down.
    pub direction: Direction,
    /// The digest of the migration's source, if it is known.
    pub source_digest: Option<String>,
    /// The digest of the component that ran, if one did.
    pub component_digest: Option<String>,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended, just before its commit.
    pub finished_at: Timestamp,
    /// How long it took, by a clock that nobody sets. Stored in whole milliseconds.
    pub duration: Duration,
    /// Who ran it.
    pub run_by: String,
    /// The machine and process it ran from.
    pub run_from: String,
    /// The program and its version.
    pub tool_version: String,
    /// What was done.
    pub outcome: HistoryOutcome,
}

/// What a row of the history says was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HistoryOutcome {
    /// The migration ran.
    Applied,
    /// Only the version rows were changed.
    Stamped,
}

/// What a revision was when it was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedDigest {
    /// The digest of its source.
    pub source: Option<String>,
    /// The digest of its component.
    pub component: Option<String>,
}

impl HistoryOutcome {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Stamped => "stamped",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Applied, Self::Stamped].into_iter().find(|outcome| outcome.word() == word)
    }
}

pub(crate) fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
    }
}

pub(crate) fn direction_from_word(word: &str) -> Option<Direction> {
    [Direction::Up, Direction::Down].into_iter().find(|direction| direction_word(*direction) == word)
}

impl HistoryEntry {
    /// The values in the order of [`super::names::HISTORY_COLUMNS`].
    pub(super) fn values(&self, version_table: &str) -> Vec<Value> {
        let text = |text: &str| Value::Text(text.to_owned());
        let optional = |digest: &Option<String>| digest.as_ref().map_or(Value::Null, |digest| text(digest));
        vec![
            text(version_table),
            text(&self.run_id),
            text(self.revision.as_str()),
            text(direction_word(self.direction)),
            optional(&self.source_digest),
            optional(&self.component_digest),
            text(&time_text(self.started_at)),
            text(&time_text(self.finished_at)),
            Value::Integer(i64::try_from(self.duration.as_millis()).unwrap_or(i64::MAX)),
            text(&self.run_by),
            text(&self.run_from),
            text(&self.tool_version),
            text(self.outcome.word()),
        ]
    }
}

/// Always six decimals, so that the texts sort as the times do.
fn time_text(time: Timestamp) -> String {
    format!("{time:.6}")
}
