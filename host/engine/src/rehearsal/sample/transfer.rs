//! Rows from the live database to the copy.

use std::collections::BTreeMap;

use aludel_db::Session;
use aludel_schema::Schema;
use aludel_sql::{Batch, BulkKind, BulkTarget, ColumnData, Dialect, PageLimit, SqlError, Value};

use super::choose::{Selection, Unread, orphans, quoted, selection};
use super::{CopiedTable, DataReport, NotCopied, discretion};
use crate::run::foreign_keys::{RESUME, SUSPEND};

/// What is copied of one table, whatever was asked for.
const TABLE_BYTES_MAX: usize = 32 << 20;

/// What is copied in all. The copy of a `SQLite` database is in memory.
const BYTES_MAX: usize = 256 << 20;

/// What is under way at a time.
const PAGE: PageLimit = PageLimit { rows: 1000, bytes: 1 << 20 };

/// The rounds in which rows without a parent go, at most: chains of rows that point at each other can be long.
const ROUNDS_MAX: usize = 100;

/// Copies up to so many rows of each table. `live` is only read from, in one transaction; `copy` has the tables, empty.
/// What cannot be copied is told and no reason to stop.
pub(crate) async fn transfer(
    live: &mut dyn Session,
    copy: &mut dyn Session,
    schema: &Schema,
    rows_max: u64,
) -> Result<DataReport, SqlError> {
    let mut report = DataReport { rows_max, tables: Vec::new(), not_copied: Vec::new() };
    begin_reading(live).await?;
    let copied = between(live, copy, schema, &mut report).await;
    end_reading(live).await;
    copied.map(|()| report)
}

/// Every table as of the same moment.
async fn begin_reading(live: &mut dyn Session) -> Result<(), SqlError> {
    match live.dialect() {
        Dialect::Sqlite => return live.execute("BEGIN", &[]).await.map(drop),
        Dialect::Postgres => {
            live.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ", &[]).await?;
        }
        Dialect::Mysql | Dialect::MariaDb => {
            live.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", &[]).await?;
        }
    }
    live.begin().await
}

async fn end_reading(live: &mut dyn Session) {
    // Nothing was written.
    let _ = match live.dialect() {
        Dialect::Sqlite => live.execute("ROLLBACK", &[]).await.map(drop),
        _ => live.rollback().await,
    };
}

async fn between(
    live: &mut dyn Session,
    copy: &mut dyn Session,
    schema: &Schema,
    report: &mut DataReport,
) -> Result<(), SqlError> {
    suspend(copy).await?;
    let begins = !copy.is_in_transaction();
    if begins {
        copy.begin().await?;
    }
    let mut bytes_left = BYTES_MAX;
    for table in schema.tables.values() {
        let (name, dialect) = (table.name.to_string(), schema.dialect);
        let mut not_copied = |reason: String| report.not_copied.push(NotCopied { table: name.clone(), reason });
        match selection(table, dialect, report.rows_max) {
            Err(Unread::WithParent) => {}
            Err(Unread::Because(reason)) => not_copied(reason.to_owned()),
            Ok(_) if bytes_left == 0 => not_copied(format!("the rows of the others came to {} MiB", BYTES_MAX >> 20)),
            Ok(selection) => {
                let target = target(table, &selection);
                let limits = (report.rows_max, bytes_left.min(TABLE_BYTES_MAX));
                match one_table(live, copy, (&selection, target), limits).await? {
                    Err(error) => not_copied(discretion::of_message(&error.message, schema, "")),
                    Ok(Moved { rows, bytes, has_more, is_cut }) => {
                        bytes_left = bytes_left.saturating_sub(bytes);
                        if is_cut {
                            not_copied(format!("only {rows} rows: they came to {} MiB", bytes >> 20));
                        }
                        report.tables.push(CopiedTable { table: name.clone(), rows, orphans: 0, has_more });
                    }
                }
            }
        }
    }
    take_orphans_away(copy, schema, report).await?;
    if begins {
        copy.commit().await?;
    }
    resume(copy).await?;
    count_on(live, copy, schema).await;
    Ok(())
}

/// Rows come in the order of the tables' names.
async fn suspend(copy: &mut dyn Session) -> Result<(), SqlError> {
    match copy.dialect() {
        Dialect::Postgres => Ok(()),
        Dialect::Sqlite => copy.execute(SUSPEND, &[]).await.map(drop),
        Dialect::Mysql | Dialect::MariaDb => copy.execute("SET foreign_key_checks = 0", &[]).await.map(drop),
    }
}

async fn resume(copy: &mut dyn Session) -> Result<(), SqlError> {
    match copy.dialect() {
        Dialect::Postgres => Ok(()),
        Dialect::Sqlite => copy.execute(RESUME, &[]).await.map(drop),
        Dialect::Mysql | Dialect::MariaDb => copy.execute("SET foreign_key_checks = 1", &[]).await.map(drop),
    }
}

fn target(table: &aludel_schema::model::Table, selection: &Selection) -> BulkTarget {
    BulkTarget {
        schema: table.name.schema.clone(),
        table: table.name.name.clone(),
        kind: BulkKind::Insert,
        columns: selection.columns.clone(),
    }
}

/// What was copied of a table.
struct Moved {
    rows: u64,
    bytes: usize,
    has_more: bool,
    /// Whether the bytes ended it.
    is_cut: bool,
}

/// Copies one table, or leaves it empty: the inner error is why. The outer one is that of a transaction that cannot go on.
async fn one_table(
    live: &mut dyn Session,
    copy: &mut dyn Session,
    (selection, target): (&Selection, BulkTarget),
    limits: (u64, usize),
) -> Result<Result<Moved, SqlError>, SqlError> {
    let (there, here) = (live.savepoint().await?, copy.savepoint().await?);
    match rows_of(live, copy, (selection, target), limits).await {
        Ok(moved) => {
            live.release_savepoint(there).await?;
            copy.release_savepoint(here).await?;
            Ok(Ok(moved))
        }
        Err(error) => {
            live.rollback_savepoint(there).await?;
            copy.rollback_savepoint(here).await?;
            Ok(Err(error))
        }
    }
}

async fn rows_of(
    live: &mut dyn Session,
    copy: &mut dyn Session,
    (selection, target): (&Selection, BulkTarget),
    (rows_max, bytes_max): (u64, usize),
) -> Result<Moved, SqlError> {
    let bulk = copy.open_bulk(target).await?;
    let cursor = live.query(&selection.sql, &[]).await?;
    let mut moved = Moved { rows: 0, bytes: 0, has_more: false, is_cut: false };
    loop {
        let left = rows_max - moved.rows;
        let rows = PAGE.rows.min(u32::try_from(left).unwrap_or(u32::MAX));
        // The row after the last one says whether there are more.
        let page = live.next_batch(cursor, PageLimit { rows: rows.max(1), ..PAGE }).await?;
        if page.row_count == 0 {
            break;
        }
        moved.has_more = left == 0;
        if moved.has_more {
            break;
        }
        moved.rows += u64::from(page.row_count);
        moved.bytes += bytes_of(&page);
        copy.write_bulk(bulk, page).await?;
        moved.is_cut = moved.bytes >= bytes_max;
        if moved.is_cut {
            moved.has_more = true;
            break;
        }
    }
    live.close_cursor(cursor).await;
    copy.finish_bulk(bulk).await?;
    Ok(moved)
}

/// About what a page weighs.
fn bytes_of(page: &Batch) -> usize {
    page.columns.iter().map(|column| bytes_of_column(&column.data)).sum()
}

fn bytes_of_column(data: &ColumnData) -> usize {
    match data {
        ColumnData::Booleans(items) => items.len(),
        ColumnData::Integers(items) => items.len() * size_of::<i64>(),
        ColumnData::Reals(items) => items.len() * size_of::<f64>(),
        ColumnData::Texts(packed) | ColumnData::Blobs(packed) => packed.data.len(),
        ColumnData::Values(items) => items.iter().map(bytes_of_value).sum(),
    }
}

fn bytes_of_value(value: &Value) -> usize {
    let own = match value {
        Value::Decimal(text) | Value::Text(text) | Value::Json(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Foreign(foreign) => foreign.text.len(),
        Value::TextArray(items) => items.iter().flatten().map(String::len).sum(),
        _ => 0,
    };
    own + size_of::<i64>()
}

async fn take_orphans_away(copy: &mut dyn Session, schema: &Schema, report: &mut DataReport) -> Result<(), SqlError> {
    let statements = orphans(schema);
    let mut gone: BTreeMap<String, u64> = BTreeMap::new();
    for _ in 0..ROUNDS_MAX {
        let mut went = 0;
        for (table, sql) in &statements {
            let rows = copy.execute(sql, &[]).await?.rows_affected;
            *gone.entry(table.to_string()).or_default() += rows;
            went += rows;
        }
        if went == 0 {
            break;
        }
    }
    for table in &mut report.tables {
        table.orphans = gone.get(&table.table).copied().unwrap_or_default();
        table.rows = table.rows.saturating_sub(table.orphans);
    }
    Ok(())
}

/// Sequences go on where those of the live database are, so that new rows do not get the numbers of copied ones. On the
/// others counters follow the rows by themselves.
async fn count_on(live: &mut dyn Session, copy: &mut dyn Session, schema: &Schema) {
    match live.dialect() {
        Dialect::Postgres => count_on_postgres(live, copy).await,
        Dialect::MariaDb => {
            for name in schema.sequences.keys().filter_map(|name| quoted(name, Dialect::MariaDb)) {
                let next = format!("SELECT next_not_cached_value FROM {name}");
                if let Some(Value::Integer(next)) = rows(live, &next).await.into_iter().flatten().next() {
                    // A sequence that cannot be set starts anew, as that of an empty copy does.
                    let _ = copy.execute(&format!("DO SETVAL({name}, {next}, 0)"), &[]).await;
                }
            }
        }
        Dialect::Sqlite | Dialect::Mysql => {}
    }
}

async fn count_on_postgres(live: &mut dyn Session, copy: &mut dyn Session) {
    let counters = "SELECT CASE WHEN schemaname = pg_catalog.current_schema() THEN pg_catalog.quote_ident(sequencename) \
                    ELSE pg_catalog.quote_ident(schemaname) || '.' || pg_catalog.quote_ident(sequencename) END, \
                    last_value FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL";
    for row in rows(live, counters).await {
        if let [Value::Text(name), Value::Integer(value)] = row.as_slice() {
            let name = name.replace('\'', "''");
            // A sequence that was not copied has no number, and nothing is set.
            let sql = format!("SELECT pg_catalog.setval(pg_catalog.to_regclass('{name}'), {value})");
            let _ = copy.execute(&sql, &[]).await;
        }
    }
}

async fn rows(session: &mut dyn Session, sql: &str) -> Vec<Vec<Value>> {
    let Ok(cursor) = session.query(sql, &[]).await else { return Vec::new() };
    let mut rows = Vec::new();
    while let Ok(page) = session.next_rows(cursor, PAGE).await {
        if page.is_empty() {
            break;
        }
        rows.extend(page);
    }
    session.close_cursor(cursor).await;
    rows
}
