//! What is known of the place where a migration will run.

use std::collections::{BTreeMap, BTreeSet};

use aludel_schema::ObjectName;

/// What is known beside the migration itself.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    /// Tables and materialized views that earlier migrations of the same deployment made: they have no rows that
    /// matter and no readers yet.
    pub made: BTreeSet<ObjectName>,
    /// How large the tables of the live database are, where one was asked.
    pub sizes: BTreeMap<ObjectName, TableSize>,
    /// Whether the migration at hand runs without enforced foreign keys (`foreign_keys = false` in its header, on
    /// `SQLite`).
    pub suspends_foreign_keys: bool,
}

/// How large a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSize {
    /// How many rows.
    pub rows: u64,
    /// Whether the rows are estimated by the server, and not counted.
    pub is_estimate: bool,
    /// With its indexes, where the server tells it.
    pub bytes: Option<u64>,
}

/// With fewer rows than this, scanning or writing a table anew is a matter of milliseconds.
pub const SMALL_ROWS_MAX: u64 = 10_000;

impl TableSize {
    /// Whether nobody notices when the table is scanned or written anew.
    pub fn is_small(self) -> bool {
        self.rows < SMALL_ROWS_MAX
    }
}
