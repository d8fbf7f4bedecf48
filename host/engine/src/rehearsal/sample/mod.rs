//! Rows of the live database on the copy, so that loops have turns and constraints have something to fail for.
//!
//! - [`choose`]: which rows of which tables
//! - [`transfer`]: from there to here
//! - [`discretion`]: rows never show in what is told
//!
//! Each table gives its first rows by its primary key, all of them in one read of the live database that is consistent.
//! Foreign keys and triggers are not in force meanwhile; afterwards rows whose parent was not among those copied are taken
//! away again, and that is said.

mod choose;
pub(crate) mod discretion;
mod transfer;

use serde::Serialize;

pub(crate) use choose::staged;
pub(crate) use transfer::transfer;

/// The rows that were copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataReport {
    /// How many rows a table were asked for.
    pub rows_max: u64,
    /// The tables, in order.
    pub tables: Vec<CopiedTable>,
    /// What was not copied, and why.
    pub not_copied: Vec<NotCopied>,
}

/// What was copied of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CopiedTable {
    /// The table, with its schema unless it is in the default one.
    pub table: String,
    /// The rows that are on the copy.
    pub rows: u64,
    /// The rows that were taken away again, since a row that they point at was not copied.
    pub orphans: u64,
    /// Whether there are more rows than were copied.
    pub has_more: bool,
}

/// A table whose rows, or not all of them, were copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotCopied {
    /// The table.
    pub table: String,
    /// Why not.
    pub reason: String,
}
