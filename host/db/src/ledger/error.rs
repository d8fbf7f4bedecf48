//! What can be wrong with a ledger.

use std::fmt;

use aludel_revision::{IdError, RevisionId};
use aludel_sql::{ErrorKind, Outcome, SqlError, Value};

use super::names::{HOUSE_SCHEMA, house_database};
use super::statements::Movement;

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
            Value::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        Self::Unreadable { table: table.to_owned(), expected, found }
    }

    /// What to do, where that can be told.
    pub fn hint(&self) -> Option<String> {
        match self {
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
            Self::HeadsMoved { .. } => {
                Some("run the command again; it starts from where the database is now".to_owned())
            }
            _ => None,
        }
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
