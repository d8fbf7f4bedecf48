//! Rows of the live database on the copy, so that loops have turns and constraints have something to fail for.
//!
//! - [`choose`]: which rows of which tables
//! - [`reference`]: the foreign keys between them
//! - [`transfer`]: from there to here; [`load`]: a table at a time
//! - [`parents`]: what those rows point at
//! - [`counters`]: where sequences go on
//! - [`discretion`]: rows never show in what is told
//!
//! Each table gives its first rows by its primary key, all of them in one read of the live database that is consistent.
//! Foreign keys and triggers are not in force meanwhile. Then comes what those rows point at, and what that points at. A row
//! that still points at nothing (there was no room, or in the live database it does so too) is taken away again, and that is
//! said.

mod choose;
mod counters;
pub(crate) mod discretion;
mod load;
mod parents;
mod reference;
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
    /// How many of them came since rows that were copied point at them.
    pub parents: u64,
    /// The rows that were taken away again, since a row that they point at was not copied.
    pub orphans: u64,
    /// Whether there are more rows than were copied.
    pub has_more: bool,
    /// The rows of the live table, where they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows_in_all: Option<u64>,
    /// Whether `rows_in_all` was estimated by the server, and not counted.
    pub is_estimate: bool,
}

impl CopiedTable {
    fn new(table: String, rows: u64, has_more: bool) -> Self {
        let rows_in_all = (!has_more).then_some(rows);
        Self { table, rows, parents: 0, orphans: 0, has_more, rows_in_all, is_estimate: false }
    }

    /// Takes in how many rows the live table has.
    fn take_size(&mut self, rows: Option<u64>, is_estimate: bool) {
        self.rows_in_all = rows;
        self.is_estimate = is_estimate;
        if !is_estimate && let Some(all) = rows {
            self.has_more = all > self.rows + self.orphans;
        }
    }
}

impl DataReport {
    /// Counts rows of a table that came after the first ones.
    fn add_parents(&mut self, table: &str, rows: u64) {
        if let Some(copied) = self.tables.iter_mut().find(|copied| copied.table == table) {
            copied.parents += rows;
            copied.rows += rows;
        }
    }
}

/// A table whose rows, or not all of them, were copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotCopied {
    /// The table.
    pub table: String,
    /// Why not.
    pub reason: String,
}
