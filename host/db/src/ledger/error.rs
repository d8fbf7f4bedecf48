//! What can be wrong with a ledger.

use std::fmt;

use aludel_revision::{IdError, RevisionId};
use aludel_sql::{ErrorKind, Outcome, SqlError, Value};

use super::names::{HISTORY, HOUSE_SCHEMA, LOCK, house_database};
use super::statements::Movement;
use crate::journal::JOURNAL;

/// What is wrong with a ledger.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LedgerError {
    /// The database would not do it.
    #[error("cannot {action} the table `{table}`: {error}")]
    Database {
        /// `read`, `write`, `create`, ...
        action: &'static str,
        /// The table.
        table: String,
        /// What the database said.
        error: Box<SqlError>,
    },
    /// A table of that name belongs to something else.
    #[error("the table `{table}` has the columns {found}, where {expected} were expected: it is not Aludel's", found = list(.found), expected = list(.expected))]
    WrongShape {
        /// The table.
        table: String,
        /// The columns that it has.
        found: Vec<String>,
        /// The columns that it should have.
        expected: Vec<String>,
    },
    /// The version table is not where it belongs, but there is one.
    #[error("the table `{table}` is in the schema `{found}`, where it was expected in `{expected}`")]
    Elsewhere {
        /// The version table.
        table: String,
        /// The schema of this connection's tables.
        expected: String,
        /// The schema that has such a table.
        found: String,
    },
    /// A row names something that no revision can be called.
    #[error("the table `{table}` holds `{id}`, which cannot be a revision: {error}", id = .id.escape_default())]
    IllegalId {
        /// The table.
        table: String,
        /// What the row holds.
        id: String,
        /// Why it cannot be.
        #[source]
        error: IdError,
    },
    /// A row holds something else than what was written.
    #[error("the table `{table}` holds `{found}` where {expected} was expected")]
    Unreadable {
        /// The table.
        table: String,
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
    /// Another runner was faster, or somebody changed the version rows by hand.
    #[error(
        "the version row `{revision}` in `{table}` was expected to be {expected}, but it was not ({rows} rows changed): somebody else moved the heads"
    )]
    HeadsMoved {
        /// The version table.
        table: String,
        /// The revision whose row is not as planned.
        revision: RevisionId,
        /// What it should have been.
        expected: ExpectedRow,
        /// How many rows were changed.
        rows: u64,
    },
}

/// How a version row should have been before it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedRow {
    /// There once.
    Present,
    /// Not there.
    Absent,
}

impl fmt::Display for ExpectedRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Present => "there once",
            Self::Absent => "absent",
        })
    }
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

impl LedgerError {
    /// Makes the error of a statement that did something with a table.
    pub(crate) fn sql<'table>(action: &'static str, table: &'table str) -> impl FnOnce(SqlError) -> Self + use<'table> {
        move |error| Self::Database { action, table: table.to_owned(), error: Box::new(error) }
    }

    pub(crate) fn wrong_shape(table: &str, found: Vec<String>, expected: &[&str]) -> Self {
        let expected = expected.iter().map(|&name| name.to_owned()).collect();
        Self::WrongShape { table: table.to_owned(), found, expected }
    }

    pub(crate) fn unreadable(table: &str, expected: &'static str, found: &Value) -> Self {
        let found = match found {
            Value::Text(text) => cut(text),
            Value::Null => "NULL".to_owned(),
            other => cut(&format!("{other:?}")),
        };
        Self::Unreadable { table: table.to_owned(), expected, found }
    }

    /// An id that a row holds, which no revision can be called.
    pub(crate) fn illegal_id(table: &str, id: &str, error: IdError) -> Self {
        Self::IllegalId { table: table.to_owned(), id: cut(id), error }
    }

    /// Whether a row says what nothing can be made of.
    pub fn is_about_a_row(&self) -> bool {
        matches!(self, Self::IllegalId { .. } | Self::Unreadable { .. })
    }

    /// What to do, where that can be told.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::WrongShape { table, .. } if OURS.contains(&table.as_str()) => {
                Some(format!("the name is Aludel's own in every database; rename that table: ALTER TABLE {table} RENAME TO ..."))
            }
            Self::WrongShape { .. } => {
                Some("set `version_table` in aludel.toml to another name, or rename that table".to_owned())
            }
            Self::Elsewhere { found, expected, .. } if [HOUSE_SCHEMA, &house_database(expected)].contains(&&**found) => Some(
                "it is kept there where migrations have a login of their own: set `guest_url`, or move the tables back"
                    .to_owned(),
            ),
            Self::Elsewhere { .. } => {
                Some("`aludel doctor --setup-guest-login` prints the SQL that moves it".to_owned())
            }
            Self::Unreadable { table, .. } | Self::IllegalId { table, .. } => Some(mend_row(table)),
            Self::HeadsMoved { .. } => {
                Some("run the command again; it starts from where the database is now".to_owned())
            }
            Self::Database { .. } => None,
        }
    }
}

/// Tables whose names nobody can choose.
const OURS: [&str; 3] = [HISTORY, JOURNAL, LOCK];

/// How much of a row stands in a message.
const FOUND_LENGTH_MAX: usize = 80;

fn cut(text: &str) -> String {
    match text.char_indices().nth(FOUND_LENGTH_MAX) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// What to do about a row that somebody else wrote.
fn mend_row(table: &str) -> String {
    match table {
        JOURNAL => {
            "nothing can be told of the migration that stands half applied; finish or undo it by hand, then say \
                    where the database is, which forgets the journal: aludel stamp REVISION"
                .to_owned()
        }
        HISTORY => {
            "somebody wrote that row by hand; see it and put it right or delete it, since the version rows alone say \
                    where the database is: SELECT * FROM aludel_history"
                .to_owned()
        }
        table => format!(
            "somebody wrote that row by hand; delete it, or, if the schema is known to be that of a revision, set the \
             rows to that: aludel stamp --purge REVISION (the table is `{table}`)"
        ),
    }
}

/// Each change of a version row must have changed just one.
pub(super) fn check_moved(
    table: &str,
    movement: &Movement<'_>,
    result: Result<Outcome, SqlError>,
) -> Result<(), LedgerError> {
    let (revision, expected) = movement.expectation();
    let moved = |revision: &RevisionId, expected, rows| {
        Err(LedgerError::HeadsMoved { table: table.to_owned(), revision: revision.clone(), expected, rows })
    };
    match result {
        Ok(Outcome { rows_affected: 1, .. }) => Ok(()),
        Ok(Outcome { rows_affected, .. }) => moved(revision, expected, rows_affected),
        Err(error) if error.kind == ErrorKind::ConstraintViolation => {
            moved(movement.added().unwrap_or(revision), ExpectedRow::Absent, 0)
        }
        Err(error) => Err(LedgerError::sql("write", table)(error)),
    }
}
