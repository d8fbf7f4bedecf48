//! Updating many rows by key in one pass over their table.
//!
//! A statement a row seeks each row from the root of the table and starts and ends the library's virtual machine: two
//! thirds of what a backfill costs. Where the keys of a batch lie close together, one statement walks that part of the
//! table and asks the host for the new values. The result is the same as that of a statement a row, or the rows are
//! written one by one:
//! - The keys are integers that ascend, so none comes twice and the order is that of the table.
//! - The library's plan is a walk over the table itself that writes nothing but the table: no trigger, foreign key or
//!   index could see the difference. Constraints on the row, generated columns and types are checked row by row anyway.
//! - A statement that fails has undone itself. The rows are then written one by one, up to the one that fails.

use std::cell::Cell;

use aludel_sql::{BulkKind, BulkTarget, Dialect, IdentifierError, SqlError};

use super::core::Core;
use super::raw::{Bindable, Keep, Stored};
use super::value::bindable;
use crate::columnar::CheckedBatch;

/// With fewer rows, looking at the plan costs more than it gains.
const ROWS_MIN: usize = 500;
/// A row that is walked over costs some third of one that is found by its key.
const KEYS_PER_ROW_MAX: u64 = 2;

/// The rows of a batch by their ascending keys, which are its first column.
pub(super) struct KeyedRows<'batch> {
    batch: CheckedBatch<'batch>,
    keys: &'batch [i64],
    /// The row that was asked for last.
    place: Cell<usize>,
}

impl<'batch> KeyedRows<'batch> {
    /// None if the keys do not ascend or lie far apart.
    fn of(batch: CheckedBatch<'batch>) -> Option<Self> {
        let keys = batch.integers(0)?;
        let (lowest, highest) = (keys.first()?, keys.last()?);
        let is_dense = highest.abs_diff(*lowest) < KEYS_PER_ROW_MAX.saturating_mul(keys.len() as u64);
        let ascends = || keys.windows(2).all(|pair| pair[0] < pair[1]);
        (keys.len() >= ROWS_MIN && is_dense && ascends()).then(|| Self { batch, keys, place: Cell::new(0) })
    }

    pub(super) fn bounds(&self) -> (i64, i64) {
        (self.keys[0], self.keys[self.keys.len() - 1])
    }

    // The walk asks for a row several times and then for the next one.
    fn row(&self, key: i64) -> Option<usize> {
        let place = self.place.get();
        let is_at = |place: &usize| self.keys.get(*place) == Some(&key);
        let row = [place, place + 1].into_iter().find(is_at).or_else(|| self.keys.binary_search(&key).ok())?;
        self.place.set(row);
        Some(row)
    }

    pub(super) fn holds(&self, key: i64) -> bool {
        self.row(key).is_some()
    }

    /// A value of the row with that key; none if there is no such row or column, or the value cannot be written.
    pub(super) fn value(&self, key: i64, column: usize) -> Option<Bindable<'batch>> {
        let row = self.row(key)?;
        (column < self.batch.column_count()).then(|| bindable(column, self.batch.cell(column, row)).ok())?
    }
}

/// The statement that updates rows in one pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pass {
    sql: String,
    column_count: usize,
}

impl Pass {
    /// None for a target that is not updated by one key.
    pub(super) fn of(target: &BulkTarget) -> Option<Self> {
        let BulkKind::Update { keys } = &target.kind else { return None };
        let [key] = keys.as_slice() else { return None };
        let sql = pass_text(target, key).ok()?;
        Some(Self { sql, column_count: target.columns.len() + 1 })
    }
}

fn pass_text(target: &BulkTarget, key: &str) -> Result<String, IdentifierError> {
    let quote = |name: &str| Dialect::Sqlite.quote(name);
    let table = target.schema.iter().chain([&target.table]).map(|name| quote(name)).collect::<Result<Vec<_>, _>>()?;
    let (table, key) = (table.join("."), quote(key)?);
    let assigned =
        |(index, column): (usize, &String)| Ok(format!("{} = aludel_value(?3, {key}, {})", quote(column)?, index + 1));
    let values = target.columns.iter().enumerate().map(assigned).collect::<Result<Vec<_>, _>>()?.join(", ");
    Ok(format!("UPDATE {table} NOT INDEXED SET {values} WHERE {key} BETWEEN ?1 AND ?2 AND aludel_holds(?3, {key})"))
}

impl Core {
    /// Updates the rows of a batch in one pass and tells how many there were; none if they have to be written one by
    /// one, and nothing was done.
    pub(super) fn run_pass(&mut self, pass: &Pass, batch: CheckedBatch<'_>) -> Result<Option<u64>, SqlError> {
        let rows = KeyedRows::of(batch).filter(|_| batch.column_count() == pass.column_count);
        let Some(rows) = rows.filter(|_| !self.connection.is_autocommit()) else { return Ok(None) };
        // The schema can have changed since the last batch.
        if !self.is_plain_walk(&pass.sql) {
            return Ok(None);
        }
        let statement = self.prepare(&pass.sql, Keep::Once)?;
        let before = self.connection.total_changes();
        let ran = self.connection.running(statement.key).run_over(&rows);
        self.connection.finalize(statement.key);
        match ran {
            Ok(()) if self.connection.total_changes() == before => Ok(Some(0)),
            Ok(()) => Ok(Some(self.connection.changes())),
            Err(_) if !self.connection.is_autocommit() => Ok(None),
            // Some errors roll back the whole transaction.
            Err(failure) => {
                let row = rows.place.get() + 1;
                Err(self.error(&failure, &pass.sql).with_extra("row", row.to_string()))
            }
        }
    }

    /// Whether the plan of a statement walks along a table and writes to it alone. A text without a plan has none.
    fn is_plain_walk(&mut self, sql: &str) -> bool {
        let Ok(explain) = self.prepare(&format!("EXPLAIN {sql}"), Keep::Once) else { return false };
        let mut operations = Vec::new();
        let mut running = self.connection.running(explain.key);
        while running.step() == Ok(true) {
            if let Stored::Text(name) = running.stored(1) {
                operations.push(String::from_utf8_lossy(name).into_owned());
            }
        }
        self.connection.finalize(explain.key);
        is_plain_walk(&operations)
    }
}

/// Of all that opens, moves or writes something, a plain walk has four operations. One more is a trigger's program, a
/// foreign key's counter, an index, rows that are collected first, or rows that make room for others.
fn is_plain_walk(operations: &[String]) -> bool {
    const REACHING_OUT: [&str; 13] = [
        "Open", "Seek", "Rewind", "Last", "Next", "Prev", "Exists", "Insert", "Delete", "Idx", "Program", "Fk",
        "VUpdate",
    ];
    let reaches_out = |name: &&String| REACHING_OUT.iter().any(|part| name.contains(part));
    operations.iter().filter(reaches_out).eq(["OpenWrite", "SeekGE", "Insert", "Next"])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use aludel_sql::{Batch, ColumnBatch, ColumnData, Database as _, Value};

    use super::*;
    use crate::connect::ConnectOptions;
    use crate::session::Session as _;
    use crate::sqlite::open;
    use crate::sqlite::session::SqliteSession;
    use crate::url::{DatabaseUrl, SqliteTarget};

    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)";

    async fn session(script: &str) -> SqliteSession {
        let url = DatabaseUrl::parse("sqlite://:memory:", Path::new("/")).expect("a good URL");
        let opened = open::open(&url, &SqliteTarget::Memory, &ConnectOptions::default()).await;
        let mut session = SqliteSession::new(opened.expect("memory is always there"));
        session.execute_script(script).await.expect("the script is right");
        session
    }

    fn target(column: &str) -> BulkTarget {
        let kind = BulkKind::Update { keys: vec!["id".to_owned()] };
        BulkTarget { schema: Some("main".to_owned()), table: "t".to_owned(), kind, columns: vec![column.to_owned()] }
    }

    fn batch(keys: impl IntoIterator<Item = i64>) -> Batch {
        let keys: Vec<i64> = keys.into_iter().collect();
        let names = keys.iter().map(|key| Value::Text(format!("n{key}"))).collect();
        let column = |data| ColumnBatch { data, nulls: Vec::new() };
        let row_count = u32::try_from(keys.len()).expect("a small batch");
        Batch { row_count, columns: vec![column(ColumnData::Integers(keys)), column(ColumnData::Values(names))] }
    }

    async fn passed(script: &str, column: &str, batch: &Batch) -> Option<u64> {
        let mut session = session(script).await;
        session.begin().await.expect("there is no other transaction");
        let pass = Pass::of(&target(column)).expect("there is one key");
        session.core.run_pass(&pass, CheckedBatch::new(batch).expect("a sound batch")).expect("nothing is refused")
    }

    #[tokio::test]
    async fn tables_whose_rows_know_nothing_of_each_other_are_walked() {
        let rows = "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                    INSERT INTO t (id, name) SELECT i, 'x' FROM n;";
        let tables = [
            CREATE,
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, other TEXT) STRICT; DROP TABLE t;
             CREATE TABLE t (id INTEGER PRIMARY KEY, other TEXT DEFAULT 'o', name TEXT CHECK (length(name) < 9)) STRICT;
             CREATE INDEX by_other ON t (other)",
            "CREATE TABLE t (name TEXT, id INTEGER PRIMARY KEY AUTOINCREMENT, twice TEXT AS (name || name) STORED)",
        ];
        for table in tables {
            assert_eq!(passed(&format!("{table}; {rows}"), "name", &batch(301..=900)).await, Some(600), "{table}");
            // Of the keys 701, 703, up to 1,899, those up to 999 are there.
            let every_other = batch((701..1_900).step_by(2));
            assert_eq!(passed(&format!("{table}; {rows}"), "name", &every_other).await, Some(150), "{table}");
        }
    }

    #[tokio::test]
    async fn what_could_see_the_difference_is_written_row_by_row() {
        let tables = [
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX part ON t (id) WHERE name IS NULL",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT REFERENCES t (id))",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE); CREATE TABLE u (name TEXT REFERENCES t (name))",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
             CREATE TRIGGER r AFTER UPDATE OF name ON t BEGIN UPDATE t SET name = 'y' WHERE id = new.id + 1; END",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
             CREATE TEMP TRIGGER r BEFORE UPDATE ON t BEGIN SELECT 1; END",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT) WITHOUT ROWID",
            "CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY DESC, name TEXT)",
            "CREATE TABLE t (id TEXT PRIMARY KEY, name TEXT)",
            "CREATE TABLE t (name TEXT)",
            "CREATE VIRTUAL TABLE t USING fts5 (id, name)",
            "CREATE TABLE u (id INTEGER PRIMARY KEY, name TEXT); CREATE VIEW t AS SELECT * FROM u;
             CREATE TRIGGER r INSTEAD OF UPDATE ON t BEGIN UPDATE u SET name = new.name WHERE id = new.id; END",
            "SELECT 1",
        ];
        for table in tables {
            assert_eq!(passed(table, "name", &batch(1..=1_000)).await, None, "{table}");
        }
        assert_eq!(passed(CREATE, "id", &batch(1..=1_000)).await, None, "the key itself");
    }

    #[tokio::test]
    async fn keys_that_do_not_ascend_or_lie_far_apart_are_written_row_by_row() {
        for keys in [
            (1..=1_000).rev().collect::<Vec<i64>>(),
            (1..=1_000).chain([1_000]).collect(),
            (1..=1_000).map(|key| key * 3).collect(),
            (1..=1_000).chain([i64::MAX]).collect(),
            (i64::MIN..).take(999).chain([i64::MAX]).collect(),
            (1..=10).collect(),
        ] {
            assert_eq!(passed(CREATE, "name", &batch(keys)).await, None);
        }
        let mut with_null = batch(1..=1_000);
        with_null.columns[0].nulls = vec![0; 125];
        assert_eq!(passed(CREATE, "name", &with_null).await, Some(0), "no bit is set");
        with_null.columns[0].nulls[60] = 1;
        assert_eq!(passed(CREATE, "name", &with_null).await, None);
    }

    #[tokio::test]
    async fn sql_cannot_call_the_functions() {
        let mut session = session(CREATE).await;
        for call in ["aludel_holds(1, 1)", "aludel_value(x'00', 1, 1)", "aludel_value(NULL, NULL, NULL)"] {
            let error = session.execute(&format!("SELECT {call}"), &[]).await.expect_err("there is no such pointer");
            assert_eq!(error.message, "only the host can call this function", "{call}");
        }
    }
}
