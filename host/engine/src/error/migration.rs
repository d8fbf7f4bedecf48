//! Why a migration failed, with everything that a person needs to go on.

use std::fmt;

use aludel_sql::SqlError;
use serde::Serialize;

use crate::error::DatabaseState;
use crate::event::Direction;

/// The statement that a migration failed at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailedStatement {
    /// Counted from 1, over everything the guest sent.
    pub number: usize,
    /// Its line in the source, where the source is SQL.
    pub line: Option<u32>,
    /// The statement.
    pub text: String,
    /// Whether it is of the section `verify` of a migration in SQL. Then it is counted and found there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub in_check: bool,
}

/// One frame of a guest's stack, innermost first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestFrame {
    /// The function, demangled where it can be.
    pub function: String,
    /// File and line, where the component carries them.
    pub location: Option<String>,
}

/// What stopped a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureCause {
    /// The database refused a statement and the guest did not handle it.
    Database(SqlError),
    /// It did what it is not granted, and nothing of it is kept. Beside the words there are the extras `access` and, where
    /// it can be granted, `grant`: the very lines that would.
    Refused(SqlError),
    /// There is no way back from the revision.
    Irreversible(String),
    /// The data is not as the migration needs it.
    Precondition(String),
    /// The guest said no in its own words.
    Guest(String),
    /// The guest's code panicked or trapped.
    Trapped {
        /// The guest's own message if it left one, else the trap's.
        message: String,
        /// Where it was.
        frames: Vec<GuestFrame>,
    },
    /// The guest reached one of its limits.
    LimitReached {
        /// The limit's name in the config.
        limit: String,
        /// How much was allowed.
        allowed: String,
        /// A line for the config that allows more.
        raise: String,
        /// Where it was.
        frames: Vec<GuestFrame>,
    },
    /// The guest ran in a process of its own, which ended before the guest did, or was ended: how, as the system tells it.
    ProcessEnded(String),
    /// The guest went well, and rows point nowhere that did not before: foreign keys were not enforced.
    ForeignKeys(Vec<DanglingRow>),
    /// The guest went well, and the version row or the commit did not.
    Bookkeeping(String),
}

impl FailureCause {
    /// The stable name in `--json`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Database(_) => "database",
            Self::Refused(_) => "refused",
            Self::Irreversible(_) => "irreversible",
            Self::Precondition(_) => "precondition",
            Self::Guest(_) => "guest",
            Self::Trapped { .. } => "trapped",
            Self::LimitReached { .. } => "limit_reached",
            Self::ProcessEnded(_) => "process_ended",
            Self::ForeignKeys(_) => "foreign_keys",
            Self::Bookkeeping(_) => "bookkeeping",
        }
    }
}

impl fmt::Display for FailureCause {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) | Self::Refused(error) => write!(out, "{error}"),
            Self::Irreversible(reason) if reason.is_empty() => out.write_str("there is no way back from it"),
            Self::Irreversible(reason) => write!(out, "there is no way back from it: {reason}"),
            Self::Precondition(reason) => write!(out, "the data is not as it needs it: {reason}"),
            Self::Guest(reason) | Self::Bookkeeping(reason) => out.write_str(reason),
            Self::ForeignKeys(rows) => write!(out, "{}", dangling_text(rows)),
            Self::ProcessEnded(how) => write!(out, "its process ended: {how}"),
            Self::Trapped { message, .. } => write!(out, "its code stopped: {message}"),
            Self::LimitReached { limit, allowed, .. } => write!(out, "it reached the limit `{limit}` of {allowed}"),
        }
    }
}

/// A row whose foreign key points at nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DanglingRow {
    /// The table that it is in.
    pub table: String,
    /// Its rowid; none in a table without.
    pub rowid: Option<i64>,
    /// The table that it points at.
    pub parent: String,
}

impl fmt::Display for DanglingRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rowid {
            Some(rowid) => write!(out, "row {rowid} of `{}` at `{}`", self.table, self.parent),
            None => write!(out, "a row of `{}` at `{}`", self.table, self.parent),
        }
    }
}

/// How many rows a message names.
const DANGLING_ROWS_TOLD: usize = 5;

fn dangling_text(rows: &[DanglingRow]) -> String {
    let told: Vec<String> = rows.iter().take(DANGLING_ROWS_TOLD).map(ToString::to_string).collect();
    let more = match rows.len().saturating_sub(DANGLING_ROWS_TOLD) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("it leaves rows that point at nothing: {}{more}", told.join(", "))
}

/// A migration that failed: which, where, why, and in what state the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFailure {
    /// The revision.
    pub revision: String,
    /// Up or down.
    pub direction: Direction,
    /// Its source, relative to the project.
    pub path: String,
    /// The statement it failed at, if it was one.
    pub statement: Option<FailedStatement>,
    /// What stopped it.
    pub cause: FailureCause,
    /// In what state the database is now.
    pub state: DatabaseState,
    /// What to do next, with a command that can be pasted.
    pub next: String,
}

impl MigrationFailure {
    /// `path:line`, or the path alone.
    pub fn location(&self) -> String {
        match self.statement.as_ref().and_then(|statement| statement.line) {
            Some(line) => format!("{}:{line}", self.path),
            None => self.path.clone(),
        }
    }
}

impl fmt::Display for MigrationFailure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = self.direction.verb();
        match &self.statement {
            Some(statement) => {
                let what = if statement.in_check { "check" } else { "statement" };
                write!(out, "{verb} of `{}` failed at {what} {}", self.revision, statement.number)?;
            }
            None => write!(out, "{verb} of `{}` failed", self.revision)?,
        }
        write!(out, " ({}): {}", self.location(), self.cause)
    }
}
