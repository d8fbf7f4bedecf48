//! Rows from the live database to the copy.

use std::collections::{BTreeMap, BTreeSet};

use aludel_db::Session;
use aludel_schema::Schema;
use aludel_schema::model::Table;
use aludel_sql::{Dialect, SqlError};

use super::choose::{Unread, selection};
use super::counters::count_on;
use super::load::{Load, Moved, load};
use super::parents::fetch_parents;
use super::reference::references;
use super::{CopiedTable, DataReport, NotCopied, discretion};
use crate::run::foreign_keys::{RESUME, SUSPEND};
use crate::sizes::LiveSizes;

/// What is copied of one table, whatever was asked for.
const TABLE_BYTES_MAX: usize = 32 << 20;

/// What is copied in all. The copy of a `SQLite` database is in memory.
const BYTES_MAX: usize = 256 << 20;

/// The bytes that may still be copied.
pub(super) struct Room(usize);

impl Room {
    pub(super) fn is_full(&self) -> bool {
        self.0 == 0
    }

    pub(super) fn bytes_left(&self) -> usize {
        self.0
    }

    pub(super) fn take(&mut self, bytes: usize) {
        self.0 = self.0.saturating_sub(bytes);
    }
}

/// Copies up to so many rows of each table, and what they point at. `live` is only read from, in one transaction; `copy` has the tables, empty.
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
    let mut room = Room(BYTES_MAX);
    for table in schema.tables.values() {
        first_rows(live, copy, (schema, table), (report, &mut room)).await?;
    }
    fetch_parents(live, copy, schema, (report, &mut room)).await?;
    take_orphans_away(copy, schema, report).await?;
    if begins {
        copy.commit().await?;
    }
    resume(copy).await?;
    count_on(live, copy, schema).await;
    count_all(live, schema, report).await;
    Ok(())
}

/// The first rows of a table, and why there are none.
async fn first_rows(
    live: &mut dyn Session,
    copy: &mut dyn Session,
    (schema, table): (&Schema, &Table),
    (report, room): (&mut DataReport, &mut Room),
) -> Result<(), SqlError> {
    let name = table.name.to_string();
    let mut not_copied = |reason: String| report.not_copied.push(NotCopied { table: name.clone(), reason });
    let selection = match selection(table, schema.dialect, report.rows_max) {
        Err(Unread::WithParent) => return Ok(()),
        Err(Unread::Because(reason)) => {
            not_copied(reason.to_owned());
            return Ok(());
        }
        Ok(_) if room.is_full() => {
            not_copied(format!("the rows of the others came to {} MiB", BYTES_MAX >> 20));
            return Ok(());
        }
        Ok(selection) => selection,
    };
    let wanted = Load {
        sql: &selection.first,
        parameters: &[],
        table: &table.name,
        columns: &selection.columns,
        rows_max: report.rows_max,
        bytes_max: room.bytes_left().min(TABLE_BYTES_MAX),
    };
    match load(live, copy, &wanted).await? {
        Err(error) => not_copied(discretion::of_message(&error.message, schema, "")),
        Ok(Moved { rows, bytes, has_more, is_cut }) => {
            room.take(bytes);
            if is_cut {
                not_copied(format!("only {rows} rows: they came to {} MiB", bytes >> 20));
            }
            report.tables.push(CopiedTable::new(name, rows, has_more));
        }
    }
    Ok(())
}

/// How many rows there are of which not all were copied, as of the same moment.
async fn count_all(live: &mut dyn Session, schema: &Schema, report: &mut DataReport) {
    let partly: BTreeSet<String> =
        report.tables.iter().filter(|table| table.has_more).map(|table| table.table.clone()).collect();
    if partly.is_empty() {
        return;
    }
    let mut sizes = LiveSizes::read(live).await;
    for size in sizes.counted(live, (schema, &partly)).await {
        if let Some(table) = report.tables.iter_mut().find(|table| table.table == size.table) {
            table.take_size(size.rows, size.is_estimate);
        }
    }
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

async fn take_orphans_away(copy: &mut dyn Session, schema: &Schema, report: &mut DataReport) -> Result<(), SqlError> {
    let references = references(schema);
    let mut gone: BTreeMap<String, u64> = BTreeMap::new();
    // Each round but the last one takes a row, so it ends. A chain of rows goes one by one.
    loop {
        let mut went = 0;
        for reference in &references {
            let rows = copy.execute(&reference.delete_orphans(), &[]).await?.rows_affected;
            *gone.entry(reference.child.to_string()).or_default() += rows;
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
