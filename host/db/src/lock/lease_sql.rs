//! The SQL of the lease.

use aludel_sql::{DatabaseInfo, Dialect};

use crate::ledger::{LOCK, equals, quoted, table_options, text_type};

/// What is read of a lease, in the order of [`super::lease::Row`]; the last is the server's clock.
pub(super) const COLUMNS: [&str; 12] = [
    "fencing",
    "run_id",
    "held_by",
    "held_from",
    "process",
    "kind",
    "since_ms",
    "heartbeat_ms",
    "broken_fencing",
    "broken_by",
    "broken_because",
    "broken_at_ms",
];

/// The table as a connection reaches it, and its dialect.
pub(super) struct LeaseSql {
    dialect: Dialect,
    table: String,
}

impl LeaseSql {
    pub(super) fn of(info: &DatabaseInfo) -> Self {
        let dialect = info.dialect;
        let schema = info.default_schema.as_ref().map_or_else(String::new, |schema| quoted(dialect, schema) + ".");
        Self { dialect, table: schema + &quoted(dialect, LOCK) }
    }

    fn equals(&self) -> &'static str {
        equals(self.dialect)
    }

    fn place(&self, index: u32) -> String {
        self.dialect.placeholder(index)
    }

    /// Milliseconds since 1970 by the clock of the server, and never by that of the machine that asks. On `SQLite` they
    /// are the same.
    fn now(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
            Dialect::Postgres => "CAST(EXTRACT(EPOCH FROM pg_catalog.clock_timestamp()) * 1000 AS bigint)",
            Dialect::Mysql | Dialect::MariaDb => "CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)",
        }
    }

    pub(super) fn create(&self) -> String {
        let (name, long) = (text_type(self.dialect, 255), text_type(self.dialect, 1000));
        format!(
            "CREATE TABLE IF NOT EXISTS {} (version_table {name} NOT NULL PRIMARY KEY, fencing BIGINT NOT NULL, \
             run_id {name}, held_by {name}, held_from {name}, process BIGINT, kind VARCHAR(16), since_ms BIGINT, \
             heartbeat_ms BIGINT, broken_fencing BIGINT, broken_by {name}, broken_because {long}, \
             broken_at_ms BIGINT){}",
            self.table,
            table_options(self.dialect)
        )
    }

    /// Parameters: version table.
    pub(super) fn select(&self) -> String {
        let (columns, now, first) = (COLUMNS.join(", "), self.now(), self.place(1));
        format!("SELECT {columns}, {now} FROM {} WHERE version_table {} {first}", self.table, self.equals())
    }

    /// The row of a version table that never had one, with the number that nobody ever holds. Parameters: version table.
    pub(super) fn insert(&self) -> String {
        format!("INSERT INTO {} (version_table, fencing) VALUES ({}, 0)", self.table, self.place(1))
    }

    /// Parameters: run id, who, from, process, kind, version table, the number that was read.
    pub(super) fn take(&self) -> String {
        let now = self.now();
        let [run_id, who, from, process, kind, table, number] = [1, 2, 3, 4, 5, 6, 7].map(|index| self.place(index));
        format!(
            "UPDATE {} SET fencing = fencing + 1, run_id = {run_id}, held_by = {who}, held_from = {from}, \
             process = {process}, kind = {kind}, since_ms = {now}, heartbeat_ms = {now} \
             WHERE version_table {} {table} AND fencing = {number}",
            self.table,
            self.equals()
        )
    }

    /// Parameters: version table, number.
    pub(super) fn beat(&self) -> String {
        self.where_mine(&format!("heartbeat_ms = {}", self.now()))
    }

    /// Parameters: version table, number.
    pub(super) fn release(&self) -> String {
        self.where_mine("run_id = NULL")
    }

    fn where_mine(&self, change: &str) -> String {
        let [table, number] = [1, 2].map(|index| self.place(index));
        let equals = self.equals();
        format!("UPDATE {} SET {change} WHERE version_table {equals} {table} AND fencing = {number}", self.table)
    }

    /// Parameters: who, why, version table, the number that was read.
    pub(super) fn break_it(&self) -> String {
        let now = self.now();
        let [who, because, table, number] = [1, 2, 3, 4].map(|index| self.place(index));
        // MySQL evaluates from left to right, so the number comes last.
        format!(
            "UPDATE {} SET run_id = NULL, broken_fencing = fencing, broken_by = {who}, broken_because = {because}, \
             broken_at_ms = {now}, fencing = fencing + 1 WHERE version_table {} {table} AND fencing = {number}",
            self.table,
            self.equals()
        )
    }
}
